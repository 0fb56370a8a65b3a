"""Pictures a referral speaks of as taken: is the report copied in, and does it say where they were taken (1.7).

A picture that is only ordered, asked for or denied is none. Both answers are missing where the words are ambiguous;
the same examination mentioned twice is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter
from samhandling.facts.parts import heading_of, kind_of

_FURTHEST: Final = 3
_CLOSE: Final = 3
_REPORT_WORDS: Final = 2
_OLD_YEARS: Final = 3
_HEADING_WORDS: Final = 7
_COLON: Final = re.compile(r":\s*(?=\S)")
_CLAUSE: Final = re.compile(r"[,;.]|\s(?:og|men|mens|medan|samt)\s")
_STOP: Final = re.compile(r"[.!?]\s")
_SENTENCE: Final = re.compile(r"[^.!?]+[.!?]*")
_TELLING: Final = (
    "image_done", "image_planned", "image_asked", "image_none", "image_not", "image_quoted", "image_answer",
)  # fmt: skip
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_REGIONS: Final = {
    "neck": ("nakke", "cervic", "cervik"),
    "back": ("rygg", "lumbal", "columna", "ls-", "sacr", "iliosakral"),
    "head": ("caput", "hode", "hovud", "hjerne", "cerebr", "cerebral", "hypofyse", "bihule"),
    "chest": ("thorax", "lunge", "koronar", "bryst", "mamma", "hjert", "hjart"),
    "belly": ("abdomen", "buk", "lever", "galle", "urinve", "nyre", "bekken", "prostata", "uterus", "vaginal"),
    "leg": ("kne", "hofte", "ankel", "fot", "føtter", "legg"),
    "arm": ("skuld", "albue", "hånd", "hand", "hender", "håndledd", "handledd"),
    "throat": ("thyr", "hals", "skjoldkj"),
}  # fmt: skip


@dataclass(slots=True)
class _Picture:
    """One examination; `copied` and `placed` are None where the words leave it open."""

    modality: str
    region: str | None
    first: int
    last: int
    copied: bool | None
    placed: bool | None

    def same_as(self, other: "_Picture") -> bool:
        return _kin(self.modality) == _kin(other.modality) and (
            self.region is None or other.region is None or self.region == other.region
        )

    def take(self, other: "_Picture") -> None:
        """What either mention says is said."""
        self.copied = _either(self.copied, other.copied)
        self.placed = _either(self.placed, other.placed)
        self.region = self.region or other.region


def find(letter: Letter, draft: Draft) -> None:
    """Puts `imaging`; [] where no picture is spoken of as taken."""
    pictures: list[_Picture] = []
    for picture in _pictures(letter):
        known = next((one for one in pictures if one.same_as(picture)), None)
        if known:
            known.take(picture)
        else:
            pictures.append(picture)
    rows = (
        (
            {"modality": one.modality, "report_copied": one.copied, "site_stated": one.placed},
            (letter.quote(one.first, one.last),),
        )
        for one in pictures
    )
    draft.put_items("imaging", rows, Evidence("absence", locator="billeddiagnostikk"))


def _kin(modality: str) -> str:
    """What an abbreviation has in common with the word: «MRI» and «MR-undersøkelse», «rtg» and «røntgen»."""
    return modality.lower().replace("rtg", "rø").replace("rgt", "rø")[:2]


def _either(one: bool | None, other: bool | None) -> bool | None:
    return True if one or other else None if one is None or other is None else False


def _pictures(letter: Letter) -> Iterator[_Picture]:
    stayed = any(
        letter.has("image_stay", sentence.text) for _, sentence in letter.sentences() if sentence.kind != "head"
    )
    quoted = letter.has("image_quoted", letter.text) or letter.has("image_report_given", letter.text)
    for number, _ in letter.sentences():
        if kind_of(letter, number) in ("drugs", "transport"):
            continue
        words, opening = _with_heading(letter, number)
        chunks = _chunks(letter, words)
        for place, (chunk, kind) in enumerate(chunks):
            last = _reach(letter, number) if place == len(chunks) - 1 else number
            behind = letter.quote(number + 1, last).quote if last > number else ""
            if not _is_taken(letter, chunk, kind, behind):
                continue
            copied, placed = _copied(letter, chunk, behind), _placed(letter, chunk, behind)
            if quoted and copied is False and not _is_elsewhere(letter, chunk, behind):
                copied = None  # the report may stand further down
            if stayed and placed is False and not letter.has("image_site_unknown", f"{chunk} {behind}"):
                placed = None  # the stay may be where it was taken
            if _is_old(letter, chunk) or kind_of(letter, number) == "history":
                copied, placed = copied or None, placed or None
            region = _region(f"{opening} {chunk}")
            yield _Picture(kind, region, number, last, copied, placed)


def _with_heading(letter: Letter, number: int) -> tuple[str, str]:
    """The sentence's words, behind its heading where that names the picture («MR nakke: …»); and the heading."""
    sentence = letter.reading.sentences[number]
    title = heading_of(letter, number)
    first = number == 0 or heading_of(letter, number - 1) != title or sentence.before == title
    if title and first and next(_kinds(letter, title), None) and len(title.split()) < _HEADING_WORDS:
        return f"{title}: {sentence.text}", title
    return sentence.text, title


