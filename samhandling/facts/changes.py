"""What a letter changes in a patient's drugs, and whether it says why.

The reason is whatever is left of a drug's entry when name, dose, dosing, the deed and the prescription are taken
away: an indication is enough. A change is called bare only where nothing is left there, in its heading, behind it or
wherever else the drug is named; words that may be a reason or not leave it in doubt.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samhandling.facts.cues import CUES, Cue, cues_of
from samhandling.facts.drugs import Entry, names_drug, says_why
from samhandling.facts.letter import Letter
from samhandling.facts.reasons import (
    Told,
    is_hinted,
    prose_reason,
    reason_beside,
    reason_elsewhere,
    reason_for_all,
    tell,
    weighty,
)

_PREDICATE = re.compile(r"^[^,;]*\bog\s(?:er|ble|blei|blir|vart|vert)(?:\s\w+)?\s*$", re.I)
_LIKELY = 0.6
_LIGHT_WORDS_BETWEEN = 1
_SHORT_SENTENCE = 8


@dataclass(frozen=True, slots=True)
class Change:
    """`reason` None and not `doubtful`: the change stands bare."""

    drug: str
    kind: str
    entry: Entry
    reason: str | None
    doubtful: bool = False


def changes(letter: Letter, entries: Sequence[Entry]) -> list[Change]:
    """One for each entry that tells of a change made at this contact."""
    told = [tell(letter, entry) for entry in entries]
    for_all = reason_for_all(letter)
    found = []
    for place, entry in enumerate(entries):
        kind = change_of(letter, entry)
        change = _with_reason(letter, place, kind, told, for_all) if kind else None
        if change:
            found.append(change)
    return _settled(letter, found)


def _settled(letter: Letter, found: Sequence[Change]) -> list[Change]:
    """Without what is told again: no reason beside one of the same drug, or doubt in prose beside a list."""
    told = [change for change in found if change.reason]
    by_list = letter.kind == "epikrise" and any(change.entry.listed for change in found)
    return [
        change
        for change in found
        if change.reason
        or (
            not any(change.entry.names(other.drug) for other in told)
            and not (change.doubtful and by_list and not change.entry.listed)
        )
    ]


def change_of(letter: Letter, entry: Entry) -> str | None:
    """The kind of change an entry tells of, by its words or its heading; None where it tells of none."""
    cues = [cue for cue in cues_of(letter, entry.start, entry.end) if entry.listed or _is_about(letter, entry, cue)]
    if cues:
        note = letter.kind != "epikrise"
        if note and letter.has("unchanged", entry.text(letter)):
            return None
        past = not entry.listed or note
        if (past and _is_past(letter, entry)) or _is_of_others(letter, entry) or _is_schedule(letter, entry, cues):
            return None
        return cues[0].kind
    return _by_heading(letter, entry) if entry.listed and not letter.has("drug_same", entry.text(letter)) else None


def _is_about(letter: Letter, entry: Entry, cue: Cue) -> bool:
    """In prose: nothing of weight stands between the drug and the word of change."""
    for _, start, end in entry.drugs:
        between = letter.text[end : cue.start] if end <= cue.start else letter.text[cue.end : start]
        near = len(list(weighty(letter, between))) <= _LIGHT_WORDS_BETWEEN
        predicate = end <= cue.start and bool(_PREDICATE.search(between)) and not names_drug(letter, between)
        if (near or predicate) and not re.search(r"[.;]\s", between):
            return True
    return False


def _is_past(letter: Letter, entry: Entry) -> bool:
    """History or a condition: of an earlier or a possible time, or (in a note) in the past tense without «i dag»."""
    text = entry.text(letter)
    if letter.said(entry.first, "mode:conditional") >= _LIKELY or letter.patterns.families["if_then"].match(
        letter.quote(entry.first).quote
    ):
        return True
    if letter.has("current", text):
        return False
    if letter.kind != "epikrise" and letter.has("drug_pause", text) and not says_why(letter, text):
        return True
    if letter.kind != "epikrise" and letter.has("past_year", text):
        return True
    if (
        entry.kind == "history"
        or letter.has("long_ago", text)
        or (letter.reading.names_gp(entry.first) and letter.has("past", text))
    ):
        return True
    return letter.kind != "epikrise" and letter.has("past", text)


def _is_of_others(letter: Letter, entry: Entry) -> bool:
    """Started in an earlier year, or changed by the GP or the patient."""
    text = entry.text(letter)
    years = [int(hit[0]) for hit in letter.patterns.every("year", text)]
    sent = str(letter.context.get("sent_on") or letter.context.get("discharged_on") or "")[:4]
    earlier = any(not sent.isdigit() or year < int(sent) - 1 for year in years)
    return (earlier and letter.has("past_start", text)) or letter.has("by_others", text)


def _is_schedule(letter: Letter, entry: Entry, cues: Sequence[Cue]) -> bool:
    """Only what is to happen later in a course («trappes 5 mg hver uke», «byttes hver tredje dag»)."""
    text = entry.text(letter)
    planned = all(letter.patterns.families["drug_plan"].fullmatch(letter.text[cue.start : cue.end]) for cue in cues)
    return planned and letter.has("schedule", text) and not says_why(letter, text)


def _by_heading(letter: Letter, entry: Entry) -> str | None:
    heading = letter.reading.sentences[entry.first].heading
    for kind, families in CUES:
        for family in families:
            hit = letter.patterns.search(family, heading)
            if hit and hit.start() == 0:
                return kind
    return "new" if letter.has("drug_new_heading", heading) else None


def _with_reason(letter: Letter, place: int, kind: str, told: Sequence[Told], for_all: str | None) -> Change | None:
    entry, words = told[place].entry, told[place].words
    text = entry.text(letter)
    if kind == "stop" and letter.has("resumed", text):
        return None
    reason = words if not words or entry.listed else prose_reason(letter, entry, words)
    if reason:
        return Change(entry.drug, kind, entry, reason)
    if (letter.has("course", text) and (kind == "stop" or not entry.listed)) or entry.kind == "history":
        return None
    reason = reason_beside(letter, entry, kind) or reason_elsewhere(place, told) or for_all
    if reason or words:
        return Change(entry.drug, kind, entry, reason, doubtful=not reason)
    vague = kind == "new" or len(text.split()) > _SHORT_SENTENCE or letter.has("planned", text)
    vague = vague or (kind == "stop" and letter.has("drug_pause", text))
    return Change(entry.drug, kind, entry, None, is_hinted(letter, place, told) or (not entry.listed and vague))
