"""Rules about the database that a type checker cannot see, read from the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import samhandling

ROOT = Path(samhandling.__file__).parent
# Tables whose rows some may see and others not: they are asked for through `cases.repository.scoped` only.
SCOPED = {
    "Case", "Participant", "Disqualification", "Assignment", "ClockRow", "Statement", "RuleLink", "CaseLink",
    "Attachment", "SearchEntry",
}  # fmt: skip
# Where a query may stand beside the files called repository.py, and why.
QUERIES = {
    "audit/trail_repository.py": "whole chains",
    "redactable.py": "the areas of a row, of any table with free text",
    "guarding/redacting.py": "any column that holds free text",
    "kernel/database.py": "set_config",
    "identity/accounts.py": "accounts, which are outside every scope",
    "demo/marking.py": "whether the demonstration area is there",
    "migrations/running.py": "an advisory lock",
}
# Where rows of scoped tables are changed without the repository, on behalf of the system.
PAST_THE_SCOPE = {"guarding/redacting.py", "redactable.py", "redaction_list.py", "housekeeping.py"} | {
    "search/index_repository.py",
}


# Functions that only write queries, which the one that asks them puts through the scope.
ASKED_LATER = {"_ways"}


def trees(*words: str) -> Iterator[tuple[str, ast.Module]]:
    """Of the modules that hold one of the words: to read all of them takes seconds."""
    for path in sorted(ROOT.rglob("*.py")):
        name, source = path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        if not name.startswith("migrations/versions/") and any(word in source for word in words):
            yield name, ast.parse(source)


def calls(tree: ast.AST) -> Iterator[tuple[int, str, str, ast.Call]]:
    """Line, what it is called on, its name, the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield node.lineno, ast.unparse(function.value), function.attr, node
            elif isinstance(function, ast.Name):
                yield node.lineno, "", function.id, node


def commits(tree: ast.AST) -> list[int]:
    return [line for line, _, name, _ in calls(tree) if name == "commit"]


def clocks(tree: ast.AST) -> list[int]:
    return [line for line, on, name, _ in calls(tree) if _is_clock(on, name)]


def _is_clock(on: str, name: str) -> bool:
    return name in ("today", "utcnow") or (name == "now" and on.split(".")[-1] == "datetime")


def queries(tree: ast.AST) -> list[int]:
    return [
        line for line, on, name, _ in calls(tree) if name == "select" and on in ("", "sa", "sqlalchemy", "sqlmodel")
    ]


def past_the_scope(tree: ast.AST) -> list[int]:
    """Core statements on scoped tables: `scoped` cannot reach them."""
    found = []
    for line, on, name, call in calls(tree):
        tables = {node.id for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Name)}
        if name in ("update", "delete", "insert", "table") and on in ("", "sa") and tables & SCOPED:
            found.append(line)
        if name in ("get", "get_one") and "session" in on and tables & SCOPED:
            found.append(line)
        if name == "text" and on == "sa":
            found.append(line)
    return found


def unscoped(tree: ast.AST) -> list[int]:
    """Functions that ask for a scoped table without `scoped` around it."""
    found = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or function.name in ASKED_LATER:
            continue
        called = {name for _, _, name, _ in calls(function)}
        asks = any(
            name == "select"
            and {node.id for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Name)}
            & SCOPED
            for _, _, name, call in calls(function)
        )
        if asks and not called & {"scoped", "_only"}:
            found.append(function.lineno)
    return found


def test_only_the_kernel_commits():
    found = {name: lines for name, tree in trees("commit") if (lines := commits(tree))}
    assert {name: lines for name, lines in found.items() if not name.startswith("kernel/")} == {}


def test_only_the_clock_asks_what_time_it_is():
    named = trees("now(", "today(", "utcnow(")
    assert {name: lines for name, tree in named if (lines := clocks(tree)) and name != "kernel/clock.py"} == {}


def test_queries_stand_in_repositories():
    strayed = {
        name: lines
        for name, tree in trees("select(")
        if (lines := queries(tree)) and not name.endswith("repository.py") and name not in QUERIES
    }
    assert strayed == {}


def test_what_belongs_to_cases_is_asked_for_through_the_scope():
    strayed = {
        name: lines
        for name, tree in trees(*SCOPED, "text(")
        if name not in PAST_THE_SCOPE and (lines := [*past_the_scope(tree), *unscoped(tree)])
    }
    assert strayed == {}


def test_the_named_exceptions_are_still_needed():
    present = dict(trees("select("))
    assert [name for name in QUERIES if name not in present or not queries(present[name])] == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (commits, "session.commit()"),
        (commits, "connection.commit()"),
        (clocks, "datetime.now(UTC)"),
        (clocks, "datetime.datetime.now()"),
        (clocks, "date.today()"),
        (clocks, "datetime.utcnow()"),
        (queries, "select(Area)"),
        (queries, "sa.select(Area.id)"),
        (past_the_scope, "sa.update(Case).values(title='x')"),
        (past_the_scope, "session.get(Statement, 3)"),
        (past_the_scope, "session.execute(sa.text('SELECT 1'))"),
        (unscoped, "def f(session):\n    return session.exec(select(Case.id))"),
        (unscoped, "def f(session):\n    return session.exec(select(sa.func.count(Statement.id)))"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_each_rule_finds_what_it_forbids(rule, source):
    assert rule(ast.parse(source))
