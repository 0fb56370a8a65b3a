"""What comes out of a rulebook: outcomes, what rules do to one another, answers, versions, explanations."""

from pathlib import Path

import pytest

from samhandling.rules.engine import Ruleset, number_key
from samhandling.rules.model import Outcome, Verdict
from samhandling.rules.schema import InvalidValues
from tests.rules.books import load, rule, statement

MET, BROKEN, NOT_APPLICABLE, UNKNOWN = Outcome.MET, Outcome.BROKEN, Outcome.NOT_APPLICABLE, Outcome.UNKNOWN
BASIC = "applies: urgent\nrequires: gp_invited"


def _verdicts(ruleset: Ruleset, **values: object) -> dict[str, Verdict]:
    return {verdict.rule.id: verdict for verdict in ruleset.judge("epikrise", values)}


def _outcomes(ruleset: Ruleset, **values: object) -> dict[str, Outcome]:
    return {number: verdict.outcome for number, verdict in _verdicts(ruleset, **values).items()}


@pytest.mark.parametrize(
    ("strength", "values", "outcome"),
    [
        ("skal", {"urgent": False}, NOT_APPLICABLE),
        ("skal", {}, UNKNOWN),
        ("skal", {"urgent": True}, UNKNOWN),
        ("skal", {"urgent": True, "gp_invited": True}, MET),
        ("skal", {"urgent": True, "gp_invited": False}, BROKEN),
        ("mål", {"urgent": True, "gp_invited": False}, BROKEN),
        ("kan", {"urgent": True, "gp_invited": True}, MET),
        ("kan", {"urgent": True, "gp_invited": False}, NOT_APPLICABLE),
        ("fakta", {"urgent": True, "gp_invited": False}, NOT_APPLICABLE),
    ],
)
def test_the_two_conditions_and_the_strength_give_the_outcome(
    tmp_path: Path, strength: str, values: dict[str, object], outcome: Outcome
) -> None:
    ruleset = load(tmp_path, statement("1.1", rule("1.1", BASIC, strength=strength)))
    assert _outcomes(ruleset, **values) == {"1.1": outcome}


def test_only_rules_that_speak_about_the_kind_answer_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    ruleset = load(
        tmp_path,
        statement("2.10", rule("2.10", BASIC)),
        statement("2.2", rule("2.2b", BASIC), rule("2.2a", BASIC)),
        statement("2.3", rule("2.3", BASIC, documents="[henvisning]")),
    )
    assert [verdict.rule.id for verdict in ruleset.judge("epikrise", {})] == ["2.2a", "2.2b", "2.10"]
    assert ruleset.judge("apprec", {}) == ()


def test_statement_numbers_sort_by_their_parts() -> None:
    numbers = ["UNN:X", "2.10", "2.3.1.1", "8b", "2.2", "2.3.1", "2.1.6b", "8a", "2.1.6a", "2.1.6"]
    assert sorted(numbers, key=number_key) == [
        "2.1.6",
        "2.1.6a",
        "2.1.6b",
        "2.2",
        "2.3.1",
        "2.3.1.1",
        "2.10",
        "8a",
        "8b",
        "UNN:X",
    ]


def test_values_that_do_not_fit_the_schema_are_refused(tmp_path: Path) -> None:
    ruleset = load(tmp_path, statement("1.1", rule("1.1", BASIC)))
    with pytest.raises(InvalidValues, match="urgent: skal være true eller false"):
        ruleset.judge("epikrise", {"urgent": "ja"})


EXCEPTION = 'applies: rapid_follow_up\nrequires: gp_invited\nexceptions: [{{rule: "1.1", when: {when}}}]'


