"""Writes the table of OWASP ASVS 5.0, level 2, into docs/sikkerhet.md from docs/asvs.yaml: `python -m tools.asvs`."""

from collections import Counter
from pathlib import Path
from typing import Any, Final

import yaml

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
DATA: Final = DOCS / "asvs.yaml"
DOCUMENT: Final = DOCS / "sikkerhet.md"
MARK: Final = "<!-- Under dette merket skriver `python -m tools.asvs`; dataene er docs/asvs.yaml. -->\n"
#: «test»: every named test shows it. «drift»: a document says it, or who runs it does. «gjelder ikke», «venter»: why.
STATUSES: Final = ("test", "drift", "gjelder ikke", "venter")


def requirements() -> dict[str, dict[str, Any]]:
    """By number, in the order of the standard: `what`, `status`, and `by` (tests, or document: heading) or `why`."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(DATA.read_text("utf-8"))
    return dict(sorted(loaded.items(), key=lambda item: [int(part) for part in item[0][1:].split(".")]))


def table() -> str:
    rows = requirements()
    count = Counter(row["status"] for row in rows.values())
    figures = ", ".join(f"{count[status]} «{status}»" for status in STATUSES)
    lines = [f"{len(rows)} krav: {figures}.", "", "| krav | hva | status | hvor eller hvorfor |", "|---|---|---|---|"]
    lines += [f"| {number} | {row['what']} | {row['status']} | {_where(row)} |" for number, row in rows.items()]
    return "\n".join(lines) + "\n"


def _where(row: dict[str, Any]) -> str:
    tests = row["status"] == "test"
    named = "<br>".join(f"`{each.removeprefix('tests/')}`" if tests else each for each in row.get("by", ()))
    return " ".join(part for part in (named, row.get("why", "")) if part)


def document() -> str:
    """The document as it should be."""
    return DOCUMENT.read_text("utf-8").partition(MARK)[0] + MARK + "\n" + table()


if __name__ == "__main__":
    DOCUMENT.write_text(document(), "utf-8")
