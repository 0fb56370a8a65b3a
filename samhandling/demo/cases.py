"""Plays the demo's files: every case from how it began to its end, in the order it happened.

A kind of case has a file with rows that open one, and under each row what was done then. Another kind joins by its
file, its slice, and what opens it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

import yaml

from samhandling.cases.kinds import CaseKind
from samhandling.cases.tables import Case
from samhandling.casework import repository as common
from samhandling.casework.reporters import reporter_of
from samhandling.casework.rulebook import Cites, cite
from samhandling.demo import transfers
from samhandling.demo.playing import Act, Impossible, Row, Stage, instant
from samhandling.deviations import measures
from samhandling.deviations import repository as deviations
from samhandling.deviations.codes import Frequency, Identification
from samhandling.deviations.forms import measure_fields, report_fields
from samhandling.deviations.reporting import Report, report
from samhandling.deviations.situations import SITUATIONS
from samhandling.deviations.slice import SLICE as DEVIATIONS
from samhandling.disputes import repository as disputes
from samhandling.disputes.opening import NewDispute
from samhandling.disputes.opening import report as report_dispute
from samhandling.disputes.slice import SLICE as DISPUTES
from samhandling.identity.permissions import Permission
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.scope import SYSTEM
from samhandling.services import Services
from samhandling.themes.slice import SLICE as THEMES
from samhandling.themes.use_cases import NewTheme, happened_here_too, make
from samhandling.transfers.slice import SLICE as TRANSFERS
from samhandling.web.fields import Field, Kind

Open = Callable[[Act, Row], Case]
Step = Callable[[Act, str, Row], None]
_FOLDER: Final = Path(__file__).parent
#: Files of the demo, in the order they are read; what happened is played in the order of time across all of them.
_FILES: Final = ("deviations.yaml", "transfers.yaml", "disputes.yaml")
SLICES: Final = {each.kind: each for each in (DEVIATIONS, THEMES, TRANSFERS, DISPUTES)}
#: the form's name of each text of a report
_TEXTS: Final = {"account": "hva", "immediate_action": "straks", "proposal": "forslag"}


@dataclass(frozen=True, slots=True)
class _Happening:
    at: datetime
    number: str
    row: Row
    play: Callable[[Stage, str, Row], None]


def play(services: Services, cites: Cites, area: int) -> int:
    """How many cases there are now. Impossible when one cannot be made as its file says, or ends otherwise."""
    stage = Stage(services, cites, SLICES, area)
    rows = {kind: tuple(found) for kind, found in content().items()}
    happenings = [each for kind, found in rows.items() for row in found for each in _of_case(kind, row)]
    for each in sorted(happenings, key=lambda happening: happening.at):
        try:
            each.play(stage, each.number, each.row)
        except Exception as fault:
            fault.add_note(f"{each.number} {each.at:%Y-%m-%d %H:%M} {each.row.get('move', '')}")
            raise
    every = [row for found in rows.values() for row in found]
    refuse_other_ends(stage, every)
    return len(every)


def content() -> Mapping[str, list[Row]]:
    """The rows of every file, by kind."""
    found: dict[str, list[Row]] = {}
    for name in _FILES:
        read = yaml.safe_load((_FOLDER / name).read_text("utf-8"))
        found |= {"transfers": transfers.rows(read)} if "transfers" in read else read
    return found


def _of_case(kind: str, row: Row) -> Iterator[_Happening]:
    number, opening, permission = row["id"], _OPENINGS[kind], _MAY_OPEN[kind]

    def begin(stage: Stage, number: str, row: Row) -> None:
        with stage.acting(row, permission) as act:
            case = opening(act, row)
            if case.number != number:
                raise Impossible(f"{number} became {case.number}")

    yield _Happening(instant(row), number, row, begin)
    for each in row["then"]:
        yield _Happening(instant(each), number, each, _do)


def _do(stage: Stage, number: str, row: Row) -> None:
    with stage.acting(row, Permission.CASE_READ) as act:
        next((step for name, step in _STEPS.items() if name in row), Act.move)(act, number, row)


def _report(act: Act, row: Row) -> Case:
    today, offices = local_date(act.deed.at), reporter_of(act.me, act.stage.area)
    office, role = next(iter(offices.items()))
    free = tuple(each for each in report_fields({}, {}, {}, {}, today) if each.free_text)
    given = {"tittel": row["title"]} | {name: row[kind] for kind, name in _TEXTS.items() if kind in row}
    filled = act.typed(free, given)
    situation = row.get("situation", "")
    what = Report(
        title=filled.text("tittel"),
        month=row["month"],
        form_key=f"demo:{row['id']}",
        rule=SITUATIONS[situation].rule if situation else row["rule"],
        unit=act.stage.unit(row["unit"], today) if "unit" in row else None,
        office=office,
        role=role,
        situation=situation,
        category=row["category"],
        consequence=row.get("consequence"),
        minutes=row.get("minutes"),
        frequency=Frequency(row["frequency"]),
        identification=Identification(row["identification"]),
        texts={kind: filled.text(name) for kind, name in _TEXTS.items()},
        maalform=row.get("maalform", "nb"),
    )
    case = report(act.deed, act.me, act.stage.area, what, act.stage.cites, dict(filled.let_through))
    for rule in row.get("also", ()):
        cite(act.deed.session, act.stage.cites, key(case.id), rule, what.month, main=False, at=act.deed.at)
    return case


def _theme(act: Act, row: Row) -> Case:
    unit = act.stage.unit(row["unit"], local_date(act.deed.at)) if "unit" in row else None
    filled = act.typed((Field("title", ""), Field("summary", "", Kind.LONG, longest=2_000)), row)
    new = NewTheme(filled.text("title"), filled.text("summary"), row["rule"], f"demo:{row['id']}", unit)
    return make(act.deed, act.me, act.stage.area, new, act.stage.cites, dict(filled.let_through))


def _dispute(act: Act, row: Row) -> Case:
    today = local_date(act.deed.at)
    long = (Field(each, "", Kind.LONG, longest=4_000) for each in ("background", "arrangement"))
    filled = act.typed((Field("title", ""), *long), row)
    new = NewDispute(
        question=filled.text("title"),
        parties=tuple(act.stage.unit(each, today) for each in row["parties"]),
        rules=tuple(row["rules"]),
        sources=tuple(row["sources"]),
        form_key=f"demo:{row['id']}",
        background=filled.text("background"),
        arrangement=filled.text("arrangement"),
    )
    return report_dispute(act.deed, act.me, act.stage.area, new, act.stage.cites, dict(filled.let_through))


def _measure(act: Act, number: str, row: Row) -> None:
    """Looks at the effect of the case's measure with that number in the order they were planned."""
    seen = act.looking(number)
    stored = deviations.measures(act.deed.session, key(seen.case.id))[row["measure"] - 1]
    filled = act.typed(measure_fields(), {**measures.as_form(stored), **row})
    measures.save(act.deed, seen, stored.id, replace(filled, version=stored.version))


