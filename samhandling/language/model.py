"""The trained model: how likely each head (a claim, an actor, a mode, an act) is of a sentence, and which words
weighed.

Linear on n-grams, one logistic regression a head, so that every judgement is a sum that can be shown. Trained by
`make train`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from samhandling.language.features import GROUPS, WEIGHTS, Features
from samhandling.language.vocabulary import Vocabulary

Floats = npt.NDArray[np.float32]
Counters = tuple[Counter[int], ...]
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Model:
    """`keys` sorted uint32 [features]; `groups` uint8, `rarity` float32 [features]; `weights` int8 [features, heads]
    × `scale`.
    """

    heads: tuple[str, ...]
    keys: npt.NDArray[np.uint32]
    groups: npt.NDArray[np.uint8]
    rarity: Floats
    weights: npt.NDArray[np.int8]
    scale: Floats
    intercept: Floats
    vocabulary: Vocabulary

    def judge(self, sentences: Sequence[tuple[str, str]]) -> Floats:
        """Probabilities, float32 [sentences, heads], for (text, what stood before) pairs."""
        if not sentences:
            return np.zeros((0, len(self.heads)), np.float32)
        features = Features(self.vocabulary)
        return np.stack([self._probabilities(features.of(text, before)) for text, before in sentences])

    def _probabilities(self, counters: Counters) -> Floats:
        rows, values = self._rows(counters)
        total = values @ self.weights[rows].astype(np.float32) * self.scale + self.intercept
        result: Floats = 1.0 / (1.0 + np.exp(-total))
        return result.astype(np.float32)

    def _rows(self, counters: Counters) -> tuple[npt.NDArray[np.intp], Floats]:
        """Known features of a sentence and their values, each group brought to the same length."""
        size = sum(map(len, counters))
        names = np.fromiter(chain.from_iterable(counters), np.uint32, size)
        counts = np.fromiter(chain.from_iterable(grams.values() for grams in counters), np.float32, size)
        rows = np.searchsorted(self.keys, names)
        rows[rows == len(self.keys)] = 0
        known = self.keys[rows] == names
        rows, counts = rows[known], counts[known]
        values = (1.0 + np.log(counts)) * self.rarity[rows]
        groups = self.groups[rows]
        length = np.sqrt(np.bincount(groups, values * values, minlength=len(GROUPS)))
        length[length == 0] = 1.0
        return rows, (values * (np.array(WEIGHTS) / length)[groups]).astype(np.float32)

    def weighty_words(self, text: str, before: str, head: str, most: int = 3) -> list[tuple[int, int]]:
        """Ranges of the words whose removal would lower the head most, weightiest first; only such as do lower it."""
        column = self.heads.index(head)
        whole = self._logit(text, before, column)
        drops = []
        for token in _TOKEN.finditer(text):
            without = text[: token.start()] + text[token.end() :]
            drops.append((whole - self._logit(without, before, column), token.start(), token.end()))
        return [(start, end) for drop, start, end in sorted(drops, reverse=True)[:most] if drop > 0]

    def _logit(self, text: str, before: str, column: int) -> float:
        rows, values = self._rows(Features(self.vocabulary).of(text, before))
        weights = self.weights[rows, column].astype(np.float32)
        return float(values @ weights * self.scale[column] + self.intercept[column])


def load_model(path: Path, vocabulary: Vocabulary) -> Model:
    """Reads the file `save_model` wrote; no code in it is run."""
    with np.load(path, allow_pickle=False) as stored:
        return Model(
            heads=tuple(str(name) for name in stored["heads"]),
            keys=stored["keys"],
            groups=stored["groups"],
            rarity=stored["rarity"].astype(np.float32),
            weights=stored["weights"],
            scale=stored["scale"],
            intercept=stored["intercept"],
            vocabulary=vocabulary,
        )
