"""Trains the sentence model from rules/language/training/*.jsonl and writes rules/language/model.npz.

usage: python -m tools.train_language [--leave-out AUTHOR …] [--output FILE] [--cross-validate]

`snippets/*.jsonl`: {id, language, before, text, labels: [{rec, status}], frame: {actor, act, mode}}; the author is
the id up to the dash.
`letters.jsonl`: whole labelled letters, cut to sentences here; a sentence under a quote bears its label, the others
none, and what a letter's
label leaves open (another sentence may say the same) is not learnt from.
`--cross-validate` trains once without each author and writes what each model says of the author it has not seen
(probabilities as .npz), so that thresholds and figures rest on unseen hands.
"""

import argparse
import collections
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import yaml
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from samhandling.language.features import GROUPS, WEIGHTS, Features
from samhandling.language.segment import segment
from samhandling.language.vocabulary import Vocabulary, load_vocabulary
from samhandling.paths import data

LANGUAGE = data("rules") / "language"
LEAST = (3, 2, 2, 3)  # rows an n-gram must occur in, by group
STRENGTH = 20.0
FRAME = ("actor", "act", "mode")
UNKNOWN = -1


def recipes() -> tuple[list[str], dict[str, dict]]:
    """The heads of heads.yaml: plain ones by name, derived ones with what they are put together from."""
    content = yaml.safe_load((LANGUAGE / "heads.yaml").read_text("utf-8"))
    return content["heads"], content["derived"]


def rows_of(folder: Path, vocabulary: Vocabulary) -> list[dict]:
    rows = [json.loads(line) for file in sorted((folder / "snippets").glob("*.jsonl")) for line in lines(file)]
    for line in lines(folder / "letters.jsonl"):
        rows += sentences_of(json.loads(line), vocabulary)
    return rows


def lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").split("\n") if line.strip()]


def sentences_of(letter: dict, vocabulary: Vocabulary) -> list[dict]:
    """The letter's sentences as rows; `open` names the labels that other sentences of it bear."""
    places = [(letter["text"].find(label["quote"]), label) for label in letter["expected"]]
    rows = []
    for number, sentence in enumerate(segment(letter["text"], vocabulary)):
        under = [
            {"rec": label["rec"], "status": label["status"]}
            for start, label in places
            if label["quote"] and start < sentence.end and start + len(label["quote"]) > sentence.start
        ]
        elsewhere = [{"rec": label["rec"], "status": label["status"]} for _, label in places]
        rows.append(
            {
                "id": f"{letter['id'][0]}-{letter['id'][1:]}-{number}",
                "before": sentence.before,
                "text": sentence.text,
                "labels": under,
                "frame": None,
                "open": [label for label in elsewhere if label not in under],
            }
        )
    return rows


def author(row: dict) -> str:
    return row["id"].split("-")[0]


def targets(rows: list[dict], plain: list[str], derived: dict[str, dict]) -> dict[str, np.ndarray]:
    """Columns of 1, 0 and UNKNOWN by head: «2.2.5:brutt», «actor:gp», «mode:request», «act:refer», «need»."""
    columns = {name: np.array([value_of_plain(row, *name.split(":")) for row in rows]) for name in plain}
    return columns | {name: np.array([value_of(row, recipe) for row in rows]) for name, recipe in derived.items()}


def value_of_plain(row: dict, part: str, value: str) -> int:
    """1, 0 or UNKNOWN of a label or a part of the frame for a row."""
    if part in FRAME:
        return int(row["frame"][part] == value) if row["frame"] else UNKNOWN
    label = {"rec": part, "status": value}
    return UNKNOWN if label in row.get("open", ()) else int(label in row["labels"])


def value_of(row: dict, recipe: dict) -> int:
    """1, 0 or UNKNOWN of a derived head (rules/language/heads.yaml) for a row."""
    if row["frame"] is None:
        wanted = recipe["quotes"]
        if holds(row["labels"], wanted):
            return 1
        return UNKNOWN if holds(row["open"], wanted) else 0
    framed = any(
        all(row["frame"][part] in as_list(value) for part, value in frame.items()) for frame in recipe.get("frames", ())
    )
    return int(framed or holds(row["labels"], recipe["labels"]))


def holds(labels: list[dict], wanted: list[str]) -> bool:
    return any(f"{label['rec']}:{status}" in wanted for label in labels for status in (label["status"], "*"))


def as_list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


