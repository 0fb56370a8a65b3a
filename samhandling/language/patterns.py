"""Named families of words and shapes (`rules/language/patterns/`, a file a topic), compiled once, each in linear
time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from samhandling.language.vocabulary import whole_words


@dataclass(frozen=True, slots=True)
class Patterns:
    """A family is found case-insensitively, at word boundaries."""

    families: dict[str, re.Pattern[str]]

    def search(self, family: str, text: str) -> re.Match[str] | None:
        """The first hit. An unknown family is a KeyError."""
        return self.families[family].search(text)

    def every(self, family: str, text: str) -> Iterator[re.Match[str]]:
        return self.families[family].finditer(text)


def load_patterns(folder: Path) -> Patterns:
    """Every file's `words` (the vocabulary's word patterns: whole word, phrase, beginning*, *end) and `shapes`
    (regular expressions).

    Raises ValueError when two files name the same family.
    """
    families: dict[str, re.Pattern[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        found = {name: whole_words(words) for name, words in (content.get("words") or {}).items()}
        found |= {name: re.compile(shape, re.I) for name, shape in (content.get("shapes") or {}).items()}
        if twice := families.keys() & found.keys():
            raise ValueError(f"{path.name}: {sorted(twice)}")
        families |= found
    return Patterns(families)
