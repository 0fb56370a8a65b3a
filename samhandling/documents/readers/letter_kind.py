"""Tells from its words what kind of letter a plain text is: titles weigh more than turns of phrase further down."""

import re
from typing import Final, NamedTuple

from samhandling.documents.vocabulary import alternation, entry, pattern


class _Sign(NamedTuple):
    kind: str
    weight: int
    pattern: re.Pattern[str]


def _signs(where: str) -> tuple[_Sign, ...]:
    return tuple(
        _Sign(row["kind"], row["weight"], pattern(alternation(row["words"]))) for row in entry(f"kinds.{where}")
    )


_IN_HEAD: Final = _signs("in_head")
_IN_BODY: Final = _signs("in_body")
_HEAD_LINES: Final = 6
_HEAD_LENGTH: Final = 500
_ENOUGH: Final = 4
_BODY_LENGTH: Final = 20_000


def kind_in_words(text: str) -> str | None:
    """The kind the words point to; None when they point nowhere, or to two kinds alike."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    head = "\n".join(lines[:_HEAD_LINES])[:_HEAD_LENGTH]
    body = text[:_BODY_LENGTH]
    points: dict[str, int] = {}
    for signs, where in ((_IN_HEAD, head), (_IN_BODY, body)):
        for sign in signs:
            if sign.pattern.search(where):
                points[sign.kind] = points.get(sign.kind, 0) + sign.weight
    ranked = sorted(points.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < _ENOUGH or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
