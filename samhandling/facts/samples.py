"""Samples: who orders them, who follows up the result, and whether the patient has the requisition (2.4).

Who is set to do it comes from the reading's assignments; word patterns only correct them where the hospital names
itself, and tell the place, the reason for it and the requisition. An ordinary blood test in a control handed to the
GP is not a sample of the hospital's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter

KINDS: Final = frozenset({"epikrise", "poliklinisk_notat", "legevaktepikrise"})
_HANDED_OVER: Final = 0.5
_SURE: Final = 0.5
_LEANS: Final = 0.25
_HARDLY: Final = 0.1
_PLAINLY: Final = 0.8
_REACH: Final = 2


@dataclass(slots=True)
class _Sample:
    """`who`: gp, hospital, or None where the words are ambiguous."""

    who: str | None
    first: int
    last: int
    likelihood: float = 1.0
    more: dict[str, object] = field(default_factory=dict)

    def sentences(self, reach: int = 0) -> range:
        return range(self.first - reach, self.last + reach + 1)


def find(letter: Letter, draft: Draft) -> None:
    """Puts `tests` for the letters a hospital or an emergency clinic writes; [] when no sample of its own occurs."""
    if letter.kind not in KINDS:
        return
    orders = _orders(letter)
    results = _results(letter)
    _add_requisitions(letter, orders)
    rows = [(_order_row(sample), (letter.quote(sample.first, sample.last),)) for sample in orders]
    rows += [(_result_row(letter, sample), (letter.quote(sample.first, sample.last),)) for sample in results]
    if not results and (pending := _unclaimed(letter)) is not None:
        rows.append(({"requisition_by": "hospital", "pending": True}, (letter.quote(pending),)))
    draft.put_items("tests", rows, Evidence("absence", locator="prøver"))


def _order_row(sample: _Sample) -> dict[str, object]:
    return {"indicated_by": "hospital", "requisition_by": sample.who, **sample.more}


def _result_row(letter: Letter, sample: _Sample) -> dict[str, object]:
    words = letter.quote(sample.first, sample.last).quote
    deed = "informed_by" if letter.has("sample_tells", words) else "follow_up_by"
    return {"requisition_by": "hospital", "pending": True, deed: sample.who}


def _orders(letter: Letter) -> list[_Sample]:
    """Samples for the hospital's own use that are still to be ordered or taken."""
    found = [sample for sample in _assigned(letter, "order_own_test") if _is_of_a_sample(letter, sample)]
    for sample in found:
        words = letter.quote(sample.first, sample.last).quote
        if sample.who != "hospital" and letter.has("sample_ordered_here", words):
            sample.who = "hospital"
        elif sample.who == "gp" and not (_is_own(letter, sample) and _speaks_to_gp(letter, sample)):
            sample.who = None
    found += [
        _Sample("hospital", number, number)
        for number, sentence in letter.sentences()
        if letter.has("sample_name", sentence.text)
        and not (letter.has("ride", sentence.text) or letter.has("sample_procedure", sentence.text))
        and (
            letter.has("sample_ordered_here", sentence.text)
            or letter.has("sample_taken_here", sentence.text)
            or _leans_to_hospital(letter, number, "2.4.1")
        )
    ]
    return _settled(found)


def _is_of_a_sample(letter: Letter, sample: _Sample) -> bool:
    """Not of a journey: «rekvisisjon» is said of both."""
    words = letter.quote(sample.first, sample.last).quote
    if letter.has("ride", words) and not letter.has("sample_name", words):
        return False
    return (
        sample.likelihood >= _SURE
        or letter.has("sample_name", _words(letter, sample))
        or letter.has("sample_requisition", words)
    )


def _is_own(letter: Letter, sample: _Sample) -> bool:
    """For the hospital's own use: the model is sure, or the words name its visit, its answer or the requisition."""
    return sample.likelihood >= _SURE or letter.has("sample_own_use", _words(letter, sample))


def _results(letter: Letter) -> list[_Sample]:
    """Results that are awaited, with who is to follow them up."""
    found = _assigned(letter, "follow_own_result")
    by_hospital = list(_read_by_hospital(letter))
    read = {number for sample in by_hospital for number in sample.sentences()}
    for sample in found:
        if sample.who != "hospital" and not _speaks_to_gp(letter, sample):
            sample.who = None if read.isdisjoint(sample.sentences(1)) else "hospital"
    return _settled([*found, *by_hospital])


def _read_by_hospital(letter: Letter) -> Iterator[_Sample]:
    """Sentences in which the hospital says that it reads a result or tells the patient of it."""
    for number, sentence in letter.sentences():
        before = letter.quote(max(0, number - _REACH), number - 1).quote if number else ""
        about_it = letter.has("sample_result", sentence.text) or letter.has("sample_name", sentence.text)
        about_it |= letter.has("sample_result", sentence.before) and letter.has("sample_pending", sentence.before)
        about_it |= letter.has("sample_outcome", sentence.text) and letter.has("sample_name", before)
        if about_it and (_hospital_tells(letter, sentence.text) or _leans_to_hospital(letter, number, "2.4.2")):
            yield _Sample("hospital", number, number)


def _leans_to_hospital(letter: Letter, number: int, claim: str) -> bool:
    """Whether the model leans to the hospital and sees no request to the GP; used beside words that name a sample."""
    return letter.said(number, f"{claim}:oppfylt") >= _LEANS and letter.said(number, f"{claim}:brutt") < _HARDLY


