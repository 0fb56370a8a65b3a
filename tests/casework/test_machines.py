"""The tables of moves of every kind of case: what they allow, what they refuse and why, where a random walk ends."""

import random
from collections.abc import Iterator

import pytest

from samhandling.app import SLICES
from samhandling.cases.moves import SIDES, START, Hat, Machine, Move
from samhandling.casework.slices import Slice
from samhandling.casework.texts import REFUSALS
from samhandling.kernel.errors import Refused

KINDS = pytest.mark.parametrize("kind", SLICES, ids=lambda kind: kind.machine.kind)
STEPS = 10_000


def every() -> Iterator[tuple[Machine, Move, str]]:
    for kind in SLICES:
        for move in kind.machine.moves:
            for source in sorted(move.sources):
                yield kind.machine, move, source


@pytest.mark.parametrize(("machine", "move", "source"), list(every()), ids=lambda value: getattr(value, "code", None))
def test_a_move_is_made_with_its_hat_and_its_facts_and_with_nothing_less(
    machine: Machine, move: Move, source: str
) -> None:
    facts = frozenset(move.needs)
    for hat in move.hats:
        after = machine.step(source, move.code, frozenset({hat}), facts)
        assert after == (move.to or source)
        for need in move.needs:
            assert refusal(machine, source, move, frozenset({hat}), facts - {need}) == ("move_needs", need)
        if move.impartial and hat not in SIDES:
            assert refusal(machine, source, move, frozenset({hat, Hat.REPORTER}), facts)[0] == "move_has_side"
    others = frozenset(Hat) - move.hats
    assert refusal(machine, source, move, others, facts)[0] == "move_not_yours"
    if move.stays_while:
        hat = frozenset({next(iter(move.hats))})
        assert machine.step(source, move.code, hat, facts | {move.stays_while}) == source


@KINDS
def test_a_move_is_refused_from_every_other_state(kind: Slice) -> None:
    machine = kind.machine
    for move in machine.moves:
        for state in {START, *machine.states} - move.sources:
            assert refusal(machine, state, move, frozenset(Hat), frozenset(machine.facts))[0] == "move_from_here"


@KINDS
def test_a_move_nobody_knows_is_refused(kind: Slice) -> None:
    with pytest.raises(Refused, match="move_unknown"):
        kind.machine.step(START, "fly", frozenset(Hat), frozenset())


@KINDS
def test_every_state_is_reached_and_every_open_one_is_left(kind: Slice) -> None:
    machine = kind.machine
    reached, frontier = {START}, {START}
    while frontier:
        frontier = {move.to for move in machine.moves if move.to and move.sources & frontier} - reached
        reached |= frontier
    assert reached == {START, *machine.states}
    for state in set(machine.states) - machine.ends:
        assert any(state in move.sources and move.to not in ("", state) for move in machine.moves)


@KINDS
def test_ten_thousand_random_steps_go_only_where_the_table_says(kind: Slice) -> None:
    """A model that knows nothing but the rows: who tries what with which facts, and what must come of it."""
    machine, walk = kind.machine, random.Random(20261126)  # noqa: S311
    rows = {move.code: move for move in machine.moves}
    state, made, refused = START, 0, 0
    for _ in range(STEPS):
        hats = frozenset(walk.sample(list(Hat), walk.randint(1, 3)))
        facts = frozenset(fact for fact in machine.facts if walk.random() < 0.7)
        code = walk.choice(sorted(rows))
        move = rows[code]
        allowed = (
            state in move.sources
            and bool(hats & move.hats)
            and not (move.impartial and hats & SIDES)
            and set(move.needs) <= facts
        )
        try:
            after = machine.step(state, code, hats, facts)
        except Refused:
            assert not allowed, (state, code, hats, facts)
            refused += 1
            continue
        assert allowed, (state, code, hats, facts)
        assert after == state if not move.to or move.stays_while in facts else after == move.to
        made += 1
        dead_end = not any(after in row.sources for row in machine.moves)
        state = START if dead_end or walk.random() < 0.02 else after
    assert made > 100
    assert refused > 1_000


@KINDS
def test_every_refusal_and_every_button_has_words(kind: Slice) -> None:
    machine = kind.machine
    assert all(machine.facts.values())
    assert all(machine.states.values())
    assert {"move_unknown", "move_from_here", "move_not_yours", "move_has_side"} <= set(REFUSALS)
    for move in machine.moves:
        assert move.done
        assert move.label or move.hats == {Hat.MACHINE}
    assert set(kind.steps) <= set(machine.by_code)


@KINDS
def test_a_table_that_contradicts_itself_is_refused(kind: Slice) -> None:
    broken = Move("x", frozenset({"nowhere"}), "", frozenset({Hat.STEWARD}))
    with pytest.raises(ValueError, match="not in the table"):
        Machine("broken", dict(kind.machine.states), frozenset(), {}, (broken,))


def refusal(
    machine: Machine, state: str, move: Move, hats: frozenset[Hat], facts: frozenset[str]
) -> tuple[str, object]:
    with pytest.raises(Refused) as refused:
        machine.step(state, move.code, hats, facts)
    return refused.value.code, refused.value.values.get("fact")
