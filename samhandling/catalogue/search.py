"""Search over the rulebook, in memory: numbers, words, stems and beginnings of compounds, in both written languages.

Order: the number asked for, the numbers under it, hits in headings, in keywords, in the text, in what surrounds it.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from samhandling.catalogue.content import Rule, Rulebook, Statement, in_number_order
from samhandling.search.marking import Piece
from samhandling.search.words import stem

_WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_]+)*", re.UNICODE)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*[a-z]?$")
_EXACT_NUMBER, _BELOW_NUMBER, _HEADING, _KEYWORD, _TEXT, _AROUND = 1000, 500, 20, 8, 4, 1
_WHOLE_WORD: Final = 1.5
_MOST_NEAR: Final = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    statement: Statement
    #: (weight, stems, raw words), heaviest first
    fields: tuple[tuple[int, frozenset[str], frozenset[str]], ...]


class Search:
    """Built once for a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._entries = [_entry(statement) for statement in rulebook.statements]
        self._vocabulary = sorted(
            {word for entry in self._entries for weight, _, raw in entry.fields if weight > _AROUND for word in raw}
        )

    def find(self, query: str) -> list[Statement]:
        """Statements that hold every word of the query, best first; all of them, in order, for an empty query."""
        asked = [word for word, _, _ in words(query)]
        scored = [(score, entry.statement) for entry in self._entries if (score := _score(entry, asked)) is not None]
        scored.sort(key=lambda pair: (-pair[0], in_number_order(pair[1].number)))
        return [statement for _, statement in scored]

    def near(self, query: str) -> list[str]:
        """Words of the rulebook that look like those asked for, one of each stem, for when nothing was found."""
        near = [m for w, _, _ in words(query) for m in difflib.get_close_matches(w, self._vocabulary, 4, cutoff=0.72)]
        by_stem: dict[str, str] = {}
        for word in near:
            by_stem.setdefault(stem(word), word)
        return [word for word in by_stem.values() if word not in query.lower()][:_MOST_NEAR]


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text, lower-cased, with their place; a number like «2.1.6a» is one word."""
    for match in _WORD.finditer(text):
        yield match.group().lower(), match.start(), match.end()


def highlight(text: str, query: str) -> tuple[Piece, ...]:
    """The text in pieces, the words the query found set apart."""
    asked = [word for word, _, _ in words(query) if not _NUMBER.match(word)]
    return tuple(_pieces(text, asked))


def _pieces(text: str, asked: list[str]) -> Iterator[Piece]:
    done = 0
    for word, start, end in words(text):
        if any(_meets(each, stem(each), frozenset([stem(word)]), frozenset([word])) for each in asked):
            if start > done:
                yield Piece(text[done:start], hit=False)
            yield Piece(text[start:end], hit=True)
            done = end
    if done < len(text):
        yield Piece(text[done:], hit=False)


def _entry(statement: Statement) -> _Entry:
    rules = statement.rules
    headings = [statement.heading, *(rule.heading for rule in rules)]
    texts = (
        (_HEADING, [t for text in headings for t in (text.nb, text.nn)]),
        (_KEYWORD, statement.keywords),
        (_TEXT, (statement.text.nb, statement.text.nn)),
        (_AROUND, list(_surroundings(rules))),
    )
    return _Entry(statement, tuple((weight, *_indexed(parts)) for weight, parts in texts))


def _surroundings(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield rule.verb
        for text in (rule.message, rule.remedy, rule.question):
            if text is not None:
                yield from (text.nb, text.nn)


def _indexed(parts: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    raw = frozenset(word for part in parts for word, _, _ in words(part))
    return frozenset(map(stem, raw)), raw


def _score(entry: _Entry, asked: list[str]) -> float | None:
    total = 0.0
    for word in asked:
        best = _number_score(entry.statement, word) if _NUMBER.match(word) else _word_score(entry, word)
        if best is None:
            return None
        total += best
    return total


def _number_score(statement: Statement, word: str) -> float | None:
    if word == statement.number or any(rule.id == word for rule in statement.rules):
        return _EXACT_NUMBER
    return _BELOW_NUMBER if statement.number.startswith(word + ".") else None


def _word_score(entry: _Entry, word: str) -> float | None:
    sought = stem(word)
    hits = (
        weight * (_WHOLE_WORD if sought in stems or word in raw else 1)
        for weight, stems, raw in entry.fields
        if _meets(word, sought, stems, raw)
    )
    total = sum(hits)
    return total or None


def _meets(word: str, sought: str, stems: frozenset[str], raw: frozenset[str]) -> bool:
    """Whether the word stands there, or begins a word there («sykehjem» begins «sykehjemsbeboer»)."""
    if sought in stems or word in raw:
        return True
    return any(each.startswith(sought) for each in stems) or any(each.startswith(word) for each in raw)
