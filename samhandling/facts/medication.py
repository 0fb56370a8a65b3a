"""Drugs: the list a letter gives, what it changes and why, who prescribes, and what the patient has the first days."""

from collections.abc import Sequence

from samhandling.facts.changes import Change, change_of, changes
from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.druglist import DrugList, discharge_list, referral_list
from samhandling.facts.drugs import Entry, entries, is_dosed, same_drug, says_why
from samhandling.facts.letter import Letter
from samhandling.facts.list_date import checked, list_date
from samhandling.facts.listed import Item, stops, structured
from samhandling.facts.prescribing import Prescribing, Range, prescribing
from samhandling.facts.reasons import reason_for_all, reason_in
from samhandling.facts.supply import find_hard_to_obtain, find_multidose

_CONTACTS = ("epikrise", "poliklinisk_notat", "legevaktepikrise")
_BEFORE = 2
_MOST_ENTRIES = 200  # beyond this it is no list of one patient, and nothing is claimed of it
_MOST_RANGES = 20
_PRESCRIBED = ("new", "dose", "switch")
_INCLUDED = ("list", "none_taken", "contradictory", "outdated")
_USABLE = ("list", "none_taken")


def find(letter: Letter, draft: Draft) -> None:
    """Puts nothing for a dead patient; expects `deceased` to have been looked for before."""
    if draft.values.get("deceased") is True:
        return
    if letter.kind == "henvisning":
        _put_list(letter, draft, referral_list(letter, entries(letter)[:_MOST_ENTRIES]))
    elif letter.kind == "legemiddelliste" and structured(letter):
        draft.put("med_list_kind", "list", Evidence("field", locator="medications"))
        draft.put_items("med_changes", stops(letter))
    elif letter.kind in _CONTACTS:
        _find_of_contact(letter, draft)


def _find_of_contact(letter: Letter, draft: Draft) -> None:
    named = entries(letter)
    if len(named) > _MOST_ENTRIES:
        return
    if letter.kind == "epikrise":
        _put_list(letter, draft, discharge_list(letter, named))
        find_multidose(letter, draft)
    prescribed = prescribing(letter)
    draft.put("prescription_mentioned", prescribed.mentioned)
    draft.put_items("med_changes", _items(letter, named, prescribed))
    find_hard_to_obtain(letter, draft)


def _put_list(letter: Letter, draft: Draft, found: DrugList) -> None:
    draft.put("med_list_kind", found.kind, *found.evidence)
    if found.kind is None:
        return
    draft.put("med_list_included", found.kind in _INCLUDED, *found.evidence)
    dated, said = list_date(letter), checked(letter)
    if found.kind not in _USABLE:
        return
    if dated:
        draft.put("med_list_date", dated[0].isoformat(), dated[1])
    if said:
        draft.put("med_list_checked", True, said)


def _items(letter: Letter, named: Sequence[Entry], prescribed: Prescribing) -> list[Item]:
    told = changes(letter, named)
    on_gp = _tied(letter, told, prescribed.gp)
    by_hospital = () if prescribed.doubt else prescribed.hospital or prescribed.spared
    registered = _register_updated(letter)
    items: list[Item] = []
    for change in told:
        asked, done = change in on_gp, bool(by_hospital) and change.kind in _PRESCRIBED
        ranges = prescribed.gp if asked else by_hospital if done else ()
        item = _item(change, "gp" if asked else "hospital" if done else None)
        items.append(
            (item | {"register_updated": registered}, (change.entry.evidence(letter), *_quotes(letter, ranges)))
        )
    if prescribed.gp and not on_gp:
        items.append((_untied(letter, named, prescribed.gp, "gp"), _quotes(letter, prescribed.gp)))
    elif prescribed.hospital and by_hospital and not any(change.kind in _PRESCRIBED for change in told):
        items.append((_untied(letter, named, prescribed.hospital, "hospital"), _quotes(letter, prescribed.hospital)))
    return items + [
        stop for stop in stops(letter) if not any(same_drug(str(stop[0]["drug"]).lower(), c.drug) for c in told)
    ]


def _register_updated(letter: Letter) -> bool | None:
    """True where the letter says that the hospital has put its prescriptions right in the register."""
    for _, sentence in letter.sentences():
        text = sentence.text
        if letter.has("register", text) and letter.has("hospital_did", text) and not letter.has("not_written", text):
            return None if letter.reading.reader.names_gp(text) else True
    return None


def _item(change: Change, prescribed_by: str | None) -> dict[str, object]:
    return {
        "drug": change.drug,
        "kind": change.kind,
        "reason": change.reason,
        "reason_doubtful": True if change.doubtful else None,
        "prescribed_by": prescribed_by,
        "changed_by": "hospital",
    }


def _tied(letter: Letter, told: Sequence[Change], ranges: Sequence[Range]) -> list[Change]:
    """The changes a request to prescribe is about: those whose drug it names, those told beside it, else all."""
    candidates = [change for change in told if change.kind in _PRESCRIBED]
    if not ranges or not candidates:
        return []
    text = " ".join(letter.quote(first, last).quote.lower() for first, last in ranges[:_MOST_RANGES])
    by_name = [
        change
        for change in candidates
        if any(same_drug(change.drug, word) for word in text.replace(",", " ").replace(".", " ").split())
    ]
    beside = [
        change
        for change in candidates
        if any(first - 1 <= change.entry.last and change.entry.first <= last for first, last in ranges)
    ]
    return by_name or beside or candidates


def _untied(letter: Letter, named: Sequence[Entry], ranges: Sequence[Range], by: str) -> dict[str, object]:
    """What is prescribed where no change is told: the drug named last in or before the words, and its reason there."""
    first, last = ranges[0]
    near = [entry for entry in named if first - _BEFORE <= entry.first <= last and change_of(letter, entry) != "stop"]
    dosed = [entry for entry in near if is_dosed(letter, entry.text(letter))]
    entry = next(iter(reversed(dosed or near)), None)
    reason = reason_for_all(letter) or (_reason_of(letter, named, entry) if entry else None)
    return {
        "drug": entry.drug if entry else None,
        "kind": "new",
        "reason": reason,
        "reason_doubtful": None if reason else True,
        "prescribed_by": by,
        "changed_by": "hospital",
    }


def _reason_of(letter: Letter, named: Sequence[Entry], entry: Entry) -> str | None:
    """The reason told with the drug, here or where it is named elsewhere."""
    told = [other for other in (entry, *named) if other.names(entry.drug)]
    tied = (other for other in told if other.listed or _gives_remark(letter, other))
    reasons = (reason_in(letter, other) for other in tied)
    return next((reason for reason in reasons if reason), None)


def _gives_remark(letter: Letter, entry: Entry) -> bool:
    text = entry.text(letter)
    return "(" in text or says_why(letter, text)


def _quotes(letter: Letter, ranges: Sequence[Range]) -> tuple[Evidence, ...]:
    return tuple(letter.quote(first, last) for first, last in ranges[:2])
