"""Drugs: the list a letter gives, what it changes and why, who prescribes, and what the patient has the first days."""

from collections.abc import Sequence

from samhandling.facts.changes import Change, change_of, changes, reason_in
from samhandling.facts.draft import Draft, Evidence
from samhandling.facts.druglist import DrugList, discharge_list, list_date, referral_list
from samhandling.facts.drugs import Entry, entries, is_dosed, same_drug
from samhandling.facts.letter import Letter
from samhandling.facts.prescribing import Prescribing, prescribing
from samhandling.facts.supply import find_hard_to_obtain, find_multidose

_CONTACTS = ("epikrise", "poliklinisk_notat", "legevaktepikrise")
_BEFORE = 2
_PRESCRIBED = ("new", "dose", "switch")

Item = tuple[dict[str, object], tuple[Evidence, ...]]


def find(letter: Letter, draft: Draft) -> None:
    """Puts nothing for a dead patient; expects `deceased` to have been looked for before."""
    if draft.values.get("deceased") is True:
        return
    if letter.kind == "henvisning":
        _put_list(letter, draft, referral_list(letter, entries(letter)))
    elif letter.kind in _CONTACTS:
        _find_of_contact(letter, draft)


def _find_of_contact(letter: Letter, draft: Draft) -> None:
    named = entries(letter)
    if letter.kind == "epikrise":
        _put_list(letter, draft, discharge_list(letter, named))
        find_multidose(letter, draft)
    told = changes(letter, named)
    prescribed = prescribing(letter)
    draft.put("prescription_mentioned", prescribed.mentioned)
    draft.put_items("med_changes", _items(letter, named, told, prescribed))
    find_hard_to_obtain(letter, draft)


def _put_list(letter: Letter, draft: Draft, found: DrugList) -> None:
    draft.put("med_list_kind", found.kind, *found.evidence)
    if found.kind:
        draft.put(
            "med_list_included", found.kind in ("list", "none_taken", "contradictory", "outdated"), *found.evidence
        )
    dated = list_date(letter)
    if dated and found.kind in ("list", "none_taken"):
        day, where = dated
        draft.put("med_list_date", day.isoformat(), where)
        draft.put("med_list_checked", True, where)


def _items(letter: Letter, named: Sequence[Entry], told: Sequence[Change], prescribed: Prescribing) -> list[Item]:
    on_gp = _tied(letter, told, prescribed.gp)
    in_doubt = bool(prescribed.doubt)
    items: list[Item] = []
    for change in told:
        evidence = (change.entry.evidence(letter),)
        if change.kind == "stop":
            items.append((_item(change, None), evidence))
        elif change in on_gp:
            items.append((_item(change, "gp"), evidence + _quotes(letter, prescribed.gp)))
        else:
            by = "hospital" if (prescribed.hospital or prescribed.spared) and not in_doubt else None
            items.append((_item(change, by), evidence + _quotes(letter, prescribed.hospital or prescribed.spared)))
    if prescribed.gp and not on_gp:
        items.append((_untied(letter, named, prescribed.gp, "gp"), _quotes(letter, prescribed.gp)))
    elif prescribed.hospital and not in_doubt and not any(change.kind in _PRESCRIBED for change in told):
        items.append((_untied(letter, named, prescribed.hospital, "hospital"), _quotes(letter, prescribed.hospital)))
    return items


def _item(change: Change, prescribed_by: str | None) -> dict[str, object]:
    return {
        "drug": change.drug,
        "kind": change.kind,
        "reason": change.reason,
        "reason_doubtful": True if change.doubtful else None,
        "prescribed_by": prescribed_by,
        "changed_by": "hospital",
    }


def _tied(letter: Letter, told: Sequence[Change], ranges: Sequence[tuple[int, int]]) -> list[Change]:
    """The changes a request to prescribe is about: those whose drug it names, those told beside it, else all."""
    candidates = [change for change in told if change.kind in _PRESCRIBED]
    if not ranges or not candidates:
        return []
    text = " ".join(letter.quote(first, last).quote.lower() for first, last in ranges)
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


def _untied(letter: Letter, named: Sequence[Entry], ranges: Sequence[tuple[int, int]], by: str) -> dict[str, object]:
    """What is prescribed where no change is told: the drug named last in or before the words, with its reason if one
    stands there.
    """
    first, last = ranges[0]
    near = [entry for entry in named if first - _BEFORE <= entry.first <= last and change_of(letter, entry) != "stop"]
    entry = next(
        (entry for entry in reversed(near) if is_dosed(letter, entry.text(letter))), near[-1] if near else None
    )
    reason = reason_in(letter, entry) if entry and letter.has("drug_because", entry.text(letter)) else None
    return {
        "drug": entry.drug if entry else None,
        "kind": "new",
        "reason": reason,
        "reason_doubtful": None if reason else True,
        "prescribed_by": by,
        "changed_by": "hospital",
    }


def _quotes(letter: Letter, ranges: Sequence[tuple[int, int]]) -> tuple[Evidence, ...]:
    return tuple(letter.quote(first, last) for first, last in ranges[:2])
