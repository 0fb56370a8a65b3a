"""What rules do to one another once each has been judged alone: exceptions, conflicts, giving way.

Outcome codes are the generated function's. All numbers are places in the list of rules of one document kind.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from samhandling.rules.cel.codegen import BROKEN, MET, NOT_APPLICABLE, UNKNOWN, UNKNOWN_APPLIES
from samhandling.rules.model import Rule

_CERTAIN = {"applies": {MET, BROKEN, UNKNOWN}, "met": {MET}, "broken": {BROKEN}}
_POSSIBLE = {"applies": {UNKNOWN_APPLIES}, "met": {UNKNOWN, UNKNOWN_APPLIES}, "broken": {UNKNOWN, UNKNOWN_APPLIES}}


@dataclass(frozen=True, slots=True)
class Relations:
    """`exceptions`: (source, target, when), sources before those they set aside. `conflicts`: (broken, met)."""

    exceptions: tuple[tuple[int, int, str], ...]
    conflicts: tuple[tuple[int, int], ...]
    yielding: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(slots=True)
class Settled:
    """`codes` after all; `yields`: rule → the one it stands back for; `doubts`: rule → the exception that may hold."""

    codes: list[int]
    yields: dict[int, int]
    doubts: dict[int, int]
    conflicts: dict[int, int]


def relations(rules: Sequence[Rule]) -> Relations:
    """The relations among these rules; those to rules of other kinds of document have no effect."""
    place = {rule.id: at for at, rule in enumerate(rules)}
    rank = {number: at for at, number in enumerate(order(rules)[0])}
    exceptions = [
        (at, place[target], aside.when)
        for at, rule in enumerate(rules)
        for aside in rule.sets_aside
        for target in aside.targets
        if target in place
    ]
    conflicts = tuple(
        (at, place[other]) for at, rule in enumerate(rules) for other in rule.conflicts_with if other in place
    )
    yielding = [
        (at, tuple(place[other] for other in rule.gives_way_to if other in place))
        for at, rule in enumerate(rules)
        if rule.gives_way_to
    ]
    exceptions.sort(key=lambda found: rank[rules[found[0]].id])
    return Relations(tuple(exceptions), conflicts, tuple(pair for pair in yielding if pair[1]))


def settle(codes: Iterable[int], related: Relations, never_broken: frozenset[int]) -> Settled:
    """Exceptions first, then what may not be broken, then conflicts, then giving way.

    A breach that an exception may excuse is undecided: the accusation could be false.
    """
    settled = Settled(list(codes), {}, {}, {})
    now = settled.codes
    for source, target, when in related.exceptions:
        _set_aside(settled, source, target, when)
    for at in never_broken:
        if now[at] == BROKEN:
            now[at] = NOT_APPLICABLE
    for one, other in related.conflicts:
        if now[one] == BROKEN and now[other] == MET:
            settled.conflicts.setdefault(one, other)
            settled.conflicts.setdefault(other, one)
    for at in settled.conflicts:
        now[at] = UNKNOWN
    accused = {at for at, code in enumerate(now) if code == BROKEN and at not in settled.doubts}
    for at, others in related.yielding:
        stronger = next((other for other in others if other in accused), None)
        if now[at] == BROKEN and stronger is not None:
            now[at] = NOT_APPLICABLE
            settled.yields[at] = stronger
    for at in list(settled.doubts):
        if now[at] == BROKEN:
            now[at] = UNKNOWN
        else:
            del settled.doubts[at]
    return settled


def _set_aside(settled: Settled, source: int, target: int, when: str) -> None:
    """One exception. Where it is not certain that it holds, only a breach is put in doubt."""
    now = settled.codes
    certain = now[source] in _CERTAIN[when]
    if certain and source not in settled.doubts:
        if now[target] != NOT_APPLICABLE:
            now[target] = NOT_APPLICABLE
            settled.yields[target] = source
    elif (certain or now[source] in _POSSIBLE[when]) and now[target] == BROKEN:
        settled.doubts[target] = source


def order(rules: Iterable[Rule]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Rule ids with those that set aside before those they set aside, and the cycles that make that impossible."""
    targets: dict[str, list[str]] = {}
    for rule in rules:
        targets.setdefault(rule.id, []).extend(target for aside in rule.sets_aside for target in aside.targets)
    return _sorted(targets)


def yield_cycles(rules: Iterable[Rule]) -> list[tuple[str, ...]]:
    """Rules that all give way to one another, so that none would be accused."""
    targets: dict[str, list[str]] = {}
    for rule in rules:
        targets.setdefault(rule.id, []).extend(rule.gives_way_to)
    return _sorted(targets)[1]


def _sorted(targets: Mapping[str, Sequence[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    done: list[str] = []
    seen: set[str] = set()
    cycles: list[tuple[str, ...]] = []

    def visit(number: str, way: tuple[str, ...]) -> None:
        if number in way:
            cycles.append((*way[way.index(number) :], number))
        elif number not in seen:
            for target in targets.get(number, ()):
                visit(target, (*way, number))
            if number not in seen:
                seen.add(number)
                done.append(number)

    for number in targets:
        visit(number, ())
    return done[::-1], cycles
