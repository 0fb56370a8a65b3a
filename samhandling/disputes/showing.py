"""What of a dispute is shown, and to whom: the parties' words side by side, and what came of it."""

from typing import Final

from samhandling.areas import repository as areas
from samhandling.cases.kinds import Part
from samhandling.cases.moves import Hat
from samhandling.cases.tables import Participant, Statement
from samhandling.casework import habilitet
from samhandling.casework import repository as common
from samhandling.casework.councils import TOLD
from samhandling.casework.slices import Looking, Shown
from samhandling.casework.view import ANYBODY, Pair, Row, Section, Tag, Writing
from samhandling.disputes import repository
from samhandling.disputes.codes import OUTCOMES
from samhandling.disputes.tables import Dispute, Party
from samhandling.identity.roles import ROLES
from samhandling.kernel.columns import key
from samhandling.web.i18n import gettext, long_date, marked

HEADINGS: Final = {
    "statement": marked("Fremstilling"),
    "remark": marked("Merknad"),
    "arrangement": marked("Hva gjelder i mellomtiden"),
    "reason": marked("Begrunnelse"),
    "advice": marked("Råd"),
    "advice_reason": marked("Begrunnelse for rådet"),
    "dissent": marked("Dissens"),
    "advice_answer": marked("Svar på rådet"),
    "settlement": marked("Enigheten"),
    "decision": marked("Vedtak"),
    "opinion": marked("Uttalelse"),
    "end": marked("Hvordan det endte"),
    "background": marked("Bakgrunn"),
}
#: Who puts the package for the national board together, and reads it.
SENDERS: Final = frozenset({Hat.STEWARD, Hat.OSO, Hat.SECRETARY})
_AT_OSO: Final = frozenset({"to_oso", "sent_on"})
_RESULTS: Final = ("advice", "advice_reason", "dissent", "settlement", "decision", "opinion", "end")


def show(looking: Looking) -> Shown:
    case_id = key(looking.case.id)
    row = repository.dispute(looking.session, case_id)
    parties = repository.parties(looking.session, case_id)
    known = {each.id: each for each in common.everyone(looking.session, case_id)}
    names = _names(looking, [known[each.participant_id] for each in parties if each.participant_id in known])
    said = list(common.statements(looking.session, case_id).values())
    sections = (
        _side_by_side(parties, names, said),
        _standing(parties, names),
        _between(said),
        _results(row, said),
        habilitet.section(looking),
    )
    return Shown(_tags(row), _pairs(looking, row, names), tuple(each for each in sections if each is not None))


def _tags(row: Dispute) -> tuple[Tag, ...]:
    if row.outcome is None:
        late = row.escalated_on is not None and row.released_on is None
        return (Tag(gettext(TOLD), "danger"),) if late else ()
    return (Tag(gettext(OUTCOMES[row.outcome]), "neutral", to=ANYBODY),)


def _pairs(looking: Looking, row: Dispute, names: dict[int, str]) -> tuple[Pair, ...]:
    found = [Pair(gettext(marked("Meldt")), long_date(looking.case.created_on), to=ANYBODY)]
    found.append(Pair(gettext(marked("Parter")), ", ".join(names.values()), to=ANYBODY))
    if row.due_on is not None and row.released_on is None:
        found.append(Pair(gettext(marked("Frist for fremstillinger")), long_date(row.due_on)))
    level = _level(looking)
    if level:
        found.append(Pair(gettext(marked("Ligger hos")), level, to=ANYBODY))
    if looking.case.state in _AT_OSO:
        ready = gettext(marked("Klart") if row.package_written else marked("Ikke ferdig"))
        found.append(Pair(gettext(marked("Pakke til nemnda")), ready, to=SENDERS, href=f"{looking.base}/nemndpakke"))
    return tuple(found)


def _level(looking: Looking) -> str:
    """The body that has it now, and its place in the area's ladder."""
    ids = [each.body_id or 0 for each in looking.participants if each.part is Part.COUNCIL]
    if not ids:
        return ""
    names = common.named(looking.session, (), ids, looking.today).bodies
    steps = {each.body_id: each.step for each in areas.ladder(looking.session, looking.case.area_id, looking.today)}
    last = ids[-1]
    name = names.get(last, "")
    if last not in steps:
        return name
    return gettext(marked("%(body)s, trinn %(step)s av %(all)s")) % {
        "body": name,
        "step": steps[last],
        "all": len(steps),
    }


def _side_by_side(parties: list[Party], names: dict[int, str], said: list[Statement]) -> Section | None:
    """Only what this reader may read is among `said`."""
    writings = tuple(
        Writing(names.get(party.participant_id, ""), each.text, on=each.sent_on, note=_confirmed(party))
        for party in parties
        for each in said
        if each.kind == "statement" and each.participant_id == party.participant_id and each.sent_at is not None
    )
    return Section("syn", gettext(marked("Slik ser partene det")), writings=writings) if writings else None


def _confirmed(party: Party) -> str:
    return gettext(marked("Har bekreftet at fremstillingen er dekkende.")) if party.confirmed_on is not None else ""


def _standing(parties: list[Party], names: dict[int, str]) -> Section | None:
    """Who has sent, without what: one party's waiting says nothing of another's words."""
    rows = tuple(Row(names.get(each.participant_id, ""), tag=_status(each), tone=_tone(each)) for each in parties)
    return Section("partene", gettext(marked("Partene")), rows=rows) if rows else None


def _status(party: Party) -> str:
    if party.follows is not None:
        return gettext(marked("Følger rådet")) if party.follows else gettext(marked("Følger ikke rådet"))
    if party.confirmed_on is not None:
        return gettext(marked("Bekreftet"))
    return gettext(marked("Sendt")) if party.sent_on is not None else gettext(marked("Ikke sendt ennå"))


def _tone(party: Party) -> str:
    if party.follows is False:
        return "warning"
    return "success" if party.confirmed_on is not None else "info" if party.sent_on is not None else "neutral"


def _between(said: list[Statement]) -> Section | None:
    """The newest arrangement is the one that holds."""
    held = [each for each in said if each.kind == "arrangement"]
    if not held:
        return None
    return Section("mellomtiden", gettext(marked("Hva gjelder i mellomtiden")), note=held[-1].text)


def _results(row: Dispute, said: list[Statement]) -> Section | None:
    writings = tuple(
        Writing(gettext(HEADINGS[each.kind]), each.text, on=each.sent_on)
        for kind in _RESULTS
        for each in said
        if each.kind == kind
    )
    if not writings:
        return None
    votes: tuple[Pair, ...] = ()
    if row.votes_for is not None or row.votes_against is not None:
        counted = gettext(marked("%(n)s for, %(m)s mot")) % {"n": row.votes_for or 0, "m": row.votes_against or 0}
        votes = (Pair(gettext(marked("Stemmer")), counted, to=ANYBODY),)
    return Section("resultat", gettext(marked("Råd og utfall")), pairs=votes, writings=writings, to=ANYBODY)


def called(looking: Looking, hat: Hat, participant: Participant | None) -> str:
    if hat is Hat.MACHINE:
        return gettext(marked("Systemet"))
    if participant is not None:
        return next(iter(_names(looking, [participant]).values()), "")
    return str(ROLES["pko"].label) if hat is Hat.STEWARD else gettext(marked("Melder"))


def _names(looking: Looking, found: list[Participant]) -> dict[int, str]:
    organisations = [each.organisation_id for each in found if each.organisation_id is not None]
    bodies = [each.body_id for each in found if each.body_id is not None]
    named = common.named(looking.session, organisations, bodies, looking.today)
    return {key(each.id): named.of(each) for each in found}