class Space:
    """The n-grams that occur often enough in the training rows, and the matrices over them."""

    def __init__(self, counted: list[tuple[collections.Counter, ...]], chosen: Iterable[int]) -> None:
        frequency: list[collections.Counter] = [collections.Counter() for _ in GROUPS]
        chosen = list(chosen)
        for number in chosen:
            for group, grams in enumerate(counted[number]):
                frequency[group].update(grams.keys())
        found = {}
        for group, grams in enumerate(frequency):
            for gram, count in grams.items():
                if count >= LEAST[group]:
                    found[gram] = (group, np.log((1 + len(chosen)) / (1 + count)) + 1)
        self.keys = np.array(sorted(found), np.uint32)
        self.groups = np.array([found[k][0] for k in self.keys.tolist()], np.uint8)
        self.rarity = np.array([found[k][1] for k in self.keys.tolist()], np.float32)
        self._column = {k: number for number, k in enumerate(self.keys.tolist())}

    def matrix(self, counted: list[tuple[collections.Counter, ...]]) -> csr_matrix:
        parts = []
        for group in range(len(GROUPS)):
            columns, values, starts = [], [], [0]
            for counters in counted:
                for gram, count in counters[group].items():
                    column = self._column.get(gram)
                    if column is not None and self.groups[column] == group:
                        columns.append(column)
                        values.append((1 + np.log(count)) * self.rarity[column])
                starts.append(len(columns))
            part = csr_matrix((values, columns, starts), shape=(len(counted), len(self.keys)), dtype=np.float32)
            length = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
            length[length == 0] = 1
            parts.append(diags(WEIGHTS[group] / length) @ part)
        return sum(parts[1:], parts[0]).tocsr()


def fit(matrix: csr_matrix, column: np.ndarray) -> tuple[np.ndarray, float]:
    known = np.flatnonzero(column != UNKNOWN)
    if column[known].sum() < 3:
        return np.zeros(matrix.shape[1], np.float32), -9.0
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, tol=1e-2).fit(matrix[known], column[known])
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def train(counted: list, columns: dict[str, np.ndarray], chosen: np.ndarray) -> tuple[Space, np.ndarray, np.ndarray]:
    space = Space(counted, chosen.tolist())
    matrix = space.matrix([counted[number] for number in chosen])
    fitted = [fit(matrix, column[chosen]) for column in columns.values()]
    return (
        space,
        np.stack([weights for weights, _ in fitted], axis=1),
        np.array([intercept for _, intercept in fitted], np.float32),
    )


def save(path: Path, space: Space, heads: list[str], weights: np.ndarray, intercept: np.ndarray) -> None:
    """Weights as int8 with one scale a head; n-grams whose weights all round to nothing are left out."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    rounded = np.rint(weights / scale).astype(np.int8)
    kept = np.abs(rounded).max(axis=1) > 0
    np.savez_compressed(
        path, heads=np.array(heads), keys=space.keys[kept], groups=space.groups[kept],
        rarity=space.rarity[kept].astype(np.float16),
        weights=rounded[kept], scale=scale.astype(np.float32), intercept=intercept,
    )  # fmt: skip


def unseen(
    counted: list, columns: dict[str, np.ndarray], authors: np.ndarray, name: str
) -> tuple[np.ndarray, np.ndarray]:
    """What a model trained without `name` says of that author's rows."""
    space, weights, intercept = train(counted, columns, np.flatnonzero(authors != name))
    out = np.flatnonzero(authors == name)
    logits = space.matrix([counted[number] for number in out]) @ weights + intercept
    return out, 1 / (1 + np.exp(-logits))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leave-out", nargs="*", default=[])
    parser.add_argument("--output", type=Path, default=LANGUAGE / "model.npz")
    parser.add_argument("--cross-validate", type=Path)
    args = parser.parse_args()
    vocabulary = load_vocabulary(LANGUAGE / "vocabulary.yaml")
    rows = rows_of(LANGUAGE / "training", vocabulary)
    features = Features(vocabulary)
    counted = [features.of(row["text"], row["before"]) for row in rows]
    columns = targets(rows, *recipes())
    authors = np.array([author(row) for row in rows])
    if args.cross_validate:
        said = np.zeros((len(rows), len(columns)), np.float32)
        names = sorted(set(authors.tolist()))
        for out, probabilities in Parallel(n_jobs=2)(
            delayed(unseen)(counted, columns, authors, name) for name in names
        ):
            said[out] = probabilities
        np.savez_compressed(
            args.cross_validate, heads=np.array(list(columns)), ids=np.array([row["id"] for row in rows]), said=said
        )
        return
    space, weights, intercept = train(counted, columns, np.flatnonzero(~np.isin(authors, args.leave_out)))
    save(args.output, space, list(columns), weights, intercept)
    trained_on = set(authors.tolist()) - set(args.leave_out)
    size = args.output.stat().st_size / 1e6
    print(
        f"{len(rows)} rows, {len(trained_on)} authors, {len(columns)} heads, {len(space.keys)} n-grams, {size:.1f} MB"
    )


if __name__ == "__main__":
    main()
