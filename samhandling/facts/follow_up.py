"""Who is to do what afterwards: tasks with and without an actor, controls handed to the GP, and whether the GP is
needed at all.

Labelling guide §3 and recommendations 2.1.2, 2.1.5, 2.1.6.
"""

from samhandling.facts.booking import is_sample_for_the_hospital
from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter
from samhandling.language.segment import Sentence

_NEEDED = 0.7
_PERHAPS = 0.35
_CONTROL = 0.5
_LIKELY = 0.5
_ACT = 0.3
_LACKS = 0.3
_OPEN_TASK = 0.2
_OTHERS = 0.35
_LATE_KINDS = frozenset({"plan", "body", "sick_leave", "drugs"})
_AHEAD, _BACK = 4, 2


def find(letter: Letter, draft: Draft) -> None:
    if draft.values.get("deceased"):
        draft.put("needs_gp_follow_up", False, *draft.evidence.get("deceased", ()))
        draft.put_items("follow_up_tasks", ())
        return
    _need(letter, draft)
    tasks = [*_with_actor(letter), *_without_actor(letter)]
    draft.put_items("follow_up_tasks", tasks)


def _need(letter: Letter, draft: Draft) -> None:
    """True on a sure assignment or a sentence that sets the GP to something; False when nothing comes near."""
    for assignment in letter.reading.assignments:
        if assignment.actor == "gp" and assignment.sure:
            return draft.put("needs_gp_follow_up", True, letter.quote(assignment.first, assignment.last))
    best, number = max(((_needs(letter, number, s), number) for number, s in letter.sentences()), default=(0.0, 0))
    if any(letter.has("no_gp_task", sentence.text) for _, sentence in letter.sentences()):
        return None
    if best >= _NEEDED:
        return draft.put("needs_gp_follow_up", True, letter.quote(number))
    if best < _PERHAPS:
        return draft.put("needs_gp_follow_up", False, Evidence("absence"))
    return None


def _needs(letter: Letter, number: int, sentence: Sentence) -> float:
    if sentence.kind == "history" or not letter.reading.names_gp(number):
        return 0.0
    if letter.has("voluntary", sentence.text) or is_sample_for_the_hospital(letter, number):
        return 0.0
    against = max(letter.said(number, head) for head in ("mode:past", "mode:negated", "mode:conditional"))
    return letter.said(number, "need") * (1 - against)


Item = tuple[dict[str, object], tuple[Evidence, ...]]


def _with_actor(letter: Letter) -> list[Item]:
    """Sentences that set somebody to something; for the GP also whether it is a control and what it lacks."""
    items: list[Item] = []
    for number, sentence in letter.sentences():
        if sentence.kind in ("history", "head"):
            continue
        if _is_gp_control(letter, number, sentence):
            items.append(_gp_control(letter, number, sentence))
        elif _needs(letter, number, sentence) >= _NEEDED:
            items.append(({"task": sentence.text, "responsible": "gp", "control": False}, (letter.quote(number),)))
        elif _is_anothers(letter, number, sentence):
            items.append(
                ({"task": sentence.text, "responsible": _other_actor(letter, sentence)}, (letter.quote(number),))
            )
    return items


def _is_anothers(letter: Letter, number: int, sentence: Sentence) -> bool:
    if letter.said(number, "2.1.5:oppfylt") >= _OTHERS:
        return True
    planned = letter.said(number, "mode:planned") >= _OTHERS and letter.has("time", sentence.text)
    return sentence.kind == "plan" and planned and letter.said(number, "actor:hospital") >= _OTHERS


def _other_actor(letter: Letter, sentence: Sentence) -> str:
    return "hospital" if letter.has("hospital_self", sentence.text) else "other"


def _is_gp_control(letter: Letter, number: int, sentence: Sentence) -> bool:
    if letter.has("removal", sentence.text) or not letter.reading.names_gp(number):
        return False
    if _needs(letter, number, sentence) < _LIKELY:
        return False
    handed = max(letter.said(number, head) for head in ("2.1.6:brutt", "2.1.6:oppfylt", "gp_control"))
    is_control = letter.said(number, "act:control") >= _ACT and letter.has("control_word", sentence.text)
    return handed >= _CONTROL or (is_control and letter.reading.reader.names_gp(sentence.text))


def _gp_control(letter: Letter, number: int, sentence: Sentence) -> Item:
    """The control with its four slots, looked for in the sentence and those around it in the same paragraph or section.

    `control` is True when all slots are filled or the letter clearly lacks one, and missing when that is doubtful.
    """
    first, last = _surroundings(letter, number)
    around = letter.text[letter.reading.sentences[first].start : letter.reading.sentences[last].end]
    when = letter.patterns.search("time", around)
    goal = letter.patterns.search("goal", around)
    content = letter.patterns.search("content", around)
    slots: dict[str, object] = {
        "goal": goal[0] if goal else None,
        "content": content[0] if content else None,
        "frequency": when[0] if when else None,
        "duration": when[0] if when else None,
    }
    lacks = max(letter.said(n, "2.1.6:brutt") for n in range(first, last + 1)) >= _LACKS
    no_goal_at_all = not goal and not letter.has("goal", _plan_of(letter))
    in_words = all(letter.has(family, sentence.text) for family in ("gp_place", "visit_word", "time", "content"))
    is_control = in_words or letter.said(number, "act:control") >= _CONTROL
    plainly = is_control and _needs(letter, number, sentence) >= _NEEDED
    clear = all(slots.values()) or lacks or (no_goal_at_all and plainly)
    item = {"task": sentence.text, "responsible": "gp", "control": True if clear else None, **slots}
    return item, (letter.quote(number),)


def _plan_of(letter: Letter) -> str:
    return " ".join(sentence.text for _, sentence in letter.sentences("plan"))


def _surroundings(letter: Letter, number: int) -> tuple[int, int]:
    sentences = letter.reading.sentences
    first = last = number
    while first > 0 and number - first < _BACK and _same_place(sentences[first - 1], sentences[number]):
        first -= 1
    while last + 1 < len(sentences) and last - number < _AHEAD and _same_place(sentences[last + 1], sentences[number]):
        last += 1
    return first, last


def _same_place(one: Sentence, other: Sentence) -> bool:
    return one.paragraph == other.paragraph or (
        bool(one.heading) and one.heading == other.heading and one.kind == "plan"
    )


def _without_actor(letter: Letter) -> list[Item]:
    """Tasks nobody is set to: the model thinks so, and the words name no actor by any basis (2.1.5)."""
    items: list[Item] = []
    for number, sentence in letter.sentences():
        if sentence.kind not in _LATE_KINDS or letter.said(number, "2.1.5:brutt") < _OPEN_TASK:
            continue
        if _names_actor(letter, number, sentence) or letter.has("nobody_needed", sentence.text):
            continue
        if letter.has("time", sentence.text) or letter.has("passive", sentence.text):
            items.append(({"task": sentence.text}, (letter.quote(number),)))
    return items


def _names_actor(letter: Letter, number: int, sentence: Sentence) -> bool:
    place = f"{sentence.heading} {sentence.text}"
    return (
        letter.reading.reader.names_gp(place)
        or letter.has("hospital_self", sentence.text)
        or letter.has("somebody", sentence.text)
        or letter.said(number, "actor:none") < letter.said(number, "actor:hospital") / 2
    )
