"""From a text to the terms it is found by, and from a question to the terms it asks for; the same on both databases.

Both written languages meet in one form (words.yaml), Snowball takes the endings, a compound is found by its parts, and
a case number is one word. A term holds letters, digits and the marks `^ . -` only: neither database takes it apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from snowballstemmer import stemmer

#: Lengths of the beginnings a word is found by.
SHORT: Final = (3, 4, 5)
_LONGEST_TERM: Final = 40
_MOST_ASKED: Final = 12
_LEAST_PART, _LEAST_TAIL, _LEAST_HEAD = 3, 5, 6
_DATA: Final[dict[str, Any]] = yaml.load(
    Path(__file__).with_suffix(".yaml").read_text("utf-8"),
    Loader=yaml.CSafeLoader,
)
_SPELLINGS: Final = tuple((re.compile(written), meant) for written, meant in _DATA["spellings"])
_ENDING: Final = re.compile(rf"(?<=\w\w\w)(?:{'|'.join(sorted(_DATA['endings'], key=len, reverse=True))})$")
# A word on -lege keeps it: a kommunelege is no kommune.
_DOCTOR: Final = re.compile(r"leg(?:e|en|er|ar|ene|ane|es|ens)$")
_TOKEN: Final = re.compile(
    rf"(?<!\w)(?P<kind>{'|'.join(_DATA['case_kinds'])})[ \t/-]*"
    r"(?P<year>(?:19|20)\d\d)[ \t/-]+0*(?P<number>\d{1,6})(?!\w)"
    r"|(?P<rule>\d+(?:\.\d+)+[a-zæøå]?)(?!\w)"
    r"|(?P<word>[^\W_]+(?:[-\u2010\u2011][^\W_]+)*)",
    re.IGNORECASE,
)
_HYPHEN: Final = re.compile("[-\u2010\u2011]")
_OWN: Final = str.maketrans({"ä": "æ", "ö": "ø", "å": "å", "ø": "ø", "æ": "æ", "đ": "d"})
_snowball: Final = stemmer("norwegian")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, or a number that is one, with its place in the text."""

    start: int
    end: int
    match: "re.Match[str]"


@dataclass(frozen=True, slots=True)
class Question:
    """Every group must be met, by any of its terms. None: nothing was asked for."""

    groups: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)

    def met_by(self, found: frozenset[str]) -> bool:
        return all(not found.isdisjoint(group) for group in self.groups)

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(term for group in self.groups for term in group)


def terms(texts: Iterable[str]) -> frozenset[str]:
    """What the texts are found by, all together."""
    return frozenset(term for text in texts for token in tokens(text) for term in terms_of(token))


def asked(text: str) -> Question:
    """Every word must be there, in any order. A last short word may be the beginning of one, if it is none itself."""
    found = list(tokens(text))
    groups: list[tuple[str, ...]] = []
    for token in found:
        groups += _asked(token, last=token is found[-1])
    return Question(tuple(dict.fromkeys(groups))[:_MOST_ASKED])


def tokens(text: str) -> Iterator[Token]:
    """Of a text in NFC; other texts are read as if they were."""
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text)):
        yield Token(match.start(), match.end(), match)


def terms_of(token: Token) -> frozenset[str]:
    """What one word is found by."""
    if token.match["kind"]:
        return frozenset([_case_number(token)])
    if rule := token.match["rule"]:
        return frozenset([rule.lower(), rule.lower().rstrip("abcdefghijklmnopqrstuvwxyzæøå")])
    pieces = _HYPHEN.split(token.match["word"])
    whole = ("".join(pieces),) if len(pieces) > 1 else ()
    return frozenset(term for piece in (*pieces, *whole) for term in _of_word(fold(piece)))


