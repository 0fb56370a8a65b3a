"""Names of people. A word before or after says whether it is a patient's, a relative's or a member of staff's.

A patient's or relative's name is blocked. A name of staff is a warning («skriv rolle»), and so is a capitalised word
that nobody knows, because rare and foreign names are in no list: without that the guard would protect only those with
common Norwegian names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from samhandling.guard.cues import Cues
from samhandling.guard.hits import Hit, Level


class Lexicon(Protocol):
    """What is known of words; see `lexicon`."""

    def is_first_name(self, word: str) -> bool: ...
    def is_last_name(self, word: str) -> bool: ...
    def is_word(self, lower: str) -> bool: ...
    def is_place(self, word: str) -> bool: ...
    def is_health_term(self, lower: str) -> bool: ...


_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’´.-](?=[^\W\d_]))*")
_INITIALS: Final = re.compile(r"(?<!\w)(?:[A-ZÆØÅ]\.? ?){1,3}[A-ZÆØÅ]\.?(?!\w)")
_PARTICLES: Final = frozenset("van von de da del der den al el bin ibn abu av af dos la".split())  # noqa: SIM905
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:;]['\")»]?[ \n]{1,3}|\n[ \t•*–-]{0,4}|[«\"(•*–-][ ]?)$")
_LOOK_BACK: Final = 6
_LONGEST_RUN: Final = 8
# Names too («Han», «Dei», «Bør»), but in these texts the word is meant.
_NEVER: Final = frozenset(
    (  # noqa: SIM905
        "han hun ho hen de dei den det du eg jeg vi dere dykk en ei et ein eit at da når no nå her der hva kva hvem "
        "kven så se bør skal må kan vil får fin far mor bror ny nytt god dag tid ut inn opp ned over under etter før "
        "ved for fra til"
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


def tokens(text: str) -> list[Token]:
    return [
        Token(match.group(), match.start(), match.end(), _opens(text, match.start())) for match in _WORD.finditer(text)
    ]


def _opens(text: str, at: int) -> bool:
    return _SENTENCE_START.search(text[max(0, at - _LOOK_BACK) : at]) is not None or at == 0


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words that follow one another: a candidate. `weights`: how each speaks for being a name, 0–3."""

    tokens: tuple[Token, ...]
    weights: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    def leads_with_first_name(self, lexicon: Lexicon) -> bool:
        return lexicon.is_first_name(self.tokens[0].word)


def names(text: str, cues: Cues, lexicon: Lexicon) -> Iterator[Hit]:
    for run in _runs(text, lexicon):
        found = _judged(text, run, cues, lexicon)
        if found:
            kind, level = found
            yield Hit(kind, run.start, run.end, level)
    yield from _uncapitalised(text, cues, lexicon)
    for match in _INITIALS.finditer(text):
        if cues.before("patient", text, match.start(), reach=18) and not lexicon.is_health_term(match.group().lower()):
            yield Hit("initials", match.start(), match.end(), "block")


def _uncapitalised(text: str, cues: Cues, lexicon: Lexicon) -> Iterator[Hit]:
    """«pasienten kari nordmann»: a first and a last name that are nothing else, after a word for a person."""
    for first, last in pairwise(tokens(text)):
        if first.capital or last.capital or text[first.end : last.start] != " " or lexicon.is_word(first.word):
            continue
        if not (lexicon.is_first_name(first.word) and lexicon.is_last_name(last.word)):
            continue
        if not lexicon.is_word(last.word) or cues.before("patient", text, first.start, reach=24):
            yield Hit("patient_name", first.start, last.end, "block")


def _runs(text: str, lexicon: Lexicon) -> Iterator[_Run]:
    """Runs of words that could be names, without the ordinary words, places and titles around them."""
    current: list[Token] = []
    for token in tokens(text):
        near = bool(current) and len(current) < _LONGEST_RUN and text[current[-1].end : token.start] in (" ", "- ")
        if near and (token.capital or token.word.lower() in _PARTICLES):
            current.append(token)
            continue
        yield from _trimmed(current, lexicon)
        current = [token] if token.capital else []
    yield from _trimmed(current, lexicon)


