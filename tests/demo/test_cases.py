"""The demo's cases are what their file says, and what the file says is what the twenty deviations were."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

import samhandling
from samhandling.audit.heads import Kept
from samhandling.audit.verifying import verify
from samhandling.cases.tables import Assignment, Case, CaseLink, Participant, RuleLink, Statement
from samhandling.casework.rulebook import Cites
from samhandling.catalogue.content import Rulebook
from samhandling.demo.building import build
from samhandling.demo.cases import SLICES, content, refuse_other_ends
from samhandling.demo.playing import Impossible, Row, Stage
from samhandling.deviations.tables import Deviation, Measure
from samhandling.disputes.tables import Dispute
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import Database
from samhandling.kernel.errors import Refused
from samhandling.naming import Names
from samhandling.services import Services
from samhandling.themes.tables import Theme
from tests import worlds
from tests.demo.conftest import services_of
from tests.shared import SHARED
from tests.worlds import World

CODE = Path(samhandling.__file__).parent
FILE: Mapping[str, list[Row]] = content()
ROWS = FILE["deviations"]
#: demo.json's words for how a case stands and what came of it, as codes; the first that the phrase begins with.
STATES = {
    "Lukket": "closed", "Lukka": "closed", "Gjenåpnet, deretter lukket": "closed", "Samlet i tema": "merged",
    "Slått sammen": "merged", "Ført over til annen kanal": "other_channel",
}  # fmt: skip
OUTCOMES = {
    "Medhold – løftet": "merged", "Medhold – informasjonstiltak": "merged",
    "Medhold – også behandlet i annen kanal": "agreed", "Ikke avvik": "not_deviation", "Annen kanal": "other_channel",
    "Medhold": "agreed_with_measure", "Medhald": "agreed_with_measure",
}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """What the report counts, of whatever holds the twenty."""

    rules: Counter[str]
    categories: Counter[str]
    consequences: Counter[int | None]
    outcomes: Counter[str]
    states: Counter[str]
    days: tuple[int, ...]
    reported: tuple[date, ...]
    months: Counter[str]
    minutes: int


def of_the_file(*, without_stubs: bool = False) -> Counted:
    """`without_stubs`: rules and categories only of what is not sent to another channel, of which none is kept."""
    held = [row for row in ROWS if not (without_stubs and row["ends"]["outcome"] == "other_channel")]
    situations = {
        row["id"]: row["rule"] for row in yaml.safe_load((CODE / "deviations/situations.yaml").read_text("utf-8"))
    }
    return Counted(
        rules=Counter(row.get("rule") or situations[row["situation"]] for row in held),
        categories=Counter(row["category"] for row in held),
        consequences=Counter(row.get("consequence") for row in ROWS),
        outcomes=Counter(row["ends"]["outcome"] for row in ROWS),
        states=Counter(row["ends"]["state"] for row in ROWS),
        days=tuple(_days_in(row) for row in ROWS),
        reported=tuple(date.fromisoformat(row["at"][:10]) for row in ROWS),
        months=Counter(row["month"] for row in ROWS),
        minutes=sum(row.get("minutes", 0) for row in ROWS),
    )


def _days_in(row: Row) -> int:
    """From the report to the last of the first round's answers, or to the other channel."""
    answers = []
    for each in row["then"]:
        if each.get("move") == "reopen":
            break
        if each.get("move") in ("answer", "answer_on_behalf", "divert"):
            answers.append(each["at"][:10])
    return (date.fromisoformat(answers[-1]) - date.fromisoformat(row["at"][:10])).days


def of_the_database(world: World) -> Counted:
    cases = sorted((each for each in world.rows(Case) if each.kind == "AV"), key=lambda each: each.number)
    rows = {each.case_id: each for each in world.rows(Deviation)}
    mains = {each.case_id: each.statement for each in world.rows(RuleLink) if each.main}
    answered: dict[int, list[date]] = {}
    for each in world.rows(Assignment):
        if each.round == 1 and each.answered_on:
            answered.setdefault(each.case_id, []).append(each.answered_on)
    done = [max(answered.get(each.id or 0, []), default=each.closed_on) for each in cases]
    return Counted(
        rules=Counter(mains[each.id or 0] for each in cases if each.id in mains),
        categories=Counter(each.category for each in rows.values() if each.category),
        consequences=Counter(each.consequence for each in rows.values()),
        outcomes=Counter(each.outcome or "" for each in rows.values()),
        states=Counter(each.state for each in cases),
        days=tuple((day - case.created_on).days for day, case in zip(done, cases, strict=True) if day),
        reported=tuple(each.created_on for each in cases),
        months=Counter(each.month for each in rows.values()),
        minutes=sum(each.minutes or 0 for each in rows.values()),
    )


