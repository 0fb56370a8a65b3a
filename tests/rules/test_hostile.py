"""Rule files written to harm: they end in a located fault, soon, and nothing they say is run."""

import time
from pathlib import Path

import pytest

from samhandling.rules.cel.checker import check
from samhandling.rules.cel.codegen import compile_source, condition_source
from samhandling.rules.cel.faults import ConditionFault
from samhandling.rules.cel.trace import tracer
from samhandling.rules.loader import UnknownArea, load_all, load_ruleset
from samhandling.rules.reading import RULE_KEYS
from samhandling.rules.schema import load_schema
from samhandling.rules.yamlfile import FileFault, Source, documents
from tests.rules.books import RULES, rule, statement, write_book

DOCUMENT = load_schema(RULES / "schema.yaml").document
SECONDS = 2.0

CONDITIONS = {
    "3000 parentheses": "(" * 3000 + "deceased" + ")" * 3000,
    "900 parentheses": "(" * 900 + "deceased" + ")" * 900,
    "900 signs": "!" * 900 + "deceased",
    "900 minus": "-" * 900 + "1 == 1",
    "nested lists": "[" * 900,
    "nested calls": "size(" * 300,
    "nested choices": "deceased?" * 200,
    "selections": "tests" + ".a" * 900,
    "indexes": "tests" + "[0]" * 600,
    "sum": "1" + "+1" * 900 + " == 1",
    "a million characters": "deceased || " * 83_334,
    "huge number": "supplied_days > " + "9" * 1500,
    "four macros": "tests.exists(a, tests.exists(b, tests.exists(c, tests.exists(e, a.graded && e.graded))))".replace(
        "tests", "sick_notes"
    ),
    "class": "area.__class__",
    "class alone": "__class__ == 'x'",
    "import": "__import__('os').system('id')",
    "call": "area.format('x')",
    "lambda": "(lambda: 1)()",
    "escape": "area == '\\x41'",
    "unfinished": "area == 'abc",
    "surrogate": "area == '\\ud800'",
    "nul": "area == 'a' \x00",
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("source", CONDITIONS.values(), ids=CONDITIONS)
def test_a_hostile_condition_is_refused_with_its_place(source: str) -> None:
    start = time.thread_time()
    with pytest.raises(ConditionFault) as caught:
        check(source, DOCUMENT)
    assert time.thread_time() - start < SECONDS
    for fault in caught.value.faults:
        assert 0 <= fault.start <= fault.end <= len(source)


@pytest.mark.parametrize("joiner", ["&&", "||"])
def test_a_long_flat_condition_is_read_checked_and_run(joiner: str) -> None:
    operator = "!=" if joiner == "&&" else "=="
    source = f" {joiner} ".join(f"supplied_days {operator} {at}" for at in range(80))
    node = check(source, DOCUMENT).node
    schema = load_schema(RULES / "schema.yaml")
    document = schema.decode({"supplied_days": 79})
    assert compile_source(condition_source(node))(document) is (joiner == "||")
    assert tracer(node).run(document)[0] is (joiner == "||")


def test_the_deepest_condition_allowed_runs() -> None:
    source = "deceased"
    for at in range(12):
        source = f"(urgent && rapid_follow_up && gp_required && {'!' if at == 0 else ''}{source} || has(area))"
    node = check(source, DOCUMENT).node
    assert compile_source(condition_source(node))(load_schema(RULES / "schema.yaml").decode({})) is None


FILES = {
    "alias bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "alias": "a: *x\n",
    "python tag": "a: !!python/object/apply:os.system [id]\n",
    "own tag": "a: !x 1\n",
    "binary tag": "a: !!binary aGVp\n",
    "merge": "a: {<<: &x {b: 1}}\n",
    "deep": "[" * 5000,
    "deep maps": "{a: " * 5000,
    "double key": "a: 1\na: 2\n",
    "list as key": "? [a]\n: b\n",
    "unfinished": "a: [1, 2\n",
    "tab": "a:\n\t- b\n",
    "nul": "a: \x00\n",
    "large": "a: " + "x" * 2_000_001,
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_hostile_file_is_refused_with_its_place(text: str) -> None:
    start = time.thread_time()
    with pytest.raises(FileFault) as caught:
        documents(Source("rules/x.yaml", text), 1)
    assert time.thread_time() - start < SECONDS
    assert str(caught.value).startswith("rules/x.yaml:")


@pytest.mark.parametrize("text", ["", "# bare en kommentar\n", "- a\n", "tekst\n", "--- \n"])
def test_a_file_without_a_statement_is_a_fault_and_not_a_crash(tmp_path: Path, text: str) -> None:
    book = write_book(tmp_path, statement("1.1", rule("1.1", "applies: deceased\nrequires: urgent")))
    (book / "1.2.yaml").write_text(text)
    assert [fault.file.rsplit("/", 1)[1] for fault in load_all(book).faults] == ["1.2.yaml"]


@pytest.mark.parametrize("value", ["1", "[]", "{}", "null", "[1, [2]]", "{nb: {nn: x}}", "true", "'x'", "-"])
@pytest.mark.parametrize("key", ["rules", "heading", "source", "situations", "text", "statement"])
def test_any_value_anywhere_in_a_statement_gives_faults_and_not_a_crash(tmp_path: Path, key: str, value: str) -> None:
    text = statement("1.1", rule("1.1", "applies: deceased\nrequires: urgent"))
    head = "\n".join(line for line in text.split("rules:\n")[0].splitlines() if not line.startswith(key))
    rest = "" if key == "rules" else "rules:\n" + text.split("rules:\n")[1]
    book = write_book(tmp_path, text)
    (book / "1.1.yaml").write_text(f"{head}\n{key}: {value}\n{rest}")
    assert all(fault.line >= 1 for fault in load_all(book).faults)


@pytest.mark.parametrize("value", ["1", "[]", "{}", "null", "[1, [2]]", "{a: {b: x}}", "true", "'x'"])
@pytest.mark.parametrize("key", sorted(RULE_KEYS))
def test_any_value_anywhere_in_a_rule_gives_faults_and_not_a_crash(tmp_path: Path, key: str, value: str) -> None:
    whole = rule("1.1", "applies: deceased\nrequires: urgent").splitlines()
    kept = [line for line in whole if not line.strip(" -").startswith(key)]
    kept = [line for line in kept if key != "message" or "er: {" not in line]
    kept[0] = "  - " + kept[0].strip(" -")
    book = write_book(tmp_path, statement("1.1", rule("1.1", "applies: deceased\nrequires: urgent")))
    (book / "1.1.yaml").write_text(statement("1.1", "\n".join([*kept, f"    {key}: {value}"]) + "\n"))
    assert all(fault.line >= 1 for fault in load_all(book).faults)


@pytest.mark.parametrize("area", ["../schema", "x/../../y", "", "UNN", "a.yaml", "finnesikke"])
def test_an_area_is_never_a_way_to_another_file(tmp_path: Path, area: str) -> None:
    book = write_book(tmp_path, statement("1.1", rule("1.1", "applies: deceased\nrequires: urgent")))
    with pytest.raises(UnknownArea):
        load_ruleset(book, area)


def test_what_follows_the_first_document_is_not_read_by_a_check(tmp_path: Path) -> None:
    text = statement("1.1", rule("1.1", "applies: deceased\nrequires: urgent"))
    assert load_ruleset(write_book(tmp_path, text + "---\nexamples: [*ikke lest\n")).rule("1.1").id == "1.1"
