"""docs/sikkerhet.md says of every requirement of ASVS 5.0 level 2 what holds it, and what it says is there."""

import ast
import csv
from functools import cache
from pathlib import Path

import pytest

from tests.shared import SHARED
from tools.asvs import DOCS, DOCUMENT, STATUSES, document, requirements

ROOT = Path(__file__).resolve().parents[1]
ROWS = requirements()


@cache
def named_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@cache
def headings(document: str) -> frozenset[str]:
    path = DOCS / document
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return frozenset(line.lstrip("#").strip() for line in lines if line.startswith("#"))


def test_the_whole_level_is_there_once_and_nothing_else() -> None:
    assert len(ROWS) == 253
    text = (DOCS / "asvs.yaml").read_text("utf-8")
    assert all(text.count(f"\n{number}:") == 1 for number in list(ROWS)[1:])
    if SHARED is None or not (SHARED / "design" / "asvs-l2.csv").is_file():
        pytest.skip("the list of the standard is not here; only the count was looked at")
    with (SHARED / "design" / "asvs-l2.csv").open(encoding="utf-8", newline="") as file:
        assert set(ROWS) == {row["req"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("number", ROWS)
def test_a_requirement_names_what_holds_it(number: str) -> None:
    row = ROWS[number]
    assert set(row) <= {"what", "status", "by", "why"}
    assert len(row["what"]) >= 3
    assert row["status"] in STATUSES
    named = row.get("by", [])
    if row["status"] == "test":
        assert named
        for each in named:
            file, _, function = each.partition("::")
            assert function in named_in(file), each
    elif row["status"] == "drift":
        assert named
        for each in named:
            file, _, heading = each.partition(": ")
            assert heading in headings(file), each
    else:
        assert named == []
        assert len(row["why"]) > 12


def test_the_document_is_what_the_data_say() -> None:
    """After a change: `python -m tools.asvs`."""
    assert DOCUMENT.read_text("utf-8") == document()
