"""Reads the demo's transfers as rows like those of the other kinds, and proposes one as its form would."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

from samhandling.areas import repository as areas
from samhandling.cases.tables import Case
from samhandling.casework.reporters import reporter_of
from samhandling.demo.playing import Act, Row
from samhandling.kernel.clock import local_date
from samhandling.transfers.codes import CRITERIA, QUESTIONS, Group, InUse, Reply
from samhandling.transfers.proposing import Proposal, propose
from samhandling.web.fields import Field, Kind

#: Who acts for a unit that is called «unit» in the file.
_CONTACTS: Final = {
    "Revmatologisk poliklinikk": "kontakt-revmatologi",
    "Nevrologisk poliklinikk": "nevrolog",
    "Urologisk seksjon": "kontakt-urologi",
    "Kirurgisk avdeling": "kontakt-kirurgi",
    "Ortopedisk avdeling": "kontakt-ortopedi",
    "DPS Lyngholmen": "kontakt-dps",
    "Seksjon for fordøyelsessykdommer": "kontakt-fordoyelse",
}
_MORNING: Final = time(9)
_BETWEEN: Final = timedelta(minutes=20)


def rows(book: Mapping[str, Any]) -> list[Row]:
    """Every event at an instant of its own, on its day; the first of each transfer is its proposal."""
    return [_row(each, book["shared_reason"]) for each in book["transfers"]]


def _row(case: Mapping[str, Any], reason: str) -> Row:
    events = list(_events(case, reason))
    return {**case, "at": events[0]["at"], "by": events[0]["by"], "then": events[1:]}


def _events(case: Mapping[str, Any], reason: str) -> Iterator[Row]:
    for place, event in enumerate(case["events"]):
        at = datetime.combine(event["day"], _MORNING) + place * _BETWEEN
        by = _CONTACTS[case["from"]] if event["by"] == "unit" else event["by"]
        filled = event.get("with", {})
        if event["step"] == "score":
            points = {f"poeng_{each}": event["score"] for each in CRITERIA}
            filled = points | {f"hvorfor_{each}": reason for each in CRITERIA} | filled
        yield {"at": f"{at:%Y-%m-%d %H:%M}", "by": by, "move": event["step"], **filled}


def opening(act: Act, row: Row) -> Case:
    today, stage = local_date(act.deed.at), act.stage
    filled = act.typed((Field("title", ""), Field("text", "", Kind.LONG, longest=4_000)), row)
    unit = stage.unit(row["from"], today)
    replies = {each: Reply.NO if each in row.get("not_yes", ()) else Reply.YES for each in QUESTIONS}
    what = Proposal(
        title=filled.text("title"),
        text=filled.text("text"),
        task=row["task"],
        from_unit=unit,
        from_kind=areas.organisations(act.deed.session, stage.area)[unit].kind,
        to_group=Group(row["to"]),
        form_key=f"demo:{row['id']}",
        office=next(iter(reporter_of(act.me, stage.area)), None),
        places=tuple(stage.unit(each, today) for each in row.get("places", ())),
        in_use=InUse(row["in_use"]),
        since=row.get("since"),
        replies=replies,
        rules=tuple(row["rules"]),
    )
    return propose(act.deed, act.me, stage.area, what, stage.cites, filled.let_through)