def _kinds(letter: Letter, words: str) -> Iterator[re.Match[str]]:
    """Names of pictures that are not part of the name of an institute («Strandgata røntgen»)."""
    places = [place.span() for place in letter.patterns.every("image_institute", words)]
    for found in letter.patterns.every("image_kind", words):
        if not any(start < found.start() < end for start, end in places):
            yield found


def _chunks(letter: Letter, words: str) -> list[tuple[str, str]]:
    """A piece of the sentence and a name for each picture; those that share a verb are one («MR og CT er tatt»)."""
    unquoted = letter.patterns.families["image_quoted"].sub(lambda quote: " " * len(quote[0]), words)
    found = list(_kinds(letter, unquoted))
    cuts = [0]
    for before, after in pairwise(found):
        between = [cut.start() for cut in _CLAUSE.finditer(unquoted, before.end(), after.start())]
        cuts.append(between[-1] if between else after.start())
    pieces = zip((words[start:end] for start, end in pairwise([*cuts, len(words)])), found, strict=False)
    joined: list[tuple[str, str]] = []
    waiting, name = "", ""
    for piece, kind in pieces:
        waiting, name = waiting + piece, name or kind[0]
        if any(letter.has(family, waiting) for family in _TELLING):
            joined.append((waiting, name))
            waiting, name = "", ""
    if waiting:
        joined.append((waiting, name))
    return joined


def _reach(letter: Letter, number: int) -> int:
    """The last sentence behind that may still be about the picture: same paragraph, no other picture."""
    sentences = letter.reading.sentences
    last = number
    while last + 1 < len(sentences) and last - number < _FURTHEST:
        following = sentences[last + 1]
        if following.paragraph != sentences[number].paragraph or next(_kinds(letter, following.text), None):
            break
        last += 1
    return last


def _is_taken(letter: Letter, chunk: str, kind: str, behind: str) -> bool:
    """Whether the words say that the picture exists: not ordered, wished for or denied."""
    said = letter.patterns.families["image_negated"].sub(" ", chunk)
    if letter.has("image_none", chunk):
        return False
    if letter.has("image_done", said) or letter.has("image_quoted", said):
        return True
    if letter.has("image_planned", said) or "?" in chunk or _is_denied(letter, chunk, kind):
        return False
    reported = letter.has("image_report_words", chunk.partition(":")[2] or behind if ":" in chunk else "")
    if letter.has("image_asked", said) and not reported:
        return False
    traces = ("image_answer", "image_earlier", "date", "image_report_words", "image_measured")
    return reported or any(letter.has(family, said) for family in traces)


