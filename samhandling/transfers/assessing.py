"""What the light and the full assessment of a transfer still lack, and which of the two it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from samhandling.transfers.codes import CRITERIA, QUESTIONS, Reply
from samhandling.transfers.load import Volume

#: What the figures of the full assessment are called where something says that they are missing.
VOLUME: Final = "volume"


def all_yes(replies: Mapping[str, Reply]) -> bool:
    """Anything but a clear yes to every one of the seven asks for the full assessment."""
    return all(replies.get(question) is Reply.YES for question in QUESTIONS)


def in_the_way(replies: Mapping[str, Reply]) -> tuple[str, ...]:
    """The questions that keep it from the light track, in order."""
    return tuple(question for question in QUESTIONS if replies.get(question) is not Reply.YES)


@dataclass(frozen=True, slots=True)
class Score:
    """0, 1 or 2, with the reason: a number alone tells nobody anything."""

    value: int | None
    text: str = ""

    @property
    def complete(self) -> bool:
        return self.value is not None and bool(self.text.strip())


def missing(volume: Volume | None, scores: Mapping[str, Score]) -> tuple[str, ...]:
    """What the full assessment lacks: «volume» and criteria, in order."""
    without = [criterion for criterion in CRITERIA if not scores.get(criterion, Score(None)).complete]
    return (*([VOLUME] if volume is None else []), *without)


def points(scores: Mapping[str, Score]) -> tuple[int, int]:
    """Of how many possible. No threshold hangs on it: it is shown, and people judge."""
    given = [each.value for criterion, each in scores.items() if criterion in CRITERIA and each.value is not None]
    return sum(given), 2 * len(given)
