"""What the routes of reports share: the rulebook, what codes are called, and how a frozen report becomes a view."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Final

from samhandling.areas import repository as areas
from samhandling.areas.answering import Desk
from samhandling.casework.rulebook import Cites
from samhandling.kernel.database import DbSession
from samhandling.reports import repository
from samhandling.reports.charts import Drawing, drawing
from samhandling.reports.content import thawed
from samhandling.reports.labels import Labels
from samhandling.reports.publishing import source_of
from samhandling.reports.sections import INDICATORS, Words
from samhandling.reports.tables import PublishedReport, ReportDraft, ReportText
from samhandling.reports.telling import Frame, view_of
from samhandling.reports.view import ReportView
from samhandling.web.i18n import Text, language

_MOST: Final = 64


class Views:
    """Those last read of what was published: it never changes, and is read much more than it is made."""

    def __init__(self) -> None:
        self._found: OrderedDict[Hashable, ReportView] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], ReportView]) -> ReportView:
        view = self._found.pop(key, None) or make()
        self._found[key] = view
        while len(self._found) > _MOST:
            self._found.popitem(last=False)
        return view


@dataclass(frozen=True, slots=True)
class ReportRoom:
    """`states`: of transfers, disputes and themes, message ids by kind and code. `chapters`: number to title."""

    desk: Desk
    cites: Cites
    chapters: Mapping[str, Text]
    states: Mapping[str, Mapping[str, str]]
    views: Views = field(default_factory=Views)

    def draft(self, session: DbSession, row: ReportDraft) -> ReportView:
        texts = repository.texts(session, row.area_id, row.period)
        sources = {
            source_of(each.code): each.source
            for each in repository.indicators(session, row.area_id, row.period)
        }
        said = _said(texts) | sources
        return self._view(session, row.area_id, row.body, said, Frame(digest=row.digest, texts=said))

    def published(self, session: DbSession, row: PublishedReport) -> ReportView:
        said = _said(repository.texts(session, row.area_id, row.period, row.id))
        newest = repository.newest(session, row.area_id, row.period)
        later = newest.number if newest and newest.id != row.id else ""
        frame = Frame(row.number, row.digest, row.published_on, said, later)
        key = (row.area_id, row.number, row.digest, row.published_on, later, language.get(), tuple(said.items()))
        return self.views.get(key, lambda: self._view(session, row.area_id, row.body, said, frame))

    def _view(
        self, session: DbSession, area: int, body: str, said: Mapping[str, str], frame: Frame
    ) -> ReportView:
        report = thawed(body)
        known = areas.organisations(session, area)
        labels = Labels(self.cites, self.chapters, known, report.period, report.last)
        sources = {code: said.get(source_of(code), "") for code in INDICATORS}
        return view_of(report, Words(labels, self.states, sources), frame)


def drawings(view: ReportView | None) -> dict[str, Drawing]:
    """By the code of each chart."""
    charts = [chart for section in view.sections for chart in section.charts] if view else []
    return {chart.code: drawing(chart) for chart in charts}


def _said(texts: Mapping[str, ReportText]) -> dict[str, str]:
    return {section: each.text for section, each in texts.items()}
