"""Which units treat the patient, and whether the letter's own list of recipients leaves one out (recommendation 4.2).

A copy may be sent without the letter saying so: only a letter that lists its recipients can leave somebody out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

import yaml

from samhandling.documents.canonical import Party
from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.letter import Letter
from samhandling.language.features import with_classes
from samhandling.language.vocabulary import alternatives
from samhandling.paths import data

_HEAD_LINES, _HEAD_WIDTH = 5, 110
_FOOT_LINES, _FOOT_WIDTH = 2, 60
_LONG_STEM = 5  # letters a stem must exceed to be known inside a word of the letterhead
_REACH = 35  # code points after a unit's name within which a verb makes it the subject
_PLACE = re.compile(r"\W+(?:ved|på|i|v/)?\s*((?:[A-ZÆØÅ][\wæøå-]+\s?)+)")
_HOSPITAL = re.compile(
    r"\b[A-ZÆØÅ][\wæøå-]+\s(?:universitets|regions)?s[yj]u?kehus\w*|(?<!\w)\w+(?:poliklinikk|avdeling|klinikk|seksjon)\w*"
)
_NAME = re.compile(r"[A-ZÆØÅ][\wæøå-]{2,}")
_PRONOUN = re.compile(r"\b(?:dei|dem|dit)\b", re.I)


@dataclass(frozen=True, slots=True)
class Specialties:
    """`patterns` find a unit of each specialty; `stems` tell a letterhead's; `broad` letterheads speak for several."""

    patterns: dict[str, re.Pattern[str]]
    stems: dict[str, re.Pattern[str]]
    broad: dict[str, frozenset[str]]

    def in_head(self, head: str) -> frozenset[str]:
        """The specialties a letterhead names."""
        lowered = head.lower()
        named = {name for name, pattern in self.patterns.items() if pattern.search(head)}
        return frozenset(named | {name for name, stem in self.stems.items() if stem.search(lowered)})

    def may_speak_for(self, head: str) -> frozenset[str]:
        """Those a broad letterhead («medisinsk avdeling») may speak for besides."""
        words = set(re.findall(r"\w+", head.lower()))
        return frozenset().union(*(covered for word, covered in self.broad.items() if word in words))


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit named in the letter; `place` is the proper name that follows it, if any."""

    specialty: str
    start: int
    end: int
    number: int
    place: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of sentence `number` that lists receivers."""

    number: int
    start: int
    end: int


@lru_cache(maxsize=2)
def load_specialties(path: Path) -> Specialties:
    """Reads rules/language/units.yaml."""
    content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    nouns = alternatives(tuple(content["nouns"]))
    patterns, beginnings = {}, {}
    for name, forms in content["specialties"].items():
        stems = "|".join(re.escape(stem) for stem in sorted(forms["stems"], key=len, reverse=True))
        parts = [rf"(?:{stems})s?(?:-|\.?\s)?(?:{nouns})(?!\w)"] if stems else []
        parts += [rf"{re.escape(role)}(?:en|ane|ene|er|ar)?(?!\w)" for role in forms["roles"]]
        parts += [rf"{re.escape(word)}(?!\w)" for word in forms["names"]]
        patterns[name] = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.I)
        loose = [("" if len(stem) > _LONG_STEM else r"(?<!\w)") + re.escape(stem) for stem in forms["stems"]]
        beginnings[name] = re.compile("|".join(loose) or "(?!)")
    broad = {word: frozenset(names) for word, names in content["broad"].items()}
    return Specialties(patterns, beginnings, broad)


def _table() -> Specialties:
    return load_specialties(data("rules") / "language" / "units.yaml")


def find(letter: Letter, draft: Draft) -> None:
    """Puts recipients_listed, recipients, involved_units and missing_recipients.

    involved_units and missing_recipients are left out where the letter lists its recipients and a unit beside them is
    named that may or may not take part.
    """
    listing = list(_listing(letter))
    fields = _field_copies(letter)
    _put_recipients(letter, draft, listing)
    listed = bool(listing) or bool(fields)
    draft.put("recipients_listed", listed, *[letter.words(part.start, part.end) for part in listing])
    if not listed:
        return
    names = " ".join([letter.text[part.start : part.end] for part in listing] + fields)
    table = _table()
    edges = _edges(letter, listing)
    own, perhaps = table.in_head(edges), table.may_speak_for(edges)
    mentions = [found for found in _mentions(letter, table) if found.specialty not in own or _elsewhere(found, edges)]
    on_list = [found for found in mentions if any(part.start <= found.start < part.end for part in listing)]
    outside = [found for found in mentions if found not in on_list]
    outside = [found for found in outside if found.specialty not in perhaps or _elsewhere(found, edges)]
    inside = [found for found in on_list if _as_receiver(letter, found)]
    inside += _others_listed(letter, listing, inside, edges)
    covered = [found for found in outside if _covers(letter, names, inside, listing, found)]
    missing = [found for found in outside if found not in covered and _takes_part(letter, found)]
    _put_units(letter, draft, listing, inside + covered, missing)


