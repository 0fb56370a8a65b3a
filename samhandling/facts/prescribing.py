"""Who is to write the prescriptions a letter speaks of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samhandling.facts.drugs import names_drug
from samhandling.facts.letter import Letter
from samhandling.language.reading import Assignment

_SURE_WITHOUT_WORD = 0.7
_SURE_WITHOUT_GP = 0.3
_HOSPITAL = 0.6
_LIKELY = 0.6

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Prescribing:
    """Ranges of sentences: `gp` is asked, the `hospital` did or will, `spared` says the GP need not, `doubt` may ask
    the GP.
    """

    gp: tuple[Range, ...]
    hospital: tuple[Range, ...]
    spared: tuple[Range, ...]
    doubt: tuple[Range, ...]

    @property
    def mentioned(self) -> bool:
        return bool(self.gp or self.hospital or self.spared or self.doubt)


def prescribing(letter: Letter) -> Prescribing:
    asked = [found for found in letter.reading.assignments if found.task == "prescribe" and found.actor == "gp"]
    alone = {found.first: found.likelihood for found in asked if found.first == found.last}
    gp = [(found.first, found.last) for found in asked if found.sure and _is_plain(letter, found, alone)]
    done = [number for number, _ in letter.sentences() if _by_hospital(letter, number)]
    covered = {number for first, last in gp for number in range(first, last + 1)}
    plain = set(gp)
    rest = [found for found in asked if (found.first, found.last) not in plain]
    doubt = [(found.first, found.last) for found in rest if _is_doubtful(letter, found)]
    hospital = [(number, number) for number in done if number not in covered]
    spared = [(n, n) for n, _ in letter.sentences() if _is_spared(letter, n)]
    return Prescribing(_narrowest(gp), tuple(hospital), tuple(spared), () if gp else _narrowest(doubt))


def _is_doubtful(letter: Letter, found: Assignment) -> bool:
    spoken = [n for n in range(found.first, found.last + 1) if _speaks_of_it(letter, n, n)]
    settled = all(_is_done(letter, number) or _is_spared(letter, number) for number in spoken)
    beside = (letter.reading.sentences[n].text for n in range(found.first, found.last + 1) if n not in spoken)
    open_still = not settled or any(letter.reading.reader.names_gp(text) for text in beside)
    return bool(spoken) and open_still and _names_gp(letter, found)


def _narrowest(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Single sentences, and pairs of which neither stands alone."""
    alone = {first for first, last in ranges if first == last}
    return tuple(r for r in dict.fromkeys(ranges) if r[0] == r[1] or alone.isdisjoint(r))


def _is_plain(letter: Letter, found: Assignment, alone: Mapping[int, float]) -> bool:
    """The GP is named, and either a prescription is or the model is sure; a misspelt GP will do where none is said to
    be written.
    """
    numbers = range(found.first, found.last + 1)
    if any(_is_not_now(letter, number) for number in numbers):
        return False
    spoken = [n for n in numbers if _speaks_of_it(letter, n, n)]
    if not spoken:
        return _names_gp(letter, found) and found.likelihood >= _SURE_WITHOUT_WORD
    if found.likelihood < _SURE_WITHOUT_WORD and any(
        letter.has("renewal", letter.reading.sentences[n].text) for n in numbers
    ):
        return False
    if all(_is_done(letter, number) or _is_spared(letter, number) for number in spoken):
        return False
    return any(_asks(letter, number, found, alone) for number in spoken)


def _asks(letter: Letter, number: int, found: Assignment, alone: Mapping[int, float]) -> bool:
    """Whether the sentence that speaks of the prescription itself puts it on the GP; the one beside it alone proves
    nothing.
    """
    text = letter.reading.sentences[number].text
    if letter.reading.reader.names_gp(text) or letter.has("gp_more", text):
        return True
    likelihood = alone.get(number, 0.0)
    asking = letter.has("requested", text) or letter.has("must", text)
    return likelihood >= _SURE_WITHOUT_WORD or (asking and (likelihood >= _SURE_WITHOUT_GP or _names_gp(letter, found)))


def _is_spared(letter: Letter, number: int) -> bool:
    """«Fastlegen trenger ikke skrive resept»."""
    text = letter.reading.sentences[number].text
    return letter.has("drug_no_need", text) and _speaks(letter, number) and letter.reading.reader.names_gp(text)


def _is_not_now(letter: Letter, number: int) -> bool:
    """A sentence of history, or one the model holds for past or conditional."""
    sentence = letter.reading.sentences[number]
    return sentence.kind == "history" or any(
        letter.said(number, head) >= _LIKELY for head in ("mode:past", "mode:conditional")
    )


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
    if not letter.has("prescription_maybe", text) or letter.has("other_paper", sentence.text):
        return False
    of_kind = sentence.kind == "drugs" or letter.has("drug_kind", sentence.text)
    return of_kind or names_drug(letter, f"{sentence.before} {text}")


def _is_done(letter: Letter, number: int) -> bool:
    """«Resepten er sendt», in a sentence that neither asks nor names the GP or another prescriber."""
    sentence = letter.reading.sentences[number]
    text = f"{sentence.heading}: {sentence.text}"
    told = letter.has("hospital_did", text) or letter.has("e_prescription", text)
    if not _speaks(letter, number) or not told or _is_others(letter, number):
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
    in_list = letter.reading.sentences[number].kind == "drugs" and names_drug(letter, text)
    whole = handed and (in_list or letter.has("whole_course", text)) and not letter.reading.reader.names_gp(text)
    return (_is_done(letter, number) and not letter.has("renewal", text)) or whole
