"""Which words of a text could be somebody's name, and how strongly each speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from samhandling.guard.terms import Terms, joined


class Lexicon(Protocol):
    """What is known of words; see `lexicon`."""

    def is_first_name(self, word: str) -> bool: ...
    def is_last_name(self, word: str) -> bool: ...
    def is_word(self, lower: str) -> bool: ...
    def is_place(self, word: str) -> bool: ...
    def is_health_term(self, lower: str) -> bool: ...


_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’´.-](?=[^\W\d_]))*")
_PARTICLES: Final = frozenset("van von de da del der den al el bin ibn abu av af dos la".split())  # noqa: SIM905
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:;]['\")»]?[ \n]{1,3}|\n[ \t•*–-]{0,4}|[«\"(•*–|-][ ]?)$")
_LOOK_BACK: Final = 6
_LONGEST_RUN: Final = 8
_SHORT_SHOUT: Final = 4
_SHORT_MIXED: Final = 4
# Names too («Han», «Dei», «Bør»), but in these texts the word is meant.
FUNCTION_WORDS: Final = frozenset(
    (  # noqa: SIM905
        "han hun ho hen de dei den det du eg jeg vi dere dykk en ei et ein eit at da når no nå her der hva kva hvem "
        "kven så se bør skal må kan vil får fin far mor bror ny nytt god dag tid ut inn opp ned over under etter før "
        "ved for fra til om be sees gis tas"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """`capital`: begins with a capital. `opens`: stands where any word would have one."""

    word: str
    start: int
    end: int
    opens: bool

    @property
    def capital(self) -> bool:
        return self.word[0].isupper()

    @property
    def shouted(self) -> bool:
        return len(self.word) > 1 and self.word.isupper()


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that follow one another. `weights`: how each speaks for being a name, 0–3."""

    tokens: tuple[Token, ...]
    weights: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def alone(self) -> bool:
        return len(self.tokens) == 1

    @property
    def strongest(self) -> int:
        return max(self.weights)


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of words, from the lists and from the trade."""

    lexicon: Lexicon
    terms: Terms

    def weight(self, token: Token) -> int:
        """0 no name; 1 unknown capitalised word; 2 a name that is also a word or place; 3 a name and nothing else."""
        word, lower = token.word, token.word.lower()
        if len(word) < 2 or not token.capital or lower in FUNCTION_WORDS or self._is_code(token):
            return 0
        first = self.lexicon.is_first_name(word)
        if self.is_trade(word):
            # «Lars» is no «LAR» in the genitive, but «Barrett» is an oesophagus.
            return 2 if first and not token.shouted and not self.lexicon.is_last_name(word) else 0
        named = first or self.lexicon.is_last_name(word)
        ordinary = self.lexicon.is_word(lower) or self._is_compound(word)
        place = self.lexicon.is_place(word)
        if named:
            return 2 if ordinary or place else 3
        if ordinary or place or self.terms.ends_like_one(lower):
            return 0
        return 0 if any(c.isupper() for c in word[1:]) and "-" not in word and not token.shouted else 1

    def is_trade(self, word: str) -> bool:
        """A drug, a disease, a department, a system or another word of the trade."""
        return self.lexicon.is_health_term(word.lower()) or self.terms.holds(word)

    def may_be_last(self, first: Token, token: Token) -> bool:
        """After a first name a capitalised word is a last name, also when it is an ordinary word («Orre», «Bjerk»)."""
        lower = token.word.lower()
        return (
            token.capital
            and not token.shouted
            and len(lower) > 2
            and self.lexicon.is_first_name(first.word)
            and not self.lexicon.is_health_term(lower)
        )

    def _is_code(self, token: Token) -> bool:
        """«BMI», «IgE», «ANCA»."""
        mixed = any(c.isupper() for c in token.word[1:])
        return mixed and len(token.word) <= (_SHORT_SHOUT if token.shouted else _SHORT_MIXED)

    def _is_compound(self, word: str) -> bool:
        """«ADHD-legemidler», «D-vitamin», «Zoledronat-infusjonen»: nobody's name goes on with a small letter."""
        return joined(word) is not None and not self.lexicon.is_first_name(word)


def tokens(text: str) -> list[Token]:
    return [
        Token(match.group(), match.start(), match.end(), _opens(text, match.start())) for match in _WORD.finditer(text)
    ]


def runs(text: str, found: list[Token], words: Words) -> Iterator[Run]:
    """Runs of words that could be names, without the ordinary words, places and titles around them."""
    current: list[Token] = []
    for token in found:
        near = bool(current) and len(current) < _LONGEST_RUN and text[current[-1].end : token.start] in (" ", "- ")
        if near and (token.capital or token.word.lower() in _PARTICLES):
            current.append(token)
            continue
        yield from trimmed(current, words)
        current = [token] if token.capital else []
    yield from trimmed(current, words)


def trimmed(candidates: list[Token], words: Words) -> Iterator[Run]:
    """The parts of `candidates` that may be names."""
    while candidates and not candidates[-1].capital:
        candidates = candidates[:-1]
    weights = [words.weight(token) for token in candidates]
    for at in range(1, len(candidates)):
        if weights[at] == 0 and weights[at - 1] >= 2 and words.may_be_last(candidates[at - 1], candidates[at]):
            weights[at] = 1
    start = 0
    while start < len(candidates):
        if weights[start] == 0:
            start += 1
            continue
        end = start
        while end < len(candidates) and (weights[end] > 0 or candidates[end].word.lower() in _PARTICLES):
            end += 1
        yield Run(tuple(candidates[start:end]), tuple(weights[start:end]))
        start = end


def _opens(text: str, at: int) -> bool:
    return _SENTENCE_START.search(text[max(0, at - _LOOK_BACK) : at]) is not None or at == 0
