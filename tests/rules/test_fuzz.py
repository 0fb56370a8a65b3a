"""Random conditions over random documents: generated code, tracer and Google's CEL must agree on every one."""

import ast
import os
import random

import pytest

from samhandling.rules.cel.checker import Condition, check
from samhandling.rules.cel.codegen import compile_source, condition_source, rules_source
from samhandling.rules.cel.faults import ConditionFault
from samhandling.rules.cel.nodes import Logical
from samhandling.rules.cel.text import standard
from samhandling.rules.cel.trace import path, tracer
from samhandling.rules.cel.undecided import NONE, known_when, may_be_undecided
from tests.rules.generate import DOCUMENT, SCHEMA, Conditions, Documents
from tests.rules.oracle import Oracle

CASES = 100_000 if os.environ.get("CI") == "true" else 10_000
SHARDS = 4
DOCUMENTS = 50
SEED = 20180301


def _conditions(rng: random.Random, count: int) -> list[Condition]:
    """Conditions the checker accepts; most random ones are."""
    writer = Conditions(rng)
    found: list[Condition] = []
    while len(found) < count:
        try:
            found.append(check(writer.condition(), DOCUMENT))
        except ConditionFault:
            continue
    return found


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_engine_gives_the_answer_of_googles_cel(shard: int) -> None:
    rng = random.Random(SEED + shard)  # noqa: S311
    documents = Documents(rng)
    seen: set[bool | None] = set()
    for condition in _conditions(rng, CASES // SHARDS // DOCUMENTS + 1):
        oracle = Oracle(standard(condition.node))
        generated = compile_source(condition_source(condition.node))
        traced = tracer(condition.node)
        for _ in range(DOCUMENTS):
            document = documents.document()
            decoded = SCHEMA.decode(document)
            wanted = oracle.answer(document)
            answer, leaves = traced.run(decoded)
            assert generated(decoded) is wanted, (condition.source, document)
            assert answer is wanted, (condition.source, document)
            assert wanted is not None or leaves, (condition.source, document)
            assert all(path(leaf) for leaf in leaves)
            seen.add(wanted)
    assert seen == {True, False, None}


def test_many_rules_fused_into_one_function_give_what_each_gives_alone() -> None:
    rng = random.Random(SEED)  # noqa: S311
    documents = Documents(rng)
    for _ in range(20):
        conditions = _conditions(rng, 24)
        pairs = [(conditions[at].node, conditions[-at - 1].node) for at in range(24)]
        fused = compile_source(rules_source(pairs))
        alone = [[compile_source(condition_source(node)) for node in pair] for pair in pairs]
        for _ in range(20):
            document = SCHEMA.decode(documents.document())
            codes = fused(document)
            assert isinstance(codes, tuple)
            for (applies, requires), code in zip(alone, codes, strict=True):
                held, met = applies(document), requires(document)
                demanded = 3 if met is None else 1 if met else 2
                assert code == (4 if held is None else demanded if held else 0)


def test_a_condition_said_to_be_always_decided_behind_another_is_always_decided_there() -> None:
    rng = random.Random(SEED)  # noqa: S311
    documents = Documents(rng)
    decided = behind = 0
    for first, second in _pairs(_conditions(rng, 1200)):
        for known in (None, True, False):
            present = NONE if known is None else known_when(first.node, known)
            if may_be_undecided(second.node, present):
                continue
            decided += 1
            behind += may_be_undecided(second.node)
            before = compile_source(condition_source(first.node))
            run = compile_source(condition_source(second.node))
            for _ in range(40):
                document = SCHEMA.decode(documents.document())
                assert run(document) is not None or (known is not None and before(document) is not known)
    assert decided > 50
    assert behind > 0


def _pairs(conditions: list[Condition]) -> list[tuple[Condition, Condition]]:
    """Each condition with the next, and with one that asks a part of it."""
    pairs = list(zip(conditions[::2], conditions[1::2], strict=True))
    parts = [(first, part) for first, _ in pairs for part in _parts(first)]
    return [*pairs, *parts]


def _parts(condition: Condition) -> list[Condition]:
    """The questions a condition is made of, as conditions of their own."""
    operands = condition.node.operands if isinstance(condition.node, Logical) else ()
    return [Condition(condition.source, operand, (), frozenset()) for operand in operands]


_ALLOWED = (
    *(ast.Module, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.If, ast.For),
    *(ast.Break, ast.Pass, ast.IfExp, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add),
    *(ast.Expr, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.Is, ast.IsNot, ast.Name),
    *(ast.Load, ast.Store, ast.Attribute, ast.Constant, ast.Call, ast.Subscript, ast.Slice, ast.Tuple, ast.List),
)
_CALLED = {"len", "days", "plus", "minus"}
_METHODS = {"startswith", "endswith", "lower", "append"}


def test_generated_code_holds_nothing_but_reading_fields_and_comparing() -> None:
    rng = random.Random(SEED)  # noqa: S311
    fields = {*DOCUMENT.fields, *(name for kind in DOCUMENT.fields.values() if kind.of for name in kind.of.fields)}
    for condition in _conditions(rng, 300):
        for node in ast.walk(ast.parse(condition_source(condition.node))):
            assert isinstance(node, _ALLOWED), ast.dump(node)
            if isinstance(node, ast.Call):
                called = node.func
                named = isinstance(called, ast.Name) and called.id in _CALLED
                assert named or (isinstance(called, ast.Attribute) and called.attr in _METHODS)
            if isinstance(node, ast.Attribute):
                assert node.attr in fields | _METHODS
