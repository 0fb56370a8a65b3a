"""Letters as the finders see them, read with the shipped vocabulary and model."""

from collections.abc import Mapping
from functools import cache

from samhandling.documents.canonical import Document
from samhandling.facts import Deriving
from samhandling.facts.letter import Letter
from samhandling.paths import data


@cache
def deriving() -> Deriving:
    return Deriving.load(data("rules") / "language")


def letter(document: Document, context: Mapping[str, object] | None = None) -> Letter:
    return Letter(document, deriving().reader.read(document.text), context or {}, deriving().patterns)
