"""Builds everything the identity guard knows of names and words (rules/guard/names/) from its sources, and measures it.

usage: python -m tools.train_guard PACKAGES NORNE [--lexicon-only | --measure-only]

PACKAGES: folder with the packages of tools/guard-sources.lock (`make train-guard` puts them there). NORNE:
norne-train.tsv (token, tab, tag a line; annotations CC0). Writes *.marisa, endings.txt and persons.crfsuite; the same
sources give the same bytes. Prints size, speed, precision, recall and F1 of persons' names on the tenth of NorNE that
is not learnt from, false alarms on our own sentences without names, and recall by origin of names off the lists.
Refuses a model in which a word of a name could be read: see `no_name_in`.
"""

import argparse
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycrfsuite

from samhandling.guard.lexicon import Lexicon
from samhandling.guard.tagger import MODEL, Features, Tagger
from samhandling.paths import data
from tools.guard_lexicon import build, health, name_sets, people, places, running_words, words
from tools.guard_sentences import UNLISTED, UNSEEN, Labelled, Names, Sentences, held_out, norne, recut, swapped, without

People = dict[str, dict[str, tuple[str, ...]]]
RULES = data("rules")
FOLDER = RULES / "guard" / "names"
SOURCES = FOLDER / "sources"
BUCKETS_LEARNT = frozenset(range(1, 8))
SETTINGS = {"c1": 0.2, "c2": 0.02, "max_iterations": 100, "feature.minfreq": 3, "feature.possible_transitions": True}
PER_TEMPLATE = {"with_names": 60, "without_names": 22, "lower_names": 25, "upper_names": 25}
SWAPS = 0.8
SURE = 0.5
NEAR = frozenset({"mimesis-no", "mimesis-da", "mimesis-sv"})  # their names win over rare forms of the word list
MEASURED = {
    "norwegian": ("norwegian", "mimesis-no"),
    "sámi": ("sami",),
    "swedish": ("mimesis-sv",),
    "danish": ("mimesis-da",),
    "finnish": ("mimesis-fi", "kven_finnish"),
    "icelandic": ("mimesis-is",),
    "german": ("mimesis-de",),
    "english": ("mimesis-en",),
    "dutch": ("mimesis-nl",),
    "polish": ("mimesis-pl", "polish"),
    "lithuanian, latvian": ("lithuanian_latvian",),
    "russian, ukrainian": ("russian_ukrainian",),
    "romanian, bulgarian": ("romanian_bulgarian",),
    "bosnian, albanian": ("bosnian_serbian_albanian",),
    "turkish": ("turkish", "mimesis-tr"),
    "kurdish": ("kurdish",),
    "arabic": ("arabic",),
    "persian, dari": ("persian_dari",),
    "pakistani": ("pakistani",),
    "indian": ("indian",),
    "tamil": ("tamil",),
    "somali": ("somali",),
    "eritrean, ethiopian": ("eritrean_ethiopian",),
    "west, central african": ("west_central_african",),
    "vietnamese": ("vietnamese",),
    "thai": ("thai",),
    "filipino": ("filipino",),
    "chinese, burmese …": ("chinese_korean_japanese_burmese",),
    "spanish": ("latin_american", "mimesis-es"),
}
ASKED = {
    "cue, full": "Pasienten <P> sto uten plan for oppfølging etter oppholdet.",
    "cue, first": "Søsteren hennes, <F>, hadde purret flere ganger.",
    "cue, last": "Det var avtalt at fru <L> skulle få hjelp hjemme.",
    "full": "Avtalen som ble gjort med <P> ble ikke fulgt opp av poliklinikken.",
    "full, begins": "<P> fikk verken time eller tilbakemelding.",
    "first": "Det ble bestilt drosje, men <F> rakk ikke timen.",
}
TIMES = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("norne", type=Path)
    parser.add_argument("--lexicon-only", action="store_true")
    parser.add_argument("--measure-only", action="store_true")
    args = parser.parse_args()
    sentences = norne(args.norne)
    by_origin = people(SOURCES)
    if not args.measure_only:
        build_lexicon(args.packages, sentences, by_origin)
    if args.lexicon_only:
        return
    lexicon = Lexicon.load(FOLDER)
    if not args.measure_only:
        train(sentences, by_origin, lexicon)
        no_name_in(FOLDER / MODEL, lexicon)
    measure(sentences, by_origin, lexicon)


def own_texts() -> Iterator[str]:
    for file in sorted(RULES.rglob("*")):
        if file.suffix in (".yaml", ".jsonl") and FOLDER.parent not in file.parents:
            yield file.read_text("utf-8")


def ordinary() -> list[str]:
    """Words of our own texts as they begin a sentence or a heading."""
    return sorted(word.capitalize() for word, count in running_words([], own_texts()).items() if count > 2 < len(word))


def build_lexicon(packages: Path, sentences: list[Labelled], by_origin: People) -> None:
    learnt = [sentence for number, sentence in enumerate(sentences) if not held_out(number)]
    running = running_words(learnt, own_texts())
    names = name_sets(by_origin, running)
    near = {key: parts for key, parts in by_origin.items() if key in NEAR or not key.startswith("mimesis-")}
    common = name_sets(near, running)
    terms, endings = health(SOURCES)
    known = words(packages, running, common["first"] | common["last"])
    build(FOLDER, {**names, "words": known, "places": places(SOURCES), "health": terms}, endings)


