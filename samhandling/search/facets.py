"""Terms that no text holds: what kind an entry is of, its rules, and through whom a case is seen.

They stand in the index beside the words, so that one look finds the newest cases that somebody may see. They only make
the look short: who sees what is said by `cases.repository.scoped`, and what is out of date here shows too little, never
too much.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from samhandling.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Who sees a case, in the words of a Scope. `shared`: whoever works in its area."""

    area: int
    person: UUID
    organisations: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()
    shared: bool = False

    @property
    def facets(self) -> tuple[str, ...]:
        return (
            *_each("area", [self.area]),
            *_each("by", [self.person.hex]),
            *_each("org", self.organisations),
            *_each("body", self.bodies),
            *_each("home", [self.area] if self.shared else []),
        )


def seen_in(scope: Scope) -> tuple[str, ...]:
    """Any of which an entry has that the scope sees. Not for a scope that sees everything."""
    return (
        *_each("area", scope.areas),
        *_each("by", [scope.person.hex] if scope.person else []),
        *_each("org", scope.organisations),
        *_each("body", scope.bodies),
        *_each("home", scope.home),
    )


def of_kind(code: str) -> str:
    return f"kind:{code}"


def of_subject(code: str) -> str:
    return f"subject:{code}"


def of_rule(number: str) -> str:
    return f"rule:{number}"


def of_rules(numbers: Iterable[str]) -> tuple[str, ...]:
    """With the chapters they stand in: «2.1.6» is found under 2.1 and 2."""
    parts = [number.split(".") for number in numbers]
    return tuple(of_rule(".".join(each[:length])) for each in parts for length in range(1, len(each) + 1))


def _each(name: str, ids: Iterable[object]) -> Iterable[str]:
    return (f"{name}:{each}" for each in ids)
