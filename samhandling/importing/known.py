"""What a list is held against, and what is told when it has been made, for the routes of both kinds of lists."""

from fastapi import Request

from samhandling.areas import repository as areas
from samhandling.areas.answering import made_of, today_of
from samhandling.casework.room import Room
from samhandling.identity.access import Visitor
from samhandling.importing.checking import Known
from samhandling.importing.directory import directory
from samhandling.importing.making import Made
from samhandling.web.i18n import ngettext


def known_here(request: Request, who: Visitor, room: Room) -> Known:
    """The area as it is today."""
    made, today = made_of(request), today_of(request)
    with made.database.reading(who.scope) as session:
        found = directory(areas.organisations(session, who.here.id), today)
        spoken = areas.area(session, who.here.id).maalform
    return Known(
        area=who.here.id,
        directory=found,
        cites=room.cites,
        today=today,
        inspect=who.inspect,
        fingerprint=lambda said: made.secrets.keyed_hash("import", said),
        maalform=spoken,
    )


def told_so_far(request: Request) -> str:
    """What has just been made, by the counts in the address; empty when nothing has."""
    counts = [request.query_params.get(name, "") for name in ("laget", "fantes")]
    if not all(each.isascii() and each.isdigit() and len(each) < 6 for each in counts):
        return ""
    return told_of(Made(*map(int, counts)))


def told_of(made: Made) -> str:
    told = ngettext("%(num)d sak er laget.", "%(num)d saker er laget.", made.opened) % {"num": made.opened}
    if not made.already:
        return told
    more = ngettext(
        "%(num)d fantes fra før, og er ikke laget på nytt.",
        "%(num)d fantes fra før, og er ikke laget på nytt.",
        made.already,
    )
    return f"{told} {more % {'num': made.already}}"
