"""The letters one can try the check with: the project's own writing, each a YAML file beside the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from samhandling.checks.form import Values
from samhandling.web.i18n import Text


@dataclass(frozen=True, slots=True)
class Letter:
    id: str
    title: Text
    lead: Text
    values: Values


def load_letters(folder: Path) -> tuple[Letter, ...]:
    """In the order of their file names. Raises KeyError for a letter that lacks a part."""
    return tuple(_letter(path) for path in sorted(folder.glob("*.yaml")))


def _letter(path: Path) -> Letter:
    entry: Mapping[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))
    context = entry.get("context") or {}
    title, lead = entry["title"], entry["lead"]
    if not isinstance(context, Mapping) or not isinstance(title, Mapping) or not isinstance(lead, Mapping):
        raise TypeError(path.name)
    multidose = context.get("multidose")
    return Letter(
        id=path.stem.partition("-")[2],
        title=Text(str(title["nb"]), str(title["nn"])),
        lead=Text(str(lead["nb"]), str(lead["nn"])),
        values=Values(
            text=str(entry["text"]).strip(),
            kind=str(entry["kind"]),
            discharged_on=str(context.get("discharged_on") or ""),
            sent_on=str(context.get("sent_on") or ""),
            discharged_to=str(context.get("discharged_to") or ""),
            multidose="" if multidose is None else "ja" if multidose else "nei",
        ),
    )
