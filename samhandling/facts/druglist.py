"""What kind of list of drugs a letter holds: a list, none taken, as before, elsewhere, contradictory, outdated,
missing.

A kind that counts against the sender is given only where the words say so, or where no drug is named at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samhandling.facts.changes import change_of, cues_of
from samhandling.facts.draft import Evidence
from samhandling.facts.drugs import Entry, is_dosed, names_drug
from samhandling.facts.letter import Letter
from samhandling.facts.list_date import about_list, is_attached, list_date
from samhandling.facts.listed import holds_only_nameless, structured

_ENOUGH_UNCHANGED = 2
_ABSENT = Evidence("absence")
_CLAUSE = re.compile(r"[,;.]\s|\b(?:og|men|mens)\b")


@dataclass(frozen=True, slots=True)
class DrugList:
    """`kind` as in the schema's `list_kind`; None where it cannot be told."""

    kind: str | None
    evidence: tuple[Evidence, ...] = ()


def discharge_list(letter: Letter, entries: Sequence[Entry]) -> DrugList:
    """Of a discharge summary; a list in the message's own fields is a list."""
    lines = listing(letter, entries)
    clash = contradiction(letter, entries, lines)
    if clash:
        return DrugList("contradictory", clash)
    as_before = _as_before(letter, lines)
    if as_before and not structured(letter):
        return as_before
    if lines or structured(letter):
        return DrugList("list", tuple(entry.evidence(letter) for entry in lines[:1]))
    if holds_only_nameless(letter):
        return DrugList("missing", (Evidence("field", locator="medications"),))
    for found in (_none_taken(letter), _elsewhere(letter)):
        if found:
            return found
    return _used_or_missing(letter, entries)


def referral_list(letter: Letter, entries: Sequence[Entry]) -> DrugList:
    """Of a referral: an old or unchecked list is outdated, a list without date is a list."""
    lines = listing(letter, entries) or _used(letter, entries)
    old = next((number for number, _ in letter.sentences() if _is_outdated(letter, number, lines)), None)
    elsewhere = _elsewhere(letter)
    vague = _vague(letter, "vague_many" if lines else "vague_list")
    if vague is not None and len(lines) <= 1:
        return DrugList("missing", (letter.quote(vague),))
    if elsewhere and len(lines) <= 1:
        return elsewhere
    if lines or structured(letter):
        if old is not None:
            return DrugList("outdated", (letter.quote(old),))
        return DrugList("list", tuple(entry.evidence(letter) for entry in lines[:1]))
    none = _none_taken(letter)
    if none:
        return none
    if is_attached(letter):
        return DrugList("list") if list_date(letter) else DrugList(None)
    as_before = _as_before(letter, lines)
    if as_before:
        return as_before
    mentioned = any(about_list(letter, number) for number, _ in letter.sentences())
    return DrugList(None) if mentioned or entries else DrugList("missing", (_ABSENT,))


def _vague(letter: Letter, family: str) -> int | None:
    """The sentence that only says how many drugs there are («en god del, blant annet …»)."""
    return next((n for n, s in letter.sentences() if about_list(letter, n) and letter.has(family, s.text)), None)


def listing(letter: Letter, entries: Sequence[Entry]) -> list[Entry]:
    """Entries that stand as lines of a list, with a dose or a mark."""
    return [entry for entry in entries if entry.listed and entry.kind != "history" and _is_line(letter, entry)]


def _is_line(letter: Letter, entry: Entry) -> bool:
    text = entry.text(letter)
    return is_dosed(letter, text) or letter.has("drug_same", text)


def contradiction(letter: Letter, entries: Sequence[Entry], lines: Sequence[Entry]) -> tuple[Evidence, ...]:
    """A drug said to be stopped that stands unmarked in the list: both places, or ()."""
    for stopped in entries:
        if not _is_stopped_for_good(letter, stopped):
            continue
        for line in lines:
            if line is stopped or cues_of(letter, line.start, line.end) or not line.names(stopped.drug):
                continue
            if not is_dosed(letter, line.text(letter)) or _is_resumed(letter, entries, stopped.drug):
                continue
            return (line.evidence(letter), stopped.evidence(letter))
    return ()


def _is_stopped_for_good(letter: Letter, entry: Entry) -> bool:
    text = entry.text(letter)
    if change_of(letter, entry) != "stop" or len({name for name, _, _ in entry.drugs}) != len(entry.drugs):
        return False
    if entry.kind == "history" or letter.has("course", text) or letter.has("long_ago", text):
        return False
    cues = cues_of(letter, entry.start, entry.end)
    if cues and letter.has("not_yet", letter.text[entry.start : cues[0].end]):
        return False
    if _is_paused(letter, text):
        return False
    return letter.has("drug_stop_done", text)