def test_an_own_count_of_the_file_is_what_the_database_holds(demo: World) -> None:
    assert of_the_database(demo) == of_the_file(without_stubs=True)


def test_every_case_has_the_number_and_the_end_of_its_row(demo: World) -> None:
    states = {each.number: each.state for each in demo.rows(Case)}
    numbers = {each.id: each.number for each in demo.rows(Case)}
    outcomes = {numbers[each.case_id]: each.outcome for each in demo.rows(Deviation)}
    ways_out = {numbers[each.case_id]: each.outcome for each in demo.rows(Dispute) if each.outcome}

    assert states == {row["id"]: row["ends"]["state"] for rows in FILE.values() for row in rows}
    assert outcomes == {row["id"]: row["ends"]["outcome"] for row in ROWS}
    assert ways_out == {row["id"]: row["ends"]["outcome"] for row in FILE["disputes"] if "outcome" in row["ends"]}


@pytest.mark.skipif(SHARED is None, reason="the shared twenty deviations are not here")
def test_the_file_agrees_with_the_twenty_it_was_made_from() -> None:
    assert SHARED is not None
    given = json.loads((SHARED / "domain" / "demo.json").read_text("utf-8"))["avvik"]
    counted = of_the_file()

    assert [row["id"] for row in ROWS] == [each["id"] for each in given]
    assert counted.rules == Counter(each["nfa"][0] for each in given)
    assert counted.categories == Counter(each["kat"] for each in given)
    assert counted.states == Counter(STATES[each["status"].removesuffix(" etter purring")] for each in given)
    assert counted.outcomes == Counter(
        next(code for phrase, code in OUTCOMES.items() if each["resultat"].startswith(phrase)) for each in given
    )
    assert counted.days == tuple(each["dager"] for each in given)
    assert counted.reported == tuple(date.fromisoformat(each["dato"]) for each in given)
    kept = [each for each in given if each["alv"] < 5]
    assert counted.consequences == Counter([None, *(each["alv"] for each in kept)])
    assert counted.minutes == sum(each["min"] for each in kept)
    assert [row.get("maalform", "nb") for row in ROWS] == [each["mal"] for each in given]


def test_no_text_of_the_demo_is_stopped_or_asked_about(services: Services) -> None:
    check = services.inspector.guard.check
    stopped = [(text, hit.kind) for text in texts(FILE) for hit in check(text) if hit.level != "advice"]

    assert stopped == []


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for each in inner for text in texts(each)]


def test_what_goes_to_another_channel_keeps_neither_unit_minutes_nor_words(demo: World) -> None:
    case = next(each for each in demo.rows(Case) if each.number == "AV-2026-019")
    assert (case.title, case.retention_class) == ("", "stub")
    assert [each for each in demo.rows(Participant) if each.case_id == case.id] == []
    row = next(each for each in demo.rows(Deviation) if each.case_id == case.id)

    assert (row.channel, row.unit_id, row.minutes, row.consequence) == ("serious", None, None, None)
    assert [each for each in demo.rows(Statement) if each.case_id == case.id] == []


def test_several_offices_answer_one_case_and_one_answers_by_letter(demo: World) -> None:
    numbers = {each.id: each.number for each in demo.rows(Case)}
    asked = Counter(numbers[each.case_id] for each in demo.rows(Assignment) if not each.withdrawn_at)
    behalf = [numbers[each.case_id] for each in demo.rows(Assignment) if each.on_behalf]

    assert asked["AV-2026-008"] == 3
    assert asked["AV-2026-005"] == 2
    assert behalf == ["AV-2026-015"]
    assert [numbers[each.case_id] for each in demo.rows(Deviation) if each.escalated_on] == ["AV-2026-017"]


