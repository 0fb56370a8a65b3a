"""The everyday situations of the form; each leads to exactly one rule, so that nobody has to find it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from samhandling.web.i18n import Text

#: Chosen when none of the situations fits.
OTHER: Final = "annet"


@dataclass(frozen=True, slots=True)
class Situation:
    """`by`: who usually notices it – gp, hospital or any. `rule`: a statement, with its letter where it has several."""

    id: str
    by: str
    rule: str
    category: str
    text: Text


def _load() -> Mapping[str, Situation]:
    rows = yaml.safe_load(Path(__file__).with_name("situations.yaml").read_text("utf-8"))
    return {
        row["id"]: Situation(row["id"], row["by"], row["rule"], row["category"], Text(row["nb"], row["nn"]))
        for row in rows
    }


SITUATIONS: Final = _load()


def for_side(hospital: bool) -> dict[str, Situation]:
    """What one's own side meets. Everything else is found by its rule."""
    own = {"hospital", "any"} if hospital else {"gp", "any"}
    return {code: each for code, each in SITUATIONS.items() if each.by in own}


def with_rule(rule: str) -> Situation | None:
    """The first situation that leads to the rule, or to the statement it stands in."""
    statement = rule.rstrip("abcdefgh")
    return next((each for each in SITUATIONS.values() if each.rule in (rule, statement)), None)