def _too(act: Act, number: str, row: Row) -> None:
    office = next(iter(reporter_of(act.me, act.stage.area)))
    theme = act.looking(number, to_change=False).case
    happened_here_too(act.deed, theme, office, month=row["too"], minutes=row["minutes"])


_OPENINGS: Final[Mapping[str, Open]] = {
    "deviations": _report,
    "themes": _theme,
    "transfers": transfers.opening,
    "disputes": _dispute,
}
_MAY_OPEN: Final = {
    "deviations": Permission.CASE_REPORT,
    "themes": Permission.CASE_STEWARD,
    "transfers": Permission.CASE_REPORT,
    "disputes": Permission.CASE_REPORT,
}
#: What a row that is no move does, by the key that tells it.
_STEPS: Final[Mapping[str, Step]] = {"measure": _measure, "too": _too}


def refuse_other_ends(stage: Stage, rows: Iterable[Row]) -> None:
    """Impossible for the first row whose case is not as its `ends` says."""
    with stage.services.database.reading(SYSTEM) as session:
        for row in rows:
            ended = _end(session, common.case_numbered(session, stage.area, row["id"]))
            other = {name: ended[name] for name, wanted in row["ends"].items() if ended[name] != wanted}
            if other:
                raise Impossible(f"{row['id']} ends otherwise: {other}")


def _end(session: DbSession, case: Case) -> Mapping[str, object]:
    """By the names in `ends`."""
    if case.kind is CaseKind.DISPUTE:
        outcome = disputes.dispute(session, key(case.id)).outcome
        return {"state": case.state, "outcome": outcome.value if outcome else ""}
    if case.kind is not CaseKind.DEVIATION:
        return {"state": case.state}
    row = deviations.deviation(session, key(case.id))
    asked = common.assignments(session, key(case.id))
    answered = [each.answered_on for each in asked if each.round == 1 and each.answered_on is not None]
    done: date | None = max(answered, default=case.closed_on)
    return {
        "state": case.state,
        "outcome": row.outcome.value if row.outcome else "",
        "days": (done - case.created_on).days if done else None,
        "reopened": row.reopened,
        "escalated": row.escalated_on is not None,
    }
