"""The types a condition is checked against: the field schema's, and those of literals until they meet a field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Type:
    """`kind`: bool, int, string, date, datetime, enum, list, record; `text` is a literal that may become any of
    string, date or enum; `any` stands where a fault was found, so that one mistake gives one message."""

    kind: str
    name: str = ""
    members: tuple[str, ...] = ()
    of: "Type | None" = None
    fields: Mapping[str, "Type"] = field(default_factory=dict, compare=False, hash=False)

    def __str__(self) -> str:
        match self.kind:
            case "list":
                return f"liste av {self.of}"
            case "enum" | "record":
                return self.name
            case _:
                return _NAMES[self.kind]


_NAMES = {
    "bool": "ja/nei",
    "int": "helt tall",
    "string": "tekst",
    "text": "tekst",
    "date": "dato",
    "datetime": "tidspunkt",
    "any": "ukjent",
}

BOOL = Type("bool")
INT = Type("int")
STRING = Type("string")
DATE = Type("date")
DATETIME = Type("datetime")
TEXT = Type("text")
ANY = Type("any")

SCALARS = frozenset({"bool", "int", "string", "text", "date", "datetime", "enum", "any"})

_LEAP = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29"
_COMMON = (
    r"(?:\d\d\d[1-9]|\d\d[1-9]\d|\d[1-9]\d\d|[1-9]\d\d\d)-"
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
)
DATE_PATTERN = rf"^(?:{_COMMON}|{_LEAP})\Z"
"""Days that exist, as «2026-01-14»."""
DATETIME_PATTERN = (
    rf"^(?:{_COMMON}|{_LEAP})"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-][01]\d:?[0-5]\d)?)?\Z"
)
"""A day, or a day and a time of day, with or without seconds and zone."""

_DATE = re.compile(DATE_PATTERN)


def is_date(text: str) -> bool:
    return _DATE.match(text) is not None


def list_of(element: Type) -> Type:
    return Type("list", of=element)


def unify(left: Type, right: Type) -> Type | None:
    """The type both can be read as, or None. Whether a literal's text fits is for the checker to see."""
    if left.kind == "any" or right.kind == "any":
        return ANY
    if left == right:
        return left
    if left.kind == "text" and right.kind in ("string", "date", "enum"):
        return right
    if right.kind == "text" and left.kind in ("string", "date", "enum"):
        return left
    if left.kind == right.kind == "list" and left.of and right.of:
        of = unify(left.of, right.of)
        return None if of is None else list_of(of)
    return None