def _is_denied(letter: Letter, chunk: str, kind: str) -> bool:
    """«Ikke» or «ingen» close to the picture's name, not in the report behind a colon."""
    before, _, after = chunk.partition(kind)
    own, _, behind_colon = after.strip(". ").partition(":")
    close = [*before.split()[-_CLOSE:], *(own or behind_colon).split()[: _CLOSE if own else 1]]
    return letter.has("image_not", " ".join(close))


def _copied(letter: Letter, chunk: str, behind: str) -> bool | None:
    """True for the report itself, false where it is elsewhere or only hinted at, None for a paraphrase."""
    words = f"{chunk} {behind}"
    near = f"{chunk} {behind[: _first_end(behind)]}"
    given = letter.has("image_report_given", near)
    if letter.has("image_quoted", words if given else near):
        return True
    if _is_elsewhere(letter, chunk, behind):
        return False
    if letter.has("image_attached", near):
        return None
    if _is_report(letter, chunk, behind):
        return True
    paraphrase = ("image_report_words", "image_measured", "image_shows", "image_own")
    if any(letter.has(family, near) for family in paraphrase):
        return None
    return None if _goes_on(letter, chunk, behind) else False


def _is_elsewhere(letter: Letter, chunk: str, behind: str) -> bool:
    near = f"{chunk} {behind[: _first_end(behind)]}"
    return letter.has("image_report_elsewhere", near) or letter.has("image_report_vague", near)


def _goes_on(letter: Letter, chunk: str, behind: str) -> bool:
    """Whether something that may be the report follows: words behind a colon, or behind a picture only named."""
    told = letter.has("image_done", chunk) or letter.has("image_answer", chunk)
    after = chunk.rpartition(":")[2] if ":" in chunk else ""
    opens_with_deed = letter.has("image_done", " ".join(after.split()[:2]))
    return (len(after.split()) >= _REPORT_WORDS and not opens_with_deed) or (bool(behind) and not told)


def _first_end(behind: str) -> int:
    found = _STOP.search(behind)
    return found.end() if found else len(behind)


def _is_report(letter: Letter, chunk: str, behind: str) -> bool:
    """Words of a radiologist behind a colon, or behind «konklusjon», «svar gjengitt» …"""
    words = f"{chunk} {behind}"
    starts = [colon.end() for colon in _COLON.finditer(f"{chunk} {behind[: _first_end(behind)]}")]
    starts += [len(chunk)] if chunk.rstrip().endswith(":") else []
    given = letter.patterns.search("image_report_given", words)
    if given:
        starts.append(given.end())
    for start in starts:
        report = words[start:]
        opens_with_deed = letter.has("image_done", " ".join(report.split()[:2]))
        told = letter.has("image_report_words", report) or letter.has("image_measured", report)
        if told and not opens_with_deed and len(report.split()) >= _REPORT_WORDS:
            return True
    return False


def _placed(letter: Letter, chunk: str, behind: str) -> bool | None:
    """True where a place is named, false where none is, None for the general practitioner's own examination."""
    where = chunk
    for sentence in _SENTENCE.findall(behind):
        if letter.has("image_done", sentence) or letter.has("image_site_unknown", sentence):
            where += " " + sentence
    where = letter.patterns.families["image_quoted"].sub(" ", where)
    if any(letter.has(family, where) for family in ("image_site_named", "image_institute", "image_site_here")):
        return True
    return None if letter.has("image_own", where) and not letter.has("image_site_unknown", where) else False


def _is_old(letter: Letter, chunk: str) -> bool:
    """Whether the picture is, or may be, so old that it is not relevant."""
    years = [int(year) for year in _YEAR.findall(chunk)]
    sent = _YEAR.match(str(letter.context.get("sent_on") or letter.document.sent_at))
    return bool(years) and (sent is None or max(years) <= int(sent[0]) - _OLD_YEARS)


def _region(words: str) -> str | None:
    lowered = words.lower()
    return next((region for region, stems in _REGIONS.items() if any(stem in lowered for stem in stems)), None)
