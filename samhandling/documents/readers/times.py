"""Finds times that contradict each other; all of them are kept, none is chosen."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

_ORDERS: Final = (
    ("sent_at", "approved_at", "approved_after_sent"),
    ("sent_at", "discharged_on", "discharged_after_sent"),
    ("admitted_on", "discharged_on", "discharged_before_admitted"),
)
_FORWARD: Final = {"discharged_before_admitted"}


def contradictions(fields: Mapping[str, Any]) -> Iterator[str]:
    """The codes of the notices; times are compared as written, at the coarser one's precision."""
    for first, second, code in _ORDERS:
        early, late = fields.get(first), fields.get(second)
        if not isinstance(early, str) or not isinstance(late, str):
            continue
        length = min(len(early), len(late), 19)
        early, late = early[:length], late[:length]
        if (late < early) if code in _FORWARD else (late > early):
            yield code
