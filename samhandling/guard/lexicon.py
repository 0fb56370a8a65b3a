"""Which words are names, ordinary words, places or health terms: look-ups in tries that are built once.

The files and where they come from: docs/adr/0006-names-and-words-of-the-guard.md; `make train-guard` builds them.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import marisa_trie

KINDS = ("first", "last", "words", "places", "health")
_APOSTROPHE = re.compile(r"['’´`]s?$")
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "ß": "ss", "ə": "e", "œ": "oe"})
_KEPT = frozenset("æøåäöü")
_LEAST_GENITIVE = 4
_LEAST_STEM = 4
_LEAST_HEAD = 5
_LEAST_SHORT_HEAD, _LONG_STEM = 4, 6


class Words(Protocol):
    """A set of lower-cased words."""

    def __contains__(self, word: object, /) -> bool: ...


def plain(lower: str) -> str:
    """Lower-cased word without the accents a Norwegian keyboard lacks: «wiśniewska» → «wisniewska»; å, ä, ö, ü stay."""
    return "".join(
        letter if letter in _KEPT else unicodedata.normalize("NFD", letter)[0] for letter in lower.translate(_PLAIN)
    )


def bare(word: str) -> str:
    """Lower case, composed, without a genitive that an apostrophe marks: «Hans’» → «hans»."""
    return _APOSTROPHE.sub("", unicodedata.normalize("NFC", word).lower())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Look-ups ignore case. Names, places and terms are known in the genitive («Karis», «Parkinsons») and, when every
    part is known, joined by hyphens («Anne-Marie»). A word may be of several kinds: the caller weighs them."""

    first: Words
    last: Words
    words: Words
    places: Words
    health: Words
    endings: tuple[str, ...]
    elements: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path) -> "Lexicon":
        """Refuses a folder that lacks a file with OSError."""
        tries = {kind: marisa_trie.Trie().load(str(folder / f"{kind}.marisa")) for kind in KINDS}
        lists = {name: tuple((folder / f"{name}.txt").read_text("utf-8").split()) for name in ("endings", "elements")}
        return cls(**tries, **lists)

    def is_first_name(self, word: str) -> bool:
        return _named(word, self.first)

    def is_last_name(self, word: str) -> bool:
        return _named(word, self.last)

    def is_place(self, word: str) -> bool:
        return _named(word, self.places)

    def is_word(self, lower: str) -> bool:
        """An ordinary Norwegian word form of either language form, or a compound of two («epikrisefrist») whose last
        part is no element of farm names («Solheim», «Haugland» are no words)."""
        return lower in self.words or self._compound(lower)

    def is_health_term(self, lower: str) -> bool:
        """Drugs, diseases and tests called after people, departments, trusts, systems; a word with a drug's ending."""
        base = bare(lower)
        if base in self.health or (base.endswith("s") and base[:-1] in self.health):
            return True
        if "-" in base:
            parts = [part for part in base.split("-") if part]
            return bool(parts) and (parts[0] in self.health or parts[-1] in self.health)
        return base.endswith(self.endings) and base not in self.words and not self.is_first_name(base)

    def ends_like_a_farm(self, lower: str) -> bool:
        """Ends in an element of Norwegian farm names, as most surnames and many places do: -heim, -rud, -vik, -stad."""
        return lower.endswith(self.elements)

    def _compound(self, lower: str) -> bool:
        if "-" in lower:
            return all(len(part) > 1 and part in self.words for part in lower.split("-"))
        if lower in self.first or lower in self.last or lower in self.places:
            return False
        return any(self._stem(lower[:cut]) for cut in self._cuts(lower))

    def _cuts(self, lower: str) -> list[int]:
        """Where a last part begins that may end a compound; a short one («plan») needs a long word before it."""
        tails = ((cut, lower[cut:]) for cut in range(_LEAST_STEM, len(lower) - _LEAST_SHORT_HEAD + 1))
        return [
            cut
            for cut, tail in tails
            if (len(tail) >= _LEAST_HEAD or cut >= _LONG_STEM)
            and tail in self.words
            and tail not in self.elements
            and tail.removesuffix("s") not in self.elements
        ]

    def _stem(self, part: str, deep: bool = True) -> bool:
        """A word, with or without a joint «s» or «e», or itself a compound of two («hoved|diagnose|kode»)."""
        bases = (part, part[:-1]) if part[-1] in "se" and len(part) > _LEAST_STEM else (part,)
        if any(base in self.words for base in bases):
            return True
        return deep and any(self._stem(base[:cut], deep=False) for base in bases for cut in self._cuts(base))


def _named(word: str, names: Words) -> bool:
    base = bare(word)
    if _listed(base, names):
        return True
    parts = base.split("-")
    return len(parts) > 1 and all(len(part) > 1 and _listed(part, names) for part in parts)


def _listed(base: str, names: Words) -> bool:
    if base in names or (len(base) >= _LEAST_GENITIVE and base.endswith("s") and base[:-1] in names):
        return True
    stripped = _stripped(base)
    return stripped != base and stripped in names


def _stripped(base: str) -> str:
    return base if base.isascii() else plain(base)
