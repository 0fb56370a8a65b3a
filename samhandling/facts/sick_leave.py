"""The patient's sick leave as the letter tells it (recommendations 2.5.1, 2.5.3, 2.5.4, 2.5.5).

One item at most: the leave this contact gives, needs or goes on with. Pensioners, students, leave that is not wanted
and
leave in history give []; where it cannot be told who wrote a leave and nothing says how long, the field is left out.
"""

from datetime import date, timedelta

from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.leave_period import days_in, last_day, near_date, stated
from samhandling.facts.leave_signs import Signs, read_signs, tells_length
from samhandling.facts.letter import Letter

_SPOKEN_OF = frozenset({"epikrise", "poliklinisk_notat", "legevaktepikrise"})
_ADMITTED = "epikrise"
_SLACK_DAYS = 3


def find(letter: Letter, draft: Draft) -> None:
    """Puts sick_notes for the hospital's letters."""
    if letter.kind not in _SPOKEN_OF:
        return
    signs = read_signs(letter)
    if not signs.about:
        draft.put_items("sick_notes", [], *[letter.quote(number) for number in signs.declined])
        return
    item = _item(letter, signs)
    told = item.get("expected_duration") or item.get("valid_to") or item.get("control_date")
    if "issued_by" not in item and not told and "grading_by" not in item:
        return
    if item.get("issued_by") == "gp" and item.get("is_first") is False and not told:
        draft.put_items("sick_notes", [])
        return
    draft.put_items("sick_notes", [(item, _evidence(letter, signs))])


def _item(letter: Letter, signs: Signs) -> dict[str, object]:
    issued_by = _issued_by(letter, signs)
    first = _is_first(letter, signs, issued_by)
    item: dict[str, object | None] = {
        "is_first": first,
        "indicated_by": "hospital" if first else None,
        "issued_by": issued_by,
        "during_hospital_treatment": _in_treatment(letter, signs),
        "graded": True if signs.graded_now else None,
        "adapted_work": True if signs.grading_gp or signs.grading_ours or signs.grading_open else None,
        "grading_by": _grading_by(signs),
        "long_parallel": True if issued_by == "gp" and not first and signs.kept_by_gp else None,
    }
    item |= _period(letter, signs)
    item |= _control(letter, signs)
    if issued_by == "hospital" or signs.handed_on:
        item["covers_absolute_need"] = _covers(letter, signs)
    return {key: value for key, value in item.items() if value is not None}


def _issued_by(letter: Letter, signs: Signs) -> str | None:
    if signs.unwritten:
        return "gp" if signs.on_gp or _gp_follows(letter, signs.unwritten) else "none"
    if signs.ours:
        return "hospital"
    if signs.kept_by_gp or signs.on_gp:
        return "gp"
    if signs.in_doubt or signs.takeover or signs.rest:
        return None
    if letter.kind == _ADMITTED and not signs.ongoing and _in_force(letter, signs):
        return "hospital"
    return "hospital" if signs.grading_ours and not signs.grading_gp else None


def _gp_follows(letter: Letter, numbers: tuple[int, ...]) -> bool:
    """«Ikke skrevet. Den får han av egen lege»: the GP is named in the same or the next sentence."""
    sentences = letter.reading.sentences
    for number in numbers:
        paragraph = sentences[number].paragraph
        for other in (number, number + 1):
            if other < len(sentences) and sentences[other].paragraph == paragraph and letter.reading.names_gp(other):
                return True
    return False


def _in_force(letter: Letter, signs: Signs) -> bool:
    """«Han er sykmeldt t.o.m. 11.03.» in the hospital's own letter, with nobody else named: written there."""
    for number in signs.about:
        sentence = letter.reading.sentences[number]
        headed = letter.has("sick_note", sentence.heading) and stated(letter, sentence.text) is not None
        if (headed or letter.has("leave_state", sentence.text)) and not letter.reading.names_gp(number):
            return True
    return False


def _is_first(letter: Letter, signs: Signs, issued_by: str | None) -> bool | None:
    if signs.kept_by_gp:
        return False
    if signs.unwritten or (issued_by == "gp" and signs.on_gp):
        return True
    if signs.ongoing:
        return False
    if signs.graded_now and letter.kind != _ADMITTED:
        return None
    return True if issued_by == "hospital" else None


def _in_treatment(letter: Letter, signs: Signs) -> bool | None:
    """An admission is hospital treatment, and so are an operation, a procedure or a cast at this contact."""
    if signs.kept_by_gp:
        return False
    if letter.kind == _ADMITTED:
        return True
    doubtful = False
    for _, sentence in letter.sentences():
        if sentence.kind != "history" and letter.has("procedure", sentence.text):
            if not letter.has("procedure_not_now", sentence.text):
                return True
            doubtful = True
    return None if doubtful else False


