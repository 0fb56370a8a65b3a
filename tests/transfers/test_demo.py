"""The eight demonstration transfers are invented, whole and possible: every step is a move its maker may make."""

from pathlib import Path

import pytest
import yaml

import samhandling.demo
from samhandling.cases.moves import START, Hat
from samhandling.transfers.codes import ADVICE, CRITERIA, DURATIONS, GROUPS, IN_USE, QUESTIONS, TASKS
from samhandling.transfers.forms import POSTPONE, VOLUME, decision_fields, hearing_fields, plan_fields, score_fields
from samhandling.transfers.load import Volume, rounded
from samhandling.transfers.states import MACHINE

FOLDER = Path(samhandling.demo.__file__).parent
BOOK = yaml.safe_load((FOLDER / "transfers.yaml").read_text("utf-8"))
AREA = (FOLDER / "area.yaml").read_text("utf-8")
HATS = {"unit": Hat.PARTY, "fastlege": Hat.REPORTER, "pko": Hat.STEWARD, "raadsmedlem": Hat.COUNCIL,
        "osoleder": Hat.OSO, "clock": Hat.MACHINE}  # fmt: skip
EACH = pytest.mark.parametrize("case", BOOK["transfers"], ids=lambda case: case["title"])
ENDS = ["in_operation", "rejected", "in_operation", "to_oso", "rejected", "in_operation", "postponed", "in_operation"]


def walked(case: dict) -> str:
    """The state at the end; refused when a step is no move from where the case stands."""
    state = START
    for event in case["events"]:
        hats = {HATS[event["by"]]} | ({Hat.REPORTER} if event["step"] == "propose" else set())
        state = MACHINE.step(state, event["step"], frozenset(hats), frozenset(MACHINE.facts))
    return state


def test_there_are_eight_and_they_say_that_they_are_made_up():
    assert (len(BOOK["transfers"]), BOOK["synthetic"]) == (8, True)
    assert [walked(case) for case in BOOK["transfers"]] == ENDS


@EACH
def test_events_come_in_order(case):
    days = [event["day"] for event in case["events"]]
    assert days == sorted(days)


@EACH
def test_codes_and_places_are_known(case):
    assert (case["task"] in TASKS, case["to"] in GROUPS, case["in_use"] in IN_USE) == (True, True, True)
    assert set(case.get("not_yes", [])) <= set(QUESTIONS)
    for name in (case["from"], *case.get("places", [])):
        assert name in AREA


@EACH
def test_what_a_step_is_filled_in_with_are_fields_of_its_form(case):
    known = {
        "volume": {field.name for field in VOLUME},
        "score": {field.name for field in score_fields()},
        "postpone": {field.name for field in POSTPONE},
        "hear": {field.name for field in hearing_fields()},
        "adopt": {field.name for field in decision_fields({}, reasons=VOLUME[0])} | {"grunn"}
        | {field.name for field in plan_fields({}, required=False)},
    }  # fmt: skip
    for event in case["events"]:
        assert set(event.get("with", {})) <= known.get(event["step"], set(event.get("with", {})))
    assert any(event["step"] == "volume" for event in case["events"])
    assert all(event["with"]["raad"] in ADVICE for event in case["events"] if event["step"] == "advise")


def test_the_demonstration_has_hours_to_add_up():
    told = [event["with"] for case in BOOK["transfers"] for event in case["events"] if event["step"] == "volume"]
    assert all(each["varighet"] in DURATIONS for each in told)
    total = sum(Volume(each["pasienter"], each["ganger"], each["minutter"]).minutes_a_year() for each in told)
    assert rounded(Volume(total, 1, 1).hours_a_week()) > 10
    assert len(CRITERIA) == 12