def _put_units(
    letter: Letter, draft: Draft, listing: list[Part], present: list[Mention], missing: list[Mention]
) -> None:
    by_specialty = {found.specialty: found for found in [*present, *missing]}
    units = [(_words(letter, found), found) for found in by_specialty.values()]
    evidence = tuple(letter.words(found.start, found.end) for _, found in units)
    draft.put("involved_units", [words for words, _ in units], *evidence)
    absent = {found.specialty: found for found in missing}
    quotes = [letter.quote(found.number) for found in absent.values()]
    quotes += [letter.words(part.start, part.end) for part in listing]
    draft.put("missing_recipients", [_words(letter, found) for found in absent.values()], *quotes)


def _words(letter: Letter, found: Mention) -> str:
    return " ".join(letter.text[found.start : found.end].split())


def _listing(letter: Letter) -> Iterator[Part]:
    """The stretches of the letter that list who gets it."""
    for number, sentence in letter.sentences():
        if _under_label(letter, number):
            yield Part(number, sentence.start, sentence.end)
        elif (part := _told(letter, number)) is not None:
            yield part


def _under_label(letter: Letter, number: int) -> bool:
    """«Kopi: fastlege, hudpoliklinikken.» and what follows on the line without a verb."""
    sentence = letter.reading.sentences[number]
    if not letter.has("copy_label", sentence.heading):
        return False
    if letter.has("not_the_letter", sentence.heading):
        return False
    verb = letter.reading.reader.vocabulary.is_clause(sentence.text) or letter.has("involved", sentence.text)
    return sentence.opens_line or not verb


def _told(letter: Letter, number: int) -> Part | None:
    """«Kopi er sendt til fastlegen og øyeavdelingen»; not a copy of a result, a plan or a summons."""
    sentence = letter.reading.sentences[number]
    start = _list_opens(letter, number)
    if start is None or letter.has("not_the_letter", sentence.text):
        return None
    stop = letter.patterns.search("list_ends", sentence.text[start:])
    end = start + stop.start() if stop else len(sentence.text)
    if not _names_receiver(letter, sentence.text[start:end]):
        return None
    return Part(number, sentence.start + start, sentence.start + end)


def _list_opens(letter: Letter, number: int) -> int | None:
    """Where in a sentence the list begins; None where it tells of none."""
    text = letter.reading.sentences[number].text
    with_copy = letter.patterns.search("with_copy", text)
    if with_copy and (number < _HEAD_LINES or number >= len(letter.reading.sentences) - _FOOT_LINES):
        return with_copy.start()
    gets = letter.patterns.search("gets_copy", text)
    if gets:
        clause = max(text.rfind(mark, 0, gets.start()) for mark in (",", ";", " og ", " men ")) + 1
        return clause if letter.has("letter_word", text[gets.start() :]) else None
    sent = letter.patterns.search("letter_sent", text)
    if sent:
        return sent.start()
    copy = letter.patterns.search("copy_word", text)
    if copy and (letter.has("sent_word", text[copy.start() :]) or ":" in text[copy.end() :]):
        return copy.start()
    return None


def _others_listed(letter: Letter, listing: list[Part], known: list[Mention], edges: str) -> list[Mention]:
    """Hospitals and clinics on the list whose specialty the table does not know, other than the sender's own."""
    others = []
    for part in listing:
        for found in _HOSPITAL.finditer(letter.text, part.start, part.end):
            taken = any(mention.start <= found.end() and found.start() <= mention.end + _REACH for mention in known)
            if not taken and found[0].lower() not in edges.lower():
                others.append(Mention(found[0].lower(), found.start(), found.end(), part.number, ""))
    return others


def _as_receiver(letter: Letter, found: Mention) -> bool:
    """Not «Kopi: EL. Onkolog ved annet sykehus gir cellegift», read as one sentence for the sake of its
    abbreviations.
    """
    after = letter.text[found.end : found.end + _REACH]
    verb = letter.patterns.search("involved", after)
    return verb is None or bool(re.search(r"\bsom\b|\n|[.,(]", after[: verb.start()]))


def _names_receiver(letter: Letter, text: str) -> bool:
    classes = with_classes(text.lower(), letter.reading.reader.vocabulary)
    if "GP" in classes or "HOSPITAL" in classes or "CARE" in classes:
        return True
    return any(pattern.search(text) for pattern in _table().patterns.values())


def _field_copies(letter: Letter) -> list[str]:
    """Names the message's own fields list as copy receivers, or several receivers; one receiver is no list."""
    parties = letter.document.receivers
    receivers = list(parties) if isinstance(parties, tuple) else []
    parties = letter.document.copy_receivers
    copies = list(parties) if isinstance(parties, tuple) else []
    return [party.name for party in [*receivers, *copies]] if copies or len(receivers) > 1 else []


