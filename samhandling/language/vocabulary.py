"""The words the reading knows, loaded from `rules/language/vocabulary.yaml` and compiled once into linear-time
patterns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Vocabulary:
    """Word lists by name. A pattern is a whole word or phrase, or a beginning («legekontor*») or end («*log»)."""

    abbreviations: frozenset[str]
    clause_words: frozenset[str]
    sections: dict[str, tuple[str, ...]]
    classes: dict[str, tuple[str, ...]]

    @cached_property
    def _section_patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(kind, re.compile(rf"(?:{alternatives(words)})\b", re.I)) for kind, words in self.sections.items()]

    @cached_property
    def class_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """(class, pattern) in order of precedence, for text in lower case."""
        return tuple(
            (name, re.compile(rf"(?<!\w)(?:{alternatives(words)})(?!\w)")) for name, words in self.classes.items()
        )

    def section_kind(self, title: str) -> str | None:
        """The kind of section a heading opens, or None when no list knows it."""
        return next((kind for kind, pattern in self._section_patterns if pattern.match(title.strip())), None)

    def is_clause(self, words: str) -> bool:
        """Whether the words hold a finite verb, and so are no heading."""
        return not self.clause_words.isdisjoint(words.lower().split()[1:])


def whole_words(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words, whatever their case."""
    return re.compile(rf"(?<!\w)(?:{alternatives(tuple(str(word) for word in words))})(?!\w)", re.I)


def alternatives(words: tuple[str, ...]) -> str:
    """Longest first, so that «fastlegekontor» is not taken as «fastlege»."""
    return "|".join(_pattern(word) for word in sorted(words, key=len, reverse=True))


def _pattern(word: str) -> str:
    body = r"\s+".join(re.escape(part.strip("*")) for part in word.split() if part.strip("*"))
    return ("\\w+" if word.startswith("*") else "") + body + (r"[\w-]*" if word.endswith("*") else "")


def load_vocabulary(path: Path) -> Vocabulary:
    """Reads the YAML file; a missing list is a KeyError (the file ships with the program)."""
    content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return Vocabulary(
        abbreviations=frozenset(content["abbreviations"]),
        clause_words=frozenset(content["clause_words"]),
        sections={kind: tuple(words) for kind, words in content["sections"].items()},
        classes={name: tuple(words) for name, words in content["classes"].items()},
    )
