"""Cases as rows with a deadline, and numbers as links: what the readers' parts share."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from samhandling.areas.answering import here
from samhandling.cases.tables import Case
from samhandling.casework.listing import listed
from samhandling.casework.room import Room
from samhandling.dashboards.pages import Figure, Row
from samhandling.identity.access import Visitor
from samhandling.kernel.database import DbSession


def rows(
    session: DbSession, who: Visitor, room: Room, found: Iterable[tuple[Case, date | None]], today: date
) -> tuple[Row, ...]:
    """Two queries, whatever the number of cases."""
    pairs = list(found)
    shown = listed(session, who, room, [case for case, _ in pairs]) if pairs else ()
    return tuple(
        Row(row, due, late=due is not None and due < today) for row, (_, due) in zip(shown, pairs, strict=True)
    )


def figure(label: str, count: int, href: str, tone: str = "accent", most: int | None = None) -> Figure:
    """Nothing leads nowhere. `most`: as many are looked for at all."""
    value = f"{most}+" if most is not None and count >= most else str(count)
    return Figure(label, value, href if count else "", tone if count else "neutral")


def behind(who: Visitor, code: str, place: int | None = None, month: str = "") -> str:
    """The address of the list behind a number."""
    asked = {"hos": place, "maaned": month}
    query = urlencode({name: value for name, value in asked.items() if value})
    return here(who, f"/oversikt/saker/{code}") + (f"?{query}" if query else "")


def cases(who: Visitor, **filters: object) -> str:
    """The address of the list of all cases, narrowed."""
    return here(who, "/saker?" + urlencode({name: str(value) for name, value in filters.items()}))
