"""The part of a body's members and secretary: what waits for the body, and what it has had and is not settled."""

from collections.abc import Collection
from datetime import date
from typing import Final

from samhandling.casework import repository as common
from samhandling.casework.room import Room
from samhandling.dashboards import repository
from samhandling.dashboards.pages import BodyPart
from samhandling.dashboards.repository import HANDLED, UNANSWERED, WAITS
from samhandling.dashboards.rows import behind, figure, rows
from samhandling.identity.access import Visitor
from samhandling.kernel.database import DbSession
from samhandling.web.i18n import gettext, marked

#: By stage: what the number is called, what its list says of itself, and its tone.
STAGES: Final = {
    WAITS: (marked("Venter på dere"), marked("Det dere er bedt om å gi råd om eller avgjøre."), "warning"),
    HANDLED: (marked("Behandlet, ikke avgjort"), marked("Råd er gitt eller saken er sendt videre, og den er fortsatt åpen."), "accent"),  # noqa: E501
    UNANSWERED: (marked("Svar er ikke kommet"), marked("Dere er varslet fordi ingen har svart innen tiden området har satt."), "danger"),  # noqa: E501
}  # fmt: skip
_SHOWN: Final = 8


def parts(session: DbSession, who: Visitor, room: Room, bodies: Collection[int], today: date) -> tuple[BodyPart, ...]:
    """Six queries for all of them, and none when there are none."""
    if not bodies:
        return ()
    counted = repository.stages(session, bodies)
    waiting, handled = (repository.at_stage(session, bodies, each) for each in (WAITS, HANDLED))
    names = common.named(session, (), bodies, today).bodies
    shown = rows(session, who, room, [(case, None) for _, case in (*waiting, *handled)], today)
    waits, had = (tuple(zip((body for body, _ in found), part, strict=True)) for found, part in (
        (waiting, shown[: len(waiting)]), (handled, shown[len(waiting) :]),
    ))  # fmt: skip
    return tuple(
        BodyPart(
            id=body,
            name=names.get(body, ""),
            figures=tuple(
                figure(gettext(label), counted.get((body, code), 0), behind(who, code, body), tone)
                for code, (label, _, tone) in STAGES.items()
            ),
            waiting=tuple(row for of, row in waits if of == body)[:_SHOWN],
            handled=tuple(row for of, row in had if of == body)[:_SHOWN],
        )
        for body in bodies
    )
