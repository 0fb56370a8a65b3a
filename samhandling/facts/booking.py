"""Visits at the GP and who sees to the appointment (2.2.1–2.2.5).

Silence on booking is claimed only when no word about appointments stands anywhere near the patient or the GP.
"""

import re
from datetime import date

from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter
from samhandling.language.segment import Sentence

_WEEK = 7
_VISIT = 0.5
_NEEDED = 0.5
_SAID = 0.4
_OTHER_THAN_GP = 0.5
_UNSTATED = 0.08
_ANOTHER = 0.3
_NO_VISIT = (
    "mode:conditional",
    "mode:negated",
    "act:order_transport",
    "act:sick_list",
    "act:prescribe",
    "act:refer",
    "8:oppfylt",
)


def find(letter: Letter, draft: Draft) -> None:
    if draft.values.get("deceased"):
        draft.put_items("gp_visits", ())
        return
    visits = [number for number, sentence in letter.sentences() if _is_visit(letter, number, sentence)]
    booking, evidence = _booking(letter)
    secured = _secured(letter)
    items = []
    for number in visits[:1] if len({letter.reading.sentences[n].paragraph for n in visits}) == 1 else visits:
        sentence = letter.reading.sentences[number]
        when = letter.patterns.search("time", sentence.text)
        how = "hospital" if secured else booking
        if len(visits) > 1 and letter.said(number, "2.2.4:brutt") >= _ANOTHER and not _near(letter, sentence, evidence):
            how = "not_stated"
        if how == "not_stated" and not (_is_plain(letter, sentence) or letter.said(number, "2.2.4:brutt") >= _UNSTATED):
            how = None
        items.append((
            {
                "when": when[0] if when else None,
                "rapid": _is_rapid(letter, sentence, draft.values.get("discharge_at")),
                "booking": how,
                "secured": True if secured else _not_secured(how),
            },
            (letter.quote(number), *(secured or evidence)),
        ))  # fmt: skip
    if not items and booking == "gp_to_summon":
        items = [({"booking": booking, "secured": False}, evidence)]
    draft.put_items("gp_visits", items)
    draft.put("gp_control_planned", bool(items))


def _is_visit(letter: Letter, number: int, sentence: Sentence) -> bool:
    if sentence.kind in ("history", "head") or letter.said(number, "mode:past") > _VISIT:
        return False
    if any(letter.said(number, head) > _VISIT for head in _NO_VISIT):
        return False
    if letter.said(number, "need") < _NEEDED or not letter.reading.names_gp(number):
        return False
    if _is_sample_for_the_hospital(letter, number):
        return False
    there = letter.has("gp_place", sentence.text) and any(letter.has(f, sentence.text) for f in ("visit_word", "time"))
    return there or letter.said(number, "visit") >= _VISIT


def _near(letter: Letter, sentence: Sentence, evidence: tuple[Evidence, ...]) -> bool:
    """Whether the words on booking stand in the visit's own paragraph."""
    return any(
        other.paragraph == sentence.paragraph
        for each in evidence
        for other in letter.reading.sentences
        if each.start is not None and other.start <= each.start < other.end
    )


def _is_plain(letter: Letter, sentence: Sentence) -> bool:
    """A visit in so many words: where, when and what for."""
    return all(letter.has(family, sentence.text) for family in ("gp_place", "time", "visit_word"))


def _is_sample_for_the_hospital(letter: Letter, number: int) -> bool:
    """Samples taken at the GP's office on the hospital's requisition are no visit (labelling guide §5)."""
    near = range(max(0, number - 1), min(len(letter.reading.sentences), number + 2))
    own = max(letter.said(n, head) for n in near for head in ("2.4.1:oppfylt", "2.4.2:oppfylt"))
    return own >= _OTHER_THAN_GP and letter.said(number, "visit") < _VISIT


def _is_rapid(letter: Letter, sentence: Sentence, discharged: object) -> bool:
    """Within a week of discharge, or called urgent (labelling guide §4, 2.2.2)."""
    if letter.has("within_a_week", sentence.text) or letter.has("urgent", sentence.text):
        return True
    found = letter.patterns.search("day_and_month", sentence.text)
    if found is None or not isinstance(discharged, str):
        return False
    return _days_after(discharged, found) in range(_WEEK + 1)


def _days_after(discharged: str, found: re.Match[str]) -> int:
    """Days from discharge to a date written without a year; -1 where it is no date."""
    first = date.fromisoformat(discharged[:10])
    try:
        then = date(first.year, int(found[2]), int(found[1]))
    except ValueError:
        return -1
    return (then - first).days


def _booking(letter: Letter) -> tuple[str | None, tuple[Evidence, ...]]:
    """How the appointment is made; None where words about it are there but do not settle it."""
    for assignment in letter.reading.assignments:
        if assignment.task == "summon" and assignment.actor == "gp":
            words = letter.quote(assignment.first, assignment.last)
            return ("gp_to_summon" if assignment.sure and not letter.has("by_oneself", words.quote) else None), (words,)
    unsettled: tuple[Evidence, ...] = ()
    for number, sentence in letter.sentences():
        if sentence.kind == "history":
            continue
        if max(letter.said(number, "2.2.5:oppfylt"), letter.said(number, "2.2.4:oppfylt")) >= _OTHER_THAN_GP:
            return _who_books(letter, number, sentence), (letter.quote(number),)
        if letter.has("booking_word", sentence.text) and _about_visit(letter, number, sentence):
            if letter.has("patient_books", sentence.text) and letter.said(number, "actor:patient") >= _SAID:
                return "patient", (letter.quote(number),)
            unsettled = (letter.quote(number),)
    return (None, unsettled) if unsettled else ("not_stated", (Evidence("absence"),))


def _about_visit(letter: Letter, number: int, sentence: Sentence) -> bool:
    """Whether the words on an appointment may be about the GP's: not where the hospital speaks of its own."""
    if letter.reading.reader.names_gp(sentence.text) or letter.said(number, "actor:patient") >= _SAID:
        return True
    own = letter.has("hospital_self", sentence.text) or letter.said(number, "actor:hospital") >= _OTHER_THAN_GP
    return not own and (letter.reading.names_gp(number) or sentence.kind == "plan")


def _who_books(letter: Letter, number: int, sentence: Sentence) -> str:
    if letter.said(number, "mode:agreed") >= _SAID:
        return "gp_agreed"
    if letter.has("secured", sentence.text) or letter.said(number, "actor:hospital") >= _SAID:
        return "hospital"
    return "patient"


def _secured(letter: Letter) -> tuple[Evidence, ...]:
    """Words that say that the hospital has got the appointment."""
    for number, sentence in letter.sentences():
        if sentence.kind == "history" or not letter.has("secured", sentence.text):
            continue
        heads = ("2.2.2:oppfylt", "2.2.3:oppfylt", "2.2.4:oppfylt", "2.2.5:oppfylt")
        likely = max(letter.said(number, head) for head in heads) >= _SAID
        if letter.reading.names_gp(number) and (likely or letter.has("clock", sentence.text)):
            return (letter.quote(number),)
    return ()


def _not_secured(booking: str | None) -> bool | None:
    return None if booking in (None, "hospital", "gp_agreed") else False