def test_themes_gather_their_cases_and_what_others_have_seen(demo: World) -> None:
    numbers = {each.id: each.number for each in demo.rows(Case)}
    gathered = {numbers[each.from_id]: numbers[each.to_id] for each in demo.rows(CaseLink) if each.kind == "same_theme"}

    assert gathered == {
        "AV-2026-003": "TE-2026-001",
        "AV-2026-008": "TE-2026-002",
        "AV-2026-016": "TE-2026-003",
    }
    assert {numbers[each.case_id]: each.reports for each in demo.rows(Theme)} == {
        row["id"]: sum("too" in each for each in row["then"]) for row in FILE["themes"]
    }


def test_every_measure_that_was_looked_at_has_its_effect(demo: World) -> None:
    looked_at = [each for row in ROWS for each in row["then"] if "measure" in each]

    assert sorted(each.effect for each in demo.rows(Measure) if each.effect) == sorted(
        each["effekt"] for each in looked_at
    )


def test_the_trail_has_every_move_at_its_instant_and_holds(demo: World) -> None:
    moves = [each for each in demo.events("nordfjell") if each.action == "case_moved" and each.actor]
    told = sum("move" in each for rows in FILE.values() for row in rows for each in row["then"])
    opened = sum(map(len, FILE.values()))
    by_clock = sum(each["by"] == "clock" for rows in FILE.values() for row in rows for each in row["then"])
    of_cases = [each for each in demo.events("nordfjell") if each.subject_kind == "case"]

    assert len([each for each in moves if each.details["move"] != "route_at_once"]) == told + opened - by_clock
    assert [each.happened_at for each in of_cases] == sorted(each.happened_at for each in of_cases)
    assert {local_date(each.happened_at) for each in of_cases} == {each.happened_on for each in of_cases}
    assert verify(demo.database, services_of(demo).trail.key, Kept()).is_whole


def test_building_stops_when_a_case_ends_otherwise(demo: World, cites: Cites) -> None:
    stage = Stage(services_of(demo), cites, SLICES, demo.areas["nordfjell"])
    refuse_other_ends(stage, ROWS)
    with pytest.raises(Impossible, match="AV-2026-001"):
        refuse_other_ends(stage, [ROWS[0] | {"ends": {"state": "closed", "days": 18}}])


def test_a_demo_that_was_not_finished_is_not_mended(database: Database, cites: Cites) -> None:
    services = services_of(World(database))
    with pytest.raises(Refused, match="rule_unknown"):
        build(services, Cites("", {}))
    with pytest.raises(Refused, match="demo_unfinished"):
        build(services, cites)


def test_those_in_a_case_meet_it_on_its_page_and_others_do_not(demo: World, names: Names, book: Rulebook) -> None:
    demo.clock.now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    pages = {
        ("fastlege", "AV-2026-001"): "Diktatet lå usignert",
        ("kontakt", "AV-2026-005"): "Skjedd igjen, 2. gang",
        ("pko", "AV-2026-015"): "Svar ført inn av praksiskonsulenten",
        ("fastlege-elvdalen", "AV-2026-017"): "Fristen gikk ut",
        ("fastlege", "AV-2026-019"): "Alvorlig skade eller død",
        ("hjemmetjeneste", "TE-2026-002"): "Alle legekontor har fått en påminning",
        ("fastlege-elvdalen", "OV-2026-005"): "Innført uten drøfting",
        ("klinikkleder", "TV-2026-004"): "inngår i fastlegens virksomhet",
        ("hjemmetjeneste", "TV-2026-001"): "Når indikasjonen er klar",
    }
    with worlds.site(demo, names, book) as site:
        for (login, number), words in pages.items():
            answer = site.browser(login).get(f"/omrade/nordfjell/saker/{number}")
            assert (answer.status_code, words in worlds.told(answer.text)) == (200, True), (login, number)
        for login, number in (("kontakt-lunge", "AV-2026-001"), ("avtalespesialist", "AV-2026-015")):
            assert site.browser(login).get(f"/omrade/nordfjell/saker/{number}").status_code == 404
