"""A letter read: its sentences, what the model makes of each, and the assignments they hold.

An assignment says who is set to do what. Its `mode` is missing (None) where the words are ambiguous: then nobody is
accused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from samhandling.language.features import lower
from samhandling.language.model import Floats, Model, load_model
from samhandling.language.segment import Headed, Sentence, segment
from samhandling.language.vocabulary import Vocabulary, load_vocabulary, whole_words


@dataclass(frozen=True, slots=True)
class Assignment:
    """`actor` gp with mode asked: the letter puts the task on the GP. `first`..`last` are sentence numbers, `words`
    what weighed.
    """

    task: str
    actor: str
    mode: str | None
    first: int
    last: int
    likelihood: float
    head: str

    @property
    def sure(self) -> bool:
        return self.mode is not None


@dataclass(frozen=True)
class Reading:
    """`said[i][head]` is how likely the model holds a head of sentence i."""

    text: str
    sentences: tuple[Sentence, ...]
    said: tuple[Mapping[str, float], ...]
    assignments: tuple[Assignment, ...]
    reader: "Reader"

    def span(self, assignment: Assignment) -> tuple[int, int]:
        return self.sentences[assignment.first].start, self.sentences[assignment.last].end

    def names_gp(self, number: int) -> bool:
        """Whether the sentence, the one before it or its heading names the GP or speaks to «dere»."""
        sentence = self.sentences[number]
        return self.reader.names_gp(sentence.text, sentence.before, sentence.heading)


@dataclass(frozen=True, slots=True)
class _Bounds:
    sure: float
    sure_alone: float
    doubt: float
    doubt_alone: float

    wordless: float

    def modes(self, likelihood: float, *, gp_is_near: bool, worded: bool) -> tuple[str | None, ...]:
        """(«asked»,) when sure, (None,) when doubtful, () when it is nothing. Without a word of the task more is
        asked.
        """
        sure = self.sure if gp_is_near else self.sure_alone
        if likelihood >= (sure if worded else max(sure, self.wordless)):
            return ("asked",)
        doubt = self.doubt if gp_is_near and worded else self.doubt_alone
        return (None,) if likelihood >= doubt else ()


class Reader:
    """Reads letters with a vocabulary and a trained model; made once and shared.

    `folder` is rules/language; `model` another model file than the one there.
    """

    def __init__(self, folder: Path, model: Path | None = None) -> None:
        self.vocabulary: Vocabulary = load_vocabulary(folder / "vocabulary.yaml")
        self.model: Model = load_model(model or folder / "model.npz", self.vocabulary)
        heads = yaml.load((folder / "heads.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
        self._asked = [self.model.heads.index(name) for name in heads["asked"]["heads"]]
        self._gp = [pattern for name, pattern in self.vocabulary.class_patterns if name in ("gp", "you")]
        self._power: float = heads["asked"]["power"]
        self._brakes = [self.model.heads.index(name) for name in heads["brakes"]]
        self._one = _Bounds(**heads["bounds"]["one"])
        self._two = _Bounds(**heads["bounds"]["two"])
        self._elsewhere: float = heads["bounds"]["other"]
        self._hospital = self.model.heads.index(heads["others"]["actor"])
        self._own_modes = [self.model.heads.index(name) for name in heads["others"]["modes"]]
        self._recipes: list[dict[str, str]] = heads["assignments"]
        own = heads["own"]
        self._own_likely: float = own["likely"]
        self._own = {
            task: re.compile(rf"\b(?:{own['who']}{deed}|{deed}{own['inverted']})\b", re.I)
            for task, deed in own["deeds"].items()
        }
        self._words = {task: whole_words(words) for task, words in heads["words"].items()}

    def read(self, text: str, parts: Sequence[Headed] = ()) -> Reading:
        """Reads a whole letter; linear in its length. `parts`: what a message's own headings say of the text."""
        sentences = segment(text, self.vocabulary, parts)
        pairs = [
            number for number in range(len(sentences) - 1) if _belong_together(sentences[number], sentences[number + 1])
        ]
        alone = [(sentence.text, sentence.before) for sentence in sentences]
        together = [(text[sentences[n].start : sentences[n + 1].end], sentences[n].before) for n in pairs]
        said, said_of_pairs = np.split(self.model.judge(alone + together), [len(alone)])
        near = [self.names_gp(sentence.text, sentence.before, sentence.heading) for sentence in sentences]
        assignments = [
            found
            for recipe in self._recipes
            for found in (
                *self._on_gp(recipe, sentences, said, near),
                *self._on_gp_in_pairs(recipe, sentences, pairs, said_of_pairs, near),
            )
        ]
        others = [found for recipe in self._recipes for found in self._with_others(recipe, said)]
        assignments = [
            found
            for found in assignments
            if not _outweighed(found, others, sentences) and not self._is_own_deed(found, sentences)
        ]
        taken = {(found.task, found.first) for found in assignments}
        assignments += [found for found in others if (found.task, found.first) not in taken]
        by_head = tuple(dict(zip(self.model.heads, row.tolist(), strict=True)) for row in said)
        return Reading(text, sentences, by_head, tuple(assignments), self)

    def _is_own_deed(self, found: Assignment, sentences: Sequence[Sentence]) -> bool:
        own = self._own.get(found.task)
        if own is None or found.likelihood >= self._own_likely:
            return False
        return any(own.search(sentence.text) for sentence in sentences[found.first : found.last + 1])

    def names_gp(self, *texts: str) -> bool:
        """Whether any of the texts names the GP or speaks to «dere»."""
        lowered = lower(" ".join(texts))
        return any(pattern.search(lowered) for pattern in self._gp)

    def _likelihoods(self, recipe: dict[str, str], said: Floats) -> list[float]:
        """Claim · (gp · request)^power, less the share of everything that speaks against."""
        asked = np.prod(said[:, self._asked], axis=1) ** self._power
        against = np.prod(1 - said[:, [*self._brakes, self.model.heads.index(recipe["elsewhere"])]], axis=1)
        likelihoods: list[float] = (said[:, self.model.heads.index(recipe["on_gp"])] * asked * against).tolist()
        return likelihoods

    def _worded(self, recipe: dict[str, str], sentences: Sequence[Sentence]) -> bool:
        words = self._words.get(recipe["task"])
        return words is None or any(words.search(sentence.text) for sentence in sentences)

    def _on_gp(
        self, recipe: dict[str, str], sentences: Sequence[Sentence], said: Floats, near: list[bool]
    ) -> list[Assignment]:
        if "on_gp" not in recipe:
            return []
        return [
            Assignment(recipe["task"], "gp", mode, number, number, likelihood, recipe["on_gp"])
            for number, likelihood in enumerate(self._likelihoods(recipe, said))
            for mode in self._one.modes(
                likelihood, gp_is_near=near[number], worded=self._worded(recipe, sentences[number : number + 1])
            )
        ]

    def _on_gp_in_pairs(
        self, recipe: dict[str, str], sentences: Sequence[Sentence], pairs: list[int], said: Floats, near: list[bool]
    ) -> list[Assignment]:
        if "on_gp" not in recipe:
            return []
        return [
            Assignment(recipe["task"], "gp", mode, number, number + 1, likelihood, recipe["on_gp"])
            for number, likelihood in zip(pairs, self._likelihoods(recipe, said), strict=True)
            for mode in self._two.modes(
                likelihood,
                gp_is_near=near[number] or near[number + 1],
                worded=self._worded(recipe, sentences[number : number + 2]),
            )
        ]

    def _with_others(self, recipe: dict[str, str], said: Floats) -> list[Assignment]:
        likelihoods = said[:, self.model.heads.index(recipe["elsewhere"])]
        if "act" in recipe:
            likelihoods = np.maximum(likelihoods, self._hospital_does(recipe["act"], said))
        return [
            Assignment(recipe["task"], recipe["actor"], recipe["mode"], number, number, likelihood, recipe["elsewhere"])
            for number, likelihood in enumerate(likelihoods.tolist())
            if likelihood >= self._elsewhere
        ]

    def _hospital_does(self, act: str, said: Floats) -> Floats:
        """How likely the sentence says that the hospital has done or will do the act."""
        does: Floats = said[:, self.model.heads.index(act)] * said[:, self._hospital]
        result: Floats = does * np.max(said[:, self._own_modes], axis=1)
        return result


_REACH = 2


def _outweighed(found: Assignment, others: Sequence[Assignment], sentences: Sequence[Sentence]) -> bool:
    """A doubtful request where somebody else clearly has the task, or one whose agreement stands close by."""
    for other in others:
        if other.task != found.task:
            continue
        near = found.first - _REACH <= other.first <= found.last + _REACH
        if not found.sure and near and other.likelihood > found.likelihood:
            return True
        if other.mode == "agreed" and near and _belong_together(sentences[found.first], sentences[other.first]):
            return True
    return False


def _belong_together(first: Sentence, second: Sentence) -> bool:
    return first.paragraph == second.paragraph
