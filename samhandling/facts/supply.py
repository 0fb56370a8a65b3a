"""How the patient has drugs the first days: drugs hard to obtain, and the time until the next multidose."""

import re
from collections.abc import Iterable, Sequence

from samhandling.facts.draft import Draft
from samhandling.facts.drugs import names_drug
from samhandling.facts.letter import Letter

_SURE = 0.6
_REACH = 2
_FAR = 9
_MOST = 20
_DAYS = re.compile(r"\b(\d{1,2}|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|fjorten)\s(?:dag\w*|døgn|dgr?|d)\b", re.I)
_WEEKS = re.compile(r"\b(?:(en|ei|én|to|tre|fire|1|2|3|4)\s(?:uke\w*|veke\w*)|første uke\w*|første veka)\b", re.I)
_NUMBERS = {
    "to": 2,
    "tre": 3,
    "fire": 4,
    "fem": 5,
    "seks": 6,
    "sju": 7,
    "syv": 7,
    "åtte": 8,
    "ni": 9,
    "ti": 10,
    "fjorten": 14,
}


def find_hard_to_obtain(letter: Letter, draft: Draft) -> None:
    """Puts `hard_to_obtain` and `supplied_days` where the words show that a drug is hard to get."""
    hard = [number for number, _ in letter.sentences() if _is_hard(letter, number)][:_MOST]
    if not hard:
        return
    draft.put("hard_to_obtain", True, letter.quote(hard[0]))
    around = _around(letter, hard)
    lacking = [n for n in around if _is_lacking(letter, n)]
    given = [n for n in around if _is_given(letter, n) and n not in lacking]
    nearer = _distance(given, hard) - _distance(lacking, hard)
    if nearer > 0:
        draft.put("supplied_days", 0, letter.quote(lacking[0]))
    elif nearer < 0:
        draft.put("supplied_days", _days(letter, given), letter.quote(given[0]))


def _distance(numbers: Sequence[int], hard: Sequence[int]) -> int:
    """How far the nearest sentence stands from one that says a drug is hard to get; behind is nearer than before."""
    return min((number - h if number >= h else _FAR - 1 for number in numbers for h in hard), default=_FAR)


def _is_hard(letter: Letter, number: int) -> bool:
    sentence = letter.reading.sentences[number]
    text = sentence.text
    if sentence.kind == "history" or any(letter.has(family, text) for family in ("solved", "past_year")):
        return False
    if letter.has("hard", text):
        return True
    if letter.has("multidose", text):
        return False
    if letter.has("pharmacy", text):
        return any(letter.has(family, text) for family in ("hard_maybe", "hard_unavailable", "must_order"))
    return letter.has("hard_maybe", text) and _names_drug(letter, text)


def _names_drug(letter: Letter, text: str) -> bool:
    return names_drug(letter, text) or letter.has("drug_kind", text)


def _around(letter: Letter, hard: Iterable[int]) -> list[int]:
    """The sentences that may tell what the patient got: the hard ones, one before, two behind in the same part."""
    sentences = letter.reading.sentences
    near = set()
    for number in hard:
        for other in range(max(0, number - 1), min(len(sentences), number + _REACH + 1)):
            if other == number or sentences[other].heading == sentences[number].heading:
                near.add(other)
    return sorted(near)


def _is_lacking(letter: Letter, number: int) -> bool:
    text = letter.reading.sentences[number].text
    if letter.has("left_waiting", text) or letter.has("fetch_later", text):
        return not _is_handed(letter, text) or letter.has("not_supplied", text)
    spoken = any(letter.has(family, text) for family in ("with_patient", "left_home", "dosed"))
    without = letter.has("not_supplied", text) and spoken
    return without or (letter.said(number, "2.3.3.4:brutt") >= _SURE and not letter.has("handed_out", text))


def _is_given(letter: Letter, number: int) -> bool:
    text = letter.reading.sentences[number].text
    return (_is_handed(letter, text) and not letter.has("not_supplied", text)) or letter.said(
        number, "2.3.3.4:oppfylt"
    ) >= _SURE


def _is_handed(letter: Letter, text: str) -> bool:
    return any(letter.has(family, text) for family in ("handed_out", "handed_split", "handed_doses", "handed_enough"))


def _days(letter: Letter, given: Iterable[int]) -> int:
    """The days said to be covered; one where drugs are handed out and no number is given."""
    for number in given:
        text = letter.reading.sentences[number].text
        days, weeks = _DAYS.search(text), _WEEKS.search(text)
        if days:
            return _number(days[1])
        if weeks:
            return 7 * (_number(weeks[1]) if weeks[1] else 1)
    return 1


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 1)


def find_multidose(letter: Letter, draft: Draft) -> None:
    """Puts `uses_multidose`, contradicted where caller and letter differ, and `bridging_described`."""
    told = letter.context.get("multidose")
    spoken = [
        number
        for number, s in letter.sentences()
        if s.kind != "history" and letter.has("multidose", s.text + " " + s.heading)
    ]
    negated = [n for n in spoken if letter.has("no_multidose", letter.reading.sentences[n].text)]
    positive = [n for n in spoken if n not in negated]
    if (told is True and negated and not positive) or (told is False and positive and not negated):
        draft.contradict("uses_multidose", "Brevet og opplysningene om pasienten sier ikke det samme om multidose.")
        return
    uses = told if isinstance(told, bool) else True if positive and not negated else False if negated else None
    if uses is None and not spoken:
        return
    shown = positive or negated
    draft.put("uses_multidose", uses, *(letter.quote(n) for n in shown[:1]))
    if uses:
        _find_bridging(letter, draft, positive)


def _find_bridging(letter: Letter, draft: Draft, spoken: Iterable[int]) -> None:
    dosed = {number for number, s in letter.sentences() if letter.has("dosett", s.text)}
    near = sorted({n for number in spoken for n in _neighbours(letter, number)} | dosed)
    left = [n for n in near if _is_left(letter, n)]
    bridged = [n for n in near if _is_bridged(letter, n) and n not in left]
    if bridged and not left:
        draft.put("bridging_described", True, letter.quote(bridged[0]))
    elif left and not bridged:
        draft.put("bridging_described", False, letter.quote(left[0]))


def _neighbours(letter: Letter, number: int) -> Iterable[int]:
    sentences = letter.reading.sentences
    for other in range(number - 1, number + _REACH + 1):
        if 0 <= other < len(sentences) and sentences[other].paragraph == sentences[number].paragraph:
            yield other


def _is_left(letter: Letter, number: int) -> bool:
    text = letter.reading.sentences[number].text
    return (
        any(letter.has(family, text) for family in ("bridging_left", "bridging_left_split"))
        and not letter.has("dosed_ready", text)
    ) or letter.said(number, "2.3.3.5:brutt") >= _SURE


def _is_bridged(letter: Letter, number: int) -> bool:
    text = letter.reading.sentences[number].text
    timed = letter.has("dosed_by_us", text) and letter.has("bridged_by_time", text)
    done = letter.has("dosed", text) and (timed or _is_handed(letter, text))
    done = done or (letter.has("multidose", text) and letter.has("roll_changed", text))
    return (done and not letter.has("plain_negation", text)) or letter.said(number, "2.3.3.5:oppfylt") >= _SURE
