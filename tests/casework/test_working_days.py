"""Deadlines in Norwegian working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling.cases.working_days import after, between, is_working_day

DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2026, 3, 27), 1, date(2026, 3, 30)),  # over a weekend
        (date(2026, 3, 31), 3, date(2026, 4, 8)),  # over Easter: 2, 3 and 6 April are holidays
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # over 1 May
        (date(2026, 5, 13), 2, date(2026, 5, 18)),  # Ascension Day; 17 May is a Sunday
        (date(2026, 12, 23), 2, date(2026, 12, 28)),  # Christmas
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over New Year
        (date(2026, 5, 17), 0, date(2026, 5, 18)),
    ],
)
def test_a_deadline_skips_weekends_and_holidays(start: date, count: int, last: date) -> None:
    assert after(start, count) == last


@given(DAYS, st.integers(0, 80))
def test_a_deadline_ends_on_a_working_day_and_counts_back(start: date, count: int) -> None:
    last = after(start, count)
    assert is_working_day(last)
    assert count == 0 or between(start, last) == count


@given(DAYS, st.integers(-10, 900))
def test_what_lies_between_is_every_working_day_one_by_one(first: date, count: int) -> None:
    days = (first + timedelta(days=n) for n in range(1, count + 1))
    assert between(first, first + timedelta(days=count)) == sum(map(is_working_day, days))


@given(DAYS, st.integers(0, 40))
def test_a_later_start_never_gives_an_earlier_end(start: date, count: int) -> None:
    assert after(start, count) <= after(start + timedelta(days=1), count)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="past"):
        after(date(2026, 1, 5), -1)
