"""Finds names of persons in running text with a small linear-chain model (CRF) on shapes, endings and the lexicon.

The model knows no name: of a capitalised word it sees shape, up to three letters at either end and which lists hold it.
Trained by tools/train_guard.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pycrfsuite
import yaml

from samhandling.guard.lexicon import Lexicon, bare

FLOOR = 0.1
MODEL = "persons.crfsuite"
BEGINS, INSIDE = "B-PER", "I-PER"
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:/-]\d+)*|\S")
_ENDS = frozenset(".!?:;•|*–\n")
_AFFIX = 3
_KNOWN_WORDS = 20_000
_PLACES = "12+*"  # one and two to the left, one and two to the right
_EDGES = tuple((f"{place}^",) for place in _PLACES)
_NONE = ("^", "^", "^")
_REACH = 4


def tokens(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each token as the model was trained on: words with inner hyphens, numbers, single signs."""
    return tuple(match.span() for match in _TOKEN.finditer(text))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the model sees of one token, in its own place and as the neighbour of others."""

    own: tuple[str, ...]
    near: tuple[tuple[str, ...], ...]
    lists: str
    shape: str
    cue: str
    candidate: bool


@dataclass(frozen=True, slots=True)
class Features:
    """Features of a token sequence; no word is told that begins with a capital or is not an ordinary one."""

    lexicon: Lexicon
    cues: dict[str, str]
    _known: dict[str, _Seen]

    @classmethod
    def load(cls, folder: Path, lexicon: Lexicon) -> "Features":
        content = yaml.load((folder / "cues.yaml").read_text("utf-8"), yaml.CSafeLoader)
        return cls(lexicon, {word: kind for kind, words in content.items() for word in words}, {})

    def seen(self, words: Sequence[str]) -> list[_Seen]:
        return [self._known.get(word) or self._see(word) for word in words]

    def rows(self, words: Sequence[str], seen: Sequence[_Seen]) -> list[list[str]]:
        return [_row(words, seen, here) for here in range(len(words))]

    def _see(self, word: str) -> _Seen:
        lower = bare(word)
        lists, shape, cue = self._lists(lower), _shape(word), self.cues.get(lower, "-")
        plain_word = word.islower() and ("w" in lists or len(word) == 1)
        own = [f"l={lists}", f"s={shape}", f"c={cue}", f"ls={lists}{shape}", f"n={min(len(word), 9)}"]
        near = [f"l={lists}", f"s={shape}", f"c={cue}"]
        if plain_word or not word[0].isalnum():
            own.append(f"w={word}")
            near.append(f"w={word}")
        elif word[0].isalpha():
            own += [f"e{n}={lower[-n:]}" for n in range(1, _AFFIX + 1) if len(lower) > n + 1]
            own += [f"b{n}={lower[:n]}" for n in range(2, _AFFIX + 1) if len(lower) > n + 1]
            if len(lower) > _AFFIX + 1:
                near.append(f"e={lower[-2:]}")
        candidate = word[0].isupper() or ("w" not in lists and bool(set(lists) & {"f", "n"}))
        beside = tuple(tuple(place + feature for feature in near) for place in _PLACES)
        result = _Seen(tuple(own), beside, lists, shape, cue, candidate)
        nameless = len(word) == 1 or bool(set(lists) & {"w", "h", "p"} and not set(lists) & {"f", "n"})
        if nameless and len(self._known) < _KNOWN_WORDS:  # a name never stays in memory
            self._known[word] = result
        return result

    def _lists(self, lower: str) -> str:
        lexicon = self.lexicon
        if not lower or not lower[0].isalpha():
            return "-"
        flags = (
            ("f", lexicon.is_first_name(lower)),
            ("n", lexicon.is_last_name(lower)),
            ("p", lexicon.is_place(lower)),
            ("h", lexicon.is_health_term(lower)),
            ("w", lexicon.is_word(lower)),
            ("g", lexicon.ends_like_a_farm(lower)),
        )
        return "".join(flag for flag, held in flags if held) or "-"


def _shape(word: str) -> str:
    if len(word) == 1:
        return "X" if word.isupper() else "x" if word.isalpha() else "d" if word.isdigit() else word
    if word.isupper():
        return "XX" if word.isalpha() else "XX-"
    if word[0].isupper():
        rest = word[1:]
        return "Xx" if rest.islower() and rest.isalpha() else "Xx-X" if "-" in rest else "XxX"
    if word.islower():
        return "xx" if word.isalpha() else "xx-"
    return "dd" if word[0].isdigit() else "xX"


def _row(words: Sequence[str], seen: Sequence[_Seen], here: int) -> list[str]:
    me = seen[here]
    left = here - 1
    if left > 0 and words[left] == "." and seen[left - 1].cue != "-":
        left -= 1  # «dr.» and «pas.» announce as «fru» does
    starts = here == 0 or (left == here - 1 and words[left] in _ENDS)
    row = [*me.own]
    if not any(token.candidate for token in seen[max(here - 1, 0) : here + 2]):
        return row  # far from every name: its own features do, which saves half the time
    one_left = seen[left] if left >= 0 else None
    two_left = seen[left - 1] if left >= 1 else None
    one_right = seen[here + 1] if here + 1 < len(words) else None
    two_right = seen[here + 2] if here + 2 < len(words) else None
    for place, other in enumerate((one_left, two_left, one_right, two_right)):
        row += other.near[place] if other else _EDGES[place]
    before = (one_left.lists, one_left.shape, one_left.cue) if one_left else _NONE
    after = (one_right.lists, one_right.shape, one_right.cue) if one_right else _NONE
    row += [
        f"B{starts}{me.shape}{me.lists}",
        f"<{before[0]}{before[1]}|{me.lists}{me.shape}",
        f">{me.lists}{me.shape}|{after[0]}{after[1]}",
        f"k{before[2]}|{me.lists}{me.shape}",
        f"K{me.lists}{me.shape}|{after[2]}",
        f"3{before[1]}{me.shape}{after[1]}{starts}",
        f"4{before[2]}{me.shape}{after[2]}",
        f"q{_cue_before(seen, left)}|{me.lists}{me.shape}",
    ]
    if starts:
        row.append("B")
    return row


def _cue_before(seen: Sequence[_Seen], left: int) -> str:
    """The nearest cue up to four tokens to the left: «mora hennar, Kari»."""
    for there in range(left, max(left - _REACH, -1), -1):
        if seen[there].cue != "-":
            return seen[there].cue
    return "-"


class Tagger:
    """One model for all threads; calls wait for each other."""

    def __init__(self, features: Features, model: bytes) -> None:
        self._features = features
        self._model = pycrfsuite.Tagger()
        self._bytes = model  # the library reads from these as long as it lives and does not keep them itself
        self._model.open_inmemory(self._bytes)
        self._lock = Lock()

    @classmethod
    def load(cls, folder: Path, lexicon: Lexicon | None = None) -> "Tagger":
        """Refuses a folder that lacks a file with OSError. `lexicon` spares loading it twice."""
        features = Features.load(folder, lexicon or Lexicon.load(folder))
        return cls(features, (folder / MODEL).read_bytes())

    def persons(self, tokens: Sequence[str]) -> tuple[tuple[int, int, float], ...]:
        """Token ranges that may be persons' names, in order, with the mean probability of their tokens; nothing under
        0.1 is told. Best given a sentence, a line or a paragraph at a time, cut by `tokens`."""
        seen = self._features.seen(tokens)
        if not any(token.candidate for token in seen):
            return ()
        rows = self._features.rows(tokens, seen)
        with self._lock:
            self._model.set(rows)
            begins = [self._model.marginal(BEGINS, here) for here in range(len(rows))]
            inside = [self._model.marginal(INSIDE, here) for here in range(len(rows))]
        return _spans(begins, inside)


def _spans(begins: Sequence[float], inside: Sequence[float]) -> tuple[tuple[int, int, float], ...]:
    total = [begin + within for begin, within in zip(begins, inside, strict=True)]
    found: list[tuple[int, int, float]] = []
    start: int | None = None
    for here in range(len(total) + 1):
        low = here == len(total) or total[here] < FLOOR
        if start is not None and (low or begins[here] > inside[here]):
            found.append((start, here, sum(total[start:here]) / (here - start)))
            start = None
        if start is None and not low:
            start = here
    return tuple(found)
