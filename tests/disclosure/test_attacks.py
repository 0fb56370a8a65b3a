"""Nobody recovers a hidden number to fewer than five values: random reports against a solver (rulings A1, A15, D)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from samhandling.disclosure import Dimension, Dropped, Hidden, Insider, Publication, Record, Table, publish
from tests.disclosure.attackers import Attacker, Cell, linear, lists, told
from tests.disclosure.cubes import Cube, cube


@pytest.fixture(scope="module")
def published() -> list[tuple[Cube, Publication]]:
    return [(report, report.publish()) for report in map(cube, range(50))]


def test_the_public_recovers_nothing_of_fifty_reports_by_whole_numbers(
    published: list[tuple[Cube, Publication]],
) -> None:
    for report, publication in published:
        assert Attacker(report.dimensions, told(publication)).recovered(whole=True) == []
        assert Attacker(report.dimensions, told(publication, amounts=True)).recovered() == []


def test_without_the_looking_for_other_data_the_same_attacker_would_recover_some() -> None:
    """That the attack finds what is there: hiding one cell of a total and nothing more."""
    report = cube(1)
    values: dict[Cell, int | None] = {}
    for code in ("", *report.dimensions[2].codes("municipality")):
        cell = (("municipality", code),) if code else ()
        values[cell] = sum(not code or each.codes[2] == code for each in report.records)
    values[(("municipality", "k0"),)] = None

    assert len(Attacker(report.dimensions, values).recovered()) == 1


def test_insiders_with_lists_of_their_own_recover_nothing_of_others() -> None:
    """A unit, a municipality and an office, each knowing all its cases exactly."""
    for seed in range(100, 120):
        report = cube(seed)
        office = report.records[0].office
        insiders = (
            Insider("enhet", (("unit", "u0"),)),
            Insider("kommune", (("municipality", "k0"),)),
            Insider("kontor", (("office", office),)),
        )
        publication = report.publish(insiders)

        for place, code in ((1, "u0"), (2, "k0"), (None, office)):
            attacker = Attacker(report.dimensions, told(publication), lists(report.records, place, code))
            assert attacker.recovered(whole=True) == [], (seed, code)


def test_whoever_has_the_region_and_the_other_areas_recovers_nothing() -> None:
    """The areas publish one after the other, then the region: the sum minus its areas (ruling A15)."""
    for seed in range(200, 215):
        report = cube(seed)
        area = Dimension("area", ("area", "region"), (("a", "r"), ("b", "r"), ("c", "r")))
        records = [
            replace(each, codes=(*each.codes, "abc"[at % 7 % 3])) for at, each in enumerate(report.records)
        ]
        ledger: list = []
        values: dict[Cell, int | None] = {}
        for code in "abc":
            where = (("area", code),)
            tables = [Table("kommune", ("municipality",), where), Table("enhet", ("unit",), where)]
            done = publish(records, tables, (*report.dimensions, area), publication=code, ledger=ledger)
            ledger += done.numbers
            values |= told(done)
        done = publish(records, report.tables[:1], (*report.dimensions, area), publication="r", ledger=ledger)
        values |= told(done)

        assert Attacker((*report.dimensions, area), values).recovered() == [], seed


def test_whoever_has_all_earlier_versions_recovers_nothing_and_sees_no_small_change() -> None:
    """The same report anew with other tables; then with cases that came late (ruling A15)."""
    for seed in range(300, 315):
        report, other = cube(seed), cube(seed + 1000)
        first = report.publish(name="1")
        again = replace(report, tables=other.tables)
        second = again.publish(ledger=first.numbers, name="2")
        both = told(first) | told(second)
        assert [cell for cell in told(first).keys() & told(second).keys() if told(first)[cell] != both[cell]] == []
        assert Attacker(report.dimensions, both).recovered() == [], seed

        late = replace(report, records=(*report.records, report.records[0], report.records[-1]))
        corrected = told(late.publish(ledger=first.numbers, name="3"))
        for cell, value in told(first).items():
            new = corrected.get(cell)
            if value is not None and new is not None and cell:
                assert new == value or abs(new - value) >= 5, (seed, cell)


def test_no_combination_of_what_is_published_gives_a_hidden_number(published: list[tuple[Cube, Publication]]) -> None:
    for report, publication in published:
        assert linear(report.dimensions, told(publication)) == set()


def test_nor_does_it_in_any_of_a_thousand_reports() -> None:
    """Fifty of them are attacked by whole numbers, too, above; all of them in `make attack`."""
    for report in map(cube, range(50, 1000)):
        assert linear(report.dimensions, told(report.publish())) == set()


def compositions(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    return (each for each in product(range(total + 1), repeat=cells) if sum(each) == total)


def test_running_the_method_on_all_possible_data_leaves_five_values_too() -> None:
    """All data with sixteen cases in three cells, each with many offices or two: whoever runs the method on all of them
    and keeps those that give the same report still has five values for each hidden cell (ruling A1: «the method»)."""
    dimension = Dimension("unit", ("unit",), (("a",), ("b",), ("c",)))
    alike: dict[tuple, list[tuple[int, ...]]] = {}
    for counts in compositions(16, 3):
        for many in product((True, False), repeat=3):
            records = [
                Record((code,), f"{code}{case if wide or count < 5 else case % 2}")
                for code, count, wide in zip("abc", counts, many, strict=True)
                for case in range(count)
            ]
            (table,) = publish(records, [Table("t", ("unit",))], [dimension], publication="1").tables
            if not isinstance(table, Dropped):
                alike.setdefault(tuple(table.cells.items()), []).append(counts)
    for cells, possible in alike.items():
        for cell, outcome in cells:
            if isinstance(outcome, Hidden):
                assert len({counts["abc".index(cell[0][1])] for counts in possible}) >= 5
