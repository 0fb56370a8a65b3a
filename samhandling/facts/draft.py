"""Facts in the making: values by schema path, each with what decided it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Kind = Literal["field", "text", "answer", "absence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """`start`/`end` are code points in the document's text, None where the evidence is an absence or lies outside the
    text.
    """

    kind: Kind
    quote: str = ""
    start: int | None = None
    end: int | None = None
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document in the rulebook's fields (rules/schema.yaml). `kind` is the document kind rules
    speak about.
    """

    kind: str
    values: Mapping[str, object]
    evidence: Mapping[str, tuple[Evidence, ...]]
    contradictions: Mapping[str, str] = field(default_factory=dict)

    def evidence_of(self, path: str) -> tuple[Evidence, ...]:
        """The evidence of a path, else of the nearest path above it: «sick_notes[0].issued_by», «sick_notes[0]»,
        «sick_notes».
        """
        while path:
            if path in self.evidence:
                return self.evidence[path]
            path = path[: path.rfind("[")] if path.endswith("]") else path.rpartition(".")[0]
        return ()


class Draft:
    """Collects facts while a letter is read; `finish` freezes them."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.evidence: dict[str, tuple[Evidence, ...]] = {}
        self.contradictions: dict[str, str] = {}

    def put(self, name: str, value: object, *evidence: Evidence) -> None:
        """Sets a top-level field; None is not put."""
        if value is None:
            return
        self.values[name] = value
        if evidence:
            self.evidence[name] = evidence

    def put_items(
        self, name: str, items: Iterable[tuple[Mapping[str, object], tuple[Evidence, ...]]], *searched: Evidence
    ) -> None:
        """Sets a list field; no items is [] («looked, none found»). Values of None are left out, so that they are
        missing.
        """
        rows: list[dict[str, object]] = []
        for item, evidence in items:
            if evidence:
                self.evidence[f"{name}[{len(rows)}]"] = evidence
            rows.append({key: value for key, value in item.items() if value is not None})
        self.values[name] = rows
        if searched:
            self.evidence[name] = searched

    def contradict(self, name: str, why: str) -> None:
        """Takes a field back because its sources disagree; rules that need it become undecided. `why` is a Norwegian
        sentence.
        """
        self.values.pop(name, None)
        self.evidence.pop(name, None)
        self.contradictions[name] = why

    def finish(self, kind: str) -> Facts:
        return Facts(
            kind, MappingProxyType(self.values), MappingProxyType(self.evidence), MappingProxyType(self.contradictions)
        )
