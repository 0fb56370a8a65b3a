"""What a report of few cases, of none and of one office shows; and what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.disclosure import (
    Dimension,
    Dropped,
    Hidden,
    Insider,
    Limits,
    Measure,
    Number,
    Protection,
    Publication,
    Published,
    Record,
    Shown,
    Table,
    publish,
)  # fmt: skip
from tests.disclosure.attackers import Attacker, told

UNIT = Dimension("unit", ("unit", "kind"), (("u1", "hospital"), ("u2", "hospital"), ("u3", "gp"), ("u4", "gp")))
LATE = Dimension("late", ("late",), (("yes",), ("no",)), Protection.OPEN)
KIND = Dimension("kind_of_case", ("case",), (("deviation",), ("dispute",)), Protection.CROSSED)
DIMENSIONS = (UNIT, LATE, KIND)
BY_UNIT = Table("by unit", ("unit",))


def cases(unit: str, count: int, *, offices: int = 9, late: str = "no", amount: int | None = 10) -> list[Record]:
    return [Record((unit, late, "deviation"), f"{unit}-{at % offices}", amount) for at in range(count)]


def report(records: list[Record], *tables: Table, ledger: tuple[Number, ...] = (), **more: object) -> Publication:
    return publish(records, tables or (BY_UNIT,), DIMENSIONS, publication="1", ledger=ledger, **more)  # type: ignore[arg-type]


def only(publication: Publication) -> Published:
    (table,) = publication.tables
    assert isinstance(table, Published)
    return table


def cell(table: Published, *pairs: tuple[str, str]) -> Shown | Hidden:
    return table.cells[pairs]


def test_cells_of_enough_cases_from_enough_offices_are_shown_and_written_down() -> None:
    done = report([each for unit in ("u1", "u2", "u3", "u4") for each in cases(unit, 9)])

    assert set(only(done).cells.values()) == {Shown(9), Shown(36)}
    assert Number("1", "by unit", "cases unit=u1", 9) in done.numbers
    assert Number("1", "by unit", "cases", 36) in done.numbers
    assert done.kept == 1.0


def test_five_cases_from_two_offices_are_hidden_with_another_by_the_same_mark() -> None:
    table = only(report([*cases("u1", 20, offices=2), *cases("u2", 30), *cases("u3", 40), *cases("u4", 0)]))

    hidden = [key for key, outcome in table.cells.items() if outcome == Hidden()]
    assert (("unit", "u1"),) in hidden
    assert len(hidden) == 2


def test_two_small_numbers_whose_sum_is_small_are_rolled_up_not_hidden() -> None:
    table = only(report([*cases("u1", 3), *cases("u2", 30), *cases("u3", 2), *cases("u4", 40)]))

    assert table.by == ("kind",)
    assert cell(table, ("kind", "gp")) == Shown(42)


def test_what_is_left_of_a_share_is_a_cell_too() -> None:
    """17 of 19 in time says that two were late (ruling A2)."""
    dimensions = (UNIT, Dimension("late", ("late",), (("yes",), ("no",))), KIND)
    records = [*cases("u1", 17), *cases("u1", 2, late="yes")]

    (table,) = publish(records, [Table("t", ("late",), shares=True)], dimensions, publication="1").tables

    assert isinstance(table, Dropped)


def test_a_process_is_shown_whatever_its_numbers_and_a_kind_of_case_only_alone() -> None:
    """One moved to another channel, with its number (ruling A2)."""
    records = [*cases("u1", 1, late="yes"), *cases("u1", 9)]

    tables = Table("a", ("late",)), Table("b", ("case",)), Table("c", ("late", "case"))
    late, kind, crossed = report(records, *tables).tables

    assert isinstance(late, Published)
    assert late.cells[(("late", "yes"),)] == Shown(1)
    assert isinstance(kind, Published)
    assert kind.cells[(("case", "dispute"),)] == Shown(0)
    assert not isinstance(crossed, Published) or Shown(1) not in [
        outcome for key, outcome in crossed.cells.items() if len(key) == 2
    ]


def test_a_sum_that_one_office_dominates_is_hidden() -> None:
    """Nine offices; the second could reckon the first one's minutes within a few per cent (p % rule)."""
    minutes = Table("minutes", ("unit",), measure=Measure.AMOUNT)
    even = [each for unit in ("u1", "u2", "u3", "u4") for each in cases(unit, 9, amount=100)]
    uneven = [*cases("u1", 8, amount=1), Record(("u1", "no", "deviation"), "large", 5000), *even[9:]]

    assert cell(only(report(even, minutes)), ("unit", "u1")) == Shown(900)
    assert cell(only(report(uneven, minutes)), ("unit", "u1")) == Hidden()


def test_a_sum_is_hidden_where_its_count_is_and_where_few_have_given_one() -> None:
    minutes = Table("minutes", ("unit",), measure=Measure.AMOUNT)
    records = [*cases("u1", 20, offices=2), *cases("u2", 30), *cases("u3", 40), *cases("u4", 50)]
    silent = [*cases("u1", 3), *(each for unit in ("u1", "u2", "u3", "u4") for each in cases(unit, 9, amount=None))]

    count, total = report(records, BY_UNIT, minutes).tables
    assert isinstance(count, Published)
    assert isinstance(total, Published)
    hidden = {key for key, outcome in count.cells.items() if outcome == Hidden()}
    assert hidden <= {key for key, outcome in total.cells.items() if outcome == Hidden()}
    (three,) = report(silent, minutes).tables
    assert isinstance(three, Dropped) or Shown(30) not in three.cells.values()


