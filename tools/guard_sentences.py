"""Sentences the name tagger of the identity guard learns from and is measured on: NorNE, NorNE with names of many origins
put in place of its own, and our own sentences of the deviation-report kind."""

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from samhandling.guard.lexicon import Lexicon, Words, bare, plain
from samhandling.guard.tagger import tokens

BUCKETS = 8
UNSEEN = frozenset({0})  # names of these buckets are put into no training sentence and are off the lists when measured
UNLISTED = frozenset({0, 1, 2, 3})  # names of these are off the lists while the synthetic sentences are learnt
BLOCK = 120  # sentences of NorNE that are held out or learnt together, as neighbours tell of the same people
TENTH = 10
MIDDLE, DOUBLE, TURNED = 0.15, 0.08, 0.3
FAMILY_FIRST = frozenset({"vietnamese", "chinese_korean_japanese_burmese"})
SLOT = re.compile(r"<([PFLDUGOE])>")
NORWEGIAN_SHARE = 0.2
KEPT = frozenset({"PER", "ORG", "LOC", "GPE_LOC", "GPE_ORG", "PROD", "DRV", "EVT"})

Labelled = list[tuple[str, str]]


def bucket(name: str) -> int:
    return zlib.crc32(plain(bare(name)).encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Without:
    """A word set without the words of some buckets."""

    words: Words
    buckets: frozenset[int]

    def __contains__(self, word: object) -> bool:
        return word in self.words and bucket(str(word)) not in self.buckets


def without(lexicon: Lexicon, buckets: frozenset[int]) -> Lexicon:
    return Lexicon(
        first=Without(lexicon.first, buckets),
        last=Without(lexicon.last, buckets),
        words=lexicon.words,
        places=lexicon.places,
        health=lexicon.health,
        endings=lexicon.endings,
        elements=lexicon.elements,
    )


def norne(path: Path) -> list[Labelled]:
    """Sentences as (token, tag) lists, with their own tokens."""
    blocks = path.read_text("utf-8").strip().split("\n\n")
    return [[(line.split("\t")[0], line.split("\t")[1]) for line in block.split("\n")] for block in blocks]


def recut(sentence: Labelled) -> Labelled:
    """The sentence in the guard's own tokens; kinds outside KEPT are no names."""
    result: Labelled = []
    for token, tag in sentence:
        mark, _, kind = tag.partition("-")
        for number, (start, end) in enumerate(tokens(token)):
            label = "O" if kind not in KEPT else f"{'I' if number else mark}-{kind}"
            result.append((token[start:end], label))
    return result


def held_out(number: int) -> bool:
    return (number // BLOCK) % TENTH == TENTH - 1


class Names:
    """Draws names, of the origins in turn, from the buckets that are allowed."""

    def __init__(self, by_origin: dict[str, dict[str, tuple[str, ...]]], allowed: frozenset[int], seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 – repeatable on purpose
        self.by_origin = {
            origin: {part: [name for name in names if bucket(name) in allowed] for part, names in parts.items()}
            for origin, parts in by_origin.items()
        }
        self.by_origin = {origin: parts for origin, parts in self.by_origin.items() if all(map(len, parts.values()))}
        self.origins = sorted(self.by_origin)

    def origin(self) -> str:
        return "norwegian" if self.chance.random() < NORWEGIAN_SHARE else self.chance.choice(self.origins)

    def one(self, slot: str, origin: str) -> str:
        parts, chance = self.by_origin[origin], self.chance
        if slot == "F":
            return chance.choice(parts["first"])
        if slot == "L":
            return chance.choice(parts["last"])
        given = [chance.choice(parts["first"])]
        if chance.random() < MIDDLE:
            given.append(chance.choice(parts["first"]))
        family = [chance.choice(parts["last"])]
        if chance.random() < DOUBLE:
            family.append(chance.choice(parts["last"]))
        turned = origin in FAMILY_FIRST and chance.random() < TURNED
        return " ".join(family + given if turned else given + family)


def swapped(sentence: Labelled, names: Names) -> Labelled:
    """Every person's name of the sentence replaced by another of about as many words."""
    result: Labelled = []
    number = 0
    while number < len(sentence):
        end = number + 1
        if sentence[number][1] == "B-PER":
            while end < len(sentence) and sentence[end][1] == "I-PER":
                end += 1
            alone = end - number == 1
            slot = ("L" if names.chance.random() < 0.5 else "F") if alone else "P"
            result += labelled(names.one(slot, names.origin()), "PER")
        else:
            result.append(sentence[number])
        number = end
    return result


def labelled(text: str, kind: str | None) -> Labelled:
    words = [text[start:end] for start, end in tokens(text)]
    return [(word, "O" if kind is None else f"{'I' if number else 'B'}-{kind}") for number, word in enumerate(words)]


class Sentences:
    """Fills the slots of sources/sentences.yaml."""

    def __init__(self, sources: Path, names: Names) -> None:
        self.content = yaml.safe_load((sources / "sentences.yaml").read_text("utf-8"))
        terms = yaml.safe_load((sources / "health.yaml").read_text("utf-8"))
        spots = yaml.safe_load((sources / "places.yaml").read_text("utf-8"))
        self.fillers: dict[str, Sequence[str]] = {
            "D": [word.capitalize() for word in terms["substances"].split()] + terms["brands"].split() * 2,
            "U": self.content["departments"],
            "O": self.content["organisations"],
            "E": terms["eponyms"].split(),
            "G": spots["municipalities"].split() + spots["towns"].split() + spots["invented"] * 5,
        }
        self.kinds = {"U": None, "O": "ORG", "D": "PROD", "E": None, "G": "GPE_LOC"}
        self.names = names

    def drawn(self, part: str, times: int) -> Iterator[Labelled]:
        for template in self.content[part]:
            for _ in range(times):
                yield self.filled(template, lower=part == "lower_names")

    def filled(self, template: str, lower: bool = False) -> Labelled:
        result: Labelled = []
        origin = self.names.origin()
        genitive = ""
        for number, piece in enumerate(SLOT.split(template)):
            if number % 2 == 0:
                if piece.startswith("s ") and genitive and result:
                    word, tag = result[-1]
                    result[-1] = (word + ("" if word.endswith("s") else "s"), tag)
                    piece = piece[1:]
                result += labelled(piece, None)
            elif piece in "PFL":
                name = self.names.one(piece, origin)
                result += labelled(name.lower() if lower else name, "PER")
            else:
                result += labelled(self.names.chance.choice(self.fillers[piece]), self.kinds[piece])
            genitive = piece if number % 2 else ""
        return result
