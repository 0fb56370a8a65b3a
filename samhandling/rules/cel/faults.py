"""What is wrong in a condition and where, in Norwegian, with the nearest right word."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Fault:
    """`start` and `end` are offsets in the condition's text; `hint` is what the author may have meant."""

    message: str
    start: int
    end: int
    hint: str | None = None


class ConditionFault(Exception):
    """A condition that cannot be read or that the fields do not allow; holds every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.message for fault in self.faults))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """«mente du «x»?» when one of `known` looks like `word`."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"mente du «{found[0]}»?" if found else None


def choices(words: Iterable[str]) -> str:
    """The words as a list in a sentence, at most twenty of them."""
    listed = sorted(words)
    shown = ", ".join(listed[:20])
    return f"{shown} …" if len(listed) > 20 else shown
