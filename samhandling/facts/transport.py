"""Who is to order the patient's transport, and whether a summons says so (recommendations 3.1 and 3.2).

A referral speaks of the journey to the first visit, a hospital's letter of the journeys to its own later visits.
"""

from collections.abc import Iterator, Mapping

from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter
from samhandling.language.features import with_classes

Item = tuple[Mapping[str, object], tuple[Evidence, ...]]
_FIRST, _LATER = "to_hospital_on_referral", "hospital_follow_up"
_CERTAIN, _HINT = 0.5, 0.15


def find(letter: Letter, draft: Draft) -> None:
    """Puts transports; leaves the field out where the letter speaks of the subject and cannot be told."""
    by_kind = {"henvisning": _in_referral, "innkallingsbrev": _in_summons}
    items = by_kind.get(letter.kind, _in_letter)(letter)
    if items is not None:
        draft.put_items("transports", items)


def _in_letter(letter: Letter) -> list[Item] | None:
    """Journeys to the hospital's own later visits; [] where none is spoken of."""
    asked = [found for found in letter.reading.assignments if found.task == "order_transport" and found.actor == "gp"]
    asked = [found for found in asked if _about_own_visit(letter, found.first, found.last)]
    sure = [found for found in asked if found.sure]
    if sure:
        best = max(sure, key=lambda found: found.likelihood - 0.1 * (found.last - found.first))
        words = letter.quote(best.first, best.last)
        return [({"leg": _LATER, "needed": True, "requisition_by": "gp"}, (words,))]
    items = [item for number, _ in letter.sentences() if (item := _ours(letter, number))]
    if items or not asked:
        return items
    return None


def _about_own_visit(letter: Letter, first: int, last: int) -> bool:
    """Whether the words are of transport, and not of the way home today or to somebody else's visit."""
    words = letter.quote(first, last).quote
    heading = letter.reading.sentences[first].heading
    spoken = letter.has("transport", words) or letter.has("travel", words) or letter.has("transport", heading)
    return spoken and not letter.has("journey_elsewhere", words)


def _ours(letter: Letter, number: int) -> Item | None:
    """The hospital has seen to the journey, or has found that there is no need."""
    sentence = letter.reading.sentences[number]
    text = sentence.text
    if sentence.kind == "history" or letter.has("journey_elsewhere", text) or not _spoken_of(letter, number):
        return None
    likely = letter.said(number, "3.2:oppfylt")
    past = letter.said(number, "mode:past") > _CERTAIN
    judged = likely > _HINT or letter.has("assessed", text) or letter.has("own_visit", text)
    if letter.has("no_need", text) and judged:
        return {"leg": _LATER, "assessed": True, "needed": False}, (letter.quote(number),)
    named = letter.has("ordered", text) and _names_hospital(letter, text)
    if likely > _CERTAIN or (named and not past and not letter.reading.names_gp(number)):
        return {"leg": _LATER, "needed": True, "requisition_by": "hospital"}, (letter.quote(number),)
    return None


def _names_hospital(letter: Letter, text: str) -> bool:
    classes = with_classes(text.lower(), letter.reading.reader.vocabulary)
    return "HOSPITAL" in classes or "WE" in classes


def _spoken_of(letter: Letter, number: int) -> bool:
    sentence = letter.reading.sentences[number]
    return letter.has("transport", sentence.text) or (
        letter.has("travel", sentence.text) and sentence.kind == "transport"
    )


def _in_referral(letter: Letter) -> list[Item]:
    """Always one item: empty but for its leg where the referral says nothing of the journey."""
    for number in _travel_sentences(letter):
        said = _said_by_referrer(letter, number)
        if said:
            return [({"leg": _FIRST, **said}, (letter.quote(number),))]
    return [({"leg": _FIRST}, ())]


def _travel_sentences(letter: Letter) -> Iterator[int]:
    for number, sentence in letter.sentences():
        if sentence.kind == "transport" or _names_transport(letter, sentence.text):
            yield number


def _names_transport(letter: Letter, text: str) -> bool:
    return letter.has("transport", text) or letter.has("requisition", text)


def _said_by_referrer(letter: Letter, number: int) -> dict[str, object]:
    text = letter.reading.sentences[number].text
    whole = f"{letter.reading.sentences[number].heading}: {text}"
    if letter.has("later_leg", text):
        return {}
    if letter.has("no_need", whole) or (letter.has("drives_self", text) and letter.has("transport", whole)):
        return {"assessed": True, "needed": False}
    if letter.has("left_to_receiver", text):
        return {"needed": True, "requisition_by": "hospital"}
    if letter.has("not_ordered", text):
        return {"needed": True, "requisition_by": "none"}
    if letter.has("ordered_already", text):
        return {"assessed": True, "needed": True, "requisition_by": "gp"}
    return {"assessed": True} if letter.has("assessed", text) else {}


def _in_summons(letter: Letter) -> list[Item] | None:
    """The journey to a visit after the first; a first visit after a referral belongs to the referrer."""
    first = letter.has("first_visit", letter.text)
    items: list[Item] = [({"leg": _FIRST}, ())] if first else []
    if not first and not letter.has("later_visit", letter.text):
        return None
    stated = _stated_in_summons(letter, later_only=first)
    if stated is None:
        return items if first else None
    return [*items, stated]


def _stated_in_summons(letter: Letter, later_only: bool) -> Item | None:
    """`later_only`: the letter is of a first visit, so only what is said of later ones counts, and silence is no
    fault.
    """
    spoken = [number for number, _ in letter.sentences() if _of_travel_in_summons(letter, number)]
    if later_only:
        sentences = letter.reading.sentences
        spoken = [number for number in spoken if letter.has("own_control_leg", sentences[number].text)]
    for number in spoken:
        if _sends_to_gp(letter, number):
            return {"leg": _LATER, "requisition_by": "gp", "stated_in_letter": False}, (letter.quote(number),)
    for number in spoken:
        if _hospital_sees_to_it(letter, number):
            return {"leg": _LATER, "requisition_by": "hospital", "stated_in_letter": True}, (letter.quote(number),)
    if later_only:
        return None
    weighty = [number for number in spoken if not _only_money(letter, number)]
    if weighty:
        return None
    evidence = letter.quote(spoken[0]) if spoken else Evidence("absence")
    return {"leg": _LATER, "stated_in_letter": False}, (evidence,)


def _of_travel_in_summons(letter: Letter, number: int) -> bool:
    sentence = letter.reading.sentences[number]
    if sentence.kind == "transport" or _names_transport(letter, sentence.text):
        return True
    return letter.has("travel", sentence.text) and letter.has("help", sentence.text)


def _sends_to_gp(letter: Letter, number: int) -> bool:
    text = letter.reading.sentences[number].text
    return letter.has("patients_gp", text) and not letter.has("denied_gp", text)


def _hospital_sees_to_it(letter: Letter, number: int) -> bool:
    """In this sentence or, as «ring oss … Da skriver vi rekvisisjon», in the next of the same paragraph."""
    sentences = letter.reading.sentences
    text = sentences[number].text
    if number + 1 < len(sentences) and sentences[number + 1].paragraph == sentences[number].paragraph:
        text = f"{text} {sentences[number + 1].text}"
    arranged = letter.has("hospital_self", text) and (letter.has("ordered", text) or letter.has("assessed", text))
    return arranged or letter.said(number, "3.2:oppfylt") > _CERTAIN


def _only_money(letter: Letter, number: int) -> bool:
    return letter.has("refund", letter.reading.sentences[number].text)
