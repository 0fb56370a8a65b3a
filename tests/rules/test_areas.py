"""Local decisions over the national rules: what an area may change, and what stays readable beside it."""

from pathlib import Path

import pytest

from samhandling.rules.loader import load_all, load_ruleset
from samhandling.rules.model import Outcome
from samhandling.rules.yamlfile import Fault
from tests.rules.books import TEXTS, rule, statement, write_book

TRAVEL = statement(
    "2.4.3",
    rule(
        "2.4.3",
        "applies: size(tests) > 0\nrequires: tests.all(t, t.travel_minutes >= p.travel_minutes)\n"
        "parameters: {travel_minutes: {value: 60, means: {nb: reisetid, nn: reisetid}, origin: vårt valg}}",
    ),
)
AGREED = statement(
    "2.3",
    rule(
        "2.3",
        "applies: \"true\"\nrequires: agreements.exists(a, a.topic == 'multidose_discharge')",
        documents="[area]",
    ),
)
HEAD = "id: nord\nname: Nord (oppdiktet)\nbased_on: nfa-2018\n"
DECIDED = "reason: Lang vei, decided_by: OSO Nord sak 3"
LOWER = HEAD + f'parameters: {{"2.4.3": {{travel_minutes: {{value: 45, {DECIDED}, valid_from: 2024-06-01}}}}}}\n'
HOUR = {"tests": [{"travel_minutes": 50}]}


def _book(folder: Path, area: str) -> Path:
    return write_book(folder, TRAVEL, AGREED, areas={"nord": area})


def _faults(folder: Path, area: str) -> tuple[Fault, ...]:
    return load_all(_book(folder, area), "nord").faults


@pytest.mark.parametrize(
    ("area", "on", "outcome"),
    [
        (None, "2025-01-01", Outcome.BROKEN),
        ("nord", "2025-01-01", Outcome.MET),
        ("nord", None, Outcome.MET),
        ("nord", "2024-05-31", Outcome.BROKEN),
    ],
)
def test_T50_the_local_value_holds_from_its_day(
    tmp_path: Path, area: str | None, on: str | None, outcome: Outcome
) -> None:
    (verdict,) = load_ruleset(_book(tmp_path, LOWER), area).judge("epikrise", HOUR, on)
    assert verdict.outcome == outcome


def test_T50_the_national_value_and_text_stay_beside_the_local_one(tmp_path: Path) -> None:
    ruleset = load_ruleset(_book(tmp_path, LOWER), "nord")
    (parameter,) = ruleset.rule("2.4.3").parameters
    assert (parameter.value, parameter.national) == (45, 60)
    assert parameter.local is not None
    assert (parameter.local.reason, parameter.local.decided_by) == ("Lang vei", "OSO Nord sak 3")
    assert ruleset.versions("2.4.3")[0].parameters[0].value == 60
    assert ruleset.statements["2.4.3"].text.nb == "Noe bør gjøres."


def test_several_local_values_each_hold_from_their_own_day(tmp_path: Path) -> None:
    area = HEAD + (
        'parameters:\n  "2.4.3":\n    travel_minutes:\n'
        f"      - {{value: 45, {DECIDED}, valid_from: 2024-06-01}}\n"
        f"      - {{value: 55, {DECIDED}, valid_from: 2025-06-01}}\n"
    )
    ruleset = load_ruleset(_book(tmp_path, area), "nord")
    days = ["2024-01-01", "2024-06-01", "2025-05-31", "2025-06-01"]
    assert [ruleset.judge("epikrise", HOUR, day)[0].outcome for day in days] == ["broken", "met", "met", "broken"]


def test_a_rule_switched_off_says_nothing_but_stays_with_its_reason(tmp_path: Path) -> None:
    ruleset = load_ruleset(_book(tmp_path, HEAD + f'off: {{"2.4.3": {{{DECIDED}, valid_from: 2024-06-01}}}}\n'), "nord")
    assert ruleset.judge("epikrise", HOUR, "2025-01-01") == ()
    assert len(ruleset.judge("epikrise", HOUR, "2024-01-01")) == 1
    off = ruleset.rule("2.4.3").off
    assert off is not None
    assert off.reason == "Lang vei"


def test_a_strengthened_rule_keeps_the_strength_of_the_source_beside(tmp_path: Path) -> None:
    area = HEAD + f'strengthen: {{"2.4.3": {{strength: skal, {DECIDED}}}}}\n'
    found = load_ruleset(_book(tmp_path, area), "nord").rule("2.4.3")
    assert (found.strength, found.national_strength) == ("skal", "bør")
    assert found.strengthened is not None


def test_T21_an_area_without_the_agreement_is_told_so(tmp_path: Path) -> None:
    ruleset = load_ruleset(_book(tmp_path, HEAD), "nord")
    assert [(verdict.rule.id, verdict.outcome) for verdict in ruleset.judge_area()] == [("2.3", "broken")]


