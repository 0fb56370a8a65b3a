"""Measures judgement on authors the model has not seen: for each, trains without them and runs the whole check on
theirs.

usage: python -m tools.measure_language [AUTHOR …]      (all authors by default; about a minute each)

Scores the recommendations that are broken by what is written, as the labelled set's own scorer does: a hit is a
labelled
breach said, a false alarm one said on a snippet without labels or labelled as fulfilled there.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from samhandling.checks.judging import Judge, Task
from samhandling.language.features import Features
from samhandling.language.vocabulary import load_vocabulary
from samhandling.paths import data
from tools.train_language import LANGUAGE, author, recipes, rows_of, save, targets, train

WRITTEN = frozenset({"2.2.5", "2.3.3.3", "2.4.1", "2.4.2", "2.5.1", "2.5.3", "3.2", "5.2", "8"})
SAME = {"2.5.1": {"2.5.1", "2.5.3"}, "2.5.3": {"2.5.1", "2.5.3"}}


@dataclass(slots=True)
class Tally:
    hit: int = 0
    false: int = 0
    missed: int = 0

    def figures(self) -> tuple[float, float, float]:
        precision = self.hit / (self.hit + self.false) if self.hit + self.false else 0.0
        recall = self.hit / (self.hit + self.missed) if self.hit + self.missed else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> None:
    vocabulary = load_vocabulary(LANGUAGE / "vocabulary.yaml")
    rows = rows_of(LANGUAGE / "training", vocabulary)
    features = Features(vocabulary)
    counted = [features.of(row["text"], row["before"]) for row in rows]
    columns = targets(rows, recipes())
    authors = np.array([author(row) for row in rows])
    wanted = sys.argv[1:] or sorted({author(row) for row in rows if row["frame"]})
    everyone = []
    for name in wanted:
        space, weights, intercept = train(counted, columns, np.flatnonzero(authors != name))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.npz"
            save(path, space, list(columns), weights, intercept)
            judge = Judge(data("rules"), path)
        tally = measure(judge, [row for row in rows if author(row) == name])
        everyone.append(tally.figures())
        print(name, *(f"{value:.3f}" for value in tally.figures()), flush=True)
    print("mean precision recall F1", *(f"{value:.3f}" for value in np.mean(everyone, axis=0)))


def measure(judge: Judge, rows: list[dict]) -> Tally:
    tally = Tally()
    for row in rows:
        text = "\n".join(part for part in (row["before"], row["text"]) if part)
        found = judge(Task(content=text.encode(), kind=row.get("type", "epikrise"))).findings
        said = {f.rule.rstrip("abc") for f in found if f.outcome == "broken"} & WRITTEN
        true = {label["rec"] for label in row["labels"] if label["status"] == "brutt"} & WRITTEN
        fulfilled = {label["rec"] for label in row["labels"] if label["status"] == "oppfylt"}
        for number in true:
            right = bool(SAME.get(number, {number}) & said)
            tally.hit += right
            tally.missed += not right
        for number in said - true:
            if not SAME.get(number, {number}) & true and (not row["labels"] or number in fulfilled):
                tally.false += 1
    return tally


if __name__ == "__main__":
    main()
