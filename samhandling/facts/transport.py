"""Who is to order the patient's transport, and whether a summons says so (recommendations 3.1 and 3.2).

A referral speaks of the journey to the first visit, a hospital's letter of the journeys to its own later visits.
"""

from collections.abc import Iterator, Mapping

from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter
from samhandling.language.features import with_classes

Item = tuple[Mapping[str, object], tuple[Evidence, ...]]
_FIRST, _LATER, _ONWARD = "to_hospital_on_referral", "hospital_follow_up", "onward_institution"
_CERTAIN, _HINT = 0.5, 0.15


def find(letter: Letter, draft: Draft) -> None:
    """Puts transports; leaves the field out where the letter speaks of the subject and cannot be told."""
    by_kind = {"henvisning": _in_referral, "innkallingsbrev": _in_summons}
    items = by_kind.get(letter.kind, _in_letter)(letter)
    if items is not None:
        draft.put_items("transports", items)


def _in_letter(letter: Letter) -> list[Item] | None:
    """Journeys to the hospital's own later visits and onward from it; [] where none is spoken of."""
    asked = [found for found in letter.reading.assignments if found.task == "order_transport" and found.actor == "gp"]
    asked = [found for found in asked if _leg(letter, found.first, found.last)]
    sure = [found for found in asked if found.sure]
    if sure:
        best = max(sure, key=lambda found: found.likelihood - 0.1 * (found.last - found.first))
        words, leg = letter.quote(best.first, best.last), _leg(letter, best.first, best.last)
        return [({"leg": leg, "needed": True, "requisition_by": "gp"}, (words,))]
    items = [item for number, _ in letter.sentences() if (item := _ours(letter, number))]
    if items or not asked:
        return items
    return None


def _leg(letter: Letter, first: int, last: int) -> str | None:
    """Which journey the words are of; None where they are of none, of the way home or of somebody else's visit."""
    words = letter.quote(first, last).quote
    heading = letter.reading.sentences[first].heading
    if not (letter.has("transport", words) or letter.has("travel", words) or letter.has("transport", heading)):
        return None
    if letter.has("onward", words):
        return _ONWARD
    return None if letter.has("journey_elsewhere", words) else _LATER


def _ours(letter: Letter, number: int) -> Item | None:
    """The hospital has seen to the journey, or has found that there is no need."""
    sentence = letter.reading.sentences[number]
    text, leg = sentence.text, _leg(letter, number, number)
    if sentence.kind == "history" or leg is None or not _spoken_of(letter, number):
        return None
    likely = letter.said(number, "3.2:oppfylt")
    past = letter.said(number, "mode:past") > _CERTAIN
    judged = likely > _HINT or letter.has("assessed", text) or letter.has("own_visit", text)
    spared = letter.has("no_need", text) or (letter.has("drives_self", text) and letter.has("assessed", text))
    if spared and judged:
        return {"leg": leg, "assessed": True, "needed": False}, (letter.quote(number),)
    named = letter.has("ordered", text) and _names_hospital(letter, text)
    if likely > _CERTAIN or (named and not past and not letter.reading.names_gp(number)):
        return {"leg": leg, "needed": True, "requisition_by": "hospital"}, (letter.quote(number),)
    return None


def _names_hospital(letter: Letter, text: str) -> bool:
    classes = with_classes(text.lower(), letter.reading.reader.vocabulary)
    return "HOSPITAL" in classes or "WE" in classes


def _spoken_of(letter: Letter, number: int) -> bool:
    sentence = letter.reading.sentences[number]
    assessed = sentence.kind == "transport" or letter.has("assessed", sentence.text)
    return letter.has("transport", sentence.text) or (letter.has("travel", sentence.text) and assessed)


def _in_referral(letter: Letter) -> list[Item]:
    """Always one item: empty but for its leg where the referral says nothing of the journey."""
    told = [(number, said) for number in _travel_sentences(letter) if (said := _said_by_referrer(letter, number))]
    if not told:
        asked = _asked_of_receiver(letter)
        item = {"leg": _FIRST, "needed": True, "requisition_by": "hospital"} if asked else {"leg": _FIRST}
        return [(item, (asked,) if asked else ())]
    if len({_seen_to(said) for _, said in told}) > 1:
        return [({"leg": _FIRST}, tuple(letter.quote(number) for number, _ in told))]
    number, said = max(told, key=lambda found: len(found[1]))
    return [({"leg": _FIRST, **said}, (letter.quote(number),))]


