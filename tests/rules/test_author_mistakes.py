"""Every mistake a rule author makes is found when the file is loaded: line, column, what is wrong, what to write."""

from pathlib import Path

import pytest

from samhandling.rules.loader import load_all
from samhandling.rules.yamlfile import Fault
from tests.rules.books import rule, statement, write_book


def _faults(folder: Path, more: str) -> tuple[Fault, ...]:
    return load_all(write_book(folder, statement("1.1", rule("1.1", more)))).faults


def _one(folder: Path, more: str) -> Fault:
    faults = _faults(folder, more)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


MISTAKES = [
    ("follow_up_task.exists(t, t.control)", "follow_up_task", "ukjent felt", "mente du «follow_up_tasks»?"),
    ("tests.exists(t, t.travel_minuts > 1)", "travel_minuts", "Test har ikke feltet", "mente du «travel_minutes»?"),
    ("deceased == 'true'", "deceased == 'true'", "kan ikke sammenligne", "skriv true eller false uten anførselstegn"),
    ("supplied_days > '3'", "supplied_days > '3'", "kan ikke sammenligne", "skriv tallet uten anførselstegn"),
    ("booking_solution == 'gp_to_sumon'", "'gp_to_sumon'", "ikke en verdi", "mente du «gp_to_summon»?"),
    ("booking_solution in ['patient', 'gp']", "'gp'", "ikke en verdi", "mulige verdier:"),
    ("channel == post", "post", "ukjent felt", "skriv den i anførselstegn: 'post'"),
    ("tests.exists(t, deceased)", "deceased", "«t» brukes ikke", None),
    ("tests.exists(area, area == 'x')", "tests.exists(area, area == 'x')", "alt i bruk", None),
    ("1 == 1 || deceased", "1 == 1", "alltid det samme", None),
    ("channel == 'post' && channel == 'email'", "channel == 'post' && channel == 'email'", "aldri bli sant", None),
    ("channel != 'post' || channel != 'email'", "channel != 'post' || channel != 'email'", "aldri bli usant", None),
    ("deceased || deceased", "deceased || deceased", "to ganger", None),
    ("deceased || !deceased", "deceased || !deceased", "aldri bli usant", None),
    ("size(tests) >= 0", "size(tests) >= 0", "aldri mindre enn 0", None),
    ("antall(tests) > 1", "antall(tests)", "ukjent funksjon", None),
    ("siz(tests) > 1", "siz(tests)", "ukjent funksjon", "mente du «size»?"),
    ("deceased and urgent", "and", "her står «and»", "skriv «&&»"),
    ("not deceased", "not", "reservert ord", "skriv «!»"),
    ("channel = 'post'", "=", "hører ikke hjemme", "skriv «==»"),
    ("(deceased", "", "slutter for tidlig", None),
    ("deceased)", ")", "her står «)»", None),
    ("area == «x»", "«", "hører ikke hjemme", "rette anførselstegn"),
    ("area == null", "null", "reservert ord", "has(felt)"),
    ("supplied_days > 1.5", "1.5", "ikke et helt tall", None),
    ("sent_at < discharge_at", "sent_at < discharge_at", "ulik presisjon", "day(x)"),
    ("sent_at == event_date", "sent_at == event_date", "kan ikke sammenligne", "day(x)"),
    ("event_date == '14.01.2026'", "'14.01.2026'", "ikke en dato", "skriv den som"),
    ("days(sent_at, event_date) > 1", "sent_at", "days kan ikke brukes", "ta dagen først"),
    ("tests == []", "tests == []", "lister kan ikke sammenlignes", "size(liste)"),
    ("tests.leg == 'x'", "leg", "listens elementer", "exists"),
    ("area.exists(x, x == 'y')", "area", "går gjennom en liste", None),
    ("involved_units.contains('x')", "involved_units", "contains kan ikke brukes", "verdi in liste"),
    ("channel.startsWith('p')", "channel", "startsWith kan ikke brukes", "== eller in"),
    ("supplied_days && deceased", "supplied_days", "trenger ja/nei", "has(felt)"),
    ("supplied_days", "supplied_days", "må gi ja/nei", None),
    ("channel == 'post' == deceased", "==", "to sammenligninger", None),
    ("supplied_days > p.limit", "p.limit", "ikke oppgitt under parameters", None),
    ("has(size(tests))", "has(size(tests))", "has() tar ett felt", None),
    ("tests.all(__x, __x.special_handling)", "__x", "begynner med _", None),
    ("'a' in area", "'a' in area", "må det stå en liste", None),
    ("channel < 'post'", "channel < 'post'", "ingen mening", None),
    ("channel == booking_solution", "channel == booking_solution", "kan ikke sammenligne", None),
    ("tests[0] == tests[1]", "tests[0] == tests[1]", "som helhet", None),
    ("deceased ? 1 : 'a'", "deceased ? 1 : 'a'", "samme slag", None),
    ("area * 2 == 3", "*", "hører ikke hjemme", "bare + og -"),
]


