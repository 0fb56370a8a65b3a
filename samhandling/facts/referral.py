"""What a referral holds: template, question, history, grounds for priority, channel and attachments (1.1-1.6).

`question_present` and `severity_described` are false only where the letter shows no trace of them or says that it
leaves the matter to the hospital; where the traces are weak they are missing, so that nobody is accused.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from samhandling.facts import imaging
from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter
from samhandling.facts.parts import heading_of, headings, kind_of
from samhandling.language.segment import Sentence

_SLOTS: Final = (
    "tpl_question", "tpl_history", "tpl_findings", "tpl_earlier", "tpl_drugs", "tpl_imaging", "tpl_priority",
    "tpl_social", "tpl_transport", "tpl_allergy",
)  # fmt: skip
_GROUNDS: Final = {
    "course": ("ref_course", "ref_since", "ref_lasted", "ref_trend", "ref_frequency"),
    "severity": ("ref_severity",),
    "function": ("ref_function",),
    "tried": ("ref_tried",),
}
_ENOUGH_GROUNDS: Final = 2
_ENOUGH_INFORMATION: Final = 2
_DRUG_LINE: Final = 12
_FULL_LETTER: Final = 60
_TRACES_OF_A_QUESTION: Final = ("ref_service", "ref_ask", "ref_need", "ref_suspects")
_NOT_CLINICAL: Final = frozenset({"drugs", "transport"})


def find(letter: Letter, draft: Draft) -> None:
    """Puts the fields of a referral; nothing for other kinds, and no verdict on the words of a cancelled one."""
    if letter.kind != "henvisning":
        return
    imaging.find(letter, draft)
    _find_channel(letter, draft)
    if letter.document.action == "kansellering":
        return
    _find_template(letter, draft)
    _find_question(letter, draft)
    _find_information(letter, draft)
    _find_priority(letter, draft)
    _find_attachments(letter, draft)


def _find_template(letter: Letter, draft: Draft) -> None:
    named = letter.patterns.search("ref_template", letter.text)
    if named:
        draft.put("template_id", named[0], letter.words(*named.span()))
    slots: dict[str, str] = {}
    for title in headings(letter):
        slot = next((slot for slot in _SLOTS if _opens(letter, slot, title)), None)
        if slot:
            slots.setdefault(slot, title)
    titles = list(slots.values())
    shown = Evidence("field", ", ".join(titles)) if titles else Evidence("absence", locator="overskrifter")
    draft.put("template_headings", titles, shown)


def _opens(letter: Letter, family: str, title: str) -> bool:
    """Whether a word of the family begins the heading, a number before it left out."""
    found = letter.patterns.search(family, title)
    return found is not None and not any(mark.isalpha() for mark in title[: found.start()])


def _find_question(letter: Letter, draft: Draft) -> None:
    """True where something is asked for; false where nothing is, or only vaguely, or the hospital is left to guess."""
    clear, weak, vague = None, False, None
    for number, sentence in letter.sentences():
        words = sentence.text
        if letter.has("ref_surrender", words) or kind_of(letter, number) in _NOT_CLINICAL or letter.has("ride", words):
            continue
        if letter.has("image_kind", words) and letter.has("image_done", words):
            continue
        if clear is None and _asks(letter, number):
            clear = number
        if letter.has("ref_vague", words):
            vague = number if vague is None else vague
        elif not letter.has("dose", words) and not letter.has("ref_tried", words):
            weak = weak or words.endswith("?") or any(letter.has(family, words) for family in _TRACES_OF_A_QUESTION)
    surrender = _surrender(letter)
    if clear is not None and not (surrender is not None and _is_bare(letter, clear)):
        draft.put("question_present", True, letter.quote(clear))
    elif surrender is not None:
        draft.put("question_present", False, letter.quote(surrender))
    elif vague is not None and not weak:
        draft.put("question_present", False, letter.quote(vague))
    elif not weak and _tells_all(letter):
        draft.put("question_present", False, Evidence("absence", locator="problemstilling"))


def _asks(letter: Letter, number: int) -> bool:
    """A question under its heading, a request for a service, a suspicion, or words such as «henvises for utredning»."""
    sentence = letter.reading.sentences[number]
    title, words = heading_of(letter, number), sentence.text
    if _opens(letter, "ref_question_heading", title) and not letter.has("ref_vague", words):
        return True
    if letter.has("ref_referred_for", words) or letter.has("ref_to_procedure", words) or _title_asks(letter, number):
        return True
    if letter.has("ref_plain_question", words):
        return True
    if letter.has("ref_suspects", words) and kind_of(letter, number) != "history":
        return True
    if words.endswith("?") and (letter.has("ref_service", words) or letter.has("ref_possible", words)):
        return True
    return letter.has("ref_ask", words) and letter.has("ref_service", words) and not letter.has("ref_vague", words)


def _title_asks(letter: Letter, number: int) -> bool:
    """A heading that itself says what is asked for: «Henvisning for vurdering av operasjon»."""
    return letter.has("ref_referred_for", heading_of(letter, number))


def _is_bare(letter: Letter, number: int) -> bool:
    """A request that names no illness and no measure: «Ønsker utredning.»"""
    return letter.has("ref_bare_ask", letter.reading.sentences[number].text)


def _surrender(letter: Letter) -> int | None:
    """A sentence that leaves to the hospital what it is to do or how urgent it is."""
    return next(
        (n for n, s in letter.sentences() if letter.has("ref_surrender", s.text) and not letter.has("ride", s.text)),
        None,
    )


def _find_information(letter: Letter, draft: Draft) -> None:
    """History or findings: several traces needed for true, none at all for false."""
    traces: dict[str, int] = {}
    for number, sentence in _clinical(letter):
        for family in ("ref_complaint", "ref_findings", *_GROUNDS["course"], "image_measured"):
            for found in letter.patterns.every(family, sentence.text):
                traces.setdefault(found[0].lower(), number)
        title = heading_of(letter, number)
        if _opens(letter, "tpl_findings", title) or _opens(letter, "tpl_history", title):
            traces.setdefault(title, number)
    if len(traces) >= _ENOUGH_INFORMATION:
        draft.put("information_present", True, *(letter.quote(number) for number in sorted(set(traces.values()))[:3]))
    elif not _clinical_words(letter) and not _says_it_elsewhere(letter):
        draft.put("information_present", False, Evidence("absence", locator="sykehistorie og funn"))


def _find_priority(letter: Letter, draft: Draft) -> None:
    """The guide or a pathway named; severity, course, function and treatment tried, two of the four needed for true."""
    guide = _guide(letter)
    draft.put("priority_guide_used", guide is not None, guide or Evidence("absence", locator="prioriteringsveileder"))
    grounds = dict(_grounds(letter))
    irrelevant = next((n for n, s in letter.sentences() if _is_irrelevant(letter, s.text)), None)
    surrender = _surrender(letter)
    weakened = irrelevant if irrelevant is not None else surrender
    if len(grounds) >= _ENOUGH_GROUNDS:
        draft.put("severity_described", True, *(letter.quote(number) for number in sorted(set(grounds.values()))))
    elif not grounds and weakened is not None:
        draft.put("severity_described", False, letter.quote(weakened))
    elif not grounds and _tells_all(letter) and not _hints_at_course(letter):
        draft.put("severity_described", False, Evidence("absence", locator="alvorlighet, varighet, funksjon, forløp"))


def _is_irrelevant(letter: Letter, words: str) -> bool:
    """A ground that says nothing of the illness: a holiday to be well for, a patient who insists."""
    occasion = letter.has("ref_occasion", words) and letter.has("ref_in_time", words)
    return occasion or letter.has("ref_pressure", words)


def _hints_at_course(letter: Letter) -> bool:
    return any(letter.has("ref_some_course", sentence.text) for _, sentence in _clinical(letter))


def _tells_all(letter: Letter) -> bool:
    """Whether what the letter leaves out is not there: telegrams say much in words no list knows."""
    return _clinical_words(letter) >= _FULL_LETTER and not _says_it_elsewhere(letter)


def _clinical_words(letter: Letter) -> int:
    return sum(len(sentence.text.split()) for number, sentence in _clinical(letter) if not _asks(letter, number))


def _says_it_elsewhere(letter: Letter) -> bool:
    """Whether an attachment or an earlier letter may hold what this one leaves out."""
    attached = letter.document.attachments
    return (isinstance(attached, int) and attached > 0) or letter.has("ref_see_attached", letter.text)


def _grounds(letter: Letter) -> Iterator[tuple[str, int]]:
    for number, sentence in _clinical(letter):
        for ground, families in _GROUNDS.items():
            if any(letter.has(family, sentence.text) for family in families):
                yield ground, number


def _clinical(letter: Letter) -> Iterator[tuple[int, Sentence]]:
    """Sentences about the illness: not drugs, journeys, pictures, holidays, nor what is left to the hospital."""
    aside = ("ride", "image_kind", "ref_surrender")
    drug_paragraph = -1
    for number, sentence in letter.sentences():
        opens_list = sentence.text.endswith(":") and _opens(letter, "tpl_drugs", sentence.text)
        drug_line = (
            sentence.opens_line and len(sentence.text.split()) <= _DRUG_LINE and letter.has("dose", sentence.text)
        )
        if opens_list or drug_line:
            drug_paragraph = sentence.paragraph
        listed = sentence.opens_line and sentence.paragraph == drug_paragraph
        if kind_of(letter, number) in _NOT_CLINICAL or listed:
            continue
        if not _is_irrelevant(letter, sentence.text) and not any(letter.has(family, sentence.text) for family in aside):
            yield number, sentence


def _guide(letter: Letter) -> Evidence | None:
    pathway = letter.document.more.get("pathway")
    if pathway:
        return Evidence("field", str(pathway), locator="pakkeforløp")
    for number, sentence in letter.sentences():
        for words in (sentence.text, heading_of(letter, number)):
            found = letter.patterns.search("ref_priority_guide", words)
            if found and not letter.has("ref_surrender", sentence.text) and not _denied(words[: found.start()]):
                return letter.quote(number)
    return None


def _denied(before: str) -> bool:
    return bool({"ikke", "ikkje", "utenfor", "utanfor", "uten", "utan"} & set(before.lower().split()[-4:]))


def _find_channel(letter: Letter, draft: Draft) -> None:
    if letter.document.electronic:
        draft.put("channel", "electronic", Evidence("field", locator="meldingsformat"))
        return
    for number, sentence in letter.sentences():
        if not letter.has("ref_word", sentence.text) or letter.has("ref_attachment", sentence.text):
            continue
        channel = "electronic" if letter.has("ref_electronic", sentence.text) else _paper(letter, sentence.text)
        if channel:
            draft.put("channel", channel, letter.quote(number))
            return


def _paper(letter: Letter, words: str) -> str | None:
    found = letter.patterns.search("ref_paper", words)
    return None if found is None else "post" if "post" in found[0].lower() else "paper"


def _find_attachments(letter: Letter, draft: Draft) -> None:
    """Attachments that do not fit in the message; those that came with it need no care and are no items."""
    draft.put_items("attachments", _attachments(letter), Evidence("absence", locator="vedlegg"))


def _attachments(letter: Letter) -> Iterator[tuple[Mapping[str, object], tuple[Evidence, ...]]]:
    for number, sentence in letter.sentences():
        following = _next_in_paragraph(letter, number)
        if not letter.has("ref_attachment", f"{sentence.before} {sentence.text}") or letter.has("ride", sentence.text):
            continue
        stuck, sent = letter.has("ref_not_copyable", sentence.text), letter.has("ref_posted", sentence.text)
        if not stuck and (not sent or letter.has("ref_not_copyable", sentence.before)):
            continue
        words = f"{sentence.text} {following}" if stuck else sentence.text
        yield (
            {"needed": True, "copyable": False, "posted": _is_posted(letter, words)},
            (letter.quote(number, number + 1 if stuck and following else number),),
        )


def _is_posted(letter: Letter, words: str) -> bool | None:
    if letter.has("ref_not_posted", words):
        return False
    return True if letter.has("ref_posted", words) else None


def _next_in_paragraph(letter: Letter, number: int) -> str:
    sentences = letter.reading.sentences
    if number + 1 < len(sentences) and sentences[number + 1].paragraph == sentences[number].paragraph:
        return sentences[number + 1].text
    return ""