def _seen_to(said: Mapping[str, object]) -> bool:
    return said.get("requisition_by") not in ("hospital", "none")


def _asked_of_receiver(letter: Letter) -> Evidence | None:
    """A request to order transport: in a referral it is put on the hospital."""
    for found in letter.reading.assignments:
        if found.task == "order_transport" and found.actor == "gp" and found.sure:
            words = letter.quote(found.first, found.last)
            theirs = letter.has("receiver", words.quote) and not letter.has("ordered_already", words.quote)
            if theirs and _names_transport(letter, words.quote) and not _of_later_leg(letter, words.quote):
                return words
    return None


def _travel_sentences(letter: Letter) -> Iterator[int]:
    for number, sentence in letter.sentences():
        spoken = sentence.kind == "transport" or letter.has("transport", sentence.text)
        if spoken or _of_its_requisition(letter, number) or _seen_into(letter, sentence.text):
            yield number


def _of_its_requisition(letter: Letter, number: int) -> bool:
    """«Rekvisisjon har jeg ikke laget» beside words of the journey; not one for a sample or a picture."""
    sentence = letter.reading.sentences[number]
    if not letter.has("requisition", sentence.text) or letter.has("test_order", sentence.text):
        return False
    around = f"{sentence.before} {sentence.text}"
    return any(letter.has(family, around) for family in ("transport", "journey", "drives_self", "no_need"))


def _seen_into(letter: Letter, text: str) -> bool:
    """«Foreldrene tar seg av reisen selv, jeg har spurt»: «kjører bil» alone is no assessment."""
    return letter.has("journey", text) and (letter.has("assessed", text) or letter.has("no_need", text))


def _left(letter: Letter, text: str) -> bool:
    left = letter.patterns.search("left_to_receiver", text)
    return left is not None and not letter.has("denied", left[0])


def _left_in_next(letter: Letter, number: int) -> bool:
    """«Trenger drosje. Fint om dere ordner det.»"""
    sentences = letter.reading.sentences
    if number + 1 >= len(sentences) or sentences[number + 1].paragraph != sentences[number].paragraph:
        return False
    after = sentences[number + 1].text
    needed = letter.has("travel_need", sentences[number].text) and letter.has("pronoun_task", after)
    return needed and _left(letter, after) and not _of_later_leg(letter, after)


def _needed(letter: Letter, number: int) -> bool:
    """Whether the sentence or one beside it says that the patient cannot come unaided."""
    sentences = letter.reading.sentences
    beside = [sentences[n].text for n in (number - 1, number, number + 1) if 0 <= n < len(sentences)]
    return letter.has("travel_need", " ".join(beside)) and not letter.has("drives_self", " ".join(beside))


def _of_later_leg(letter: Letter, text: str) -> bool:
    """«For kontroller i deres regi vurderer dere behovet» is the hospital's own concern."""
    return letter.has("later_leg", text) or (letter.has("own_control_leg", text) and letter.has("receiver", text))


def _names_transport(letter: Letter, text: str) -> bool:
    return letter.has("transport", text) or letter.has("requisition", text)


def _said_by_referrer(letter: Letter, number: int) -> dict[str, object]:
    sentence = letter.reading.sentences[number]
    text, whole = sentence.text, f"{sentence.heading}: {sentence.text}"
    about_travel = sentence.kind == "transport" or letter.has("transport", text) or _seen_into(letter, text)
    if _of_later_leg(letter, text):
        return {}
    if _left(letter, text) or _left_in_next(letter, number):
        return {"needed": True, "requisition_by": "hospital"}
    if letter.has("no_need", whole) or (letter.has("drives_self", text) and about_travel):
        return {"assessed": True, "needed": False}
    if letter.has("not_ordered", text) and not letter.has("we_order", text):
        return {"needed": True, "requisition_by": "none"} if _needed(letter, number) else {}
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
