"""Names with dates, in several languages: planned first, so that a form sent twice is seen to change nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from samhandling.areas.change import Change
from samhandling.areas.domain import Relabelled, relabelled
from samhandling.areas.periods import day_before

Labels = Mapping[str, str]  # language to name; empty for a language without one
#: language, name, first day, last day; gives the row
Make = Callable[[str, str, date, date | None], Any]


def plan(rows: Sequence[Any], labels: Labels, start: date) -> dict[str, Relabelled]:
    """Only the languages in which something changes."""
    steps = {
        language: relabelled([row for row in rows if row.language == language], text, start)
        for language, text in labels.items()
    }
    return {language: step for language, step in steps.items() if step is not None}


def carry_out(change: Change, steps: Mapping[str, Relabelled], labels: Labels, start: date, make: Make) -> None:
    for language, step in steps.items():
        if step.rewrite is not None:
            step.rewrite.label = labels[language]
            change.session.add(step.rewrite)
        if step.remove is not None:
            change.session.delete(step.remove)
        if step.end is not None:
            step.end.valid_to = day_before(start)
            change.session.add(step.end)
        if step.add is not None:
            change.session.add(make(language, labels[language], *step.add))
