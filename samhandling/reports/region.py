"""What a regional or national reader gets: the published reports of all areas for a period, together in one file.

Only what is published goes into it, so nothing more can be reckoned from it than from the reports (ruling A15). That is
why there are no daily totals of the country: a sum of hidden numbers would give some of them away.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from samhandling.reports.content import Report, Table
from samhandling.web.i18n import marked

#: Facts of each area that stand side by side, with what they are called.
SIDE_BY_SIDE: Final[Mapping[str, str]] = {
    "received": marked("Avvik mottatt"),
    "answers_due": marked("Frister for svar"),
    "answers_in_time": marked("Svar innen fristen"),
    "transfers_agreed": marked("Oppgaver avtalt"),
    "transfers_unagreed": marked("I bruk uten avtale"),
    "disputes_open": marked("Åpne tvister"),
}
HEADING: Final = ("area", "report", "period", "table", "code", "measure", "value", "shown")


@dataclass(frozen=True, slots=True)
class Line:
    """An area's newest report of the period. `values`: those of SIDE_BY_SIDE."""

    area: str
    number: str
    href: str
    values: tuple[int | None, ...]


def total(lines: Sequence[Line]) -> tuple[int, ...]:
    return tuple(sum(each.values[at] or 0 for each in lines) for at in range(len(SIDE_BY_SIDE)))


def values_of(report: Report) -> tuple[int | None, ...]:
    return tuple(report.facts.get(name) for name in SIDE_BY_SIDE)


def as_file(found: Sequence[tuple[str, str, Report]]) -> bytes:
    """`found`: area, number and report of each. One number a line; what is not shown has no value."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADING)
    writer.writerows(line for each in found for line in _lines(*each))
    return out.getvalue().encode()


def _lines(area: str, number: str, report: Report) -> Iterator[tuple[str, ...]]:
    start = (area, number, report.period)
    for name, value in sorted(report.facts.items()):
        if value is not None:
            yield (*start, "facts", name, "number", str(value), "true")
    for table in report.tables:
        yield from _of_table(start, table)


def _of_table(start: tuple[str, ...], table: Table) -> Iterator[tuple[str, ...]]:
    measure = "minutes" if table.code.startswith("minutes") else "cases"
    for row in table.rows:
        code = ";".join(f"{level}={code}" for level, code in zip(table.by, row.codes, strict=True) if code is not None)
        shown = row.value is not None
        yield (*start, table.code, code, measure, str(row.value) if shown else "", "true" if shown else "false")
