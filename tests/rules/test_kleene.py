"""The three-valued tables, as rules/README.md prints them for authors."""

import re

import pytest

from samhandling.rules.cel.checker import check
from samhandling.rules.cel.codegen import compile_source, condition_source
from samhandling.rules.cel.text import standard
from samhandling.rules.cel.trace import tracer
from tests.rules.books import RULES
from tests.rules.generate import DOCUMENT, SCHEMA
from tests.rules.oracle import Oracle

VALUE = {"sant": True, "usant": False, "?": None}
BOLD = r"\*\*(?:sant|usant|\?)\*\*"
ROW = re.compile(rf"\| \*\*(sant|usant|\?)\*\* \| (.*) \| \| {BOLD} \| (.*) \| \| {BOLD} \| (.*) \|")
COLUMNS = ("sant", "usant", "?")


def _printed() -> list[tuple[str, bool | None, bool | None, bool | None]]:
    cases: list[tuple[str, bool | None, bool | None, bool | None]] = []
    rows = [match.groups() for line in (RULES / "README.md").read_text().splitlines() if (match := ROW.fullmatch(line))]
    for left, both, either, inverse in rows:
        for operator, cells in (("flag && other", both), ("flag || other", either)):
            found = zip(COLUMNS, cells.split(" | "), strict=True)
            cases += [(operator, VALUE[left], VALUE[right], VALUE[cell]) for right, cell in found]
        cases.append(("!flag", VALUE[left], None, VALUE[inverse]))
    return cases


def _answers(source: str, document: dict[str, object]) -> set[bool | None]:
    """What generated code, the tracer and Google's CEL say."""
    node = check(source, DOCUMENT).node
    decoded = SCHEMA.decode(document)
    generated = compile_source(condition_source(node))(decoded)
    assert generated is None or isinstance(generated, bool)
    return {generated, tracer(node).run(decoded)[0], Oracle(standard(node)).answer(document)}


def _document(flag: bool | None, other: bool | None) -> dict[str, object]:
    return {name: value for name, value in (("flag", flag), ("other", other)) if value is not None}


def test_the_readme_prints_the_whole_tables() -> None:
    assert len(_printed()) == 9 + 9 + 3


@pytest.mark.parametrize(("source", "flag", "other", "wanted"), _printed())
def test_a_printed_table_cell_is_what_every_engine_answers(
    source: str, flag: bool | None, other: bool | None, wanted: bool | None
) -> None:
    assert _answers(source, _document(flag, other)) == {wanted}


TRUE, FALSE, MISSING = {"ok": True}, {"ok": False}, {"n": 1}


@pytest.mark.parametrize(
    ("macro", "leaves", "wanted"),
    [
        ("exists", [], False),
        ("exists", [FALSE, MISSING], None),
        ("exists", [MISSING, TRUE], True),
        ("exists", None, None),
        ("all", [], True),
        ("all", [TRUE, MISSING], None),
        ("all", [MISSING, FALSE], False),
        ("all", None, None),
        ("exists_one", [TRUE, FALSE], True),
        ("exists_one", [TRUE, TRUE], False),
        ("exists_one", [TRUE, TRUE, MISSING], None),
    ],
)
def test_a_macro_absorbs_what_is_missing_only_where_another_element_decides(
    macro: str, leaves: list[dict[str, object]] | None, wanted: bool | None
) -> None:
    document: dict[str, object] = {} if leaves is None else {"leaves": leaves}
    assert _answers(f"leaves.{macro}(x, x.ok)", document) == {wanted}


@pytest.mark.parametrize(
    ("source", "document", "wanted"),
    [
        ("flag ? n > 1 : m > 1", {"flag": True, "n": 2}, True),
        ("flag ? n > 1 : m > 1", {"n": 2, "m": 2}, None),
        ("leaves[1].ok", {"leaves": [TRUE]}, None),
        ("has(leaves[1].ok)", {"leaves": [TRUE]}, None),
        ("has(leaves)", {"leaves": []}, True),
        ("has(word)", {}, False),
        ("size(leaves.filter(x, x.ok)) == 1", {"leaves": [TRUE, MISSING]}, None),
        ("1 in leaves.map(x, x.n)", {"leaves": [MISSING, TRUE]}, None),
        ("word in ['a', 'b']", {}, None),
        ("day(at) == on", {"at": "2026-01-14T23:59", "on": "2026-01-14"}, True),
        ("days(on, until) == 29", {"on": "2024-02-01", "until": "2024-03-01"}, True),
        ("n + n > m", {"n": 2**53, "m": 1}, True),
    ],
)
def test_other_operations_are_missing_when_a_part_is(
    source: str, document: dict[str, object], wanted: bool | None
) -> None:
    assert _answers(source, document) == {wanted}
