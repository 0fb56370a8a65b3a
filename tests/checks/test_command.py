"""`samhandling check` as scripts and scorers call it (the contract)."""

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from samhandling.cli import main

LETTER = """Nordvik sykehus, medisinsk avdeling
Epikrise
Innlagt 02.02.2026, utskrevet 06.02.2026

Forløp: Lungebetennelse, god effekt av penicillin.

Medisiner:
Fenoksymetylpenicillin 660 mg x 4 i fem dager, ny, pneumoni

Plan:
Fastlegen bes kalle inn pasienten til kontroll av CRP om to uker.
"""


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str, given: str | bytes = "") -> Done:
    """The command in this process: starting one for each takes a second."""
    content = given.encode() if isinstance(given, str) else given
    out, err, stdin = StringIO(), StringIO(), sys.stdin
    sys.stdin = TextIOWrapper(BytesIO(content), "utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdin = stdin
    return Done(code, out.getvalue(), err.getvalue())


def test_the_command_as_a_program_of_its_own_answers_the_same(letter: Path) -> None:
    arguments = ("check", "--format", "json", str(letter))
    done = subprocess.run([sys.executable, "-m", "samhandling.cli", *arguments], capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (1, run(*arguments).stdout)


def rows(done: Done) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "brev.txt"
    path.write_text(LETTER, "utf-8")
    return path


def test_a_broken_rule_gives_exit_code_one_and_the_words_that_decided(letter: Path) -> None:
    done = run("check", "--format", "json", str(letter))

    (row,) = rows(done)
    finding = next(f for f in row["findings"] if f["rule"] == "2.2.5")
    assert done.returncode == 1
    assert finding["outcome"] == "broken"
    assert finding["label"] == "anbefaling ikke fulgt"
    assert any("kalle inn pasienten" in evidence["quote"] for evidence in finding["evidence"])


def test_places_of_quotes_count_code_points_of_the_text(letter: Path) -> None:
    (row,) = rows(run("check", "--format", "json", "--text", str(letter)))

    quoted = [e for f in row["findings"] for e in f["evidence"] if e["start"] is not None]
    assert quoted
    assert all(row["document"]["text"][e["start"] : e["end"]] == e["quote"] for e in quoted)


def test_every_finding_names_rule_version_and_rulebook(letter: Path) -> None:
    (row,) = rows(run("check", "--format", "json", str(letter)))

    assert all(f["version"] >= 1 and f["ruleset"].startswith("nfa-2018@") for f in row["findings"])
    assert {f["outcome"] for f in row["findings"]} <= {"met", "broken", "not_applicable", "unknown"}


def test_standard_input_is_read_for_a_dash() -> None:
    (row,) = rows(run("check", "--format", "json", "-", given=LETTER))

    assert row["file"] == "-"
    assert row["document"]["type"] == "epikrise"


def test_what_cannot_be_read_gives_two_and_wins_over_broken(letter: Path, tmp_path: Path) -> None:
    picture = tmp_path / "bilde.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))

    done = run("check", "--format", "json", str(letter), str(picture), str(tmp_path / "finnes-ikke"))

    first, second, third = rows(done)
    assert done.returncode == 2
    assert first["error"] is None
    assert (second["document"], second["error"]["code"]) == (None, "binary")
    assert third["error"]["code"] == "no_file"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("check",),
        ("check", "a", "--jsonl", "b"),
        ("check", "--format", "xml", "a"),
        ("check", "--context", "[", "a"),
        ("sjekk",),
    ],
)
def test_wrong_usage_gives_sixty_four(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert done.returncode == 64
    assert "Traceback" not in done.stderr


def test_one_answer_a_record_also_for_those_that_are_wrong(tmp_path: Path) -> None:
    records = tmp_path / "poster.jsonl"
    lines = [
        json.dumps({"id": 1, "type": "epikrise", "text": LETTER}),
        "ikke json",
        json.dumps({"id": 2, "text": LETTER, "event": {}}),
        json.dumps({"id": 3, "event": {"type": "ukjent", "fields": {}}}),
        json.dumps({"id": 4, "event": {"type": "meeting", "fields": {"urgent": "kanskje"}}}),
        json.dumps({"id": 5, "type": "epikrise", "text": LETTER, "area": "finnes-ikke"}),
    ]
    records.write_text("\n".join(lines), "utf-8")

    done = run("check", "--jsonl", str(records))

    answers = rows(done)
    assert done.returncode == 2
    assert [row.get("id") for row in answers] == [1, None, 2, 3, 4, 5]
    codes = [row["error"] and row["error"]["code"] for row in answers]
    assert codes == [None, "not_json", "bad_record", "unknown_event", "invalid_values", "unknown_area"]


def test_context_fills_what_the_letter_leaves_open() -> None:
    context = json.dumps({"sent_on": "2026-02-09", "discharged_to": "hjemmetjeneste"})

    (row,) = rows(run("check", "--format", "json", "--context", context, "-", given=LETTER))

    assert {f["rule"]: f["outcome"] for f in row["findings"]}["2.1.2b"] == "broken"


def test_a_context_that_contradicts_the_letter_leaves_the_rule_undecided() -> None:
    context = json.dumps({"discharged_on": "2026-02-01", "sent_on": "2026-02-09", "discharged_to": "hjemmetjeneste"})

    (row,) = rows(run("check", "--format", "json", "--context", context, "-", given=LETTER))

    assert {f["rule"]: f["outcome"] for f in row["findings"]}["2.1.2b"] == "unknown"
    assert any(w["code"] == "contradiction" for w in row["document"]["warnings"])


def test_an_answer_decides_and_is_the_evidence() -> None:
    answers = json.dumps({"has_contact_doctor": "nei"})

    (row,) = rows(run("check", "--format", "json", "--answers", answers, "-", given=LETTER))

    finding = next(f for f in row["findings"] if f["rule"] == "2.1.3")
    assert finding["outcome"] == "not_applicable"


def test_nynorsk_messages_come_on_request() -> None:
    (row,) = rows(run("check", "--format", "json", "--language", "nn", "-", given=LETTER))

    finding = next(f for f in row["findings"] if f["rule"] == "2.2.5")
    assert finding["label"] == "tilråding ikkje følgd"


def test_an_event_before_the_first_version_says_so() -> None:
    event = {
        "type": "meeting",
        "fields": {"meeting_at": "2017-05-15", "invited_at": "2017-05-02", "gp_required": True, "urgent": False},
    }

    (row,) = rows(run("check", "--jsonl", "-", given=json.dumps({"id": "m", "event": event})))

    finding = next(f for f in row["findings"] if f["rule"] == "7.5a")
    assert finding["outcome"] == "broken"
    assert finding["before_validity"] is True


def test_identity_numbers_in_the_text_are_masked_at_equal_length() -> None:
    text = LETTER.replace("Forløp:", "Forløp (01010112345):")

    (row,) = rows(run("check", "--format", "json", "--text", "-", given=text))

    assert "01010112345" not in json.dumps(row)
    assert len(row["document"]["text"]) == len(text.strip()) or len(row["document"]["text"]) == len(text)


def test_the_report_for_people_groups_and_quotes(letter: Path) -> None:
    done = run("check", str(letter))

    assert "Ikke fulgt" in done.stdout
    assert "«Fastlegen bes kalle inn pasienten" in done.stdout
    assert "Tiltak:" in done.stdout
