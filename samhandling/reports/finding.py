"""Which published report an address means."""

from samhandling.areas import repository as areas
from samhandling.areas.tables import Area
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound
from samhandling.reports import repository
from samhandling.reports.tables import PublishedReport


def found(session: DbSession, slug: str, number: str) -> tuple[Area, PublishedReport]:
    """Raises NotFound."""
    area = areas.area_by_slug(session, slug)
    if area is None:
        raise NotFound
    return area, repository.report(session, key(area.id), number)