@pytest.mark.parametrize(
    ("when", "values", "outcome", "yields"),
    [
        ("applies", {"rapid_follow_up": True, "gp_invited": False}, NOT_APPLICABLE, "1.2"),
        ("applies", {"rapid_follow_up": True}, NOT_APPLICABLE, "1.2"),
        ("applies", {"rapid_follow_up": False}, BROKEN, None),
        ("applies", {}, UNKNOWN, None),
        ("met", {"rapid_follow_up": True, "gp_invited": True}, NOT_APPLICABLE, "1.2"),
        ("met", {"rapid_follow_up": True, "gp_invited": False}, BROKEN, None),
        ("met", {"rapid_follow_up": True}, UNKNOWN, None),
        ("broken", {"rapid_follow_up": True, "gp_invited": False}, NOT_APPLICABLE, "1.2"),
        ("broken", {"rapid_follow_up": True, "gp_invited": True}, BROKEN, None),
    ],
)
def test_an_exception_sets_the_main_rule_aside_and_a_doubtful_one_makes_a_breach_undecided(
    tmp_path: Path, when: str, values: dict[str, object], outcome: Outcome, yields: str | None
) -> None:
    ruleset = load(
        tmp_path,
        statement("1.1", rule("1.1", "applies: urgent\nrequires: deceased")),
        statement("1.2", rule("1.2", EXCEPTION.format(when=when))),
    )
    verdict = _verdicts(ruleset, urgent=True, deceased=False, **values)["1.1"]
    assert (verdict.outcome, verdict.yields_to) == (outcome, yields)


def test_a_doubtful_exception_leaves_what_is_met_and_names_what_would_settle_it(tmp_path: Path) -> None:
    ruleset = load(
        tmp_path,
        statement("1.1", rule("1.1", "applies: urgent\nrequires: deceased")),
        statement("1.2", rule("1.2", EXCEPTION.format(when="applies"))),
    )
    assert _outcomes(ruleset, urgent=True, deceased=True)["1.1"] == MET
    assert _verdicts(ruleset, urgent=True, deceased=False)["1.1"].fields[0] == ("rapid_follow_up", None)


def test_a_permission_that_is_not_used_sets_nothing_aside(tmp_path: Path) -> None:
    ruleset = load(
        tmp_path,
        statement("1.1", rule("1.1", "applies: urgent\nrequires: deceased")),
        statement("1.2", rule("1.2", EXCEPTION.format(when="met"), strength="kan")),
    )
    found = _outcomes(ruleset, urgent=True, deceased=False, rapid_follow_up=True, gp_invited=False)
    assert found == {"1.1": BROKEN, "1.2": NOT_APPLICABLE}


def test_a_rule_that_is_itself_set_aside_sets_nothing_aside(tmp_path: Path) -> None:
    chain = 'applies: {field}\nrequires: gp_invited\nexceptions: [{{rule: "{target}", when: applies}}]'
    ruleset = load(
        tmp_path,
        statement("1.1", rule("1.1", "applies: urgent\nrequires: deceased")),
        statement("1.2", rule("1.2", chain.format(field="urgent", target="1.1"))),
        statement("1.3", rule("1.3", chain.format(field="rapid_follow_up", target="1.2"))),
    )
    found = _outcomes(ruleset, urgent=True, deceased=False, rapid_follow_up=True, gp_invited=True)
    assert found == {"1.1": BROKEN, "1.2": NOT_APPLICABLE, "1.3": MET}


def test_one_deed_gives_one_accusation(tmp_path: Path) -> None:
    weaker = rule("1.1", "applies: urgent\nrequires: deceased\ngives_way_to: [1.2]")
    ruleset = load(tmp_path, statement("1.1", weaker), statement("1.2", rule("1.2", BASIC)))
    found = _verdicts(ruleset, urgent=True, deceased=False, gp_invited=False)
    assert (found["1.1"].outcome, found["1.1"].yields_to, found["1.2"].outcome) == (NOT_APPLICABLE, "1.2", BROKEN)
    assert _outcomes(ruleset, urgent=True, deceased=False, gp_invited=True)["1.1"] == BROKEN
    assert _outcomes(ruleset, urgent=True, deceased=False)["1.1"] == BROKEN


def test_two_rules_decided_against_each_other_are_left_to_a_human(tmp_path: Path) -> None:
    one = rule("1.1", "applies: urgent\nrequires: deceased\nconflicts_with: 1.2")
    ruleset = load(tmp_path, statement("1.1", one), statement("1.2", rule("1.2", BASIC)))
    found = _verdicts(ruleset, urgent=True, deceased=False, gp_invited=True)
    assert [(found[number].outcome, found[number].conflict_with) for number in found] == [
        (UNKNOWN, "1.2"),
        (UNKNOWN, "1.1"),
    ]
    assert _outcomes(ruleset, urgent=True, deceased=False, gp_invited=False) == {"1.1": BROKEN, "1.2": BROKEN}
    assert _outcomes(ruleset, urgent=True, deceased=True, gp_invited=False) == {"1.1": MET, "1.2": BROKEN}


