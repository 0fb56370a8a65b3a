"""The columns an import knows: what each is called in both written languages, and by those who made their own list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from openpyxl.utils import get_column_letter

from samhandling.importing.rows import Row, Unreadable
from samhandling.web.i18n import Text, marked


@dataclass(frozen=True, slots=True)
class Column:
    """`field`: as in the form for reporting. `also`: other names, as `plainly` gives them. `longest`: characters."""

    field: str
    name: Text
    also: frozenset[str] = frozenset()
    longest: int = 120

    @property
    def is_free_text(self) -> bool:
        return self.field in FREE_TEXT


FREE_TEXT: Final = ("hva", "straks", "forslag", "tittel")


def _column(code: str, nb: str, nn: str, *also: str, longest: int = 120) -> Column:
    return Column(code, Text(nb, nn), frozenset({plainly(nb), plainly(nn), *also}), longest)


def plainly(heading: str) -> str:
    """Lower case, without what stands in brackets and signs at the ends: «Måned (valgfritt)*» is «måned»."""
    bare = re.sub(r"\([^)]*\)", " ", heading)
    return " ".join(bare.casefold().split()).strip(" :*?.!")


COLUMNS: Final[tuple[Column, ...]] = (
    _column("maaned", "Måned", "Månad", "når", "når skjedde det", "dato", "hendelsesdato", "hendingsdato", "tidspunkt",
            "mnd"),
    _column("situasjon", "Situasjon", "Situasjon", "hva gjelder det", "kva gjeld det", "type", "type avvik",
            "avvikstype"),
    _column("regel", "Regel", "Regel", "regelnummer", "regelnr", "regel nr", "anbefaling", "tilråding", "punkt"),
    _column("enhet", "Enhet", "Eining", "hvem gjelder det", "kven gjeld det", "avdeling", "gjelder", "gjeld",
            "mottaker", "mottakar"),
    _column("kontor", "Kontor", "Kontor", "legekontor", "melder", "meldar", "meldt av", "meldt for", "du melder for"),
    _column("rolle", "Melders rolle", "Rolla til meldaren", "rolle", "rolla"),
    _column("hva", "Hva skjedde", "Kva skjedde", "beskrivelse", "skildring", "hendelse", "hendelsen", "hending",
            "hendinga", "avvik", longest=2_000),
    _column("straks", "Gjort med en gang", "Gjort med ein gong", "hva gjorde du med en gang",
            "kva gjorde du med ein gong", "strakstiltak", longest=1_000),
    _column("forslag", "Forslag", "Forslag", "hva kunne hindret det", "kva kunne hindra det", "forbedringsforslag",
            longest=1_000),
    _column("folge", "Følge for pasienten", "Følgje for pasienten", "følge", "følgje", "konsekvens"),
    _column("minutter", "Minutter", "Minutt", "merarbeid", "merarbeid i minutter", "meirarbeid i minutt", "min"),
    _column("hyppighet", "Hvor ofte", "Kor ofte", "hvor ofte skjer det", "kor ofte skjer det", "hyppighet",
            "frekvens"),
    _column("kategori", "Tema", "Tema", "kategori"),
    _column("pasient", "Finne pasienten", "Finne pasienten", "må den andre siden finne pasienten",
            "må den andre sida finne pasienten"),
    _column("tittel", "Tittel", "Tittel", "overskrift"),
    _column("godt", "Godt samarbeid", "Godt samarbeid"),
    _column("maalform", "Målform", "Målform", "språk"),
)  # fmt: skip
BY_FIELD: Final[Mapping[str, Column]] = {each.field: each for each in COLUMNS}
_BY_NAME: Final = {name: each for each in COLUMNS for name in each.also}


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each known column stands. `name`: as the file has it, with the letter a spreadsheet shows above it.

    `unused`: names of the columns that are left out.
    """

    places: Mapping[str, int]
    names: Mapping[int, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def name(self, code: str) -> str:
        """Also of a column the file lacks."""
        return self.at(self.places[code]) if code in self.places else str(BY_FIELD[code].name)

    def at(self, place: int) -> str:
        letter = get_column_letter(place + 1)
        return f"{self.names[place]} ({letter})" if place in self.names else letter


def understood(row: Row) -> Heading:
    """Raises Unreadable for a heading without a month, or with a column twice."""
    places: dict[str, int] = {}
    unused = []
    names = {place: " ".join(text.split())[:40] for place, text in enumerate(row.cells) if text}
    for place, name in names.items():
        column = _BY_NAME.get(plainly(row.cells[place]))
        if column is None:
            unused.append(f"{name} ({get_column_letter(place + 1)})")
        elif column.field in places:
            raise Unreadable(
                marked("Kolonnene «%(first)s» og «%(second)s» er den samme. Slett den ene."),
                first=names[places[column.field]],
                second=name,
            )
        else:
            places[column.field] = place
    if "maaned" not in places:
        raise Unreadable(
            marked("Rad %(row)s skal ha overskriftene, men «Måned» er ikke blant dem. Bruk malen."), row=row.number
        )
    return Heading(places, names, tuple(unused))
