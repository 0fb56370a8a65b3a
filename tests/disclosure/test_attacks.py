"""Nobody recovers a hidden number to fewer than five values: random reports against a solver (rulings A1, A15, D)."""

from tests.disclosure.attackers import Attacker, told
from tests.disclosure.cubes import cube


def test_the_public_recovers_nothing_of_fifty_reports_by_whole_numbers() -> None:
    for seed in range(50):
        report = cube(seed)

        found = Attacker(report.dimensions, told(report.publish())).recovered(whole=True)

        assert found == [], seed
