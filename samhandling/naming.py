"""What the rulebook and its schema call things, in the language of the request: for pages, which show no codes.

Texts come from ruleset.yaml and schema.yaml; the schema is written in bokmål only, which nynorsk falls back to.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from samhandling.rules.model import Book
from samhandling.rules.schema import FieldSpec, Schema
from samhandling.web.i18n import language

_ASIDE: Final = re.compile(r"\s*(?:;.*|\([^)]*\))", re.DOTALL)
_INDEX: Final = re.compile(r"\[\d*\]")


@dataclass(frozen=True, slots=True)
class FieldName:
    """`words` follow «om» when `is_clause` («pasienten har kontaktlege»), else they name a thing («målet»)."""

    words: str
    is_clause: bool

    def __str__(self) -> str:
        return f"om {self.words}" if self.is_clause else self.words


@dataclass(frozen=True, slots=True)
class Names:
    """Every code that stands in the rulebook has a name; others raise KeyError, but for kinds no rule speaks about."""

    book: Book
    schema: Schema

    def strength(self, code: str) -> str:
        return self.book.strengths[code].name.get(language.get())

    def strength_means(self, code: str) -> str:
        return self.book.strengths[code].means.get(language.get())

    def strength_group(self, code: str) -> str:
        return self.book.strengths[code].group

    def rank(self, code: str) -> int:
        return self.book.strengths[code].rank

    def never_broken(self, code: str) -> bool:
        return self.book.strengths[code].never_broken

    def party(self, code: str) -> str:
        return self.book.responsible[code].get(language.get())

    def parties(self, codes: Sequence[str]) -> str:
        return ", ".join(map(self.party, codes))

    def kind(self, code: str) -> str:
        known = self.book.kinds.get(code)
        return known.get(language.get()) if known else code.replace("_", " ")

    def kinds(self, codes: Sequence[str]) -> str:
        return ", ".join(map(self.kind, codes))

    def outcome(self, code: str) -> str:
        return self.book.outcomes[code].get(language.get())

    def field(self, path: str) -> FieldName | None:
        """The name of what stands at a schema path (`follow_up_tasks[0].goal`); None for a path outside the schema."""
        spec = _at(self.schema, path)
        return FieldName(_ASIDE.sub("", spec.means), spec.type.kind == "bool") if spec else None


def _at(schema: Schema, path: str) -> FieldSpec | None:
    specs: Sequence[FieldSpec] = schema.fields
    found: FieldSpec | None = None
    for step in _INDEX.sub("", path).split("."):
        found = next((spec for spec in specs if spec.name == step), None)
        if found is None:
            return None
        inner = found.type.of or found.type
        specs = schema.records.get(inner.name, ())
    return found
