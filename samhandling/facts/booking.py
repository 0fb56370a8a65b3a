"""Visits at the GP and who sees to the appointment (2.2.1–2.2.5).

Silence on booking is claimed only when no word about appointments stands anywhere near the patient or the GP.
"""

from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter
from samhandling.language.segment import Sentence

_VISIT = 0.5
_NEEDED = 0.5
_SAID = 0.4
_OTHER_THAN_GP = 0.5


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
        items.append((
            {
                "when": when[0] if when else None,
                "rapid": _is_rapid(letter, sentence),
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
    if letter.said(number, "mode:conditional") > _VISIT or letter.said(number, "mode:negated") > _VISIT:
        return False
    if letter.said(number, "need") < _NEEDED or not letter.reading.names_gp(number):
        return False
    there = letter.has("gp_place", sentence.text) and letter.has("visit_word", sentence.text)
    return there or letter.said(number, "visit") >= _VISIT


def _is_rapid(letter: Letter, sentence: Sentence) -> bool:
    return letter.has("within_a_week", sentence.text) or letter.has("urgent", sentence.text)


def _booking(letter: Letter) -> tuple[str | None, tuple[Evidence, ...]]:
    """How the appointment is made; None where words about it are there but do not settle it."""
    for assignment in letter.reading.assignments:
        if assignment.task == "summon" and assignment.actor == "gp":
            return ("gp_to_summon" if assignment.sure else None), (letter.quote(assignment.first, assignment.last),)
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
    return letter.reading.names_gp(number) or sentence.kind == "plan" or letter.said(number, "actor:patient") >= _SAID


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
        if letter.reading.names_gp(number) and max(letter.said(number, h) for h in heads if h in letter.reading.said[number]) >= _SAID:
            return (letter.quote(number),)
    return ()


def _not_secured(booking: str | None) -> bool | None:
    return None if booking in (None, "hospital", "gp_agreed") else False
