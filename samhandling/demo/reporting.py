"""The demo's report to OSO: entered, written, counted and published as its secretary does it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from samhandling.areas import repository as areas
from samhandling.areas.change import Change
from samhandling.demo.playing import Act, Impossible, Stage, instant
from samhandling.identity.permissions import Permission
from samhandling.reports import publishing, repository
from samhandling.reports.dimensions import Ruled
from samhandling.reports.making import Maker
from samhandling.reports.periods import Period, period
from samhandling.reports.publishing import Official
from samhandling.reports.telling import commented
from samhandling.web.fields import Field, Kind

_FILE: Final = Path(__file__).with_name("report.yaml")


def publish(stage: Stage, ruled: Ruled) -> None:
    """Impossible when it cannot be counted, or a text does not pass the guard."""
    row = yaml.safe_load(_FILE.read_text("utf-8"))
    wanted, at = period(row["period"]), instant(row)
    with stage.acting(row, Permission.REPORT_MAKE) as act:
        change = _change(act)
        agreements = {rule: _dates(each) for rule, each in row["agreements"].items()}
        publishing.agree(change, stage.area, agreements, _version(act))
        official = {code: _official(each) for code, each in row["indicators"].items()}
        publishing.enter(change, stage.area, wanted, official, _version(act))
        for section, text in row["texts"].items():
            _write(act, change, wanted, section, text)
        publishing.ask(change, stage.area, wanted)
    if not Maker(stage.services.database, lambda: at, ruled).step():
        raise Impossible("the report was not counted")
    with stage.acting(row, Permission.REPORT_MAKE) as act:
        draft = repository.draft(act.deed.session, stage.area, wanted.code)
        publishing.publish(_change(act), stage.area, wanted, draft.digest if draft else "", "")


def _change(act: Act) -> Change:
    return Change(act.deed.session, act.stage.services, act.deed.by, act.deed.at, act.stage.area)


def _version(act: Act) -> int:
    return areas.area(act.deed.session, act.stage.area).version


def _write(act: Act, change: Change, wanted: Period, section: str, text: str) -> None:
    filled = act.typed((Field("tekst", commented()[section], Kind.LONG, longest=4000),), {"tekst": text})
    publishing.write(change, act.stage.area, wanted, section, filled.text("tekst"), 0)


def _dates(row: Mapping[str, Any]) -> tuple[date, date | None]:
    return row["since"], row.get("until")


def _official(row: Mapping[str, Any]) -> Official:
    whole, _, tenths = row["percent"].partition(",")
    return Official(int(whole) * 10 + int(tenths or 0), row["source"], row["read_on"])
