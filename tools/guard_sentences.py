"""Sentences the name tagger of the identity guard learns from and is measured on: NorNE, NorNE with names of many
origins put in place of its own, and our own sentences of the deviation-report kind."""

import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
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
SLOT = re.compile(r"<([PFLDUGOEW])>")
NORWEGIAN_SHARE = 0.2

CASES: dict[str, Callable[[str], str]] = {"lower_names": str.lower, "upper_names": str.upper}

KINDS = {"PER": "PER"} | dict.fromkeys(("ORG", "LOC", "GPE_LOC", "GPE_ORG", "PROD", "DRV", "EVT"), "X")

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
    """The sentence in the guard's own tokens; entities that are no persons are X, which tells drugs apart."""
    result: Labelled = []
    for token, tag in sentence:
        mark, _, kind = tag.partition("-")
        for number, (start, end) in enumerate(tokens(token)):
            label = f"{'I' if number else mark}-{KINDS[kind]}" if kind in KINDS else "O"
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

    def __init__(self, sources: Path, names: Names, ordinary: Sequence[str]) -> None:
        self.content = yaml.safe_load((sources / "sentences.yaml").read_text("utf-8"))
        terms = yaml.safe_load((sources / "health.yaml").read_text("utf-8"))
        spots = yaml.safe_load((sources / "places.yaml").read_text("utf-8"))
        self.fillers: dict[str, Sequence[str]] = {
            "D": [word.capitalize() for word in terms["substances"].split()] + terms["brands"].split() * 2,
            "U": self.content["departments"],
            "O": self.content["organisations"],
            "E": terms["eponyms"].split(),
            "W": ordinary,
            "G": spots["municipalities"].split() + spots["towns"].split() + spots["invented"] * 5,
        }
        self.kinds = {"O": "X", "D": "X", "G": "X"}
        self.names = names

    def drawn(self, part: str, times: int) -> Iterator[Labelled]:
        spell = CASES.get(part, str)
        for template in self.content[part]:
            for _ in range(times):
                yield self.filled(template, part != "without_names", spell)

    def filled(self, template: str, named: bool = True, spell: Callable[[str], str] = str) -> Labelled:
        """`named` false: names in the template belong to streets and houses, not to persons."""
        result: Labelled = []
        origin = self.names.origin()
        after_slot = False
        for number, piece in enumerate(SLOT.split(template)):
            if number % 2 == 0:
                ending = re.match(r"[a-z]+", piece)
                if ending and after_slot:
                    word, tag = result[-1]
                    grown = word if ending[0] == "s" and word.endswith("s") else word + ending[0]
                    result[-1] = (grown, tag)
                    piece = piece[ending.end() :]
                result += labelled(piece, None)
            elif piece in "PFL":
                name = self.names.one(piece, origin)
                result += labelled(spell(name), "PER" if named else None)
            else:
                result += labelled(self.names.chance.choice(self.fillers[piece]), self.kinds.get(piece))
            after_slot = number % 2 == 1
        return result
