"""The sections of a report, in the order OSO reads them (analysis §6.1, peers c.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from babel.numbers import format_percent

from samhandling.disputes.codes import OUTCOMES as DISPUTE_OUTCOMES
from samhandling.reports import sentences
from samhandling.reports.content import DAYS, Report, Table
from samhandling.reports.drawing import chapters_chart, days_chart, load_chart, months_chart
from samhandling.reports.grids import facts, grid, number, plain
from samhandling.reports.labels import Labels
from samhandling.reports.view import Cell, Column, Grid, Section
from samhandling.transfers.codes import TASKS
from samhandling.transfers.load import hours_a_week, rounded
from samhandling.transfers.telling import decimal
from samhandling.web.i18n import gettext, language, long_date, marked

#: code of a section to its heading; the secretary may comment each.
HEADINGS: Final[Mapping[str, str]] = {
    "deviations": marked("Avvik"),
    "answers": marked("Svar"),
    "transfers": marked("Oppgaver mellom sykehus og fastleger"),
    "disputes": marked("Tvister"),
    "agreements": marked("Lokale avtaler og rutiner"),
    "changes": marked("Hva sakene førte til"),
    "indicators": marked("Epikrisetid"),
}
_PROCESSES: Final = (
    ("received", marked("Avvik mottatt")),
    ("closed", marked("Av dem avsluttet i perioden")),
    ("open", marked("Av dem åpne ved utgangen av perioden")),
    ("reopened", marked("Åpnet på nytt")),
    ("disagreed", marked("Melderen var ikke enig i svaret")),
    ("other_channel", marked("Ført til en annen kanal, ikke med i tallene")),
    ("good", marked("Meldinger om godt samarbeid, ikke med i tallene")),
)
_ANSWERS: Final = (
    ("answers_due", marked("Frister for svar som gikk ut i perioden")),
    ("answers_in_time", marked("Besvart innen fristen")),
    ("answers_late", marked("Besvart for sent, eller ikke besvart")),
    ("answers_open", marked("Av dem ikke besvart")),
    ("median_days", marked("Median svartid i dager, av de besvarte")),
    ("overdue", marked("Svar som er over fristen nå")),
)
_TRANSFERS: Final = (
    ("transfers_received", marked("Tatt opp i perioden")),
    ("transfers_agreed", marked("Avtalt i perioden")),
    ("transfers_rejected", marked("Avslått i perioden")),
    ("transfers_unagreed", marked("I bruk uten avtale")),
    ("transfers_open_advice", marked("Råd gitt, ikke avgjort")),
    ("median_to_discussion", marked("Dager fra oppgaven ble meldt til den ble drøftet, median")),
    ("not_discussed", marked("Tatt opp, men ikke drøftet ennå")),
    ("major", marked("Større endringer")),
    ("major_unanchored", marked("Større endringer i bruk uten formell forankring (8b)")),
)
_HEARD: Final = (
    ("heard_before", marked("Før oppgaven ble planlagt eller flyttet")),
    ("heard_during", marked("Mens den ble planlagt")),
    ("heard_after", marked("Etter at den var flyttet")),
    ("heard_never", marked("Aldri")),
    ("heard_unknown", marked("Ikke ført inn")),
)
_DISPUTES: Final = (
    ("disputes_received", marked("Meldt i perioden")),
    ("disputes_ended", marked("Avsluttet")),
    ("disputes_open", marked("Åpne")),
    ("disputes_open_advice", marked("Råd gitt, partene har ikke svart")),
    ("disputes_to_oso", marked("Sendt til eller avgjort i OSO")),
    ("disputes_sent_on", marked("Sendt til den nasjonale nemnda")),
)
_CHANGES: Final = (
    ("measures_promised", marked("Tiltak lovet i sakene")),
    ("measures_done", marked("Gjennomført")),
    ("effects_seen", marked("Virkningen er vurdert")),
    ("themes_opened", marked("Temaer åpnet")),
    ("themes_closed", marked("Temaer lukket")),
)
INDICATORS: Final[Mapping[str, str]] = {
    "one_day": marked("Epikriser sendt innen 1 dag"),
    "seven_days": marked("Epikriser sendt innen 7 dager"),
}
_SAME_DAY: Final = "2.1.2"
_TABLES: Final = (
    "by_chapter", "by_strength", "by_rule", "by_outcome", "chapter_by_outcome", "by_kind", "by_municipality",
    "by_month", "minutes", "minutes_by_chapter",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """`states`: of transfers, disputes and themes, by kind and code, as message ids. `sources`: of official numbers."""

    labels: Labels
    states: Mapping[str, Mapping[str, str]]
    sources: Mapping[str, str]

    def state(self, kind: str, code: str) -> str:
        return gettext(self.states[kind].get(code, code))


Made = Callable[[Report, Words], Section]


def sections(report: Report, words: Words) -> tuple[Section, ...]:
    return tuple(_with_empty_said(_MAKING[code](report, words)) for code in HEADINGS)


def _with_empty_said(section: Section) -> Section:
    """A table without a line says so, also in a file."""
    none = (gettext(marked("Ingen i perioden.")),)
    grids = (each if each.rows or each.notes else replace(each, notes=none) for each in section.grids)
    return replace(section, grids=tuple(grids))


def _deviations(report: Report, words: Words) -> Section:
    labels = words.labels
    found = [each for code in _TABLES if (each := report.table(code)) is not None]
    grids = tuple(grid(each, report, labels) for each in found if not _repeats(each, report))
    said = sentences.said(
        sentences.together((sentences.received(report), gettext(sentences.NOT_INCIDENCE))),
        sentences.largest(report, "by_chapter", labels, marked("«%(name)s» var det meste: %(n)s av %(of)s.")),
        sentences.largest(report, "by_outcome", labels, marked("Vanligste utfall: «%(name)s», %(n)s av %(of)s.")),
        sentences.minutes(report),
        sentences.other_channel(report),
    )
    own = facts("processes", marked("Hva som har skjedd med avvikene"), report, _PROCESSES)
    charts = (*months_chart(_months(grids)), *chapters_chart(report, labels))
    return Section("deviations", heading("deviations"), said, (own, *grids), charts)


def heading(code: str) -> str:
    return gettext(HEADINGS[code])


def _repeats(table: Table, report: Report) -> bool:
    """After being gathered it only says what another says, or it is the total of one that stands here."""
    parts = report.table("minutes_by_chapter")
    return table.gathered[-1:] == ("same",) or (table.code == "minutes" and parts is not None and not parts.dropped)


def _months(grids: tuple[Grid, ...]) -> tuple[tuple[str, int | None], ...]:
    rows = next((each.rows for each in grids if each.code == "by_month"), ())
    return tuple((name.text, int(cell.value) if isinstance(cell.value, int) else None) for name, cell in rows[:-1])


def _answers(report: Report, words: Words) -> Section:
    note = marked("Fristene er dem som gikk ut i perioden, så et svar som ikke er kommet, teller som for sent.")
    grids = (facts("answers", marked("Svar og frister"), report, _ANSWERS, (note,)), _days(report))
    return Section("answers", heading("answers"), sentences.answers(report), grids, days_chart(report, day_names()))


def day_names() -> tuple[str, ...]:
    edges = (0, *(each + 1 for each in DAYS[:-1]))
    within = (f"{low}–{high}" for low, high in zip(edges, DAYS, strict=True))
    return (*within, gettext(marked("Over %(days)d")) % {"days": DAYS[-1]}, gettext(marked("Ikke besvart")))


def _days(report: Report) -> Grid:
    columns = (
        Column("days", gettext(marked("Dager til svar"))), Column("answers", gettext(marked("Svar")), amount=True),
    )  # fmt: skip
    rows = tuple((Cell(name), number(value)) for name, value in zip(day_names(), report.answer_days, strict=True))
    return Grid("answer_days", gettext(marked("Dager fra spørsmål til svar")), columns, rows)


def _transfers(report: Report, words: Words) -> Section:
    own = facts("transfers", marked("Oppgaver i perioden"), report, _TRANSFERS)
    listening = facts("heard", marked("Når fastlegene ble hørt, av oppgavene som ble tatt opp"), report, _HEARD)
    grids = (own, listening, _load(report), _transfer_lines(report, words))
    said = sentences.said(*sentences.transfers(report), sentences.heard(report))
    return Section("transfers", heading("transfers"), said, grids, load_chart(report))


def _load(report: Report) -> Grid:
    columns = (
        Column("day", gettext(marked("Ved utgangen av"))),
        Column("hours", gettext(marked("Timer i uka")), amount=True),
        Column("tasks", gettext(marked("Oppgaver")), amount=True),
        Column("unknown", gettext(marked("Uten tall")), amount=True),
    )
    rows = tuple(
        (
            Cell(long_date(each.day), each.day),
            Cell(decimal(hours_a_week(each.minutes)), float(rounded(hours_a_week(each.minutes)))),
            plain(each.tasks),
            plain(each.unknown),
        )
        for each in report.load
    )
    note = gettext(marked("Oppgaver som bare gjelder ett eller to kontorer, er ikke med."))
    return Grid("load", gettext(marked("Belastningen på fastlegene, avtalt eller ikke")), columns, rows, (note,))


def _transfer_lines(report: Report, words: Words) -> Grid:
    columns = (
        Column("number", gettext(marked("Sak"))), Column("task", gettext(marked("Slags oppgave"))),
        Column("state", gettext(marked("Status"))), Column("note", gettext(marked("Merknad"))),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(each.number),
            Cell(gettext(TASKS.get(each.task, each.task))),
            Cell(words.state("transfer", each.state)),
            Cell(_flags(unagreed=each.unagreed, unanchored=each.unanchored)),
        )
        for each in report.transfers
    )  # fmt: skip
    return Grid("transfer_list", gettext(marked("Oppgaver som området kjenner til")), columns, rows)


def _flags(*, unagreed: bool, unanchored: bool) -> str:
    found = [marked("I bruk uten avtale")] * unagreed + [marked("Mangler forankring (8b)")] * unanchored
    return ", ".join(map(gettext, found))


def _disputes(report: Report, words: Words) -> Section:
    own = facts("disputes", marked("Tvister i perioden"), report, _DISPUTES)
    columns = (
        Column("number", gettext(marked("Sak"))), Column("state", gettext(marked("Status"))),
        Column("outcome", gettext(marked("Utfall"))), Column("days", gettext(marked("Dager")), amount=True),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(each.number), Cell(words.state("dispute", each.state)),
            Cell(gettext(DISPUTE_OUTCOMES[each.outcome]) if each.outcome else "–"), plain(each.days),
        )
        for each in report.disputes
    )  # fmt: skip
    lines = Grid("dispute_list", gettext(marked("Tvistene")), columns, rows)
    return Section("disputes", heading("disputes"), (sentences.disputes(report),), (own, lines))


def _agreements(report: Report, words: Words) -> Section:
    columns = (Column("rule", gettext(marked("Regel"))), Column("state", gettext(marked("I området"))))
    names = {True: marked("Registrert"), False: marked("Ikke registrert")}
    rows = tuple(
        (Cell(words.labels.of("rule", topic)), Cell(gettext(names[held]))) for topic, held in report.agreements.items()
    )
    own = Grid("agreements", gettext(marked("Det anbefalingene ber området avtale")), columns, rows)
    return Section("agreements", heading("agreements"), (sentences.agreements(report),), (own,))


def _changes(report: Report, words: Words) -> Section:
    own = facts("changes", marked("Tiltak og temaer"), report, _CHANGES)
    columns = (
        Column("number", gettext(marked("Sak"))), Column("rule", gettext(marked("Regel"))),
        Column("state", gettext(marked("Status"))),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(each.number), Cell(words.labels.of("rule", each.rule) if each.rule else "–"),
            Cell(words.state("theme", each.state)),
        )
        for each in report.themes
    )  # fmt: skip
    lines = Grid("theme_list", gettext(marked("Temaer")), columns, rows)
    return Section("changes", heading("changes"), (sentences.changes(report),), (own, lines))


def _indicators(report: Report, words: Words) -> Section:
    columns = (
        Column("indicator", gettext(marked("Mål"))), Column("share", gettext(marked("Andel")), amount=True),
        Column("source", gettext(marked("Kilde"))), Column("on", gettext(marked("Hentet"))),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(gettext(INDICATORS[each.code])),
            Cell(_percent(each.tenths), each.tenths / 1000),
            Cell(words.sources.get(each.code, "")),
            Cell(long_date(each.read_on), each.read_on),
        )
        for each in report.indicators
    )
    note = gettext(marked("Offisielle tall for sykehuset, ført inn for hånd. De og avvikene måler ikke det samme."))
    own = Grid("indicators", gettext(marked("Offisielle tall")), columns, rows, (note,) if rows else ())
    return Section("indicators", heading("indicators"), sentences.said(_same_day(report)), (own,))


def _percent(tenths: int) -> str:
    return str(format_percent(tenths / 1000, format="#,##0.0\u00a0%", locale=language.get()))


def _same_day(report: Report) -> str:
    """The deviations on letters that come late, beside the official numbers; only if they may be told."""
    table = report.table("by_rule")
    found = {row.codes: row.value for row in table.rows} if table and table.by == ("rule",) else {}
    value = found.get((_SAME_DAY,))
    if value is None:
        return gettext(marked("Antallet avvik på regel 2.1.2 (epikrise samme dag) kan ikke vises for perioden."))
    return gettext(marked("Det kom %(n)s avvik på regel 2.1.2 (epikrise samme dag).")) % {"n": value}


_MAKING: Final[Mapping[str, Made]] = {
    "deviations": _deviations,
    "answers": _answers,
    "transfers": _transfers,
    "disputes": _disputes,
    "agreements": _agreements,
    "changes": _changes,
    "indicators": _indicators,
}
