"""`make attack`, its second half: whole areas' years of 20 to 1,500 deviations, in all their versions (tests/reports).

Says what was recovered, and how much of what was asked for is kept, by the size of the area and by table.
"""

import time
from collections import Counter, defaultdict
from random import Random

from samhandling.checks.judging import Judge
from samhandling.disclosure import Dropped, Measure, Publication, Shown
from samhandling.paths import data
from samhandling.site import rules_counted
from tests.reports.areas import SIZES, published
from tests.reports.attacking import attacked


def attack_areas(many: int) -> int:
    """How many numbers were recovered of so many years of each size."""
    ruled, recovered = rules_counted(Judge(data("rules"))), 0
    for size in SIZES if many else ():
        kept: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        ends, spent = Counter[str](), 0.0
        for seed in range(many):
            since = time.process_time()
            year = list(published(seed, size, ruled))
            spent += time.process_time() - since
            found = [each for measure in Measure for each in attacked(year, measure, Random(seed))]  # noqa: S311
            for each in found:
                print(f"area {seed} of {size}: {each}")
            recovered += len(found)
            for name, _played, publication in year:
                kept[name].append((publication.kept, _left(publication)))
            ends.update(_ended(year[-1][2]))
        shares = ", ".join(
            f"{name} {sum(asked for asked, _ in each) / many:.0%}/{sum(left for _, left in each) / many:.0%}"
            for name, each in kept.items()
        )
        print(f"{size} a year: kept of those asked for/left: {shares}; {spent / many:.1f} s a year", flush=True)
        print("   the year's tables: " + ", ".join(f"{end} {count}" for end, count in sorted(ends.items())), flush=True)
    return recovered


def _left(publication: Publication) -> float:
    cells = [
        isinstance(each, Shown)
        for table in publication.tables if not isinstance(table, Dropped) for each in table.cells.values()
    ]  # fmt: skip
    return sum(cells) / len(cells)


def _ended(publication: Publication) -> list[str]:
    """The level that the tables of one dimension ended at."""
    return [
        f"{table.name} {'–' if isinstance(table, Dropped) else '×'.join(table.by)}"
        for table in publication.tables
        if table.name in {"by_chapter", "by_kind", "by_municipality", "by_rule", "chapter_by_outcome"}
    ]
