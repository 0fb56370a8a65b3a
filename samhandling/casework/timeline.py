"""What has happened in a case, told to one reader from codes: nobody is named, only the capacity they acted in."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from samhandling.audit.tables import AuditEvent
from samhandling.cases.kinds import Part
from samhandling.cases.moves import Hat
from samhandling.cases.tables import Participant, Statement
from samhandling.casework import repository
from samhandling.casework.slices import Looking, Slice
from samhandling.casework.view import ANYBODY, STEWARDS, TAKES_PART, Step, Writing
from samhandling.kernel.clock import NORWAY
from samhandling.kernel.columns import key
from samhandling.web.i18n import gettext, long_date, marked

#: Events beside the moves, and whether only the PKO is told.
OTHERS: Final[Mapping[str, tuple[str, bool]]] = {
    "measure_added": (marked("Tiltak lagt til"), False),
    "measure_changed": (marked("Tiltak oppdatert"), False),
    "attachment_added": (marked("Vedlegg lagt til"), False),
    "case_changed": (marked("Tittelen er endret"), False),
    "rule_cited": (marked("Regel lagt til"), False),
    "patient_found": (marked("Pasienten er funnet, utenom systemet"), False),
    "case_listed": (marked("Ført inn av praksiskonsulenten fra en liste"), False),
    "reporter_named": (marked("Melderens navn er vist"), True),
    "participant_stepped_aside": (marked("Noen har trådt til side"), True),
}


def timeline(looking: Looking, kind: Slice) -> tuple[Step, ...]:
    """Newest first. Texts are those this reader's transaction may read."""
    case_id = key(looking.case.id)
    events = [each for each in repository.events(looking.session, case_id) if _is_told(each)]
    written = repository.statements(looking.session, case_id)
    parties = {each.id or 0: each for each in repository.everyone(looking.session, case_id)}
    units = [int(each.details["organisation"]) for each in events if each.details.get("organisation")]
    names = repository.named(looking.session, units, (), looking.today).organisations
    everybody = ANYBODY if looking.case.shared else TAKES_PART
    calls: dict[tuple[str, int], str] = {}

    def who(event: AuditEvent) -> str:
        hat = Hat(event.details.get("hat", Hat.STEWARD))
        if hat is not Hat.MACHINE and looking.user and event.actor == looking.user.person:
            return gettext(marked("Du"))
        speaks = _speaker(event, hat, parties.values())
        known = (hat.value, key(speaks.id) if speaks else 0)
        if known not in calls:
            calls[known] = kind.called(looking, hat, speaks)
        return calls[known]

    steps = [
        Step(
            at=each.happened_at.astimezone(NORWAY),
            what=_what(each, kind, names),
            who=who(each),
            texts=_texts(each, kind, written),
            to=STEWARDS if each.action in OTHERS and OTHERS[each.action][1] else everybody,
        )
        for each in events
    ]
    return tuple(reversed(steps))


def _is_told(event: AuditEvent) -> bool:
    return event.action == "case_moved" or event.action in OTHERS


def _what(event: AuditEvent, kind: Slice, names: Mapping[int, str]) -> str:
    details = event.details
    if event.action != "case_moved":
        return gettext(OTHERS[event.action][0])
    made = kind.machine.by_code.get(details["move"])
    what = gettext(made.done) if made else details["move"]
    more = []
    if details.get("organisation"):
        more.append(names.get(int(details["organisation"]), ""))
    if details.get("due"):
        more.append(long_date(date.fromisoformat(details["due"])))
    if details.get("rule"):
        more.append(str(details["rule"]))
    if details.get("related"):
        more.append(str(details["related"]))
    return f"{what}: {', '.join(more)}" if more else what


def _texts(event: AuditEvent, kind: Slice, written: Mapping[int, Statement]) -> tuple[Writing, ...]:
    mine = (written[each] for each in event.details.get("statements", ()) if each in written)
    return tuple(writing(each, kind) for each in mine)


def writing(statement: Statement, kind: Slice) -> Writing:
    heading = gettext(kind.headings.get(statement.kind, statement.kind))
    note = gettext(marked("Noe er fjernet fra denne teksten.")) if statement.redacted_at else ""
    return Writing(heading, statement.text, on=statement.sent_on, note=note)


def _speaker(event: AuditEvent, hat: Hat, parties: Iterable[Participant]) -> Participant | None:
    """The participant that the event names, or the first it can be."""
    known = list(parties)
    named = [each for each in known if each.id == event.details.get("participant")]
    fitting = named or [each for each in known if each.part == _PART_OF.get(hat)]
    return fitting[0] if fitting else None


_PART_OF: Final = {
    Hat.REPORTER: Part.REPORTER,
    Hat.RESPONSIBLE: Part.RESPONSIBLE,
    Hat.PARTY: Part.PARTY,
    Hat.COUNCIL: Part.COUNCIL,
    Hat.SECRETARY: Part.COUNCIL,
    Hat.OSO: Part.COUNCIL,
}