def test_the_minutes_of_one_case_do_not_show_as_a_difference_of_sums() -> None:
    minutes = Table("minutes", ("unit",), measure=Measure.AMOUNT)
    records = [each for unit in ("u1", "u2", "u3", "u4") for each in cases(unit, 9)]
    ledger = report(records, minutes).numbers

    later = report([replace(records[0], amount=25), *records[1:]], minutes, ledger=ledger)

    assert not {105, 375} & {number.value for number in later.numbers}


def test_a_year_without_its_second_half_does_not_show_what_changed_in_the_first() -> None:
    """Only one case came to the first half since it was published (ruling A15); `late` stands for the halves."""
    first, second = (Table(each, ("unit",), (("late", each),)) for each in ("yes", "no"))
    halves = [each for late in ("yes", "no") for unit in ("u1", "u2", "u3", "u4") for each in cases(unit, 9, late=late)]
    ledger = report(halves, first).numbers
    now = [*halves, *cases("u1", 1, late="yes")]
    ledger += report(now, second, ledger=ledger).numbers

    table = only(report(now, BY_UNIT, ledger=ledger))

    assert cell(table, ("unit", "u1")) == Hidden()
    assert Shown(18) in table.cells.values()


def test_a_unit_that_takes_its_own_from_a_total_learns_nothing_of_the_other_hidden_one() -> None:
    """Ruling A15: two hidden cells are one too few against the unit itself."""
    records = [*cases("u1", 20, offices=2), *cases("u2", 30), *cases("u3", 40), *cases("u4", 50)]

    without, against = only(report(records)), only(report(records, insiders=[Insider("u1", (("unit", "u1"),))]))

    assert list(without.cells.values()).count(Hidden()) == 2
    assert list(against.cells.values()).count(Hidden()) == 3


def test_a_case_that_came_late_does_not_show_as_a_difference() -> None:
    records = [each for unit in ("u1", "u2", "u3", "u4") for each in cases(unit, 9)]
    first = report(records)

    second = report([*records, *cases("u1", 1)], ledger=first.numbers)

    assert [number for number in second.numbers if number.value in (10, 37)] == [Number("1", "by unit", "cases", 37)]


@settings(max_examples=40, deadline=None)
@given(
    counts=st.lists(st.integers(0, 12), min_size=4, max_size=4),
    offices=st.integers(1, 4),
    tables=st.sampled_from([(BY_UNIT,), (BY_UNIT, Table("x", ("unit", "late"), shares=True)), (Table("x", ("kind",)),)])
)
def test_an_empty_period_one_case_and_one_office_give_a_safe_report(
    counts: list[int], offices: int, tables: tuple[Table, ...]
) -> None:
    records = [
        each
        for unit, count in zip(("u1", "u2", "u3", "u4"), counts, strict=True)
        for each in cases(unit, count, offices=offices)
    ]

    done = report(records, *tables)

    assert 0 <= done.kept <= 1
    assert Attacker(DIMENSIONS, told(done)).recovered(whole=True) == []
    assert len(done.numbers) == sum(len(each.cells) for each in done.tables if isinstance(each, Published))
    for table in done.tables:
        for key, outcome in table.cells.items() if isinstance(table, Published) else ():
            if key and outcome != Hidden() and any(level in ("unit", "kind") for level, _code in key):
                assert outcome == Shown(0) or (outcome.value >= 5 and offices >= 3) or "kind" in dict(key)  # type: ignore[union-attr]


def test_an_empty_period_is_all_noughts() -> None:
    assert set(only(report([])).cells.values()) == {Shown(0)}


@pytest.mark.parametrize(
    ("tables", "records"),
    [
        ([Table("a", ("nowhere",))], []),
        ([Table("a", ("unit", "kind"))], []),
        ([BY_UNIT, BY_UNIT], []),
        ([BY_UNIT], [Record(("elsewhere", "no", "deviation"), "o")]),
    ],
)
def test_what_the_dimensions_do_not_have_is_refused(tables: list[Table], records: list[Record]) -> None:
    with pytest.raises(ValueError, match=r"not a cell|two tables|unknown code"):
        publish(records, tables, DIMENSIONS, publication="1")


def test_the_units_of_one_kind_are_a_table_and_the_kind_may_be_only_a_frame() -> None:
    """As the municipalities of an area: their total is the area's, and rolled up the table is gone."""
    framed = (replace(UNIT, frame=("kind",)), LATE, KIND)
    within = Table("gp", ("unit",), (("kind", "gp"),))
    records = [*cases("u1", 1), *cases("u3", 9), *cases("u4", 8)]

    (table,) = publish(records, [within], framed, publication="1").tables
    (few,) = publish([*cases("u3", 1), *cases("u4", 2)], [within], framed, publication="1").tables

    assert isinstance(table, Published)
    assert table.cells == {
        (("kind", "gp"),): Shown(17), (("unit", "u3"),): Shown(9), (("unit", "u4"),): Shown(8),
    }  # fmt: skip
    assert isinstance(few, Dropped)


def test_limits_are_settings() -> None:
    records = [each for unit in ("u1", "u2", "u3", "u4") for each in cases(unit, 6)]

    assert cell(only(report(records, limits=Limits(cases=5))), ("unit", "u1")) == Shown(6)
    assert not isinstance(report(records, limits=Limits(cases=20)).tables[0], Published)