@pytest.mark.parametrize(
    ("on", "outcome"),
    [(None, "met"), ("2024-05-31", "broken"), ("2024-06-01", "met"), ("2025-05-31", "met"), ("2025-06-01", "broken")],
)
def test_an_agreement_counts_while_it_is_in_force(tmp_path: Path, on: str | None, outcome: str) -> None:
    area = HEAD + (
        "agreements: [{topic: multidose_discharge, responsible: hospital, parties: [gp, hospital],"
        " valid_from: 2024-06-01, valid_to: 2025-05-31}]\n"
    )
    assert load_ruleset(_book(tmp_path, area), "nord").judge_area(on)[0].outcome == outcome


def test_without_an_area_there_is_nothing_to_judge(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="uten område"):
        load_ruleset(_book(tmp_path, HEAD)).judge_area()


LOCAL = HEAD + (
    'rules:\n  - id: "NORD:SVAR"\n    version: 1\n    valid_from: 2024-01-01\n'
    "    heading: {nb: Svar innen en uke, nn: Svar innan ei veke}\n    text: {nb: Svar., nn: Svar.}\n"
    "    responsible: [sykehus]\n    strength: skal\n    documents: [epikrise]\n    machine: full\n"
    f'    applies: urgent\n    requires: gp_invited\n    gives_way_to: "2.4.3"\n{TEXTS}'
)


def test_an_area_may_have_rules_of_its_own(tmp_path: Path) -> None:
    ruleset = load_ruleset(_book(tmp_path, LOCAL), "nord")
    found = ruleset.judge("epikrise", {"urgent": True, "gp_invited": False, "tests": []})
    assert [(verdict.rule.id, verdict.outcome) for verdict in found] == [
        ("2.4.3", "not_applicable"),
        ("NORD:SVAR", "broken"),
    ]
    assert ruleset.rule("NORD:SVAR").area == "nord"
    assert ruleset.statements["NORD:SVAR"].text.nb == "Svar."


def test_the_overlay_is_part_of_what_the_verdict_names(tmp_path: Path) -> None:
    book = _book(tmp_path, LOWER)
    national, local = load_ruleset(book), load_ruleset(book, "nord")
    assert national.hash != local.hash
    assert local.reference == f"nfa-2018+nord@{local.short_hash}"


def _parameter(more: str) -> str:
    return f'parameters: {{"2.4.3": {{travel_minutes: {{{more}}}}}}}\n'


@pytest.mark.parametrize(
    ("more", "marked", "message"),
    [
        (f'parameters: {{"2.4.3": {{minutes: {{value: 45, {DECIDED}}}}}}}\n', "minutes", "har ingen parameter"),
        (f'parameters: {{"2.4.4": {{x: {{value: 45, {DECIDED}}}}}}}\n', '"2.4.4"', "finnes ikke"),
        (_parameter(f"value: lang, {DECIDED}"), "lang", "av samme slag"),
        (_parameter(f"value: true, {DECIDED}"), "true", "av samme slag"),
        (_parameter("value: 45, decided_by: OSO"), "{value", "«reason» mangler"),
        (_parameter("value: 45, reason: '', decided_by: OSO"), "''", "«reason» er tom"),
        (_parameter(f"value: 45, {DECIDED}, valid_from: i fjor"), "i fjor", "ikke en dato"),
        (_parameter(f"value: 45, {DECIDED}, text: ny"), "text", "ukjent nøkkel"),
        ('off: {"2.4.3": {decided_by: OSO}}\n', "{decided_by", "«reason» mangler"),
        (f'strengthen: {{"2.4.3": {{strength: kan, {DECIDED}}}}}\n', "kan", "er ikke sterkere"),
        (f'strengthen: {{"2.4.3": {{strength: bør, {DECIDED}}}}}\n', "bør", "er ikke sterkere"),
        ("agreements: [{topic: x, responsible: sykehus}]\n", "{topic", "agreements[0].responsible"),
        ("facts: {urgent_number_published: ja}\n", "urgent_number_published", "true eller false"),
        ("text: {nb: egen tekst}\n", "text", "ukjent nøkkel"),
        ("requires: 'true'\n", "requires", "ukjent nøkkel"),
    ],
)
def test_whatever_else_an_area_tries_is_refused_with_its_place(
    tmp_path: Path, more: str, marked: str, message: str
) -> None:
    faults = _faults(tmp_path, HEAD + more)
    assert len(faults) == 1, [str(fault) for fault in faults]
    line = (tmp_path / "areas/nord.yaml").read_text().splitlines()[faults[0].line - 1]
    assert message in faults[0].message
    assert line[faults[0].column - 1 :].startswith(marked)


def test_a_local_rule_with_a_national_number_is_refused(tmp_path: Path) -> None:
    faults = _faults(tmp_path, LOCAL.replace("NORD:SVAR", "2.4.3"))
    assert any("egne regler heter «NORD:NAVN»" in fault.message for fault in faults)


def test_a_file_with_another_areas_id_is_refused(tmp_path: Path) -> None:
    assert "men id er «sør»" in _faults(tmp_path, HEAD.replace("id: nord", "id: sør"))[-1].message
