"""Words of the trade that look like names and are none: «D-vitamin», «Celiakiprøver», «Bekhterevs», «BMI»."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

_LEAST_HEAD: Final = 2
_LEAST_TAIL: Final = 6
_HYPHEN: Final = re.compile(r"[-–]")


@dataclass(frozen=True, slots=True)
class Terms:
    """From `rules/guard/terms.yaml`; all but `abbreviations` in lower case."""

    words: frozenset[str]
    endings: tuple[str, ...]
    abbreviations: frozenset[str]

    @classmethod
    def load(cls, folder: Path) -> "Terms":
        """Raises OSError or KeyError for a folder that lacks it."""
        rows: dict[str, str] = yaml.load((folder / "terms.yaml").read_text("utf-8"), yaml.CSafeLoader)
        return cls(
            frozenset(rows["words"].lower().split()),
            tuple(rows["endings"].split()),
            frozenset(rows["abbreviations"].split()),
        )

    def holds(self, word: str) -> bool:
        """One of the words, also in the genitive."""
        lower = word.lower()
        return lower in self.words or lower.rstrip("'’").removesuffix("s") in self.words

    def ends_like_one(self, lower: str) -> bool:
        return lower.endswith(self.endings) and not lower.startswith(self.endings)


def joined(word: str) -> tuple[str, str] | None:
    """The parts of a compound whose last begins with a small letter («ADHD-legemidler»), else none."""
    parts = _HYPHEN.split(word)
    if len(parts) < _LEAST_HEAD or not parts[-1] or not parts[-1][0].islower():
        return None
    return parts[0], parts[-1]
