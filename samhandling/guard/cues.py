"""Words before or after a place that say what it is.

A text is cut into words once, and each set of cues is looked up among them: it costs the same however many places ask.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import yaml

_BEFORE: Final = 40
_AFTER: Final = 25
_ABBREVIATED: Final = 5
_EDGE: Final = 2
_WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]+")
_SIMPLE: Final = re.compile(r"\*?[^\W\d_]+\*?")
_STOP: Final = re.compile(r"(?<=[^\W\d_]{4})(?<!nr)[.!?][ \n]{1,3}(?=[A-ZÆØÅ]|$)|[;\n]\s{0,3}(?=\S)|\n\n")
_NUMBERED: Final = re.compile(r"[ .:#=(-]{0,3}(?:(?:nr|nummer|no|id|er|var)[ .:]{1,3}){0,2}")
_TIE: Final = re.compile(
    r"[ .,:()/«\"-]{0,4}"
    r"(?:(?:er|heter|heiter|het|heitte|med|initialer|initialar|initialene|initialane|ved|på|for|i|den|vår|hennes|hans|sin)"
    r"[ :]{1,3}){0,2}"
)
_Part: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cues:
    """From `rules/guard/cues.yaml`: which sets each whole word, beginning, ending or inner part of a word belongs to;
    beginnings and endings by their two outermost letters.

    `odd`, by set: what is more than one run of letters («f.nr», «er født»), each with the part that comes first.
    """

    exact: dict[str, list[str]]
    beginnings: dict[str, list[_Part]]
    endings: dict[str, list[_Part]]
    inner: list[_Part]
    odd: dict[str, list[tuple[str, re.Pattern[str]]]]

    @classmethod
    def load(cls, folder: Path) -> "Cues":
        """`word*` is the beginning of a word, `*word` its end, `*word*` any part; otherwise the whole word."""
        rows: dict[str, list[str]] = yaml.load((folder / "cues.yaml").read_text("utf-8"), yaml.CSafeLoader)
        made = cls({}, {}, {}, [], {name: [] for name in rows})
        for name, words in rows.items():
            for word in words:
                if _SIMPLE.fullmatch(word):
                    made._keep(word.lower(), name)
                else:
                    made.odd[name].append((_first(word), re.compile(_pattern(word), re.IGNORECASE)))
        return made

    def near(self, text: str) -> "Near":
        words: dict[str, list[tuple[int, int]]] = {}
        for match in _WORD.finditer(text):
            words.setdefault(match.group().lower(), []).append(match.span())
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in self.odd}
        for word, places in words.items():
            for name in self._sets(word):
                found[name] += places
        lower = text.lower()
        for name, odd in self.odd.items():
            for first, pattern in odd:
                if first in lower:
                    found[name] += (match.span() for match in pattern.finditer(text))
            found[name].sort()
        return Near(text, found)

    def _keep(self, word: str, name: str) -> None:
        part = word.strip("*")
        if word[0] == word[-1] == "*":
            self.inner.append((part, name))
        elif word[-1] == "*":
            self.beginnings.setdefault(part[:_EDGE], []).append((part, name))
        elif word[0] == "*":
            self.endings.setdefault(part[-_EDGE:], []).append((part, name))
        else:
            self.exact.setdefault(part, []).append(name)

    def _sets(self, word: str) -> set[str]:
        sets = set(self.exact.get(word, ()))
        for part, name in self.beginnings.get(word[:_EDGE], ()):
            if word.startswith(part):
                sets.add(name)
        for part, name in self.endings.get(word[-_EDGE:], ()):
            if word.endswith(part):
                sets.add(name)
        for part, name in self.inner:
            if part in word:
                sets.add(name)
        return sets


@dataclass(frozen=True, slots=True)
class Near:
    """The cues of one text: `before` looks back from a place within the sentence, `after` ahead on the line."""

    text: str
    found: Mapping[str, list[tuple[int, int]]]

    def before(self, name: str, at: int, *, reach: int = _BEFORE) -> bool:
        """A word of the set stands before `at` in the same sentence."""
        return bool(self._before(name, at, reach))

    def after(self, name: str, at: int, *, reach: int = _AFTER) -> bool:
        return any(
            end <= at + reach and "\n" not in self.text[at:start] for start, end in self._within(name, at, reach)
        )

    def follows(self, name: str, at: int) -> bool:
        """The very next word is of the set."""
        places = self.found[name]
        here = bisect_left(places, (at + 1, 0))
        return here < len(places) and places[here][0] == at + 1

    def between(self, name: str, other: str, at: int, *, reach: int = _BEFORE) -> bool:
        """As `before`, with no word of `other` after the word of the set."""
        found = self._before(name, at, reach)
        return bool(found) and not any(
            start >= found[-1][1] and end <= at for start, end in self._within(other, at - reach, reach)
        )

    def touches(self, name: str, at: int) -> bool:
        """A word of the set is the last before `at`, but for signs and the words that tie («navn er», «ved»)."""
        for start, end in self._within(name, at - _BEFORE, _BEFORE):
            tie = _TIE.fullmatch(self.text, end, at) if end <= at else None
            # A full stop ends an abbreviation («pas.»); after a whole word it ends the sentence.
            if tie and ("." not in tie.group() or end - start <= _ABBREVIATED):
                return True
        return False

    def numbered(self, name: str, at: int) -> bool:
        """A word of the set says what number stands at `at`: «kontonr. 1», «ordre nummer: 1», but not «ordre for 1»."""
        return any(
            end <= at and _NUMBERED.fullmatch(self.text, end, at)
            for _, end in self._within(name, at - _BEFORE, _BEFORE)
        )

    def _before(self, name: str, at: int, reach: int) -> list[tuple[int, int]]:
        found = [place for place in self._within(name, at - reach, reach) if place[1] <= at]
        if not found:
            return found
        window = max(0, at - reach)
        begins = max((stop.end() for stop in _STOP.finditer(self.text[window:at])), default=0) + window
        return [place for place in found if place[0] >= begins]

    def _within(self, name: str, start: int, reach: int) -> list[tuple[int, int]]:
        """What begins in the stretch of `reach` from `start`."""
        places = self.found[name]
        return places[bisect_left(places, (start, 0)) : bisect_left(places, (start + reach, 0))]


def _pattern(word: str) -> str:
    body = re.escape(word.strip("*")).replace(r"\ ", r"[ \n]{1,3}")
    before = r"(?<![^\W_])" if word[0].isalpha() else ""
    after = "" if word.endswith("*") else r"(?![^\W\d_])"
    return before + body + after


def _first(word: str) -> str:
    """What a text must hold for the pattern to be worth trying."""
    return word.strip("*").split(" ")[0].lower()
