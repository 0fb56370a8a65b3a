"""Whom the identity guard protects: names by origin, listed and in no list.

    python -m bench.origins

Names come from mimesis. «In no list»: the same guard with its lists of names emptied.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mimesis import Person
from mimesis.locales import Locale

from samhandling.guard import Guard
from samhandling.guard.candidates import Words
from samhandling.guard.tagger import Tagger
from samhandling.paths import data

ORIGINS = (
    "NO",
    "SV",
    "DA",
    "FI",
    "IS",
    "DE",
    "EN",
    "ES",
    "FR",
    "IT",
    "PL",
    "TR",
    "NL",
    "HR",
    "ET",
    "HU",
    "CS",
    "PT_BR",
)
TEMPLATES = (
    "Pasienten {full} ble skrevet ut uten epikrise.",
    "Epikrisen til {full} kom tre uker for sent.",
    "Avdelingen ringte {full} to ganger uten svar.",
    "{full} møtte til time som var avlyst.",
    "Fru {last} ventet på resept.",
    "Vi ringte {first} samme dag.",
)
NAMES = 20


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the sentences about a name were asked about or blocked, and how many were blocked."""

    asked: float
    blocked: float


def people(origin: str, count: int) -> Iterator[tuple[str, str]]:
    """The same `count` different names each time, as they are written: with a capital."""
    person, given = Person(Locale[origin], seed=7), set()
    while len(given) < count:
        name = (person.first_name().title(), person.last_name().title())
        if name not in given:
            given.add(name)
            yield name


def protected(guard: Guard, origin: str, count: int = NAMES) -> list[Share]:
    """By template."""
    rows = []
    for template in TEMPLATES:
        levels = [
            {hit.level for hit in guard.check(template.format(full=f"{first} {last}", first=first, last=last))}
            for first, last in people(origin, count)
        ]
        asked = sum(bool(each & {"warn", "block"}) for each in levels)
        rows.append(Share(asked / len(levels), sum("block" in each for each in levels) / len(levels)))
    return rows


def without_lists(guard: Guard) -> Guard:
    """The same guard, to whom no name is known."""
    words = guard.words
    lexicon = replace(words.lexicon, first=frozenset(), last=frozenset())  # type: ignore[type-var]
    return replace(
        guard, words=Words(lexicon, words.terms), tagger=Tagger.load(data("rules") / "guard" / "names", lexicon)
    )


def main() -> None:
    guard = Guard.load(data("rules") / "guard")
    print("share asked about or blocked (blocked), by template; right: in no list")
    bare = without_lists(guard)
    for origin in ORIGINS:
        listed, unlisted = protected(guard, origin), protected(bare, origin)
        left = " ".join(f"{share.asked:.2f} ({share.blocked:.2f})" for share in listed)
        right = " ".join(f"{share.asked:.2f}" for share in unlisted)
        mean = (
            sum(share.asked for share in listed) / len(listed),
            sum(share.asked for share in unlisted) / len(unlisted),
        )
        print(f"{origin:6} {left}  mean {mean[0]:.3f} | {right}  mean {mean[1]:.3f}")


if __name__ == "__main__":
    main()
