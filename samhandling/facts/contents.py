"""Whether a discharge summary holds a summary of the stay and a further plan, and whether the patient is dead."""

from samhandling.documents.canonical import NotLooked
from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter

_CONTACTS = ("epikrise", "poliklinisk_notat", "legevaktepikrise")
_ENOUGH_WORDS = 5
_NO_WORDS = 2
_LIKELY = 0.6
_ABSENT = Evidence("absence")


def find(letter: Letter, draft: Draft) -> None:
    if letter.kind not in _CONTACTS:
        return
    _find_deceased(letter, draft)
    if letter.kind == "epikrise" and draft.values.get("deceased") is not True:
        _find_summary(letter, draft)
        _find_plan(letter, draft)


def _find_deceased(letter: Letter, draft: Draft) -> None:
    if letter.context.get("discharged_to"):
        return
    for number, sentence in letter.sentences():
        if letter.has("deceased", sentence.text) or letter.has("deceased", sentence.heading):
            draft.put("deceased", True, letter.quote(number))
            return


def _find_summary(letter: Letter, draft: Draft) -> None:
    told = [(number, _told_words(letter, number)) for number, s in letter.sentences("body", "history", "head")]
    telling = [number for number, words in told if words >= _ENOUGH_WORDS // 2]
    total = sum(words for _, words in told)
    if total >= _ENOUGH_WORDS and telling:
        draft.put("summary_present", True, letter.quote(telling[0]))
    elif total <= _NO_WORDS:
        draft.put("summary_present", False, _ABSENT)


def _told_words(letter: Letter, number: int) -> int:
    """Words that tell of the stay, not dates, names of places or the drugs."""
    text = letter.reading.sentences[number].text
    if letter.has("letterhead", text):
        return 0
    bare = letter.patterns.families["drug_padding"].sub(" ", text)
    return sum(1 for word in letter.patterns.every("word", bare) if not letter.has("stay", word[0]))


def _find_plan(letter: Letter, draft: Draft) -> None:
    planned = [number for number, sentence in letter.sentences("plan") if sentence.text.strip()]
    assigned = [found.first for found in letter.reading.assignments if found.sure]
    spoken = [
        number
        for number, s in letter.sentences()
        if s.kind != "history" and letter.has("further", f"{s.heading} {s.text}")
    ]
    for shown in (planned, assigned, spoken):
        if shown:
            draft.put("plan_present", True, letter.quote(shown[0]))
            return
    if not isinstance(letter.document.controls, NotLooked) and letter.document.controls:
        draft.put("plan_present", True, Evidence("field", locator="controls"))
    elif not any(
        letter.said(number, head) >= _LIKELY
        for number, _ in letter.sentences()
        for head in ("need", "visit", "act:control")
    ):
        draft.put("plan_present", False, _ABSENT)
