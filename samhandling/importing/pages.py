"""Page objects of an import: the upload, what it would make, and how far a large one has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from samhandling.areas.answering import Crumbs
from samhandling.importing.checking import Checked, Fault, Ready
from samhandling.importing.directory import Directory

#: What a page lists; how many there are in all is always told.
MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it would be made. `there`: the number of the case it has made already. `same_as`: a row like it."""

    row: int
    month: str
    title: str
    unit: str
    office: str
    rule: str
    minutes: str
    there: str = ""
    same_as: int = 0


@dataclass(frozen=True, slots=True)
class DryRun:
    """What the file would make. `opened`: how many new cases. `sealed`: the rows, when nothing has to be mended."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    rows: int
    opened: int
    already: int
    wrong: int
    unused: tuple[str, ...]
    examples: tuple[int, ...]
    with_unit: int
    sealed: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class ImportPage:
    """`refused`: why the whole file cannot be read. `done`: what has just been imported."""

    title: str
    crumbs: Crumbs
    base: str
    action: str
    most: int
    lists: Mapping[str, tuple[str, list[str]]]
    dry_run: DryRun | None = None
    refused: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class ProgressPage:
    title: str
    crumbs: Crumbs
    base: str
    action: str
    state: str
    running: bool
    done: int
    total: int
    made: int
    already: int
    left_out: tuple[int, ...]


def dry_run(checked: Checked, there: Mapping[str, str], found: Directory, *, sealed: str, most_at_once: int) -> DryRun:
    """`there`: form key to number, of those that are cases already."""
    new = sum(each.report.form_key not in there for each in checked.ready)
    return DryRun(
        lines=tuple(_line(each, there, found) for each in checked.ready[:MOST_SHOWN]),
        faults=checked.faults[:MOST_SHOWN],
        rows=len(checked.ready),
        opened=new,
        already=len(checked.ready) - new,
        wrong=len(checked.faults),
        unused=checked.unused,
        examples=checked.examples,
        with_unit=sum(each.report.unit is not None and bool(each.report.rule) for each in checked.ready),
        sealed=sealed,
        several=len(checked.ready) > most_at_once,
    )


def _line(each: Ready, there: Mapping[str, str], found: Directory) -> Line:
    report = each.report
    return Line(
        row=each.row,
        month=report.month,
        title=report.title,
        unit=found.shown.get(report.unit or 0, ""),
        office=found.shown.get(report.office or 0, ""),
        rule=report.rule,
        minutes="" if report.minutes is None else str(report.minutes),
        there=there.get(report.form_key, ""),
        same_as=each.same_as,
    )
