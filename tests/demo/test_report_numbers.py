"""Every number that the demo's reports show is what a reader of its files counts, on both databases."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from samhandling.areas import repository as areas
from samhandling.checks.judging import Judge
from samhandling.kernel.scope import SYSTEM
from samhandling.reports.content import Report
from samhandling.reports.counting import year_of
from samhandling.reports.drafting import draft
from samhandling.reports.periods import period
from samhandling.site import rules_counted
from tests.demo.reader import Reading, within
from tests.shared import SHARED
from tests.worlds import World

#: Facts of the area as a whole that the report tells without protecting them (ruling A2): processes, not units.
FACTS = (
    "received", "good", "other_channel", "closed", "open", "overdue", "reopened", "disagreed",
    "answers_due", "answers_in_time", "answers_late", "answers_open", "median_days", "answers_counted",
    "with_minutes", "transfers_received", "transfers_agreed", "transfers_rejected", "transfers_unagreed",
    "transfers_open_advice", "discussed", "median_to_discussion", "not_discussed", "major", "major_unanchored",
    "heard_before", "heard_during", "heard_after", "heard_never", "heard_unknown",
    "disputes_received", "disputes_open", "disputes_to_oso", "disputes_sent_on", "disputes_ended",
    "disputes_open_advice", "measures_promised", "measures_done", "effects_seen", "themes_opened", "themes_closed",
)  # fmt: skip

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(params=["2026", "2026-H1", "2026-H2"])
def counted(request: pytest.FixtureRequest, demo: World, judge: Judge) -> tuple[Report, Reading]:
    found = period(request.param)
    with demo.database.reading(SYSTEM) as session:
        made = draft(session, demo.areas["nordfjell"], found, rules_counted(judge), NOW, lambda _stage: None)
    return made.report, Reading(found.first, min(found.last, TODAY), TODAY)


def test_every_fact_is_what_a_reader_of_the_files_counts(counted: tuple[Report, Reading]) -> None:
    report, reading = counted

    assert report.facts == reading.facts()
    assert set(report.facts) == set(FACTS)
    days = reading.answer_days()
    assert report.answer_days == (*within(days), report.facts["answers_open"])


def test_every_number_of_every_table_is_what_a_reader_counts(counted: tuple[Report, Reading]) -> None:
    report, reading = counted
    shown = 0
    for table in report.tables:
        for row in (each for each in table.rows if each.value is not None):
            read = reading.number(table.by, row.codes, minutes=table.code.startswith("minutes"))
            assert row.value == read, (table.code, row.codes)
            shown += 1
    assert shown > 10


def test_what_is_counted_before_anything_is_hidden_is_what_stands_in_the_file(demo: World, judge: Judge) -> None:
    """The month, the main rule, the outcome, how many were asked, and the minutes of every case."""
    area = demo.areas["nordfjell"]
    with demo.database.reading(SYSTEM) as session:
        year = year_of(session, area, 2026, areas.organisations(session, area), rules_counted(judge))
    reading = Reading(date(2026, 1, 1), TODAY, TODAY)

    assert sorted((*each.codes[:4], each.amount, each.codes[4].count("+") + 1) for each in year.records) == sorted(
        (
            *(reading.code(case, level) for level in ("half", "month", "rule", "outcome")),
            case["minutes"],
            3 if case["id"] == "AV-2026-008" else 1,
        )
        for case in reading.received
    )


def test_the_lists_and_the_load_are_what_stands_in_the_files(counted: tuple[Report, Reading]) -> None:
    report, reading = counted
    for each in report.load:
        assert (each.minutes, each.tasks) == reading.minutes_of_load(each.day), each.day
    assert report.load[-1].day == reading.last
    assert [each.number for each in report.disputes] == [each["id"] for each in reading.held_disputes()]
    assert [each.number for each in report.transfers] == [
        each["id"] for each in reading.transfers if each["events"][0]["day"] <= reading.last
    ]


@pytest.mark.skipif(SHARED is None, reason="the folder of studies is not here")
def test_the_year_is_what_the_study_counted_by_hand(demo: World, judge: Judge) -> None:
    """peers e.4, and the twenty of demo.json: 20 came, one of them to another channel, 550 minutes, 12 and 7."""
    told: dict[str, Any] = json.loads((SHARED / "domain/demo.json").read_text("utf-8")) if SHARED else {}
    with demo.database.reading(SYSTEM) as session:
        made = draft(session, demo.areas["nordfjell"], period("2026"), rules_counted(judge), NOW, lambda _stage: None)
    report = made.report
    kept = [each for each in told["avvik"] if not each["resultat"].startswith("Annen kanal")]
    chapters = [each["nfa"][0].split(".")[0] for each in kept]
    values = {(table.code, row.codes): row.value for table in report.tables for row in table.rows}

    assert report.facts["received"] == len(kept) == 19
    assert report.facts["other_channel"] == len(told["avvik"]) - len(kept) == 1
    assert values["minutes", ()] == sum(each["min"] for each in kept) == 550
    assert values["by_chapter", ("2",)] == chapters.count("2") == 12
    assert values["by_chapter", ("others",)] == 7
    assert report.facts["transfers_received"] == len(told["oppgaveoverforinger"])
    assert report.facts["disputes_received"] == len(told["tvister"])
