"""Who may move a case from which state to which: one table for each kind of case.

Buttons, refusals, tests and the diagrams of the documentation come from the same rows. Nothing here knows a database:
a case is its state, the hats of the one who acts, and the facts that hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from samhandling.kernel.errors import Refused


class Hat(StrEnum):
    """In what capacity somebody acts in a case. One person may wear several."""

    REPORTER = "reporter"  # opened it, or works where it was opened
    RESPONSIBLE = "responsible"  # works where an answer is owed
    PARTY = "party"  # works for one of those the case is about
    STEWARD = "steward"  # the PKO of the area that owns the case
    COUNCIL = "council"  # sits in the body that advises
    SECRETARY = "secretary"  # keeps the papers of that body
    OSO = "oso"  # keeps the papers of OSO
    MACHINE = "machine"  # the clock


#: Whoever wears one of these has a side, and does not judge.
SIDES: Final = frozenset({Hat.REPORTER, Hat.RESPONSIBLE, Hat.PARTY})
#: What a case is in before it is stored.
START: Final = "draft"


@dataclass(frozen=True, slots=True)
class Move:
    """`to`: empty when the case stays where it is. `label`, `done`: message ids, for the button and for afterwards.

    `needs`: facts without which it is refused, each with a text of its own. `stays_while`: a fact that keeps the case
    where it is although the move is made (one of several has answered). `impartial`: not for somebody with a side.
    `weight`: primary, ordinary or danger, for the button.
    """

    code: str
    sources: frozenset[str]
    to: str
    hats: frozenset[Hat]
    label: str = ""
    done: str = ""
    needs: tuple[str, ...] = ()
    stays_while: str = ""
    impartial: bool = False
    weight: str = "ordinary"


@dataclass(frozen=True, slots=True)
class Machine:
    """`states`: code to message id, in the order a case usually goes. `ends`: nothing is owed in them.

    `facts`: every fact a move may need, to the message id of what is told when it does not hold.
    Raises ValueError for a table that contradicts itself.
    """

    kind: str
    states: dict[str, str]
    ends: frozenset[str]
    facts: dict[str, str]
    moves: tuple[Move, ...]
    by_code: dict[str, Move] = field(init=False)

    def __post_init__(self) -> None:
        known = {START, *self.states}
        for move in self.moves:
            named = {*move.sources, move.to} - {""}
            if not named <= known or not {*move.needs} <= {*self.facts} or not move.sources:
                raise ValueError(f"{self.kind}.{move.code} names a state or a fact that is not in the table")
        by_code = {move.code: move for move in self.moves}
        if len(by_code) < len(self.moves) or not self.ends <= known:
            raise ValueError(f"{self.kind} has a move twice, or an end that is no state")
        object.__setattr__(self, "by_code", by_code)

    def open(self, state: str, hats: frozenset[Hat]) -> Iterator[Move]:
        """What one may do from here, whatever the facts: the buttons, and those that say what is missing."""
        return (move for move in self.moves if state in move.sources and _may(move, hats))

    def missing(self, move: Move, facts: frozenset[str]) -> tuple[str, ...]:
        """The facts that keep it from being made now."""
        return tuple(need for need in move.needs if need not in facts)

    def step(self, state: str, code: str, hats: frozenset[Hat], facts: frozenset[str]) -> str:
        """The state after the move.

        Refused, with what stands in the way: «move_unknown», «move_from_here», «move_not_yours», «move_has_side»,
        «move_needs».
        """
        move = self.by_code.get(code)
        if move is None:
            raise Refused("move_unknown", move=code)
        if state not in move.sources:
            raise Refused("move_from_here", move=code, state=state)
        if not move.hats & hats:
            raise Refused("move_not_yours", move=code)
        if not _may(move, hats):
            raise Refused("move_has_side", move=code)
        missing = self.missing(move, facts)
        if missing:
            raise Refused("move_needs", move=code, fact=missing[0])
        if not move.to or move.stays_while in facts:
            return state
        return move.to


def _may(move: Move, hats: frozenset[Hat]) -> bool:
    return bool(move.hats & hats) and not (move.impartial and hats & SIDES)