def _trimmed(words: list[Token], lexicon: Lexicon) -> Iterator[_Run]:
    while words and not words[-1].capital:
        words = words[:-1]
    weights = [_weight(token, lexicon) for token in words]
    for at in range(1, len(words)):
        # After a first name a capitalised word is a last name, also when it is an ordinary word («Orre», «Bjerk»).
        if weights[at] == 0 and weights[at - 1] >= 2 and _may_be_last(words[at - 1], words[at], lexicon):
            weights[at] = 1
    start = 0
    while start < len(words):
        if weights[start] == 0:
            start += 1
            continue
        end = start
        while end < len(words) and (weights[end] > 0 or words[end].word.lower() in _PARTICLES):
            end += 1
        yield _Run(tuple(words[start:end]), tuple(weights[start:end]))
        start = end


def _may_be_last(first: Token, token: Token, lexicon: Lexicon) -> bool:
    lower = token.word.lower()
    return (
        token.capital
        and not token.shouted
        and len(lower) > 2
        and lexicon.is_first_name(first.word)
        and not lexicon.is_health_term(lower)
    )


def _weight(token: Token, lexicon: Lexicon) -> int:
    """0 no name; 1 unknown capitalised word; 2 a name that is also a word or place; 3 a name and nothing else."""
    word, lower = token.word, token.word.lower()
    if len(word) < 2 or not token.capital or (token.shouted and len(word) < 4) or lower in _NEVER:
        return 0
    if lexicon.is_health_term(lower):
        return 0
    named = lexicon.is_first_name(word) or lexicon.is_last_name(word)
    ordinary = lexicon.is_word(lower)
    if named:
        return 2 if ordinary or lexicon.is_place(word) else 3
    if ordinary or lexicon.is_place(word) or (any(c.isupper() for c in word[1:]) and "-" not in word):
        return 0
    return 1


def _judged(text: str, run: _Run, cues: Cues, lexicon: Lexicon) -> tuple[str, Level] | None:
    start, strongest, alone = run.start, max(run.weights), len(run.tokens) == 1
    patient = cues.between("patient", "place_word", text, start, reach=24) or cues.after("patient_after", text, run.end)
    if patient and not (run.tokens[0].opens and alone and strongest < 2):
        return "patient_name", "block"
    if _is_place(text, run, cues, lexicon):
        return None
    if cues.before("staff", text, start, reach=26) or cues.after("staff_after", text, run.end, reach=34):
        return "staff_name", "warn"
    if sum(weight >= 2 for weight in run.weights) >= 2 and strongest == 3:
        return "person_name", "block" if cues.before("about", text, start, reach=12) else "warn"
    if strongest == 3 or (not alone and strongest == 2):
        return "person_name", "warn"
    if run.tokens[0].opens or run.tokens[0].shouted:
        return None
    return "person_name" if strongest == 2 else "unknown_word", "warn"


def _is_place(text: str, run: _Run, cues: Cues, lexicon: Lexicon) -> bool:
    """A place, a unit or an organisation, from the words around it. A full name is a person also there."""
    if cues.follows("unit_word", text, run.end) or text[max(0, run.start - 4) : run.start] == "St. ":
        return True
    named = sum(weight >= 2 for weight in run.weights) >= 2 and max(run.weights) == 3
    if named:
        return False
    if cues.before("unit_before", text, run.start, reach=45):
        return True
    places = all(lexicon.is_place(token.word) for token in run.tokens)
    if places and len(run.tokens) == 1 and not cues.follows("acts", text, run.end):
        return True
    if cues.before("place_lead", text, run.start, reach=5):
        return places or not run.leads_with_first_name(lexicon)
    return places and cues.before("place_word", text, run.start, reach=25)
