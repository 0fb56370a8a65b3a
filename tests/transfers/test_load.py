"""What tasks take of the GPs' time: the formula, the sum, and the ledger over time."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from samhandling.transfers.load import (
    WEEKS,
    Entry,
    Told,
    Volume,
    hours_a_week,
    ledger,
    rounded,
    sum_on,
    year_ends,
)

FIRST = date(2024, 1, 1)
days = st.integers(0, 2_000).map(lambda n: FIRST + timedelta(days=n))
numbers = st.integers(0, 10_000)
volumes = st.builds(Volume, numbers, st.integers(0, 52), st.integers(0, 240), numbers)


@st.composite
def entries(draw):
    since = draw(days)
    until = draw(st.none() | st.integers(1, 900).map(lambda n: since + timedelta(days=n)))
    told = draw(st.lists(st.builds(Told, days, volumes), max_size=3, unique_by=lambda each: each.since))
    return Entry(draw(st.integers(1, 10_000)), since, until, tuple(told))


books = st.lists(entries(), max_size=8, unique_by=lambda each: each.id)


def test_210_patients_four_times_a_year_of_ten_minutes_are_three_hours_a_week():
    # 210 × 4 × 10 = 8,400 minutes = 140 hours a year, over 45 weeks
    assert Volume(210, 4, 10).hours_a_week() == Fraction(140, 45)
    assert rounded(Volume(210, 4, 10).hours_a_week()) == Decimal("3.1")


def test_a_year_has_the_weeks_that_are_left_after_holidays():
    assert WEEKS == 52 - 5 - 2


def test_a_task_that_grows_is_reckoned_ahead_by_the_year():
    growing = Volume(patients=90, times_a_year=1, minutes=20, added=90)
    assert [growing.minutes_a_year(years) for years in (0, 1, 5)] == [1_800, 3_600, 10_800]


@given(volumes, st.integers(1, 20))
def test_twice_the_patients_take_twice_the_time(volume, times):
    more = Volume(volume.patients * times, volume.times_a_year, volume.minutes, volume.added * times)
    assert more.hours_a_week(3) == times * volume.hours_a_week(3)


@given(st.lists(numbers, max_size=30))
def test_the_sum_of_parts_is_the_whole_before_anything_is_rounded(minutes):
    assert sum((hours_a_week(each) for each in minutes), Fraction(0)) == hours_a_week(sum(minutes))


@given(st.fractions(min_value=0, max_value=100_000))
def test_what_is_shown_is_within_half_a_tenth_of_what_is(hours):
    assert abs(Fraction(rounded(hours)) - hours) <= Fraction(1, 20)


def test_halves_are_rounded_up():
    assert rounded(Fraction(1, 20)) == Decimal("0.1")


def test_a_task_counts_from_its_first_day_to_the_day_it_ends():
    task = Entry(1, date(2026, 1, 10), date(2026, 3, 1), (Told(date(2026, 2, 1), Volume(10, 1, 5)),))
    on = [date(2026, 1, 9), date(2026, 1, 10), date(2026, 2, 28), date(2026, 3, 1)]
    assert [task.minutes_on(day) for day in on] == [0, 50, 50, 0]


def test_new_figures_count_from_the_day_they_are_told_and_leave_the_past_alone():
    told = (Told(date(2026, 1, 1), Volume(10, 1, 5)), Told(date(2026, 6, 1), Volume(30, 1, 5)))
    task = Entry(1, date(2026, 2, 1), None, told)
    assert [task.minutes_on(day) for day in (date(2026, 5, 31), date(2026, 6, 1))] == [50, 150]


def test_a_task_without_figures_is_counted_as_one_nobody_has_measured():
    assert sum_on([Entry(1, FIRST, None)], FIRST) == sum_on([Entry(2, FIRST, None)], FIRST)
    found = sum_on([Entry(1, FIRST, None), Entry(2, FIRST, None, (Told(FIRST, Volume(1, 1, 30)),))], FIRST)
    assert (found.minutes, found.tasks, found.unknown) == (30, 2, 1)


@given(books, days)
def test_the_ledger_runs_to_the_same_sum_as_counting_anew(book, last):
    lines = ledger(book, last)
    assert sum(line.minutes for line in lines) == sum_on(book, last).minutes
    for line, following in pairwise(lines):
        assert line.day <= following.day
        if following.day > line.day:
            assert line.sum == sum_on(book, line.day)


@given(books, days)
def test_a_ledger_never_runs_below_zero(book, last):
    assert all(line.sum.minutes >= 0 for line in ledger(book, last))


@given(books, days)
def test_the_order_of_the_entries_does_not_matter(book, last):
    assert ledger(book, last) == ledger(book[::-1], last)
    assert sum_on(book, last) == sum_on(book[::-1], last)


@given(books, days)
def test_one_more_task_never_lowers_the_sum(book, day):
    assert all(sum_on(book[:n], day).minutes <= sum_on(book, day).minutes for n in range(len(book)))


@given(books, days)
def test_every_year_has_its_end_and_the_last_day_comes_last(book, last):
    ends = year_ends(book, last)
    assert ends[-1] == (last, sum_on(book, last))
    assert [day for day, _ in ends] == sorted({day for day, _ in ends})


def test_figures_told_anew_that_change_nothing_are_no_line():
    volume = Volume(400, 1, 25)
    task = Entry(1, date(2026, 1, 1), None, (Told(date(2026, 2, 1), volume), Told(date(2026, 3, 1), volume)))
    found = ledger([task, Entry(2, date(2026, 2, 1), None)], date(2026, 12, 31))
    assert [(line.day, line.entry) for line in found] == [(date(2026, 1, 1), 1), (date(2026, 2, 1), 2)]
