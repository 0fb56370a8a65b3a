"""The words for each code, in both written languages, read from `texts.yaml` once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from samhandling.web.i18n import Text, long_date


@dataclass(frozen=True, slots=True)
class Code:
    """`short`: in a mail. `text`, `dated`: in the application, the latter when the notice has a date.

    `serious`: something is asked of the reader, or a deadline has passed.
    """

    short: Text
    text: Text
    dated: Text | None
    serious: bool

    def said(self, values: Mapping[str, Any]) -> str:
        """In the reader's language. A date that nobody could read is left out."""
        due = _day(values.get("due"))
        return str(self.dated).format(due=long_date(due)) if self.dated and due else str(self.text)


def _load() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text("utf-8"))
    return loaded


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


_READ: Final = _load()
CODES: Final[Mapping[str, Code]] = {
    code: Code(
        short=Text(**row["short"]),
        text=Text(**row["text"]),
        dated=Text(**row["dated"]) if "dated" in row else None,
        serious=row.get("serious", False),
    )
    for code, row in _READ["codes"].items()
}
MAIL: Final[Mapping[str, Text]] = {name: Text(**text) for name, text in _READ["mail"].items()}
