"""`make attack`: 1,000 random reports attacked by a solver, linear and by whole numbers, as the public and a unit; then
whole areas' years (attacking_areas.py).

Says what was recovered and how much was kept; ends with 1 unless nothing was. The suite attacks fifty
(tests/disclosure/test_attacks.py) and a year (tests/reports/test_attacks.py).
"""

import sys
import time

from samhandling.disclosure import Dropped, Insider, Shown
from soak.attacking_areas import attack_areas
from tests.disclosure.attackers import Attacker, linear, lists, told
from tests.disclosure.cubes import cube


def main() -> None:
    recovered = (attack_cubes(int(sys.argv[1])) if sys.argv[1] != "0" else 0) + attack_areas(int(sys.argv[2]))
    sys.exit(1 if recovered else 0)


def attack_cubes(most: int) -> int:
    """How many numbers were recovered."""
    recovered = hidden = shown = cells = dropped = 0
    kept: list[float] = []
    spent = {"publish": 0.0, "linear": 0.0, "whole": 0.0, "insider": 0.0}
    for seed in range(most):
        report, since = cube(seed), time.process_time()

        def clocked(what: str) -> None:
            nonlocal since
            spent[what] += time.process_time() - since
            since = time.process_time()

        publication = report.publish()
        clocked("publish")
        found = [*linear(report.dimensions, told(publication))]
        clocked("linear")
        attacker = Attacker(report.dimensions, told(publication))
        found += [*attacker.recovered(whole=True)]
        clocked("whole")
        against = report.publish((Insider("unit", (("unit", "u0"),)),))
        found += Attacker(report.dimensions, told(against), lists(report.records, 1, "u0")).recovered(whole=True)
        clocked("insider")
        if found:
            print(f"report {seed}: {found}")
        recovered, hidden = recovered + len(found), hidden + len(attacker.hidden)
        kept.append(publication.kept)
        for table in publication.tables:
            if isinstance(table, Dropped):
                dropped += 1
                continue
            cells += len(table.cells)
            shown += sum(isinstance(outcome, Shown) for outcome in table.cells.values())
    print(f"{most} reports: {recovered} recovered of {hidden} hidden cells")
    share, left = sum(kept) / most, shown / cells
    print(f"kept {share:.1%} of the cells asked for, {left:.1%} of those left; {dropped} tables dropped")
    print("ms a report: " + ", ".join(f"{what} {seconds / most * 1000:.0f}" for what, seconds in spent.items()))
    return recovered


if __name__ == "__main__":
    main()