def _hospital_tells(letter: Letter, words: str) -> bool:
    """The hospital reads, or tells somebody else than the GP."""
    found = letter.patterns.search("sample_hospital_acts", words)
    return found is not None and not letter.reading.reader.names_gp(" ".join(words[found.end() :].split()[:3]))


def _speaks_to_gp(letter: Letter, sample: _Sample) -> bool:
    """Whether the sentences name the GP, or ask so plainly that the letter's reader must be meant."""
    return any(
        letter.reading.names_gp(number) or letter.said(number, "mode:request") > _PLAINLY
        for number in sample.sentences()
    )


def _unclaimed(letter: Letter) -> int | None:
    """A sentence that says a result is awaited, where no sentence says who follows it up."""
    return next(
        (
            number
            for number, sentence in letter.sentences()
            if letter.has("sample_pending", sentence.text)
            and letter.has("sample_result", sentence.text)
            and letter.has("sample_name", sentence.text)
            and sentence.kind not in ("history", "drugs")
        ),
        None,
    )


def _assigned(letter: Letter, task: str) -> list[_Sample]:
    """The reading's assignments of the task: sure ones with the GP or the hospital, doubtful ones with nobody."""
    return [
        _Sample("hospital" if one.actor != "gp" else "gp" if one.sure else None, one.first, one.last, one.likelihood)
        for one in letter.reading.assignments
        if one.task == task
    ]


def _settled(found: list[_Sample]) -> list[_Sample]:
    """One sample a place: the GP's before the hospital's, a doubtful one only where nothing surer stands near."""
    kept: list[_Sample] = []
    taken: set[int] = set()
    order = {"gp": 0, "hospital": 1, None: 2}
    for sample in sorted(found, key=lambda one: (order[one.who], one.last - one.first, one.first)):
        reach = 1 if sample.who is None else 0
        if taken.isdisjoint(sample.sentences(reach)):
            kept.append(sample)
            taken.update(sample.sentences())
    return sorted(kept, key=lambda one: one.first)


def _add_requisitions(letter: Letter, orders: list[_Sample]) -> None:
    """Place, reason and requisition of samples taken at the GP's office on the hospital's order; may add a sample."""
    places = {number: sample for sample in reversed(orders) for number in sample.sentences()}
    for number, sentence in letter.sentences():
        given = _requisition_given(letter, number)
        if given is not None:
            target = _nearest(places, number, _REACH)
            if target is None:
                target = places[number] = _Sample("hospital" if given else None, number, number)
                orders.append(target)
            target.more |= {"with_patient": given, "requisition_complete": True if given else None}
            target.more.setdefault("sample_site", "gp_office")
        at_gp = _taken_at_gp(letter, number)
        named = at_gp and letter.has("sample_name", sentence.text)
        inside = _nearest(places, number, 1 if named else 0)
        if inside and at_gp:
            inside.more["sample_site"] = "gp_office"
        elif inside and letter.has("sample_taken_here", sentence.text):
            inside.more.setdefault("sample_site", "own_lab")
    for sample in orders:
        if sample.more.get("sample_site") == "gp_office":
            sample.more["best_for_patient_reason"] = _reason(letter, sample)


def _requisition_given(letter: Letter, number: int) -> bool | None:
    """Whether the patient has the requisition; None where the sentence is not about one for samples."""
    sentence = letter.reading.sentences[number]
    around = f"{sentence.before} {sentence.text}"
    if letter.has("ride", around) or sentence.kind == "transport" or not letter.has("sample_requisition", around):
        return None
    named = letter.has("sample_requisition", sentence.text)
    if letter.has("sample_name", around) or (letter.has("sample_gp_place", around) and "rekv" in around.lower()):
        at_gp = letter.has("sample_gp_place", around) and letter.has("sample_taken", around)
        by_gp = at_gp and letter.has("sample_gp_fills_in", sentence.text)
        if by_gp or letter.has("sample_not_handed_over", sentence.text):
            return False
        sure = letter.said(number, "2.4.3.2:oppfylt") > _HANDED_OVER
        if named and letter.said(number, "2.4.3.2:brutt") < _HANDED_OVER:
            return True if sure or letter.has("sample_handed_over", sentence.text) else None
    return None


def _taken_at_gp(letter: Letter, number: int) -> bool:
    sentence = letter.reading.sentences[number]
    return letter.has("sample_gp_place", sentence.text) and letter.has("sample_taken", sentence.text)


def _reason(letter: Letter, sample: _Sample) -> str | None:
    words = letter.quote(max(0, sample.first - 1), sample.last).quote
    found = letter.patterns.search("sample_long_way", words) or letter.patterns.search("sample_distance", words)
    return found[0] if found else None


def _nearest(places: Mapping[int, _Sample], number: int, reach: int) -> _Sample | None:
    near = (number + step * side for step in range(reach + 1) for side in (-1, 1))
    return next((places[at] for at in near if at in places), None)


def _words(letter: Letter, sample: _Sample) -> str:
    """The sample's sentences with the one before, in which the test is often named."""
    first = letter.reading.sentences[sample.first]
    return f"{first.before} {letter.quote(sample.first, sample.last).quote}"
