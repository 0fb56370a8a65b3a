"""A body finds that one of its members may not judge a case, and finds later that the member may.

Whoever keeps the body's papers writes it down. The row is the one that stepping aside makes, so whatever is closed to
one who has stepped aside is closed to the member; when it is undone the row goes, and the trail keeps both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from samhandling.cases.kinds import Part
from samhandling.cases.moves import Hat, Move
from samhandling.cases.opening import say
from samhandling.cases.tables import Disqualification
from samhandling.casework import repository
from samhandling.casework.grounds import ground, grounds
from samhandling.casework.slices import Acting, Looking, StepForm
from samhandling.casework.view import JUDGES, Pair, Row, Section
from samhandling.identity.roles import ROLES, Place
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.notices.repository import holders
from samhandling.web.fields import Field, Filled, Kind
from samhandling.web.i18n import gettext, long_date, marked

_KEEPERS: Final = frozenset({"body_secretary", "oso_secretary"})
_SITTING: Final = tuple(code for code, role in ROLES.items() if role.place is Place.BODY)
HEADING: Final[dict[str, str]] = {"habilitet": marked("Hvorfor medlemmet likevel er habilt")}
REFUSALS: Final[Mapping[str, str]] = {
    "decided_ahead": marked("Dagen kan ikke ligge fram i tid."),
    "not_a_member": marked("Velg et medlem av organet."),
}
TOLD: Final = marked("Et medlem er inhabilt og deltar ikke")


@dataclass(frozen=True, slots=True)
class Member:
    person: UUID
    body: int
    name: str


def moves(sources: frozenset[str]) -> tuple[Move, ...]:
    """In the states in which somebody judges."""
    by = frozenset({Hat.SECRETARY, Hat.OSO})
    return (
        Move("disqualify", sources, "", by, marked("Før inn at et medlem er inhabilt"), TOLD, impartial=True),
        Move(
            "readmit", sources, "", by, marked("Opphev at et medlem er inhabilt"),
            marked("Et medlem er likevel habilt"), needs=("someone_out",), impartial=True,
        ),
    )  # fmt: skip


FACTS: Final[Mapping[str, str]] = {"someone_out": marked("Organet har ikke ført inn at noen er inhabil.")}


def facts(looking: Looking) -> frozenset[str]:
    return frozenset({"someone_out"} if _found_out(looking) else ())


def section(looking: Looking) -> Section | None:
    """Nobody is named: what the body found, and when, for those who judge."""
    found = repository.disqualified(looking.session, key(looking.case.id))
    bodies = [each.body_id for each in found if each.body_id is not None]
    names = repository.named(looking.session, (), bodies, looking.today).bodies
    rows = tuple(
        Row(
            ground(each.reason, each.decided_on),
            names.get(each.body_id or 0, ""),
            (Pair(gettext(marked("Besluttet")), long_date(each.decided_on), to=JUDGES),) if each.decided_on else (),
        )
        for each in found
    )
    return Section("habilitet", gettext(marked("Inhabile")), rows=rows, to=JUDGES) if rows else None


def _kept(looking: Looking) -> frozenset[int]:
    """The bodies in the case whose papers the reader keeps."""
    roles = looking.user.roles if looking.user else ()
    mine = {each.body for each in roles if each.role.code in _KEEPERS}
    sitting = (each.body_id for each in looking.participants if each.part is Part.COUNCIL)
    return frozenset(body for body in sitting if body is not None and body in mine)


def _members(looking: Looking) -> tuple[Member, ...]:
    """Those who sit in them today but the reader, who steps aside in person; by name."""
    me = looking.user.person if looking.user else None
    found = {
        person: body
        for body in sorted(_kept(looking))
        for person in holders(looking.session, Place.BODY, body, _SITTING, looking.today)
        if person != me
    }
    names = repository.person_names(looking.session, found)
    known = (Member(person, body, names.get(person, "")) for person, body in found.items())
    return tuple(sorted(known, key=lambda each: each.name))


def _found_out(looking: Looking) -> tuple[Disqualification, ...]:
    kept = _kept(looking)
    return tuple(
        each for each in repository.disqualified(looking.session, key(looking.case.id)) if each.body_id in kept
    )


def _to_disqualify(looking: Looking) -> tuple[Field, ...]:
    out = {each.person_id for each in repository.disqualified(looking.session, key(looking.case.id))}
    members = {each.person.hex: each.name for each in _members(looking) if each.person not in out}
    known = {code: str(each) for code, each in grounds(looking.today).items()}
    return (
        Field("medlem", marked("Hvem er inhabil?"), Kind.CHOICE, options=members),
        Field("hjemmel", marked("Hvorfor? (forvaltningsloven)"), Kind.CHOICE, options=known),
        Field("dag", marked("Når ble det besluttet?"), Kind.DATE),
    )


def _to_readmit(looking: Looking) -> tuple[Field, ...]:
    out = _found_out(looking)
    names = repository.person_names(looking.session, [each.person_id for each in out])
    members = {str(each.id): names.get(each.person_id, "–") for each in out}
    return (
        Field("medlem", marked("Hvem er likevel habil?"), Kind.CHOICE, options=members),
        Field("grunn", marked("Begrunnelse"), Kind.LONG, longest=2_000, hint=marked("Uten navn på personer.")),
    )


def _disqualify(acting: Acting, filled: Filled) -> None:
    """Refused: «not_a_member», «decided_ahead»."""
    wanted, day = UUID(filled.text("medlem")), filled.day("dag") or acting.today
    member = next((each for each in _members(acting.looking) if each.person == wanted), None)
    if member is None:
        raise Refused("not_a_member", field="medlem")
    if day > acting.today:
        raise Refused("decided_ahead", field="dag")
    acting.session.add(
        Disqualification(
            case_id=key(acting.case.id),
            person_id=wanted,
            reason=filled.text("hjemmel"),
            since=acting.deed.at,
            body_id=member.body,
            decided_on=day,
        )
    )
    acting.session.flush()
    _record(acting, "member_disqualified", wanted, body=member.body, ground=filled.text("hjemmel"), on=day.isoformat())


def _readmit(acting: Acting, filled: Filled) -> None:
    row = next((each for each in _found_out(acting.looking) if str(each.id) == filled.text("medlem")), None)
    if row is None:
        raise Refused("not_a_member", field="medlem")
    speaks = acting.participant.id if acting.participant else None
    said = say(acting.deed, acting.case, speaks, kind="habilitet", text=filled.text("grunn"))
    acting.details["statements"] = [said]
    acting.session.delete(row)
    acting.session.flush()
    _record(acting, "member_readmitted", row.person_id, body=row.body_id, ground=row.reason)


def _record(acting: Acting, action: str, person: UUID, **details: object) -> None:
    acting.deed.record(acting.case, action, person=str(person), hat=acting.hat.value, **details)


STEPS: Final[Mapping[str, StepForm]] = {
    "disqualify": StepForm(
        _to_disqualify,
        _disqualify,
        marked(
            "Medlemmet ser ikke saken lenger, og får ikke beskjed om den. Er det du selv som er inhabil, tre til side."
        ),
    ),
    "readmit": StepForm(_to_readmit, _readmit, marked("Medlemmet ser saken igjen.")),
}
