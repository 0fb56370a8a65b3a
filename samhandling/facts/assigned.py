"""The letter's assignments as the rulebook's field of the same name; rules 5.2, 5.3 and 8a read it."""

from samhandling.facts.draft import Draft
from samhandling.facts.letter import Letter


def find(letter: Letter, draft: Draft) -> None:
    draft.put_items(
        "assignments",
        (
            ({"task": found.task, "actor": found.actor, "mode": found.mode}, (letter.quote(found.first, found.last),))
            for found in letter.reading.assignments
        ),
    )