@pytest.mark.parametrize(("condition", "marked", "message", "hint"), MISTAKES, ids=[case[0] for case in MISTAKES])
def test_a_mistake_in_a_condition_is_marked_in_the_file(
    tmp_path: Path, condition: str, marked: str, message: str, hint: str | None
) -> None:
    fault = _one(tmp_path, f'applies: "{condition}"\nrequires: "true"')
    line = next(line for line in (tmp_path / "nfa-2018/1.1.yaml").read_text().splitlines() if "applies" in line)
    column = line.index('"') + 2 + condition.index(marked or "") if marked else line.rindex('"') + 1
    if marked in ("=", "==", "post", "leg", "deceased") and condition.count(marked) > 1:
        column = line.rindex(marked) + 1
    assert message in fault.message
    assert fault.file.endswith("nfa-2018/1.1.yaml")
    assert fault.column == column
    assert hint is None or (fault.hint is not None and hint in fault.hint)
    shown, caret = fault.excerpt.splitlines()
    assert shown[caret.index("^") :].startswith(marked)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    faults = _faults(tmp_path, "applies: deceasd\nrequires: channl == 'x' && urgnt\nquestions: {}")
    assert {fault.message.split()[-1] for fault in faults} == {"«deceasd»", "«channl»", "«urgnt»", "«questions»"}


@pytest.mark.parametrize("style", [">-\n  {}", "|\n  {}", "'{}'", '"{}"', "{}"])
def test_the_place_is_right_in_every_way_yaml_writes_a_text(tmp_path: Path, style: str) -> None:
    condition = "has(urgent) && deceasd"
    fault = _one(tmp_path, "applies: " + style.format(condition) + '\nrequires: "true"')
    line = (tmp_path / "nfa-2018/1.1.yaml").read_text().splitlines()[fault.line - 1]
    assert line[fault.column - 1 :].startswith("deceasd")


def test_the_place_is_right_after_doubled_quotes_and_folded_lines(tmp_path: Path) -> None:
    fault = _one(tmp_path, "applies: 'channel == ''post''\n  && area == ''x'' &&\n\n  deceasd'\nrequires: \"true\"")
    line = (tmp_path / "nfa-2018/1.1.yaml").read_text().splitlines()[fault.line - 1]
    assert line[fault.column - 1 :].startswith("deceasd")


KEYS = [
    ("applies: deceased\nrequires: urgent\nstrenght: må", "strenght", "ukjent nøkkel", "mente du «strength»?"),
    ("applies: deceased", "id", "må regelen ha et spørsmål", None),
    ("requires: deceased", "id", "«applies» mangler", None),
    ("applies: deceased\nrequires: urgent\nparameters: {n: {value: 1, means: x}}", "n", "brukes ikke", "p.n"),
    ("applies: deceased\nrequires: urgent\nquestion: {name: x, text: x, no: nei}", "nei}", "ikke en verdi", None),
    ("applies: deceased\nrequires: urgent\ngives_way_to: [9.9]", "- id", "viser til «9.9»", None),
    ("applies: deceased\nrequires: urgent\nsame_as: 1.2", "- id", "viser til «1.2»", None),
    ("applies: deceased\nrequires: urgent\nexceptions: [{rule: 1.1, when: now}]", "now", "ikke en verdi", None),
]


@pytest.mark.parametrize(("more", "marked", "message", "hint"), KEYS, ids=[case[2] + case[1] for case in KEYS])
def test_a_mistake_in_the_keys_is_marked_in_the_file(
    tmp_path: Path, more: str, marked: str, message: str, hint: str | None
) -> None:
    fault = _one(tmp_path, more)
    line = (tmp_path / "nfa-2018/1.1.yaml").read_text().splitlines()[fault.line - 1]
    assert message in fault.message
    assert line[fault.column - 1 :].startswith(marked.removeprefix("- "))
    assert hint is None or (fault.hint is not None and hint in fault.hint)


def test_wrong_kinds_strengths_and_parties_name_what_is_allowed(tmp_path: Path) -> None:
    wrong = rule("1.1", "applies: deceased\nrequires: urgent", strength="burde", documents="[epikirse]")
    faults = load_all(write_book(tmp_path, statement("1.1", wrong))).faults
    assert {fault.message.split("»")[0] for fault in faults} == {"«burde", "«epikirse"}
    assert any(fault.hint == "mente du «epikrise»?" for fault in faults)


def test_the_same_rule_twice_is_told_with_where_the_other_is(tmp_path: Path) -> None:
    one = rule("1.1", "applies: deceased\nrequires: urgent")
    faults = load_all(write_book(tmp_path, statement("1.1", one, one))).faults
    assert ["to versjoner" in fault.message for fault in faults] == [True]


def test_a_rule_in_the_wrong_file_is_told(tmp_path: Path) -> None:
    faults = load_all(write_book(tmp_path, statement("1.1", rule("1.2", "applies: deceased\nrequires: urgent")))).faults
    assert any("hører ikke til utsagn 1.1" in fault.message for fault in faults)


def test_rules_that_set_each_other_aside_in_a_ring_are_refused(tmp_path: Path) -> None:
    one = rule("1.1a", 'applies: deceased\nrequires: urgent\nexceptions: [{rule: "1.1b"}]')
    other = rule("1.1b", 'applies: deceased\nrequires: urgent\nexceptions: [{rule: "1.1a"}]')
    faults = load_all(write_book(tmp_path, statement("1.1", one, other))).faults
    assert any("i ring: 1.1a → 1.1b → 1.1a" in fault.message for fault in faults)
