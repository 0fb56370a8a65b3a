"""What the identity guard costs, and whom it protects: ms a KB, load, and names by origin, listed and in no list.

    python -m bench.guard

The letters are synthetic; names come from mimesis. «In no list»: the same guard with its lists of names emptied.
"""

import json
import platform
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import perf_counter, process_time

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
LETTERS = 200
REPORT = (
    "Pasienten ble skrevet ut fra Ortopedisk avdeling Nordfjell sykehus til Havnes 12. mars uten epikrise. Fastlegen "
    "tok kontakt med sengeposten, telefon 57 00 00 00, og fikk beskjed om at den var sendt elektronisk. Vi fant den "
    "ikke i innboksen, og HER-id 8141234 stemte. Metoprolol 50 mg var seponert, men sto fortsatt i multidosen.\n"
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the sentences about a name were asked about or blocked, and how many were blocked."""

    asked: float
    blocked: float


def people(origin: str) -> Iterator[tuple[str, str]]:
    """The same `NAMES` different names each time, as they are written: with a capital."""
    person, given = Person(Locale[origin], seed=7), set()
    while len(given) < NAMES:
        name = (person.first_name().title(), person.last_name().title())
        if name not in given:
            given.add(name)
            yield name


def protected(guard: Guard, origin: str) -> list[Share]:
    """By template."""
    rows = []
    for template in TEMPLATES:
        levels = [
            {hit.level for hit in guard.check(template.format(full=f"{first} {last}", first=first, last=last))}
            for first, last in people(origin)
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
    started = perf_counter()
    guard = Guard.load(data("rules") / "guard")
    loaded = perf_counter() - started
    guard.check(REPORT)
    began = process_time()
    for _ in range(LETTERS):
        guard.check(REPORT)
    kilobytes = LETTERS * len(REPORT.encode()) / 1024
    each = (process_time() - began) * 1000 / kilobytes
    print(json.dumps({"machine": platform.processor() or platform.machine(), "load_s": round(loaded, 3)}))
    print(f"deviation text: {each:.1f} ms a KB")
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
