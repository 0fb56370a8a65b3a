"""Why somebody may not judge a case: the law's grounds as they stood on a day, from dated data (ruling C, law)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from samhandling.web.i18n import Text, gettext, marked

#: Somebody stepped aside without being asked.
DECLARED: Final = "declared"


@dataclass(frozen=True, slots=True)
class Ground:
    """`cites`: the place in the law."""

    cites: str
    label: Text

    def __str__(self) -> str:
        return f"{self.label} ({self.cites})"


def grounds(day: date) -> Mapping[str, Ground]:
    """By code, in the law's order."""
    return max((each for each in _LAWS if each[0] <= day), key=lambda each: each[0])[1]


def ground(code: str, day: date | None) -> str:
    """What it was called on the day it was decided."""
    if code == DECLARED or day is None:
        return gettext(marked("Har selv trådt til side"))
    return str(grounds(day)[code])


def _law(row: dict[str, Any]) -> tuple[date, Mapping[str, Ground]]:
    found = {code: Ground(each["cites"], Text(**each["label"])) for code, each in row["grounds"].items()}
    return row["valid_from"], found


_LAWS: Final = tuple(map(_law, yaml.safe_load(Path(__file__).with_name("grounds.yaml").read_text("utf-8"))))
