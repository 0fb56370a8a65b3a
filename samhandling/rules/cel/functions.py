"""The functions a condition may call, beyond operators and macros. Values never missing here: callers see to that."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

INT64 = 2**63


@dataclass(frozen=True, slots=True)
class Function:
    """`parameters`: for each argument the kinds of type that fit. `template` is Python for the generated code.

    `standard` functions are CEL's own; the others are registered (oracle and other CEL runtimes must be given them).
    """

    parameters: tuple[frozenset[str], ...]
    returns: str
    call: Callable[..., object]
    template: str
    usage: str
    method: bool = False
    fallible: bool = False
    standard: bool = True


def day(moment: str) -> str:
    """The calendar day of a date or datetime: its first ten characters."""
    return moment[:10]


def days(first: str, second: str) -> int | None:
    """Whole days from the first to the second; negative when the second is earlier; None when one is no date."""
    try:
        return (date.fromisoformat(second) - date.fromisoformat(first)).days
    except ValueError:
        return None


def plus(left: int, right: int) -> int | None:
    """None where CEL's 64-bit integers would overflow."""
    total = left + right
    return total if -INT64 <= total < INT64 else None


def minus(left: int, right: int) -> int | None:
    """None where CEL's 64-bit integers would overflow."""
    return plus(left, -right)


_TEXT = frozenset({"string", "text"})
_SIZED = frozenset({"string", "text", "list"})
_DAY = frozenset({"date", "text"})
_MOMENT = frozenset({"date", "datetime", "text"})

FUNCTIONS: dict[str, Function] = {
    "size": Function((_SIZED,), "int", len, "len({0})", "size(liste) eller size(tekst)"),
    "startsWith": Function(
        (_TEXT, _TEXT), "bool", str.startswith, "{0}.startswith({1})", "tekst.startsWith('a')", method=True
    ),
    "endsWith": Function((_TEXT, _TEXT), "bool", str.endswith, "{0}.endswith({1})", "tekst.endsWith('a')", method=True),
    "contains": Function((_TEXT, _TEXT), "bool", operator.contains, "{1} in {0}", "tekst.contains('a')", method=True),
    "day": Function((_MOMENT,), "date", day, "{0}[:10]", "day(tidspunkt)", standard=False),
    "days": Function((_DAY, _DAY), "int", days, "days({0}, {1})", "days(fra, til)", fallible=True, standard=False),
    "lower": Function((_TEXT,), "string", str.lower, "{0}.lower()", "lower(tekst)", standard=False),
}
