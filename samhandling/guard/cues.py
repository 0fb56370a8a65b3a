"""Words before or after a place that say what it is. Every quantifier is bounded, whatever the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

_BEFORE: Final = 40
_AFTER: Final = 25
_ABBREVIATED: Final = 5


@dataclass(frozen=True, slots=True)
class Cues:
    """Each a set of words from `rules/guard/cues.yaml`; `before` looks back from a place, `after` ahead."""

    patterns: Mapping[str, re.Pattern[str]]

    @classmethod
    def load(cls, folder: Path) -> "Cues":
        rows: dict[str, list[str]] = yaml.safe_load((folder / "cues.yaml").read_text("utf-8"))
        return cls({name: _any(words) for name, words in rows.items()})

    def before(self, name: str, text: str, at: int, *, reach: int = _BEFORE) -> bool:
        """A word of the set stands before `at` in the same sentence."""
        window = text[max(0, at - reach) : at]
        return self.patterns[name].search(_same_sentence_back(window)) is not None

    def after(self, name: str, text: str, at: int, *, reach: int = _AFTER) -> bool:
        window = text[at : at + reach].split("\n")[0]
        return self.patterns[name].search(window) is not None

    def touches(self, name: str, text: str, at: int) -> bool:
        """A word of the set is the last before `at`, but for signs and the words that tie («navn er», «ved»)."""
        window = text[max(0, at - _BEFORE) : at]
        for match in self.patterns[name].finditer(window):
            tie = _TIE.fullmatch(window, match.end())
            # A full stop ends an abbreviation («pas.»); after a whole word it ends the sentence.
            if tie and ("." not in tie.group() or len(match.group()) <= _ABBREVIATED):
                return True
        return False
    def follows(self, name: str, text: str, at: int) -> bool:
        """The very next word is of the set."""
        return self.patterns[name].match(text, at + 1) is not None

    def between(self, name: str, other: str, text: str, at: int, *, reach: int = _BEFORE) -> bool:
        """As `before`, with no word of `other` after the word of the set."""
        window = _same_sentence_back(text[max(0, at - reach) : at])
        ends = [match.end() for match in self.patterns[name].finditer(window)]
        return bool(ends) and self.patterns[other].search(window, ends[-1]) is None


def _any(words: list[str]) -> re.Pattern[str]:
    """`word*` matches the beginning of a word, `*word` its end; otherwise the whole word."""
    parts = []
    for word in words:
        body = re.escape(word.strip("*")).replace(r"\ ", r"[ \n]{1,3}")
        before = "" if word.startswith("*") else r"(?<![^\W_])"
        after = "" if word.endswith("*") else r"(?![^\W\d_])"
        parts.append(before + body + after)
    return re.compile("|".join(parts), re.IGNORECASE)


_TIE: Final = re.compile(
    r"[^\W\d_]{0,12}[ .,:()/«\"-]{0,4}"
    r"(?:(?:er|heter|heiter|het|heitte|med|initialer|initialar|initialene|initialane|ved|på|for|i|den|vår|hennes|hans|sin)[ :]{1,3}){0,2}"
)
_STOP: Final = re.compile(r"(?<=[^\W\d_]{4})(?<!nr)[.!?][ \n]{1,3}(?=[A-ZÆØÅ]|$)|[;\n]\s{0,3}(?=\S)|\n\n")


def _same_sentence_back(window: str) -> str:
    end = 0
    for stop in _STOP.finditer(window):
        end = stop.end()
    return window[end:]
