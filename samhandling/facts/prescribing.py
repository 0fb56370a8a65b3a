"""Who is to write the prescriptions a letter speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from samhandling.facts.drugs import names_drug
from samhandling.facts.letter import Letter
from samhandling.language.reading import Assignment

_SURE_WITHOUT_WORD = 0.6
_SURE_WITHOUT_GP = 0.3
_HOSPITAL = 0.6
_LIKELY = 0.6


@dataclass(frozen=True, slots=True)
class Prescribing:
    """Ranges of sentences: `gp` is asked, the `hospital` did or will, `spared` says the GP need not, `doubt` may ask
    the GP.
    """

    gp: tuple[tuple[int, int], ...]
    hospital: tuple[tuple[int, int], ...]
    spared: tuple[tuple[int, int], ...]
    doubt: tuple[tuple[int, int], ...]

    @property
    def mentioned(self) -> bool:
        return bool(self.gp or self.hospital or self.spared or self.doubt)


def prescribing(letter: Letter) -> Prescribing:
    asked = [found for found in letter.reading.assignments if found.task == "prescribe" and found.actor == "gp"]
    gp = [(found.first, found.last) for found in asked if found.sure and _is_plain(letter, found)]
    done = [number for number, _ in letter.sentences() if _by_hospital(letter, number)]
    covered = {number for first, last in gp for number in range(first, last + 1)}
    doubt = [
        (found.first, found.last)
        for found in asked
        if (found.first, found.last) not in gp and _is_doubtful(letter, found)
    ]
    hospital = [(number, number) for number in done if number not in covered]
    spared = [(n, n) for n, _ in letter.sentences() if _is_spared(letter, n)]
    return Prescribing(_narrowest(gp), tuple(hospital), tuple(spared), () if gp else _narrowest(doubt))


def _is_doubtful(letter: Letter, found: Assignment) -> bool:
    spoken = [n for n in range(found.first, found.last + 1) if _speaks_of_it(letter, n, n)]
    settled = all(_is_done(letter, number) or _is_spared(letter, number) for number in spoken)
    beside = (letter.reading.sentences[n].text for n in range(found.first, found.last + 1) if n not in spoken)
    open_still = not settled or any(letter.reading.reader.names_gp(text) for text in beside)
    return bool(spoken) and open_still and _names_gp(letter, found)


def _narrowest(ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Without the ranges that hold another one."""
    return tuple(
        r
        for r in dict.fromkeys(ranges)
        if not any(r != other and r[0] <= other[0] and other[1] <= r[1] for other in ranges)
    )


def _is_plain(letter: Letter, found: Assignment) -> bool:
    """The GP is named, and either a prescription is or the model is sure; a misspelt GP will do where none is said to
    be written.
    """
    spoken = [n for n in range(found.first, found.last + 1) if _speaks_of_it(letter, n, n)]
    if not spoken:
        return _names_gp(letter, found) and found.likelihood >= _SURE_WITHOUT_WORD
    if all(_is_done(letter, number) or _is_spared(letter, number) for number in spoken):
        return False
    return any(_asks(letter, number, found) for number in spoken)


def _asks(letter: Letter, number: int, found: Assignment) -> bool:
    """Whether the sentence that speaks of the prescription itself puts it on the GP; the one beside it alone proves
    nothing.
    """
    text = letter.reading.sentences[number].text
    if letter.reading.reader.names_gp(text) or letter.has("gp_more", text):
        return True
    alone = max(
        (a.likelihood for a in letter.reading.assignments if a.task == "prescribe" and a.first == a.last == number),
        default=0.0,
    )
    asking = letter.has("requested", text) or letter.has("must", text)
    return alone >= _SURE_WITHOUT_WORD or (asking and (alone >= _SURE_WITHOUT_GP or _names_gp(letter, found)))


def _is_spared(letter: Letter, number: int) -> bool:
    """«Fastlegen trenger ikke skrive resept»."""
    text = letter.reading.sentences[number].text
    return letter.has("drug_no_need", text) and _speaks(letter, number) and letter.reading.reader.names_gp(text)


def _names_gp(letter: Letter, found: Assignment) -> bool:
    return any(letter.reading.names_gp(number) for number in range(found.first, found.last + 1))


def _speaks_of_it(letter: Letter, first: int, last: int) -> bool:
    return any(_speaks(letter, number) for number in range(first, last + 1))


def _speaks(letter: Letter, number: int) -> bool:
    """The sentence or its heading speaks of prescriptions; «lagt inn» and «skrevet ut» count only of drugs."""
    sentence = letter.reading.sentences[number]
    text = f"{sentence.heading}: {sentence.text}"
    if letter.has("prescription", text):
        return True
    of_drug = (
        names_drug(letter, f"{sentence.before} {text}")
        or letter.has("drug_kind", sentence.text)
        or sentence.kind == "drugs"
    )
    return letter.has("prescription_maybe", text) and of_drug and not letter.has("other_paper", sentence.text)


def _is_done(letter: Letter, number: int) -> bool:
    """«Resepten er sendt», in a sentence that neither asks nor names the GP or another prescriber."""
    sentence = letter.reading.sentences[number]
    text = f"{sentence.heading}: {sentence.text}"
    if not _speaks(letter, number) or not letter.has("hospital_did", text) or _is_others(letter, number):
        return False
    asks = (
        letter.has("requested", text)
        or letter.has("gp_more", sentence.text)
        or letter.reading.reader.names_gp(sentence.text)
    )
    if letter.reading.reader.names_gp(sentence.heading) and not letter.has("was", sentence.text):
        return False
    return not asks and not letter.has("not_written", text)


def _is_others(letter: Letter, number: int) -> bool:
    sentence = letter.reading.sentences[number]
    return (
        sentence.kind == "history"
        or letter.has("other_prescriber", sentence.text)
        or letter.said(number, "mode:past") >= _LIKELY
    )


def _by_hospital(letter: Letter, number: int) -> bool:
    text = letter.reading.sentences[number].text
    if letter.has("not_written", text) or letter.has("not_supplied", text) or _is_others(letter, number):
        return False
    handed = letter.has("handed_out", text) or letter.has("handed_split", text)
    if letter.said(number, "2.3.3.3:oppfylt") >= _HOSPITAL and (_speaks(letter, number) or handed):
        return True
    whole = handed and letter.has("whole_course", text) and not letter.reading.reader.names_gp(text)
    return (_is_done(letter, number) and not letter.has("renewal", text)) or whole