def _put_recipients(letter: Letter, draft: Draft, listing: list[Part]) -> None:
    items: list[tuple[dict[str, object], tuple[Evidence, ...]]] = []
    for field in ("receivers", "copy_receivers"):
        parties = getattr(letter.document, field)
        for party in parties if isinstance(parties, tuple) else ():
            item = {"kind": _kind(letter, party), "unit": party.name, "channel": _channel(letter)}
            items.append((item, (Evidence("field", party.name, locator=field),)))
    if not any(item["kind"] == "gp" for item, _ in items):
        for part in listing:
            text = letter.text[part.start : part.end]
            if "GP" in with_classes(text.lower(), letter.reading.reader.vocabulary):
                channel = "electronic" if letter.has("electronic", text) else None
                items.append(({"kind": "gp", "channel": channel}, (letter.words(part.start, part.end),)))
                break
    if items:
        draft.put_items("recipients", items)


def _kind(letter: Letter, party: Party) -> str | None:
    """«gp» only where the message or the words call this receiver fastlege: a doctor's office need not be the GP's."""
    gp = letter.document.gp
    named = f"{party.name} {party.role or ''}"
    if (isinstance(gp, Party) and _same_person(gp, party)) or letter.has("called_gp", named):
        return "gp"
    classes = with_classes(named.lower(), letter.reading.reader.vocabulary)
    kinds = (("CARE", "municipality"), ("HOSPITAL", "hospital"), ("PATIENT", "patient"))
    return next((kind for word, kind in kinds if word in classes), None)


def _same_person(one: Party, other: Party) -> bool:
    if one.hpr and other.hpr and one.hpr == other.hpr:
        return True
    return _person(one) == _person(other)


def _person(party: Party) -> str:
    """The last part of «organisation / unit / person», as names are compared."""
    return " ".join(party.name.rsplit("/", 1)[-1].split()).casefold()


def _channel(letter: Letter) -> str | None:
    return "electronic" if letter.document.electronic else None


def _edges(letter: Letter, listing: list[Part]) -> str:
    """The letterhead and the signature, without the list of receivers: the sender's own specialty stands there."""
    listed = {line.strip() for part in listing for line in letter.text[part.start : part.end].split("\n")}
    blocks = [block.strip().split("\n") for block in re.split(r"\n[ \t]*\n", letter.text.strip())]
    is_clause = letter.reading.reader.vocabulary.is_clause
    top = blocks[0] if len(blocks[0]) > 1 or len(blocks) == 1 else blocks[0] + _titles(blocks[1])
    head = list(takewhile(lambda line: len(line) <= _HEAD_WIDTH and not is_clause(line), top[:_HEAD_LINES]))
    bottom = blocks[-1][-_FOOT_LINES:] if len(blocks) > 1 else []
    foot = [line for line in bottom if len(line) <= _FOOT_WIDTH]
    own = [line for line in head + foot if not letter.has("addressed", line) and line.strip(" -–•*\t") not in listed]
    sender = letter.document.sender
    return "\n".join([*own, sender.name if isinstance(sender, Party) else ""])


def _titles(block: list[str]) -> list[str]:
    """The lines a letterhead goes on with below a blank line, up to the first that reads as prose."""
    return list(takewhile(lambda line: not line.rstrip().endswith(".") and ". " not in line, block))


def _mentions(letter: Letter, table: Specialties) -> Iterator[Mention]:
    for number, sentence in letter.sentences():
        for specialty, pattern in table.patterns.items():
            for found in pattern.finditer(sentence.text):
                place = _PLACE.match(sentence.text, found.end())
                start = sentence.start + found.start()
                name = place[1].strip() if place else ""
                yield Mention(specialty, start, sentence.start + found.end(), number, name)


def _elsewhere(found: Mention, edges: str) -> bool:
    """Whether a proper name after the unit tells it from the sender's own."""
    names = _NAME.findall(found.place)
    return bool(names) and not any(name in edges for name in names)


def _covers(letter: Letter, names: str, inside: list[Mention], listing: list[Part], found: Mention) -> bool:
    """The list names the specialty, the place, or points back to the sentence before it."""
    if any(found.specialty == other.specialty for other in inside):
        return True
    if any(name in _NAME.findall(names) for name in _NAME.findall(found.place)):
        return True
    pointing = [part for part in listing if _PRONOUN.search(letter.text[part.start : part.end])]
    return any(found.number == part.number - 1 for part in pointing)


def _takes_part(letter: Letter, found: Mention) -> bool:
    """Clearly somebody else, and clearly treating: not history, not merely referred to, not the sender's own clinic."""
    sentence = letter.reading.sentences[found.number]
    if sentence.kind == "history" or letter.has("referred", sentence.text) or letter.has("past_contact", sentence.text):
        return False
    ours = letter.has("unit_of_ours", sentence.text) and not letter.has("same_house", sentence.text)
    return not ours and (letter.has("involved", sentence.text) or letter.has("treats", sentence.text))
