"""`samhandling guard` tells where and what to do, and never what it found."""

import io
import json
from pathlib import Path

import pytest

from samhandling.cli import main
from samhandling.guard import Guard
from samhandling.paths import data

NUMBER = "05873312478"


def test_a_clean_text_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "avvik.txt"
    file.write_text("Pasienten kom hjem uten epikrise.", "utf-8")

    assert main(["guard", str(file)]) == 0
    assert "ingenting å stoppe" in capsys.readouterr().out


def test_what_was_found_is_never_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "avvik.txt"
    file.write_text(f"Hei.\nGjelder {NUMBER}, pasienten Kari Nordmann.", "utf-8")

    assert main(["guard", str(file)]) == 1
    shown = capsys.readouterr().out
    assert f"{file}:2:9: stoppes: ser ut som et fødselsnummer." in shown
    assert NUMBER not in shown
    assert "Nordmann" not in shown


@pytest.mark.parametrize(
    "content",
    [
        f'<a><b V="{NUMBER}"/></a>'.encode(),
        f"<a><!-- {NUMBER} --></a>".encode(),
        f"<a><b>{NUMBER}</b".encode(),
        f'<?xml version="1.0" encoding="ISO-8859-1"?><a ø="{NUMBER}"/>'.encode("latin-1"),
        f'{{"id": {NUMBER}}}'.encode(),
        b'{"navn": "Pasienten \\u00d8ystein \\u00d8stby"}',
        f"\ufeff{NUMBER}".encode("utf-16"),
        b"\xff\xfe\x00\xd8" + NUMBER.encode(),
    ],
)
def test_a_message_of_any_kind_is_looked_through(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "melding"
    file.write_bytes(content)

    assert main(["guard", str(file)]) == 1


def test_the_name_of_a_file_is_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"{NUMBER}.txt"
    file.write_text("Hei.", "utf-8")

    assert main(["guard", str(file)]) == 1
    assert "Filnavnet: stoppes" in capsys.readouterr().out


def test_a_file_that_is_not_there_ends_with_2_and_the_others_are_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "avvik.txt"
    file.write_text(NUMBER, "utf-8")

    assert main(["guard", str(tmp_path / "borte.txt"), str(file)]) == 2
    shown = capsys.readouterr()
    assert "kunne ikke åpnes" in shown.err
    assert "stoppes" in shown.out


def test_lines_are_answered_one_by_one_and_a_bad_one_with_an_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"id": 1, "text": f"fnr {NUMBER}"}), "{", '{"id": 2}', '{"id": 3, "text": "Hei."}']
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))

    assert main(["guard", "--jsonl", "-"]) == 2
    first, broken, lacking, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"id": 1, "hits": [{"kind": "identity_number", "start": 4, "end": 15, "level": "block"}]}
    assert broken["error"]["code"] == lacking["error"]["code"] == "bad_record"
    assert lacking["id"] == 2
    assert last == {"id": 3, "hits": []}


def test_neither_files_nor_lines_is_wrong_use() -> None:
    assert main(["guard"]) == 64


def test_every_kind_says_in_both_forms_of_norwegian_what_to_write_instead() -> None:
    guard = Guard.load(data("rules") / "guard")

    for code, kind in guard.kinds.items():
        assert set(kind.label) == set(kind.instead) == {"nb", "nn"}, code
        assert all(kind.instead[form].endswith(".") for form in ("nb", "nn")), code
