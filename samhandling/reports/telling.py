"""A frozen report said in the reader's language: `view_of` gives what page and files are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from samhandling.reports.content import CASES, OFFICES, Report
from samhandling.reports.labels import half_name
from samhandling.reports.periods import Period, period
from samhandling.reports.sections import HEADINGS, Words, sections
from samhandling.reports.sentences import NOT_INCIDENCE
from samhandling.reports.view import MARK, ReportView
from samhandling.web.i18n import gettext, language, long_date, marked

#: Texts of the secretary that belong to no section.
ASKED: Final = "asked"
CHANGED: Final = "changed"
_HOW: Final = (
    NOT_INCIDENCE,
    marked("Avvikene er telt etter dagen de kom og etter hovedregelen i saken. Hver sak teller én gang."),
    marked("Rapporten vurderer rutiner og enheter, aldri personer. Fritekst fra sakene er ikke med."),
)
_LIMITS: Final = marked("Et tall som gjelder kapittel, regel, enhet eller sted, står for minst %(cases)d saker fra minst %(offices)d kontorer. «%(mark)s» betyr at tallet ikke vises, og kan stå for null.")  # noqa: E501
_KEPT: Final = marked("%(kept)d %% av tallene som ble prøvd, kan vises.")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the numbers. `texts`: the secretary's, by section. `corrected_by`: a later one's number."""

    number: str = ""
    digest: str = ""
    published_on: date | None = None
    texts: Mapping[str, str] | None = None
    corrected_by: str = ""


def view_of(report: Report, words: Words, frame: Frame) -> ReportView:
    found, texts = period(report.period), frame.texts or {}
    return ReportView(
        number=frame.number,
        title=title_of(report.area_name, found),
        area=report.area_name,
        period=report.period,
        first=report.first,
        last=report.last,
        language=language.get(),
        counted_at=report.counted_at,
        facts=_facts(report),
        sections=tuple(replace(each, comment=texts.get(each.code, "")) for each in sections(report, words)),
        notes=_notes(report),
        digest=frame.digest,
        what_changed=texts.get(CHANGED, ""),
        asked_of_oso=texts.get(ASKED, ""),
        published_on=frame.published_on,
        corrected_by=frame.corrected_by,
    )


def title_of(area: str, found: Period) -> str:
    values = {"area": area, "period": half_name(found)}
    return gettext(marked("Samhandlingen i %(area)s, %(period)s")) % values


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    found = [
        (marked("Område"), report.area_name),
        (marked("Periode"), f"{long_date(report.first)} – {long_date(report.last)}"),
        (marked("Regelsett"), report.ruleset[:12]),
    ]
    return tuple((gettext(label), value) for label, value in found)


def _notes(report: Report) -> tuple[str, ...]:
    limits = {"cases": report.settings[CASES], "offices": report.settings[OFFICES], "mark": MARK}
    return (
        *map(gettext, _HOW),
        gettext(_LIMITS) % limits,
        gettext(_KEPT) % {"kept": report.kept // 10},
    )


def commented() -> Mapping[str, str]:
    """What the secretary may write, by section, as message ids."""
    return {ASKED: marked("Dette bes OSO om"), **HEADINGS}
