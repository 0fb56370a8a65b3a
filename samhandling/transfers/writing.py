"""What the steps of a transfer share: its row, what is written in the case, dates that must lie in order."""

from collections.abc import Collection, Mapping
from datetime import date

from samhandling.areas import repository as areas
from samhandling.areas.kinds import BodyKind
from samhandling.cases.kinds import Audience, Part
from samhandling.cases.opening import add_participant, say
from samhandling.casework.choices import units
from samhandling.casework.slices import Acting, Looking
from samhandling.kernel.columns import key
from samhandling.kernel.errors import Refused
from samhandling.transfers import repository
from samhandling.transfers.tables import Transfer
from samhandling.web.fields import Filled
from samhandling.web.i18n import language


def row_of(acting: Acting) -> Transfer:
    return repository.transfer(acting.session, key(acting.case.id))


def keep(acting: Acting, row: Transfer) -> None:
    acting.session.add(row)
    acting.session.flush()


def write(acting: Acting, kind: str, text: str, audience: Audience = Audience.PARTICIPANTS) -> int | None:
    """The statement's id; None when nothing was typed."""
    if not text:
        return None
    speaks = acting.participant.id if acting.participant else None
    said = say(acting.deed, acting.case, speaks, kind=kind, text=text, audience=audience)
    acting.details.setdefault("statements", []).append(said)
    return said


def not_ahead(acting: Acting, filled: Filled, name: str) -> date:
    """The date in a field that the form requires. Refused («day_ahead»)."""
    day = filled.day(name) or acting.today
    if day > acting.today:
        raise Refused("day_ahead", field=name)
    return day


def ahead(acting: Acting, filled: Filled, name: str) -> date:
    """Refused («day_behind») unless it lies after today."""
    day = filled.day(name) or acting.today
    if day <= acting.today:
        raise Refused("day_behind", field=name)
    return day


def bodies_of(looking: Looking, kinds: Collection[BodyKind]) -> dict[str, str]:
    """The open bodies of the area that owns the case, of these kinds, by name."""
    found = areas.bodies(looking.session, looking.case.area_id, looking.today)
    return {
        str(each.id): each.label(looking.today, language.get())
        for each in found.values()
        if each.kind in kinds and not each.is_closed(looking.today)
    }


def taking_part(looking: Looking, known: Mapping[str, str]) -> dict[str, str]:
    """Those of the bodies that the case has been laid before."""
    there = {str(each.body_id) for each in looking.participants if each.part is Part.COUNCIL}
    return {body: name for body, name in known.items() if body in there}


def lay_before(acting: Acting, body: int) -> None:
    """The body takes part; nothing when it does already."""
    if body not in {each.body_id for each in acting.looking.participants}:
        add_participant(acting.deed, key(acting.case.id), Part.COUNCIL, body=body)
    acting.details["body"] = body


def owners_of(looking: Looking) -> dict[str, str]:
    return units(areas.organisations(looking.session, looking.case.area_id), looking.today)
