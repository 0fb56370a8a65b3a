"""Rows held against the area: a report, or every fault by row, column and what to do."""

from datetime import date

import pytest

from samhandling.areas import repository as areas
from samhandling.casework.rulebook import Cites
from samhandling.deviations.codes import Frequency, Identification
from samhandling.importing import template
from samhandling.importing.checking import Checked, Known, check
from samhandling.importing.columns import COLUMNS
from samhandling.importing.directory import directory
from samhandling.importing.reading import read
from samhandling.kernel.scope import SYSTEM
from samhandling.web.i18n import language
from tests.importing.files import GOOD, HEADING, LATE, separated, workbook
from tests.worlds import World

TODAY = date(2026, 3, 16)
FAULTS = (
    ({"Måned": ""}, "Måned (A)", "Fyll ut måneden"),
    ({"Måned": "i fjor"}, "Måned (A)", "«i fjor» er ingen måned"),
    ({"Måned": "2026-04"}, "Måned (A)", "ikke ligge fram i tid"),
    ({"Måned": "2017-12"}, "Måned (A)", "før reglene"),
    ({"Situasjon": "noe rart"}, "Situasjon (B)", "«noe rart» er ikke et av svarene"),
    ({"Situasjon": ""}, "Situasjon (B)", "Fyll ut situasjon, regel eller hva som skjedde"),
    ({"Regel": "9.9"}, "Regel (C)", "ikke regelen 9.9"),
    ({"Regel": "2.1.2z"}, "Regel (C)", "ikke regelen 2.1.2z"),
    ({"Regel": "2.1.6"}, "Regel (C)", "hører til regel 2.1.2"),
    ({"Regel": "2006-01-02"}, "Regel (C)", "til en dato"),
    ({"Enhet": "Medisinsk avdelin"}, "Enhet (C)", "Mener du «Medisinsk avdeling»?"),
    ({"Enhet": "Månebasen"}, "Enhet (C)", "har ingen «Månebasen»"),
    ({"Enhet": "Fjordvik legekontor", "Kontor": "Fjordvik legekontor"}, "Enhet (C)", "melder ikke seg selv"),
    ({"Rolle": "Fastlege"}, "Rolle (C)", "Fyll ut kontoret"),
    ({"Kontor": "Medisinsk avdeling", "Rolle": "Fastlege"}, "Rolle (D)", "Ingen i «Medisinsk avdeling»"),
    ({"Minutter": "1,5"}, "Minutter (C)", "helt tall"),
    ({"Minutter": "6001"}, "Minutter (C)", "helt tall"),
    ({"Følge": "død"}, "Følge (C)", "«Ingen følge»"),
    ({"Hva skjedde": "x" * 2_001}, "Hva skjedde (C)", "2001 tegn"),
    ({"Hva skjedde": "Gjelder 13873312345 fra mars."}, "Hva skjedde (C)", "ser ut som et fødselsnummer"),
    ({"Forslag": "Spør Dr. Sandvik."}, "Forslag (C)", "Skriv rollen"),
    ({"Kontor": "Fjordvik legekontor", "Hva skjedde": "fjordvik fikk den"}, "Hva skjedde (D)", "nevner kontoret"),
)


@pytest.fixture
def known(world: World, cites: Cites) -> Known:
    with world.database.reading(SYSTEM) as session:
        found = directory(areas.organisations(session, world.areas["nord"]), TODAY)
    inspect = world.services.inspector.for_person(world.persons["Pia Pko"])
    return Known(world.areas["nord"], found, cites, TODAY, inspect, lambda said: world.secrets.keyed_hash("x", said))


def one(known: Known, **cells: str) -> Checked:
    """A row that is right but for the cells named, by heading."""
    whole = {"Måned": "2026-03", "Situasjon": LATE} | cells
    return check(read(separated(whole.values(), heading=whole)), known)


def test_a_full_row_becomes_a_report(known: Known, world: World) -> None:
    found = one(
        known, Enhet="medisinsk  AVDELING", Kontor="Fjordvik legekontor", Rolle="Fastlege", Minutter="20 min",
        Følge="Forsinket helsehjelp", Hyppighet="Skjer ofte", Tema="Multidose", Forslag="Send straks.",
        **{"Finne pasienten": "Praksiskonsulenten formidler", "Godt samarbeid": "nei", "Målform": "nynorsk"},
    )  # fmt: skip

    report = found.ready[0].report
    assert found.faults == ()
    assert (report.month, report.situation, report.rule) == ("2026-03", "late_letter", "2.1.2")
    assert (report.unit, report.office) == (world.units["Medisinsk avdeling"], world.units["Fjordvik legekontor"])
    assert (report.role, report.minutes, report.consequence) == ("gp", 20, 2)
    assert (report.frequency, report.identification) == (Frequency.OFTEN, Identification.STEWARD)
    assert (report.category, report.maalform, report.texts) == ("MUL", "nn", {"proposal": "Send straks."})
    assert report.title == f"{LATE} – Medisinsk avdeling"


def test_a_fault_names_its_row_its_column_and_what_to_do(known: Known) -> None:
    for cells, column, said in FAULTS:
        found = one(known, **cells)
        assert found.ready == (), cells
        assert [(each.row, each.column) for each in found.faults] == [(2, column)], cells
        assert said in found.faults[0].text


def test_every_fault_of_every_row_is_told_at_once(known: Known) -> None:
    rows = (("x", "y", "z", "", "", "mange"), GOOD, ("", LATE, "", "", "", ""))
    found = check(read(separated(*rows)), known)

    assert [(each.row, each.column) for each in found.faults] == [
        (2, "Måned (A)"), (2, "Situasjon (B)"), (2, "Enhet (C)"), (2, "Minutter (F)"), (4, "Måned (A)"),
    ]  # fmt: skip
    assert [each.row for each in found.ready] == [3]


def test_headings_and_the_template_are_understood_in_both_languages(known: Known) -> None:
    lists = template.lists(list(known.directory.shown.values()), {"2.1.2": "Frist"})
    for spoken in ("nb", "nn"):
        token = language.set(spoken)
        turned = {f" {str(each.name).upper()}*": each.field for each in reversed(COLUMNS)}
        made = (template.as_workbook("2026-03", lists), template.as_csv("2026-03", lists))
        language.reset(token)
        cells = {"maaned": "2026-03", "situasjon": LATE}
        found = check(read(separated([cells.get(each, "") for each in turned.values()], heading=turned)), known)
        assert (len(found.ready), found.faults, found.unused) == (1, (), ())
        for content in made:
            found = check(read(content), known)
            assert (found.ready, found.faults, found.unused, found.examples) == ((), (), (), (2,))


def test_a_row_has_the_same_key_whatever_file_and_column_it_stands_in(known: Known) -> None:
    files = (
        separated(GOOD),
        workbook(GOOD),
        separated(tuple(reversed(GOOD)), heading=tuple(reversed(HEADING))),
        separated(("mars 2026", *GOOD[1:])),
    )
    assert len({check(read(each), known).ready[0].report.form_key for each in files}) == 1

    twice = check(read(separated(GOOD, (*GOOD[:5], 21), GOOD)), known)
    assert [each.same_as for each in twice.ready] == [0, 0, 2]
    assert len({each.report.form_key for each in twice.ready}) == 3