def _asked(token: Token, *, last: bool) -> Iterator[tuple[str, ...]]:
    if token.match["kind"]:
        yield (_case_number(token),)
    elif rule := token.match["rule"]:
        yield (rule.lower(),)
    else:
        pieces = _HYPHEN.split(token.match["word"])
        if any(len(fold(piece)) < _LEAST_PART for piece in pieces):
            pieces = ["".join(pieces)]
        for at, piece in enumerate(map(fold, pieces), 1):
            if piece and piece not in _STOP:
                yield _alternatives(piece, beginning=last and at == len(pieces))


def _alternatives(word: str, *, beginning: bool) -> tuple[str, ...]:
    if not beginning or len(word) not in SHORT or not word.isalpha() or word in _PARTS:
        return (stem(word),)
    return tuple(dict.fromkeys((stem(word), f"^{word}", f"^{_respelled(word)}")))


def _case_number(token: Token) -> str:
    kind, year, number = token.match.group("kind", "year", "number")
    return f"{kind.lower()}-{int(year)}-{int(number)}"


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[str, ...]:
    """`word`: folded."""
    if not word or word in _STOP:
        return ()
    respelled = _respelled(word)
    beginnings = {f"^{each[:length]}" for each in (word, respelled) for length in SHORT if length < len(each)}
    return (stem(word), *_parts(respelled), *beginnings)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Lower case, without accents; æ, ø and å are letters of their own."""
    own = unicodedata.normalize("NFC", word).lower().translate(_OWN)
    plain = "".join(each if each in "æøå" else unicodedata.normalize("NFD", each) for each in own)
    return "".join(each for each in plain if each.isalnum())[:_LONGEST_TERM]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """One form for «sykmeldingen», «sykmeldinger» and «sjukmelding». `word`: folded, or at least in lower case."""
    word = _respelled(word)
    if _DOCTOR.search(word):
        return _DOCTOR.sub("lege", word)
    if ending := _ENDING.search(word):
        word = word[: ending.start()] + _DATA["endings"][ending.group()]
    stemmed: str = _snowball.stemWord(word)
    stemmed = str(_DATA["stems"].get(stemmed, stemmed))
    if len(stemmed) > 3 and stemmed[-1] == stemmed[-2] and stemmed[-1] not in "aeiouyæøå":
        return stemmed[:-1]
    return stemmed


def _respelled(word: str) -> str:
    word = _DATA["same"].get(word, word)
    for written, meant in _SPELLINGS:
        word = written.sub(meant, word)
    return word[:_LONGEST_TERM]


def _parts(word: str) -> tuple[str, ...]:
    """Stems of what a compound is made of; where only its last or its first part is known, that one."""
    if stem(word) in _WHOLE:
        return ()
    if whole := _split(word):
        return whole
    tails = (stem(word[cut:]) for cut in range(_LEAST_PART, len(word) - _LEAST_TAIL + 1))
    heads = (word[:cut] for cut in range(len(word) - _LEAST_PART, _LEAST_HEAD - 1, -1))
    found = next((tail for tail in tails if tail in _STEMS), None) or next((h for h in heads if h in _PARTS), None)
    return (stem(found),) if found else ()


@lru_cache(maxsize=50_000)
def _split(word: str) -> tuple[str, ...]:
    """Parts that cover the whole word, the longest first part first; with «s» or «e» between them."""
    for cut in range(len(word) - _LEAST_PART, _LEAST_PART - 1, -1):
        if word[:cut] not in _PARTS:
            continue
        for joint in ("", "s", "e"):
            rest = word[cut:].removeprefix(joint)
            if len(rest) < _LEAST_PART or len(rest) + len(joint) != len(word) - cut:
                continue
            if stem(rest) in _STEMS:
                return stem(word[:cut]), stem(rest)
            if further := _split(rest):
                return stem(word[:cut]), *further
    return ()


_STOP: Final = frozenset(_DATA["stop"])
_PARTS: Final = frozenset(_DATA["parts"])
_STEMS: Final = frozenset(map(stem, _PARTS))
_WHOLE: Final = frozenset(map(stem, _DATA["whole"]))
