"""What a letter's sentences say of the patient's sick leave: who wrote it, who is to go on with it, who handles its
grading.

Meaning comes from the model, shape from patterns; the finder in `sick_leave` puts the signs together.
"""

from dataclasses import dataclass

from samhandling.facts.letter import Letter
from samhandling.language.features import with_classes

_LIKELY, _SURE, _HINT = 0.35, 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Signs:
    """Numbers of the sentences that bear each sign; `about` are those that speak of the leave now, `near` also their
    neighbours.
    """

    about: tuple[int, ...]
    near: tuple[int, ...]
    declined: tuple[int, ...]
    ours: tuple[int, ...]
    unwritten: tuple[int, ...]
    on_gp: tuple[int, ...]
    in_doubt: tuple[int, ...]
    handed_on: tuple[int, ...]
    takeover: tuple[int, ...]
    rest: tuple[int, ...]
    ongoing: tuple[int, ...]
    kept_by_gp: tuple[int, ...]
    graded_now: tuple[int, ...]
    grading_gp: tuple[int, ...]
    grading_ours: tuple[int, ...]
    grading_open: tuple[int, ...]


def read_signs(letter: Letter) -> Signs:
    on_gp, handed_on = _asked(letter, "write_sick_note"), _asked(letter, "cover_absolute_need")
    told = {*on_gp, *handed_on}
    topics = [number for number, _ in letter.sentences() if number in told or _speaks(letter, number)]
    declined = [number for number in topics if letter.has("leave_declined", _whole(letter, number))]
    declined = [number for number in declined if number not in told]
    about = [number for number in topics if number not in declined and not _past(letter, number)]
    near = _with_neighbours(letter, about)
    unwritten = [number for number in about if _unwritten(letter, number)]
    ours = [number for number in near if number not in unwritten and _ours(letter, number)]
    gradings = [number for number in near if _of_grading(letter, number)]
    grading = {number: _grader(letter, number) for number in gradings}
    return Signs(
        about=tuple(about),
        near=tuple(near),
        declined=tuple(declined),
        ours=tuple(ours),
        unwritten=tuple(unwritten),
        on_gp=tuple(number for number in on_gp if number in about),
        in_doubt=tuple(number for number in _asked(letter, "write_sick_note", sure=False) if number in about),
        handed_on=tuple(number for number in handed_on if number in about),
        takeover=tuple(number for number in near if _takes_over(letter, number, "leave_takeover")),
        rest=tuple(number for number in near if _takes_over(letter, number, "leave_rest")),
        ongoing=tuple(number for number in about if _ongoing(letter, number)),
        kept_by_gp=tuple(number for number in about if _kept_by_gp(letter, number)),
        graded_now=tuple(number for number in about if _graded_now(letter, number)),
        grading_gp=tuple(number for number, who in grading.items() if who == "gp"),
        grading_ours=tuple(number for number, who in grading.items() if who == "hospital"),
        grading_open=tuple(number for number, who in grading.items() if who is None),
    )


def _text(letter: Letter, number: int) -> str:
    return letter.reading.sentences[number].text


def _whole(letter: Letter, number: int) -> str:
    """The sentence with its heading: «Sykmelding: ikke aktuelt»."""
    sentence = letter.reading.sentences[number]
    return f"{sentence.heading} {sentence.text}" if sentence.heading else sentence.text


def _speaks(letter: Letter, number: int) -> bool:
    sentence = letter.reading.sentences[number]
    if _of_relative(letter, sentence.text):
        return False
    if letter.has("sick_note", sentence.text) or letter.has("sick_note", sentence.heading):
        return True
    likely = letter.said(number, "sick_leave") > _SURE and letter.said(number, "act:sick_list") > _SURE
    worded = any(letter.has(family, sentence.text) for family in ("work", "unfit", "degree", "full_degree"))
    return likely and (worded or sentence.kind == "sick_leave")


def _of_relative(letter: Letter, text: str) -> bool:
    """«Mor er sykmeldt»: the relative stands before the word, as what it is said of."""
    note = letter.patterns.search("sick_note", text)
    if note is None:
        return False
    before = text[: note.start()]
    return letter.has("relative", before) and len(before.split()) <= 5


def _past(letter: Letter, number: int) -> bool:
    sentence = letter.reading.sentences[number]
    if letter.has("leave_since", sentence.text):
        return sentence.kind == "history"
    if sentence.kind == "history" or letter.has("not_now", sentence.text):
        return True
    return letter.said(number, "mode:past") > 0.6 and not letter.has("leave_of_ours", sentence.text)


def _with_neighbours(letter: Letter, about: list[int]) -> list[int]:
    """The sentences next to those about the leave, of the same paragraph, that go on about it or about work."""
    sentences = letter.reading.sentences
    near = set(about)
    for step in (1, 1, -1):
        for number in sorted(near):
            other = number + step
            same = 0 <= other < len(sentences) and sentences[other].paragraph == sentences[number].paragraph
            if same and _goes_on(letter, other):
                near.add(other)
    return sorted(near)