def _is_paused(letter: Letter, text: str) -> bool:
    """A pause or a restart, which «skal ikke startes igjen» is not."""
    hit = letter.patterns.search("drug_pause", text)
    return hit is not None and not letter.has("negated", text[: hit.start()])


def _is_resumed(letter: Letter, entries: Sequence[Entry], drug: str) -> bool:
    return any(entry.names(drug) and _is_paused(letter, entry.text(letter)) for entry in entries)


def _as_before(letter: Letter, lines: Sequence[Entry]) -> DrugList | None:
    """«Ellers uendret» where nothing that is unchanged stands in the letter."""
    unchanged = [line for line in lines if not cues_of(letter, line.start, line.end)]
    for number, sentence in letter.sentences():
        if not _says_as_before(letter, number) or not (about_list(letter, number) or _near(lines, number)):
            continue
        named = [line for line in unchanged if line.first <= number <= line.last]
        later = [line for line in unchanged if line.start >= sentence.end]
        if named or later or len(unchanged) >= _ENOUGH_UNCHANGED:
            continue
        return DrugList("as_before", (letter.quote(number),))
    return None


def _says_as_before(letter: Letter, number: int) -> bool:
    """The rest, or the list as a whole, is called unchanged, not a drug named in the clause."""
    sentence = letter.reading.sentences[number]
    hit = letter.patterns.search("as_before", sentence.text)
    if not hit or letter.has("listed_here", sentence.text):
        return False
    clause = _CLAUSE.split(sentence.text[: hit.start()])[-1]
    if is_dosed(letter, clause) or names_drug(letter, clause):
        return False
    if letter.has("list_rest", sentence.text) or letter.has("drug_list", clause):
        return True
    opens = sentence.kind == "drugs" and sentence.opens_line and not names_drug(letter, sentence.heading)
    return opens and not any(True for _ in letter.patterns.every("word", clause))


def _near(lines: Sequence[Entry], number: int) -> bool:
    return any(abs(line.first - number) <= 1 for line in lines)


def _none_taken(letter: Letter) -> DrugList | None:
    for number, sentence in letter.sentences():
        text = sentence.text
        if letter.has("none_taken", text) and (about_list(letter, number) or letter.has("drug_kind_plain", text)):
            return DrugList("none_taken", (letter.quote(number),))
        if letter.has("drug_list", sentence.heading) and sentence.opens_line and _is_none(letter, text):
            return DrugList("none_taken", (letter.quote(number),))
    return None


def _is_none(letter: Letter, text: str) -> bool:
    """«Ingen», and not «ingen endringer»."""
    hit = letter.patterns.families["none_alone"].match(text)
    return hit is not None and (not text[hit.end() :].strip() or text[hit.end() :].lstrip()[0] in ".,;()")


def _elsewhere(letter: Letter) -> DrugList | None:
    for number, sentence in letter.sentences():
        checked = letter.has("list_checked", sentence.text) and not letter.has("negated", sentence.text)
        told = letter.has("list_elsewhere", sentence.text) and not checked
        if (told or letter.has("see_elsewhere", sentence.text)) and about_list(letter, number):
            return DrugList("elsewhere", (letter.quote(number),))
    return None


def _used(letter: Letter, entries: Sequence[Entry]) -> list[Entry]:
    """Drugs with doses told in prose as what the patient uses."""
    return [
        entry
        for entry in entries
        if not entry.listed
        and entry.kind != "history"
        and is_dosed(letter, entry.text(letter))
        and letter.has("uses", letter.reading.sentences[entry.first].text)
    ]


def _used_or_missing(letter: Letter, entries: Sequence[Entry]) -> DrugList:
    used = _used(letter, entries)
    if used:
        return DrugList("list", (used[0].evidence(letter),))
    dosed = any(is_dosed(letter, entry.text(letter)) and not _is_of_the_stay(letter, entry) for entry in entries)
    mentioned = any(about_list(letter, number) for number, _ in letter.sentences())
    return DrugList(None) if dosed or mentioned else DrugList("missing", (_ABSENT,))


def _is_of_the_stay(letter: Letter, entry: Entry) -> bool:
    """A drug told of in the past or as a course given on the ward."""
    text = letter.reading.sentences[entry.first].text
    return entry.kind == "history" or letter.has("course", text) or letter.has("past", text)


def _is_outdated(letter: Letter, number: int, lines: Sequence[Entry]) -> bool:
    text = letter.reading.sentences[number].text
    if letter.has("list_is_old", text) and letter.has("drug_list", text):
        return True
    if letter.has("list_checked", text) and not letter.has("negated", text):
        return False
    if letter.has("list_outdated", text):
        return _near(lines, number) or about_list(letter, number)
    return letter.has("list_doubted", text) and about_list(letter, number)
