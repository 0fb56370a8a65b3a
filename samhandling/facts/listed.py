"""The list of drugs a message carries in its own fields, as changes with evidence."""

from samhandling.documents.canonical import Medication, NotLooked
from samhandling.facts.draft import Evidence
from samhandling.facts.letter import Letter

Item = tuple[dict[str, object], tuple[Evidence, ...]]


def structured(letter: Letter) -> tuple[Medication, ...]:
    """The entries that name a drug; empty where the message has no such list or could not hold one."""
    listed = letter.document.medications
    return () if isinstance(listed, NotLooked) else tuple(drug for drug in listed if drug.name)


def holds_only_nameless(letter: Letter) -> bool:
    """Whether the message has a list of drugs in which none has a name."""
    listed = letter.document.medications
    return not isinstance(listed, NotLooked) and bool(listed) and not structured(letter)


def stops(letter: Letter) -> list[Item]:
    """The entries marked as stopped; without a reason of their own they are in doubt, since the text may tell it."""
    return [
        (_stop(drug), (Evidence("field", drug.name or "", locator=f"medications[{number}]"),))
        for number, drug in enumerate(structured(letter))
        if drug.status == "seponert" or drug.stop_reason
    ]


def _stop(drug: Medication) -> dict[str, object]:
    reason = drug.stop_reason or drug.comment
    return {
        "drug": drug.name,
        "kind": "stop",
        "reason": reason,
        "reason_doubtful": None if reason else True,
        "changed_by": "hospital",
    }