def _goes_on(letter: Letter, number: int) -> bool:
    text = _text(letter, number)
    if letter.said(number, "sick_leave") > _HINT or letter.said(number, "act:sick_list") > _LIKELY:
        return True
    return any(letter.has(family, text) for family in ("work", "unfit", "grading", "leave_rest", "leave_takeover"))


def _unwritten(letter: Letter, number: int) -> bool:
    text = _text(letter, number)
    if letter.has("gp_idle", text):
        return False
    return letter.has("leave_not_written", text) or letter.has("leave_unwritten", text)


def _ours(letter: Letter, number: int) -> bool:
    """The hospital wrote it, writes it, or states it as in force with its own words."""
    text = _text(letter, number)
    asked = letter.said(number, "2.5.1:brutt")
    if letter.has("agreed_kept", text) or asked > max(_LIKELY, letter.said(number, "2.5.1:oppfylt")):
        return False
    worded = letter.has("sick_note", _whole(letter, number))
    written = letter.has("leave_written", text)
    if letter.said(number, "2.5.1:oppfylt") > _LIKELY or letter.said(number, "2.5.3:oppfylt") > _LIKELY:
        return worded or written
    if not worded and letter.said(number, "sick_leave") < _HINT and not letter.has("leave_rest", text):
        return False
    by_us = letter.has("leave_of_ours", _whole(letter, number)) or (letter.has("hospital_self", text) and written)
    return by_us and (written or worded)


def _asked(letter: Letter, task: str, sure: bool = True) -> list[int]:
    """Sentences that put the writing, or the rest of the leave, on the GP."""
    spans = [
        range(found.first, found.last + 1)
        for found in letter.reading.assignments
        if found.task == task and found.actor == "gp" and found.sure == sure
    ]
    return sorted({number for span in spans if _of_leave(letter, span) for number in span})


def _of_leave(letter: Letter, span: range) -> bool:
    """Whether the words are of sick leave at all, and do not say that the GP is spared."""
    words = " ".join(_whole(letter, number) for number in span)
    worded = any(letter.has(family, words) for family in ("sick_note", "unfit", "work", "absence"))
    likely = any(letter.said(number, "act:sick_list") > _SURE for number in span)
    return (worded or likely) and not letter.has("gp_idle", words)


def tells_length(letter: Letter, number: int) -> bool:
    """Whether a time in the sentence is the leave's own, not that of a meeting or a visit beside it."""
    text = _whole(letter, number)
    worded = any(letter.has(family, text) for family in ("sick_note", "unfit", "leave_rest", "leave_prognosis"))
    return worded or letter.said(number, "sick_leave") > _LIKELY


def _names_gp(letter: Letter, text: str) -> bool:
    classes = with_classes(text.lower(), letter.reading.reader.vocabulary)
    return "GP" in classes or "YOU" in classes


def _takes_over(letter: Letter, number: int, family: str) -> bool:
    """The GP is to go on with the leave, whatever happens; grading and «ved behov» are no such thing."""
    text = _text(letter, number)
    if not letter.has(family, text) or not (_names_gp(letter, text) or letter.has("own_doctor", text)):
        return False
    if letter.has("condition", text) or letter.has("gp_idle", text) or letter.has("grading", text):
        return False
    of_leave = letter.has("sick_note", _whole(letter, number)) or letter.said(number, "sick_leave") > _LIKELY
    return of_leave or family == "leave_rest"


def _ongoing(letter: Letter, number: int) -> bool:
    text = _text(letter, number)
    return letter.has("leave_ongoing", text) or letter.has("leave_since", text)


def _kept_by_gp(letter: Letter, number: int) -> bool:
    """A leave the GP has had for a while and goes on with."""
    return letter.has("agreed_kept", _text(letter, number)) and letter.said(number, "2.5.1:brutt") < _SURE


def _graded_now(letter: Letter, number: int) -> bool:
    text = _text(letter, number)
    return letter.has("degree", text) and letter.has("sick_note", text) and not letter.has("full_degree", text)


def _of_grading(letter: Letter, number: int) -> bool:
    text = _text(letter, number)
    return letter.has("grading", text) or (letter.has("degree", text) and letter.has("work", text))


def _grader(letter: Letter, number: int) -> str | None:
    """Who is to handle grading or adapted work, by the sentence's own words."""
    text = _text(letter, number)
    if letter.has("gp_idle", text):
        return "hospital"
    if letter.said(number, "2.5.5:brutt") > _LIKELY and not _names_gp(letter, text):
        return "hospital"
    if _names_gp(letter, text) or letter.has("own_doctor", text):
        return "gp"
    classes = with_classes(text.lower(), letter.reading.reader.vocabulary)
    ours = "WE" in classes or "HOSPITAL" in classes
    return "hospital" if ours and letter.has("grading_handled", text) else None