def _period(letter: Letter, signs: Signs) -> dict[str, object | None]:
    numbers = [number for number in signs.near if number in signs.about or tells_length(letter, number)]
    texts = [letter.reading.sentences[number].text for number in numbers]
    near = near_date(letter)
    ends = [day for text in texts if near and (day := last_day(letter, text, near))]
    duration = next((words for text in texts if (words := stated(letter, text))), None)
    return {"valid_to": max(ends).isoformat() if ends and signs.ours else None, "expected_duration": duration}


def _control(letter: Letter, signs: Signs) -> dict[str, object | None]:
    """A control of the leave at the GP: «videre hos fastlegen» plans one, a time in its own clause dates it."""
    visits = [number for number in signs.near if letter.has("leave_visit", letter.reading.sentences[number].text)]
    planned = [*signs.takeover, *visits] if signs.ours or signs.grading_gp else visits
    if not planned or signs.kept_by_gp:
        return {}
    dated = [words for number in planned if (words := _time_of_control(letter, number))]
    if not dated and not signs.takeover:
        return {}
    return {"control_planned": True, "control_date": dated[0] if dated else None}


def _time_of_control(letter: Letter, number: int) -> str | None:
    """The time beside the GP's part: what stands before the first comma is the hospital's own period."""
    text = letter.reading.sentences[number].text
    found = letter.patterns.search("leave_takeover", text) or letter.patterns.search("leave_visit", text)
    return stated(letter, text[found.start() :]) if found else None


def _covers(letter: Letter, signs: Signs) -> bool | None:
    """Against the need the hospital itself states; a need nobody states is no reason to accuse."""
    texts = [letter.reading.sentences[number].text for number in signs.near]
    if any(letter.has("leave_kept_here", text) for text in texts):
        return True
    if signs.rest or signs.handed_on:
        return False
    longer = _need_is_longer(letter, signs)
    if longer:
        return False
    if signs.takeover:
        return False if _restricted_longer(letter, signs) else None
    if signs.in_doubt:
        return None
    told = any(letter.has("leave_whole", text) or stated(letter, text) for text in texts)
    return True if told else None


def _need_is_longer(letter: Letter, signs: Signs) -> bool:
    """Whether a stated time out of work goes beyond the leave that was written."""
    numbers = [number for number in signs.near if number not in signs.ours]
    return _goes_beyond(letter, signs, _lengths(letter, numbers, "unfit"))


def _restricted_longer(letter: Letter, signs: Signs) -> bool:
    """With the GP to take over: whether the arm is to lie in its sling longer than the leave that was written."""
    paragraphs = {letter.reading.sentences[number].paragraph for number in signs.near}
    numbers = [number for number, sentence in letter.sentences() if sentence.paragraph in paragraphs]
    numbers = [number for number in numbers if number not in signs.ours]
    return _goes_beyond(letter, signs, _lengths(letter, numbers, "leave_restriction"))


def _lengths(letter: Letter, numbers: list[int], family: str) -> list[int]:
    texts = [letter.reading.sentences[number].text for number in numbers]
    return [days for text in texts if letter.has(family, text) for days in days_in(letter, text)]


def _goes_beyond(letter: Letter, signs: Signs, need: list[int]) -> bool:
    if not need:
        return False
    texts = [letter.reading.sentences[number].text for number in signs.ours or signs.about]
    written = [days for text in texts for days in days_in(letter, text)]
    if written:
        return max(need) > max(written) + _SLACK_DAYS
    near = near_date(letter)
    ends = [day for text in texts if near and (day := last_day(letter, text, near))]
    if not near or not ends:
        return False
    return near + timedelta(max(need)) > max(ends) + timedelta(_SLACK_DAYS + _stay(letter))


def _stay(letter: Letter) -> int:
    """Days the need may have run before the letter's date."""
    admitted, discharged = letter.document.admitted_on, near_date(letter)
    if isinstance(admitted, str) and discharged:
        return max(0, (discharged - date.fromisoformat(admitted[:10])).days)
    return 7


def _grading_by(signs: Signs) -> str | None:
    if signs.grading_ours:
        return "hospital"
    return "gp" if signs.grading_gp else None


def _evidence(letter: Letter, signs: Signs) -> tuple[Evidence, ...]:
    return tuple(letter.quote(number) for number in signs.near)
