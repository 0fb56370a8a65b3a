"""The table of moves: every transition allowed and refused, and what no walk through it can bring about."""

import random
from dataclasses import dataclass, field

import pytest

from samhandling.cases.moves import SIDES, START, Hat, Move
from samhandling.kernel.errors import Refused
from samhandling.transfers.states import MACHINE

EVERY_FACT = frozenset(MACHINE.facts)
JUDGES = frozenset({Hat.STEWARD, Hat.COUNCIL, Hat.SECRETARY, Hat.OSO})
STATES = (START, *MACHINE.states)


def a_hat(move: Move) -> frozenset[Hat]:
    """One that may make it."""
    return frozenset({next(hat for hat in Hat if hat in move.hats)})


def refusal(state: str, code: str, hats: frozenset[Hat], facts: frozenset[str] = EVERY_FACT) -> str:
    with pytest.raises(Refused) as error:
        MACHINE.step(state, code, hats, facts)
    return error.value.code


@pytest.mark.parametrize("move", MACHINE.moves, ids=lambda move: move.code)
def test_a_move_leads_where_the_table_says_from_every_state_it_names(move):
    for state in move.sources:
        for hat in move.hats - (SIDES if move.impartial else frozenset()):
            assert MACHINE.step(state, move.code, frozenset({hat}), EVERY_FACT) == (move.to or state)


@pytest.mark.parametrize("move", MACHINE.moves, ids=lambda move: move.code)
def test_a_move_is_refused_from_every_other_state(move):
    for state in set(STATES) - move.sources:
        assert refusal(state, move.code, a_hat(move)) == "move_from_here"


@pytest.mark.parametrize("move", MACHINE.moves, ids=lambda move: move.code)
def test_a_move_is_refused_to_whoever_has_none_of_its_hats(move):
    for state in move.sources:
        for hat in set(Hat) - move.hats:
            assert refusal(state, move.code, frozenset({hat})) == "move_not_yours"
        assert refusal(state, move.code, frozenset()) == "move_not_yours"


@pytest.mark.parametrize("move", [each for each in MACHINE.moves if each.impartial], ids=lambda move: move.code)
def test_whoever_has_a_side_does_not_judge(move):
    for side in SIDES:
        for state in move.sources:
            assert refusal(state, move.code, move.hats | {side}) == "move_has_side"


@pytest.mark.parametrize("move", [each for each in MACHINE.moves if each.needs], ids=lambda move: move.code)
def test_a_move_is_refused_while_any_fact_it_needs_is_missing(move):
    for need in move.needs:
        for state in move.sources:
            assert refusal(state, move.code, a_hat(move), EVERY_FACT - {need}) == "move_needs"


def test_every_state_can_be_reached_and_only_ends_are_left_alone():
    reached, grew = {START}, True
    while grew:
        found = {move.to for move in MACHINE.moves if move.to and move.sources & reached}
        grew = not found <= reached
        reached |= found
    assert reached == set(STATES)
    dead = {state for state in STATES if not any(state in move.sources and move.to for move in MACHINE.moves)}
    assert dead == MACHINE.ends


def test_every_judgement_is_impartial():
    judging = {"screen_light", "to_council_light", "score", "size", "heard", "send_back", "advise", "adopt", "reject",
               "postpone", "continue", "end", "disqualify", "readmit"}  # fmt: skip
    assert {move.code for move in MACHINE.moves if move.impartial} == judging


def test_the_parties_alone_bring_nothing_into_use():
    reached = {START}
    for _ in MACHINE.states:
        reached |= {move.to for move in MACHINE.moves if move.to and move.sources & reached and move.hats & SIDES}
    assert reached == {START, "proposal", "withdrawn"}


def test_the_clock_only_starts_what_was_adopted_and_brings_back_what_was_postponed():
    by_clock = {(state, move.to) for move in MACHINE.moves if Hat.MACHINE in move.hats and move.to
                for state in move.sources}  # fmt: skip
    assert by_clock == {
        ("adopted", "in_operation"),
        ("postponed", "assessing"),
        ("in_operation", "under_review"),
        ("continued", "under_review"),
    }


@dataclass
class Walk:
    """A random case, and a random reader at each step."""

    dice: random.Random
    state: str = START
    been: list[str] = field(default_factory=lambda: [START])
    heard_when_adopted: bool = True

    def step(self) -> None:
        facts = frozenset(fact for fact in MACHINE.facts if self.dice.random() < 0.7)
        hats = frozenset(self.dice.sample(list(Hat), self.dice.choice([1, 1, 1, 2, 3])))
        move = self.dice.choice(MACHINE.moves)
        try:
            after = MACHINE.step(self.state, move.code, hats, facts)
        except Refused:
            return
        self.held(move, hats, facts, after)
        self.state = after
        self.been.append(after)

    def held(self, move: Move, hats: frozenset[Hat], facts: frozenset[str], after: str) -> None:
        assert self.state in move.sources
        assert move.hats & hats
        assert set(move.needs) <= facts
        assert not (move.impartial and hats & SIDES)
        if self.state in MACHINE.ends:
            assert after == self.state, "an end is not left"
        if after == "adopted" and self.state != "adopted":
            assert "advised" in self.been, "nothing is adopted that nobody has advised on"
            assert {"gps_heard", "anchored", "supported"} <= facts
        if after in ("in_operation", "under_review", "continued"):
            assert "adopted" in self.been, "nothing is in use by agreement that was not adopted"
        if after == "in_operation" and self.state == "adopted":
            assert {"planned", "begun"} <= facts
        if after == "to_council":
            assert "screened" in self.been
            assert {"size_settled"} <= facts or self.state == "to_council"
        if after == "rejected" and self.state != "rejected":
            assert "advised" in self.been, "nothing is rejected that nobody has advised on"


def test_ten_thousand_random_steps_break_none_of_it():
    dice = random.Random(20260316)  # noqa: S311 – a walk, not a secret
    walk, steps, seen = Walk(dice), 0, set()
    while steps < 10_000:
        walk.step()
        steps += 1
        seen.add(walk.state)
        if walk.state in MACHINE.ends and dice.random() < 0.2:
            walk = Walk(dice)
    assert len(seen) >= 10, "the walk gets about"
