"""Of a whole area's year, published half by half, corrected and summed, nobody recovers a hidden number.

The year of a small invented area (tests/reports/areas.py); many, of the size real ones have, in `make attack`.
"""

import random

import pytest

from samhandling.checks.judging import Judge
from samhandling.disclosure import Measure
from samhandling.site import rules_counted
from tests.reports.areas import SMALL, published
from tests.reports.attacking import attacked


@pytest.mark.parametrize(("seed", "size"), [(2, 50)])
def test_nobody_recovers_a_hidden_number_of_a_year_in_all_its_versions(judge: Judge, seed: int, size: int) -> None:
    """The public and three organisations with lists of their own; with all versions, and with the new ones alone."""
    year = list(published(seed, size, rules_counted(judge), SMALL))

    assert [found for measure in Measure for found in attacked(year, measure, random.Random(seed))] == []  # noqa: S311