def train(sentences: list[Labelled], by_origin: People, lexicon: Lexicon) -> None:
    full, partial = (Features.load(FOLDER, known) for known in (lexicon, without(lexicon, UNLISTED)))
    names = Names(by_origin, BUCKETS_LEARNT, seed=1)
    own = Sentences(SOURCES, names, ordinary())
    trainer = pycrfsuite.Trainer(verbose=False)
    for number, sentence in enumerate(sentences):
        if not held_out(number):
            learnt = recut(sentence)
            append(trainer, full, learnt)
            if any(tag == "B-PER" for _, tag in learnt) and names.chance.random() < SWAPS:
                append(trainer, partial, swapped(learnt, names))
    for part, times in PER_TEMPLATE.items():
        for learnt in own.drawn(part, times):
            append(trainer, partial, learnt)
    trainer.set_params(SETTINGS)
    trainer.train(str(FOLDER / MODEL))


def append(trainer: pycrfsuite.Trainer, features: Features, sentence: Labelled) -> None:
    written = [word for word, _ in sentence]
    trainer.append(features.rows(written, features.seen(written)), [tag for _, tag in sentence])


def no_name_in(model: Path, lexicon: Lexicon) -> None:
    """Raises ValueError where a feature tells a word that is no ordinary lower-case one, or more than three letters."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    for feature, _ in tagger.info().state_features:
        name, found, value = feature.partition("=")
        if not found:
            continue
        kind = name.lstrip("12+*")
        if kind == "w" and value.isalpha() and not (value.islower() and (lexicon.is_word(value) or len(value) == 1)):
            raise ValueError(f"the model holds the word {value!r}")
        if kind[0] in "eb" and len(value) > 3:
            raise ValueError(f"the model holds more than an affix: {value!r}")


def measure(sentences: list[Labelled], by_origin: People, lexicon: Lexicon) -> None:
    for file in sorted(FOLDER.glob("*.*")):
        print(f"{file.name:20} {file.stat().st_size / 1e6:6.2f} MB")
    began = time.process_time()
    tagger = Tagger.load(FOLDER)
    print(f"load {time.process_time() - began:.3f} s")
    test = [recut(sentence) for number, sentence in enumerate(sentences) if held_out(number)]
    letters = sum(len(word) + 1 for sentence in test for word, _ in sentence)
    began = time.process_time()
    score("NorNE, held-out tenth", tagger, test)
    print(f"{(time.process_time() - began) * 1e6 / letters:.2f} ms/KB")
    unlisted = Tagger(Features.load(FOLDER, without(lexicon, UNSEEN)), (FOLDER / MODEL).read_bytes())
    names = Names(by_origin, UNSEEN, seed=2)
    own = Sentences(SOURCES, names, ordinary())
    nameless = list(own.drawn("without_names", 3))
    alarmed = [sentence for sentence in nameless if spans(tagger, sentence)]
    print(f"sentences without names: {len(alarmed)} alarms of {len(nameless)}")
    print(f"\n{'origin, names off the lists':28}" + "".join(f"{kind:>14}" for kind in ASKED))
    for origin, parts in MEASURED.items():
        fitting = {part: tuple(name for key in parts for name in by_origin[key][part]) for part in ("first", "last")}
        drawn = Sentences(SOURCES, Names({origin: fitting, "norwegian": fitting}, UNSEEN, seed=3), [])
        shares = [recall(unlisted, [drawn.filled(template) for _ in range(TIMES)]) for template in ASKED.values()]
        print(f"{origin:28}" + "".join(f"{share:14.2f}" for share in shares))


def spans(tagger: Tagger, sentence: Labelled, least: float = SURE) -> list[tuple[int, int]]:
    found = tagger.persons([word for word, _ in sentence])
    return [(start, end) for start, end, probability in found if probability >= least]


def true_spans(sentence: Labelled) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number, (_, tag) in enumerate(sentence):
        if tag == "B-PER":
            found.append((number, number + 1))
        elif tag == "I-PER" and found and found[-1][1] == number:
            found[-1] = (found[-1][0], number + 1)
    return found


def recall(tagger: Tagger, sentences: Iterable[Labelled]) -> float:
    """Share of the names of which any part is found."""
    found = total = 0
    for sentence in sentences:
        said = spans(tagger, sentence)
        true = true_spans(sentence)
        total += len(true)
        found += sum(any(start < end2 and start2 < end for start2, end2 in said) for start, end in true)
    return found / total


def score(title: str, tagger: Tagger, sentences: list[Labelled]) -> None:
    right = said = true = touched = alarms = nameless = 0
    for sentence in sentences:
        guessed, names = set(spans(tagger, sentence)), set(true_spans(sentence))
        right, said, true = right + len(guessed & names), said + len(guessed), true + len(names)
        touched += sum(any(start < end2 and start2 < end for start2, end2 in guessed) for start, end in names)
        nameless += not names
        alarms += bool(guessed) and not names
    precision, found = right / max(said, 1), right / max(true, 1)
    f1 = 2 * precision * found / max(precision + found, 1e-9)
    print(f"{title}: spans P {precision:.3f} R {found:.3f} F1 {f1:.3f} of {true}; any part found {touched / true:.3f};")
    print(f"  false alarms in {alarms} of {nameless} sentences without a name")


if __name__ == "__main__":
    main()