def test_the_same_matter_under_two_numbers_is_said_and_judged_twice(tmp_path: Path) -> None:
    ruleset = load(
        tmp_path, statement("1.1", rule("1.1", f"{BASIC}\nsame_as: 1.2")), statement("1.2", rule("1.2", BASIC))
    )
    found = _verdicts(ruleset, urgent=True, gp_invited=False)
    assert (found["1.1"].outcome, found["1.1"].same_as, found["1.2"].outcome) == (BROKEN, "1.2", BROKEN)


def test_a_statement_number_in_a_reference_means_all_its_rules(tmp_path: Path) -> None:
    weaker = rule("1.1", "applies: urgent\nrequires: deceased\ngives_way_to: [1.2]")
    strong = statement("1.2", rule("1.2a", BASIC), rule("1.2b", "applies: urgent\nrequires: rapid_follow_up"))
    ruleset = load(tmp_path, statement("1.1", weaker), strong)
    found = _verdicts(ruleset, urgent=True, deceased=False, gp_invited=True, rapid_follow_up=False)
    assert found["1.1"].yields_to == "1.2b"


ASKS = (
    "applies: urgent\nrequires: gp_invited\n"
    'question: {{name: {name}, text: {{nb: "?", nn: "?"}}, yes: met, no: broken{ask}}}'
)


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (True, MET),
        (False, BROKEN),
        ("ja", MET),
        ("Nei", BROKEN),
        ("yes", MET),
        ("no", BROKEN),
        ("kanskje", UNKNOWN),
        (None, UNKNOWN),
        (1, UNKNOWN),
    ],
)
def test_a_humans_answer_decides_what_the_document_left_open(tmp_path: Path, given: object, outcome: Outcome) -> None:
    ruleset = load(tmp_path, statement("1.1", rule("1.1", ASKS.format(name="agreed", ask=""))))
    (verdict,) = ruleset.judge("epikrise", {"urgent": True}, answers={"agreed": given})
    assert verdict.outcome == outcome
    if outcome != UNKNOWN:
        assert (verdict.answered, verdict.fields) == ("agreed", (("agreed", outcome == MET),))


def test_an_answer_changes_nothing_that_is_decided_unless_the_rule_asks_for_a_reason(tmp_path: Path) -> None:
    plain = load(tmp_path / "a", statement("1.1", rule("1.1", ASKS.format(name="agreed", ask=""))))
    asking = load(
        tmp_path / "b", statement("1.1", rule("1.1", ASKS.format(name="agreed", ask=", ask: [unknown, broken]")))
    )
    values = {"urgent": True, "gp_invited": False}
    (verdict,) = plain.judge("epikrise", values, answers={"agreed": True})
    assert (verdict.outcome, verdict.question) == (BROKEN, None)
    (verdict,) = asking.judge("epikrise", values)
    assert verdict.outcome == BROKEN
    assert verdict.question is not None
    assert asking.judge("epikrise", values, answers={"agreed": "ja"})[0].outcome == MET


def test_an_answer_that_fills_a_field_is_left_to_the_fields(tmp_path: Path) -> None:
    ruleset = load(tmp_path, statement("1.1", rule("1.1", ASKS.format(name="gp_invited", ask=""))))
    assert ruleset.judge("epikrise", {"urgent": True}, answers={"gp_invited": True})[0].outcome == UNKNOWN
    assert ruleset.judge("epikrise", {"urgent": True, "gp_invited": True})[0].outcome == MET


def test_a_rule_only_a_human_can_judge_asks_where_it_applies(tmp_path: Path) -> None:
    question = 'question: {name: agreed, text: {nb: "?", nn: "?"}, yes: met, no: broken}'
    ruleset = load(tmp_path, statement("1.1", rule("1.1", f"applies: urgent\n{question}")))
    (asked,) = ruleset.judge("epikrise", {"urgent": True})
    (silent,) = ruleset.judge("epikrise", {"urgent": False})
    assert (asked.outcome, asked.question is not None) == (UNKNOWN, True)
    assert (silent.outcome, silent.question) == (NOT_APPLICABLE, None)


