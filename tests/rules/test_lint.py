"""What the build refuses: missing examples, examples that come out otherwise, missing texts, missing statements."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from samhandling.rules.examples import Example, ReadExample
from samhandling.rules.lint import Report, lint, main
from tests.rules.books import RULES, rule, statement, write_book

BASIC = "applies: urgent\nrequires: gp_invited"


def _examples(*cases: tuple[str, str]) -> str:
    return "".join(
        f"  - name: eksempel {at}\n    {given}\n    expect: {expect}\n" for at, (given, expect) in enumerate(cases)
    )


ALL = (
    ("given: {urgent: true, gp_invited: true}", "met"),
    ("given: {urgent: true, gp_invited: false}", "broken"),
    ("given: {urgent: false}", "not_applicable"),
    ("given: {urgent: true}", "unknown"),
)


def _report(folder: Path, *statements: str, read: ReadExample | None = None) -> Report:
    return lint(write_book(folder, *statements), read)


def _messages(report: Report) -> list[str]:
    return [fault.message for fault in report.faults]


def test_a_whole_rule_has_no_faults(tmp_path: Path) -> None:
    report = _report(tmp_path, statement("1.1", rule("1.1", BASIC), examples=_examples(*ALL)))
    assert (report.faults, report.rules, report.examples) == ((), 1, 4)


@pytest.mark.parametrize("left_out", range(4))
def test_each_outcome_a_rule_can_have_needs_an_example(tmp_path: Path, left_out: int) -> None:
    cases = [case for at, case in enumerate(ALL) if at != left_out]
    report = _report(tmp_path, statement("1.1", rule("1.1", BASIC), examples=_examples(*cases)))
    assert _messages(report) == [f"regel 1.1 mangler et eksempel på «{ALL[left_out][1]}»"]
    assert report.faults[0].line == 6


@pytest.mark.parametrize(
    ("more", "strength", "cases"),
    [
        (BASIC, "kan", ("met", "not_applicable", "unknown")),
        ('applies: urgent\nrequires: "true"', "skal", ("met", "not_applicable", "unknown")),
        ('applies: "true"\nrequires: has(area)', "skal", ("met", "broken")),
        ("applies: has(urgent) && urgent\nrequires: has(area)", "skal", ("met", "broken", "not_applicable")),
        ("applies: has(urgent)\nrequires: urgent", "skal", ("met", "broken", "not_applicable")),
        (
            "applies: 'has(urgent) ? urgent : has(area)'\nrequires: has(place)",
            "skal",
            ("met", "broken", "not_applicable"),
        ),
        ("applies: has(area)\nrequires: '!has(urgent) || urgent'", "skal", ("met", "broken", "not_applicable")),
        (f"{BASIC}\nunreachable: {{unknown: det står alltid}}", "skal", ("met", "broken", "not_applicable")),
    ],
)
def test_an_outcome_that_cannot_happen_needs_none(
    tmp_path: Path, more: str, strength: str, cases: tuple[str, ...]
) -> None:
    missing = _messages(_report(tmp_path, statement("1.1", rule("1.1", more, strength=strength))))
    assert sorted(missing) == sorted(f"regel 1.1 mangler et eksempel på «{outcome}»" for outcome in cases)


def test_an_outcome_called_unreachable_that_is_shown_is_a_fault(tmp_path: Path) -> None:
    more = f"{BASIC}\nunreachable: {{unknown: det står alltid}}"
    report = _report(tmp_path, statement("1.1", rule("1.1", more), examples=_examples(*ALL)))
    assert ["oppgitt som uoppnåelig" in message for message in _messages(report)] == [True]


def test_an_example_that_comes_out_otherwise_shows_what_decided(tmp_path: Path) -> None:
    cases = (*ALL, ("given: {urgent: true, gp_invited: false}", "met"))
    report = _report(tmp_path, statement("1.1", rule("1.1", BASIC), examples=_examples(*cases)))
    assert _messages(report) == [
        "eksemplet «eksempel 4»: regel 1.1 gir broken, ventet met (gp_invited = False, urgent = True)"
    ]


def test_an_example_decided_by_another_field_than_it_says_is_a_fault(tmp_path: Path) -> None:
    wrong = ("given: {urgent: true, gp_invited: false}\n    decided_by: [gp_invited, area]", "broken")
    report = _report(tmp_path, statement("1.1", rule("1.1", BASIC), examples=_examples(*ALL, wrong)))
    assert ["avgjøres ikke av area" in message for message in _messages(report)] == [True]


def test_an_example_with_a_misspelled_field_is_told_with_the_right_one(tmp_path: Path) -> None:
    wrong = ("given: {urgnt: true}", "unknown")
    report = _report(tmp_path, statement("1.1", rule("1.1", BASIC), examples=_examples(*ALL, wrong)))
    assert _messages(report) == ["eksemplet «eksempel 4»: urgnt: ukjent felt – mente du «urgent»?"]


def test_one_example_may_say_what_several_rules_give(tmp_path: Path) -> None:
    both = '  - name: begge\n    given: {urgent: true, gp_invited: false}\n    expect: {"1.1a": broken, "1.1b": met}\n'
    text = statement("1.1", rule("1.1a", BASIC), rule("1.1b", "applies: urgent\nrequires: gp_invited"), examples=both)
    assert "eksemplet «begge»: regel 1.1b gir broken, ventet met (gp_invited = False, urgent = True)" in _messages(
        _report(tmp_path, text)
    )


def test_texts_are_read_by_whoever_can_read_and_else_noted_as_skipped(tmp_path: Path) -> None:
    letter = ("text: Fastlegen er ikke invitert. Det haster.", "broken")
    text = statement("1.1", rule("1.1", BASIC), examples=_examples(*ALL, letter))
    report = _report(tmp_path, text)
    assert (report.faults, report.examples) == ((), 4)
    assert report.notes == ("1 eksempler med tekst er ikke kjørt: lesedelen er ikke koblet til",)

    def read(example: Example) -> Mapping[str, object]:
        return {"urgent": True, "gp_invited": "ikke invitert" not in (example.text or "")}

    report = _report(tmp_path, text, read=read)
    assert (report.faults, report.notes, report.examples) == ((), (), 5)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("text: {nb: Noe bør gjøres., nn: Noko bør gjerast.}", "text: {nb: Noe.}", "utsagn 1.1: text mangler på nn"),
        ("remedy: {nb: Skriv det., nn: Skriv det.}", "remedy: {nn: Skriv det.}", "regel 1.1: remedy mangler på nb"),
        (
            "      recipient: {nb: Du kan vente noe., nn: Du kan vente noko.}\n",
            "",
            "regel 1.1: message.recipient mangler på nb og nn",
        ),
        ("nb: En regel", "nb: " + "x" * 61, "utsagn 1.1: heading er lengre enn 60 tegn"),
    ],
)
def test_a_missing_text_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = statement("1.1", rule("1.1", BASIC), examples=_examples(*ALL))
    assert old in text
    assert message in _messages(_report(tmp_path, text.replace(old, new)))


def test_statements_and_rules_of_the_list_that_are_missing_are_told(tmp_path: Path) -> None:
    book = write_book(tmp_path, statement("1.1", rule("1.1", BASIC), examples=_examples(*ALL)))
    path = book / "ruleset.yaml"
    path.write_text(path.read_text().replace('"1.1": []', '"1.1": []\n  "1.2": [a, b]\n  "1.3": [a, b]'))
    (book / "1.3.yaml").write_text(statement("1.3", rule("1.3a", BASIC), rule("1.3c", BASIC)))
    found = _messages(lint(book))
    assert "utsagn 1.2 har ingen fil" in found
    assert "utsagn 1.3 mangler regel 1.3b" in found
    assert "regel 1.3c står ikke i listen i ruleset.yaml" in found


def test_a_situation_nobody_has_written_is_told(tmp_path: Path) -> None:
    text = statement("1.1", rule("1.1", BASIC), examples=_examples(*ALL)).replace(
        "\ntext:", "\nsituations: [epikris]\ntext:"
    )
    book = write_book(tmp_path, text)
    (book / "situations.yaml").write_text("situations: [{id: epikrise}]\n")
    assert [(fault.message, fault.hint) for fault in lint(book).faults] == [
        ("utsagn 1.1: ukjent situasjon «epikris»", "mente du «epikrise»?")
    ]


def test_all_kinds_of_faults_come_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    report = _report(
        tmp_path,
        statement("1.1", rule("1.1", "applies: urgnt\nrequires: gp_invited")),
        statement("1.2", rule("1.2", "applies: urgent\nrequires: gp_invitd"), examples="  - {name: x}\n"),
        statement("1.3", rule("1.3", BASIC).replace("skriv", "x")),
    )
    assert {fault.file.rsplit("/", 1)[1] for fault in report.faults} == {"1.1.yaml", "1.2.yaml", "1.3.yaml"}
    places = [(fault.file, fault.line) for fault in report.faults]
    assert places == sorted(places)


def test_the_command_prints_file_line_and_message_and_answers_with_its_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write_book(tmp_path / "a", statement("1.1", rule("1.1", BASIC), examples=_examples(*ALL)))
    bad = write_book(tmp_path / "b", statement("1.1", rule("1.1", "applies: urgnt\nrequires: gp_invited")))
    assert main([str(good)]) == 0
    assert main([str(bad)]) == 1
    assert "nfa-2018/1.1.yaml:13:14: ukjent felt «urgnt» – mente du «urgent»?" in capsys.readouterr().out


def test_the_pattern_rule_has_no_faults() -> None:
    report = lint(RULES / "nfa-2018")
    assert [fault for fault in report.faults if fault.file.endswith("/2.2.5.yaml")] == []
