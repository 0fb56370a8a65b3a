"""Names of people. A word before or after says whether it is a patient's, a relative's or a member of staff's.

A patient's or relative's name is blocked. A name of staff is a warning («skriv rolle»), and so is a capitalised word
that nobody knows, because rare and foreign names are in no list: without that the guard would protect only those with
common Norwegian names.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from samhandling.guard.candidates import FUNCTION_WORDS, Run, Token, Words, runs, tokens
from samhandling.guard.cues import Near
from samhandling.guard.hits import Hit, Level

_INITIALS: Final = re.compile(r"(?<!\w)(?:[A-ZÆØÅ]\.? ?){1,3}[A-ZÆØÅ]\.?(?!\w)")
_LONGEST_BARE: Final = 3
_LONGEST_WORD: Final = 30
# «Child B», «Mayo 2», «Forrest IIa»: a scale and a grade of it.
_GRADE: Final = re.compile(r" ?(?:[IVX]{1,4}[abc]?|[A-D]|\d(?:[.,-]\d)?)(?![\w-])")


def names(text: str, near: Near, words: Words) -> Iterator[Hit]:
    found = tokens(text)
    for run in runs(text, found, words):
        judged = _judged(text, run, near, words)
        if judged:
            kind, level = judged
            yield Hit(kind, run.start, run.end, level)
    yield from _announced(text, found, near, words)
    yield from _uncapitalised(text, found, near, words)
    yield from _initials(text, near, words)


def _announced(text: str, seen: list[Token], near: Near, words: Words) -> Iterator[Hit]:
    """Right after «pasienten», «navn:», «fru»: capitalised words that are ordinary ones elsewhere («Timian Remen»)."""
    for at, first in enumerate(seen):
        if not _could_be_called(first, words) or not near.touches("named", first.start):
            continue
        second = seen[at + 1] if at + 1 < len(seen) and text[first.end : seen[at + 1].start] == " " else None
        if second and second.capital and second.shouted == first.shouted:
            if _could_be_called(second, words) and not near.follows("unit_word", first.end):
                yield Hit("patient_name", first.start, second.end, "block")
        elif not first.shouted and _single(text, first, near, words):
            yield Hit("patient_name", first.start, first.end, "block")


def _could_be_called(token: Token, words: Words) -> bool:
    word = token.word
    if not token.capital or len(word) < 2 or word.lower() in FUNCTION_WORDS or words.is_trade(word):
        return False
    return not words.lexicon.is_place(word) or words.lexicon.is_last_name(word)


def _single(text: str, token: Token, near: Near, words: Words) -> bool:
    """With nothing but a space between («fru Lysen»), so that no sentence or heading begins here."""
    if token.opens or text[token.start - 1 : token.start] != " " or text[token.start - 2 : token.start - 1] in ".:,;(":
        return False
    named = words.lexicon.is_first_name(token.word) or words.lexicon.is_last_name(token.word)
    return named or near.touches("titles", token.start)


def _uncapitalised(text: str, seen: list[Token], near: Near, words: Words) -> Iterator[Hit]:
    """«pasienten kari nordmann»: a first and a last name that are nothing else, after a word for a person."""
    lexicon = words.lexicon
    for first, last in pairwise(seen):
        if first.capital or last.capital or text[first.end : last.start] != " ":
            continue
        if lexicon.is_word(first.word) and (lexicon.is_word(last.word) or not near.touches("named", first.start)):
            continue
        if not (lexicon.is_first_name(first.word) and lexicon.is_last_name(last.word)):
            continue
        if not lexicon.is_word(last.word) or near.before("patient", first.start, reach=24):
            yield Hit("patient_name", first.start, last.end, "block")


def _initials(text: str, near: Near, words: Words) -> Iterator[Hit]:
    """Right after a word for the patient: «pas. K.M.», «pasienten (initialer KM)», «Mor: AB»."""
    for match in _INITIALS.finditer(text):
        bare = re.sub(r"[. ]", "", match.group())
        dotted = "." in match.group()[:-1]
        if bare in words.terms.abbreviations or words.lexicon.is_health_term(bare.lower()):
            continue
        if (dotted or len(bare) <= _LONGEST_BARE) and near.touches("patient", match.start()):
            yield Hit("initials", match.start(), match.end(), "block")


def _judged(text: str, run: Run, near: Near, words: Words) -> tuple[str, Level] | None:
    start, strongest = run.start, run.strongest
    if is_called_after(text, run.tokens, near, words):
        return None
    patient = near.touches("patient", start) or near.between("patient", "place_word", start, reach=24)
    patient = patient or near.after("patient_after", run.end)
    if near.touches("named", start) or (patient and not (run.tokens[0].opens and run.alone and strongest < 2)):
        return "patient_name", "block"
    if _is_place(text, run, near, words):
        return None
    if near.before("staff", start, reach=26) or near.after("staff_after", run.end, reach=34):
        return "staff_name", "warn"
    if sum(weight >= 2 for weight in run.weights) >= 2 and strongest == 3:
        return "person_name", "block" if near.before("about", start, reach=12) else "warn"
    if strongest == 3 or (not run.alone and strongest == 2):
        return "person_name", "warn"
    if run.tokens[0].opens and run.alone and words.lexicon.is_first_name(run.tokens[0].word):
        return ("person_name", "warn") if near.follows("deeds", run.end) else None
    if run.tokens[0].opens or run.tokens[0].shouted:
        return None
    return "person_name" if strongest == 2 else "unknown_word", "warn"


def is_called_after(text: str, found: tuple[Token, ...], near: Near, words: Words) -> bool:
    """A disease, a scale or an institution that bears a name: «Downs syndrom», «Child B», «Storhavn sykehus»."""
    end = found[-1].end
    known = words.lexicon.is_first_name(found[0].word) or len(found) > 1
    if near.follows("institution", end):
        return True
    if near.follows("disease", end) and (not known or found[-1].word.endswith("s")):
        return True
    return not known and _GRADE.match(text, end) is not None


def _is_place(text: str, run: Run, near: Near, words: Words) -> bool:
    """A place, a unit or an organisation, from the words around it. A full name is a person also there."""
    lexicon = words.lexicon
    if near.follows("unit_word", run.end) or text[max(0, run.start - 4) : run.start] == "St. ":
        return True
    if sum(weight >= 2 for weight in run.weights) >= 2 and run.strongest == 3:
        return False
    if near.touches("unit_before", run.start) or (run.strongest < 3 and _goes_on_from_trade(text, run, words)):
        return True
    places = all(lexicon.is_place(token.word) for token in run.tokens)
    if places and run.alone and not near.follows("acts", run.end):
        return True
    if near.before("place_lead", run.start, reach=5):
        return places or not lexicon.is_first_name(run.tokens[0].word)
    return places and near.before("place_word", run.start, reach=25)


def _goes_on_from_trade(text: str, run: Run, words: Words) -> bool:
    """«DIPS Arena», «Røntgen Vest»."""
    before = text[max(0, run.start - _LONGEST_WORD) : run.start].split(" ")
    return len(before) > 1 and not before[-1] and before[-2][:1].isupper() and words.is_trade(before[-2])
