"""The guard as one thing: the data it rests on, and a text in, hits out. Pure: it stores and logs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from samhandling.guard.candidates import Words
from samhandling.guard.contacts import contacts
from samhandling.guard.cues import Cues
from samhandling.guard.dates import dates
from samhandling.guard.hits import Hit, Level, settled
from samhandling.guard.learned import learned
from samhandling.guard.lexicon import Lexicon
from samhandling.guard.names import names
from samhandling.guard.numbers import numbers
from samhandling.guard.plain import plain
from samhandling.guard.tagger import Tagger
from samhandling.guard.terms import Terms

_WORD_SIGNS: Final = str.maketrans("_-+", "   ")


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` finishes «dette …», `instead` says what to write, by language (nb, nn). `level`: the strongest given."""

    label: Mapping[str, str]
    instead: Mapping[str, str]
    level: Level


@dataclass(frozen=True, slots=True)
class Guard:
    kinds: Mapping[str, Kind] = field(repr=False)
    cues: Cues = field(repr=False)
    words: Words = field(repr=False)
    tagger: Tagger = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> "Guard":
        """`folder`: rules/guard. Raises OSError or KeyError for one that lacks something."""
        rows = yaml.load((folder / "kinds.yaml").read_text("utf-8"), yaml.CSafeLoader)
        kinds = {code: Kind(row["label"], row["instead"], row["level"]) for code, row in rows.items()}
        lexicon = Lexicon.load(folder / "names")
        words = Words(lexicon, Terms.load(folder))
        return cls(kinds, Cues.load(folder), words, Tagger.load(folder / "names", lexicon))

    def check_file_name(self, name: str) -> tuple[Hit, ...]:
        """As `check`, with underscores and hyphens also read as spaces and names without capitals as names:
        «epikrise_kari_nordmann.pdf»."""
        apart = name.translate(_WORD_SIGNS)
        found = [*self.check(name), *self.check(apart)]
        titled = apart.title()
        if len(titled) == len(name):
            found += [hit for hit in self.check(titled) if self._is_full_name(titled[hit.start : hit.end])]
        return settled(found)

    def _is_full_name(self, words: str) -> bool:
        first, _, rest = words.partition(" ")
        return bool(rest) and self.words.lexicon.is_first_name(first)

    def check_search(self, words: str) -> tuple[Hit, ...]:
        """What must not be searched for. Names of staff and places are legal in a search, so only blocks count."""
        return tuple(hit for hit in self.check(words) if hit.level == "block")

    def check(self, text: str) -> tuple[Hit, ...]:
        """In order of place, none overlapping another. Never raises, whatever the text is."""
        seen = plain(text)
        near = self.cues.near(seen.text)
        found = [
            *numbers(seen.text, near),
            *dates(seen.text, near),
            *contacts(seen.text, near),
            *names(seen.text, near, self.words),
            *learned(seen.text, self.tagger, near, self.words),
        ]
        return tuple(Hit(hit.kind, *seen.place(hit.start, hit.end), hit.level) for hit in settled(found))