def _versioned() -> str:
    first = rule("7.5", "applies: has(invited_at)\nrequires: days(day(invited_at), day(meeting_at)) >= 14")
    second = first.replace("version: 1", "version: 2").replace("2018-03-01", "2024-01-01").replace(">= 14", ">= 21")
    return statement("7.5", first, second)


@pytest.mark.parametrize(
    ("on", "outcome", "version", "early"),
    [
        ("2023-12-31", MET, 1, False),
        ("2024-01-01", BROKEN, 2, False),
        ("2024-05-01T08:00", BROKEN, 2, False),
        (None, BROKEN, 2, False),
        ("2018-03-01", MET, 1, False),
        ("2018-02-28", MET, 1, True),
        ("2009-01-01", MET, 1, True),
    ],
)
def test_T49_an_event_is_judged_by_the_version_in_force_that_day(
    tmp_path: Path, on: str | None, outcome: Outcome, version: int, early: bool
) -> None:
    ruleset = load(tmp_path, _versioned())
    values = {"invited_at": "2024-05-01", "meeting_at": "2024-05-16T12:00"}
    (verdict,) = ruleset.judge("epikrise", values, on)
    assert (verdict.outcome, verdict.rule.version, verdict.before_validity) == (outcome, version, early)


def test_every_version_stays_readable(tmp_path: Path) -> None:
    ruleset = load(tmp_path, _versioned())
    assert [found.version for found in ruleset.versions("7.5")] == [1, 2]
    assert ruleset.rule("7.5").version == 2
    assert [found.version for found in ruleset.rules] == [2]


def test_the_hash_follows_what_is_said_and_not_how_it_is_written(tmp_path: Path) -> None:
    text = statement("1.1", rule("1.1", BASIC))
    plain = load(tmp_path / "a", text)
    spaced = load(tmp_path / "b", text.replace("requires: gp_invited", "requires:   gp_invited  # hvorfor"))
    other = load(tmp_path / "c", text.replace("requires: gp_invited", "requires: urgent || gp_invited"))
    assert plain.hash == spaced.hash != other.hash
    assert plain.reference == f"nfa-2018@{plain.hash[:12]}"


LISTS = (
    "applies: tests.exists(t, t.special_handling)\n"
    "requires: tests.all(t, !t.special_handling || t.requisition_by == t.indicated_by)"
)


@pytest.mark.parametrize(
    ("values", "outcome", "fields"),
    [
        (
            {
                "tests": [
                    {"special_handling": False},
                    {"special_handling": True, "requisition_by": "gp", "indicated_by": "hospital"},
                ]
            },
            BROKEN,
            (
                ("tests[1].special_handling", True),
                ("tests[1].requisition_by", "gp"),
                ("tests[1].indicated_by", "hospital"),
            ),
        ),
        (
            {"tests": [{"special_handling": True, "requisition_by": "gp"}]},
            UNKNOWN,
            (("tests[0].indicated_by", None),),
        ),
        ({"tests": [{"special_handling": False}, {}]}, UNKNOWN, (("tests[1].special_handling", None),)),
        ({"tests": []}, NOT_APPLICABLE, (("tests", []),)),
        ({}, UNKNOWN, (("tests", None),)),
        ({"tests": [{"special_handling": False}]}, NOT_APPLICABLE, (("tests[0].special_handling", False),)),
    ],
)
def test_the_deciding_fields_are_named_with_their_place_and_value(
    tmp_path: Path, values: dict[str, object], outcome: Outcome, fields: tuple[tuple[str, object], ...]
) -> None:
    ruleset = load(tmp_path, statement("1.1", rule("1.1", LISTS)))
    (verdict,) = ruleset.judge("epikrise", values)
    assert verdict.outcome == outcome
    assert dict(verdict.fields) == dict(fields)


def test_a_list_of_records_is_shown_as_plain_values_without_what_is_missing(tmp_path: Path) -> None:
    ruleset = load(tmp_path, statement("1.1", rule("1.1", "applies: urgent\nrequires: size(tests) > 1")))
    (verdict,) = ruleset.judge("epikrise", {"urgent": True, "tests": [{"special_handling": True}]})
    assert verdict.fields == (("tests", [{"special_handling": True}]), ("urgent", True))
