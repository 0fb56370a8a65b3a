"""An event as a sentence for one reader. Who did it is a name only for those who may read who holds which role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

import yaml

from samhandling.audit.tables import AuditEvent
from samhandling.identity.roles import ROLES
from samhandling.web.i18n import Text, gettext, marked

SENTENCES: Final[Mapping[str, Text]] = {
    action: Text(**text)
    for action, text in yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8")).items()
}


@dataclass(frozen=True, slots=True)
class Reader:
    """`names`: of the persons this reader may know by name. `things`: what organisations, bodies, areas are called."""

    person: UUID
    names: Mapping[UUID, str] = field(default_factory=dict)
    things: Mapping[tuple[str, str], str] = field(default_factory=dict)


def sentence(event: AuditEvent, reader: Reader) -> str:
    """An action without a sentence is shown by its code: a gap in the words must not hide that something happened."""
    words = str(SENTENCES.get(event.action, event.action))
    values = {name: _value(name, value, reader) for name, value in event.details.items()}
    return words.format_map(_Known(values | {"subject": _subject(event, reader)}))


def who(event: AuditEvent, reader: Reader) -> str:
    role = str(ROLES[event.role].label) if event.role in ROLES else ""
    if event.actor is None:
        return role or gettext(marked("Systemet"))
    if event.actor == reader.person:
        return gettext(marked("Du"))
    name = reader.names.get(event.actor)
    return f"{name} ({role})" if name and role else name or role or gettext(marked("En person uten rolle nå"))


def _subject(event: AuditEvent, reader: Reader) -> str:
    if event.subject_kind == "person":
        return _person(event.subject_id, reader)
    return reader.things.get((event.subject_kind, event.subject_id), event.subject_id)


def _value(name: str, value: object, reader: Reader) -> str:
    if name == "role":
        return str(ROLES[str(value)].label) if str(value) in ROLES else str(value)
    if name == "person":
        return _person(str(value), reader)
    if name in ("organisation", "body", "area") and value is not None:
        return reader.things.get((name, str(value)), str(value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value is None else str(value)


def _person(pseudonym: str, reader: Reader) -> str:
    person = UUID(pseudonym)
    if person == reader.person:
        return gettext(marked("deg"))
    return reader.names.get(person) or gettext(marked("en person"))


class _Known(dict[str, str]):
    """A placeholder without a value is shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
