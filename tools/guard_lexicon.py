"""Builds the look-ups of the identity guard's lexicon from its sources; `tools.train_guard` runs it.

Names: mimesis (MIT), read from the installed package, and sources/people.yaml. Word forms: Norsk ordbank (CC BY 4.0) as
packed in spacy-lookups-data, nynorsk of simplemma (MIT), lower-cased tokens of NorNE (CC0) and our own texts.
"""

import gzip
import importlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import marisa_trie
import mimesis
import yaml
from babel import Locale

from samhandling.guard.lexicon import KINDS, Lexicon, bare, plain

LATIN = (
    *("az", "cs", "da", "de", "de-at", "de-ch", "en", "en-ca", "en-gb", "es", "es-mx", "et", "fi", "fr", "hr", "hu"),
    *("is", "it", "nl", "nl-be", "no", "pl", "pt", "pt-br", "sk", "sv", "tr"),
)
TRANSCRIBED = ("el", "kk", "ru", "uk")
ALPHABET = {
    **dict(zip("абвгдезийклмнопрстуфыэіїєґәқңөұүһ", "abvgdeziiklmnoprstufyeiiegaknouuh", strict=True)),
    **{"ё": "io", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia"},
    **{"ь": "", "ъ": "", "’": "", "'": "", "ғ": "gh"},
    **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)),
    **{"θ": "th", "χ": "ch", "ψ": "ps"},
}
TWINS = (("ii", "iy"), ("iu", "yu"), ("ia", "ya"), ("ie", "ye"), ("ks", "x"))  # other spellings of the same
LETTERS = re.compile(r"[a-zæøåàâäçéèêëíîïñóôöúûü]+(?:-[a-zæøåéèö]+)*")
NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
CAPITALISED = re.compile(r"\b\w*[A-ZÆØÅ]\w*")
SLAVIC = frozenset(
    {"polish", "russian_ukrainian", "romanian_bulgarian"} | {f"mimesis-{code}" for code in ("pl", "ru", "uk", "kk")}
)
LEAST_SEEN = 2
LEAST_SEEN_BESIDE_NAME = 3
FREQUENT = 30


def people(sources: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """origin → first, last → names as written, of both sources, each sorted."""
    written = {
        origin: {part: set(text.split()) for part, text in parts.items()}
        for origin, parts in yaml.safe_load((sources / "people.yaml").read_text("utf-8")).items()
    }
    folder = Path(mimesis.__file__).parent / "datasets"
    for locale in (*LATIN, *TRANSCRIBED):
        content = json.loads((folder / locale / "person.json").read_text("utf-8"))
        spell = _transcribed if locale in TRANSCRIBED else _as_written
        written[f"mimesis-{locale}"] = {
            part: {form for name in _flat(content.get(key)) for form in spell(name)}
            for part, key in (("first", "names"), ("last", "surnames"))
        }
    return {
        origin: {part: tuple(sorted(name for name in names if NAME.fullmatch(name))) for part, names in parts.items()}
        for origin, parts in written.items()
    }


def _flat(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _flat(value)
    elif isinstance(content, list):
        for value in content:
            yield from _flat(value)


def _as_written(name: str) -> set[str]:
    return {name}


def _transcribed(name: str) -> set[str]:
    lower = bare(plain(name))
    latin = "".join(ALPHABET.get(letter, letter) for letter in lower)
    forms = {latin}
    for old, new in TWINS:
        forms |= {form.replace(old, new) for form in forms}
    return {form.capitalize() for form in forms}


def name_sets(by_origin: dict[str, dict[str, tuple[str, ...]]], running: Counter[str]) -> dict[str, set[str]]:
    """first, last → lower-cased names, with feminine surnames and spellings without foreign accents. A frequent word
    of running text («mor», «helse») is a name only where people.yaml has it."""
    sets: dict[str, set[str]] = {"first": set(), "last": set()}
    for origin, parts in by_origin.items():
        for part, names in parts.items():
            for name in names:
                lower = bare(name)
                if origin.startswith("mimesis-") and running[lower] >= FREQUENT:
                    continue
                forms = {lower} | {form for form in (plain(lower),) if running[form] < FREQUENT}
                if part == "last" and origin in SLAVIC:
                    forms |= {form for masculine in tuple(forms) for form in _feminine(masculine)}
                sets[part] |= forms
    return {part: {name for name in names if len(name) > 1} for part, names in sets.items()}


def _feminine(lower: str) -> Iterator[str]:
    if lower.endswith(("ski", "cki", "dzki")):
        yield lower[:-1] + "a"
    elif lower.endswith(("ov", "ev", "in")) and len(lower) > 4:
        yield lower + "a"
    elif lower.endswith("skiy"):
        yield lower[:-2] + "aya"


def running_words(sentences: Iterable[list[tuple[str, str]]], texts: Iterable[str]) -> Counter[str]:
    """How often a word stands in lower case, outside every name, in NorNE and in our own texts."""
    seen: Counter[str] = Counter()
    for sentence in sentences:
        seen.update(token for token, tag in sentence if tag == "O" and LETTERS.fullmatch(token))
    for text in texts:
        seen.update(LETTERS.findall(CAPITALISED.sub(" ", text)))
    return seen


def words(packages: Path, running: Counter[str], names: set[str]) -> set[str]:
    """Word forms; a form that is also a name stays only where running text has it in lower case."""
    listed = {word for word in (*_ordbank(packages), *_nynorsk(packages)) if LETTERS.fullmatch(word) and len(word) > 1}
    attested = {word for word, count in running.items() if count >= LEAST_SEEN and (len(word) > 1 or word in "iåo")}
    return {word for word in listed | attested if word not in names or running[word] >= LEAST_SEEN_BESIDE_NAME}


def _ordbank(packages: Path) -> Iterator[str]:
    packed = (packages / "spacy_lookups_data" / "data" / "nb_lemma_exc.json.gz").read_bytes()
    for forms in json.loads(gzip.decompress(packed)).values():
        yield from forms


def _nynorsk(packages: Path) -> Iterator[str]:
    sys.path.append(str(packages))
    dictionaries = importlib.import_module("simplemma.strategies.dictionaries.dictionary_factory")
    yield from dictionaries.DefaultDictionaryFactory().get_dictionary("nn")


def places(sources: Path) -> set[str]:
    content = yaml.safe_load((sources / "places.yaml").read_text("utf-8"))
    written = {word for part in content.values() for word in (part if isinstance(part, list) else part.split())}
    for tongue in ("nb", "nn"):
        territories = Locale(tongue).territories
        written |= {word for code, name in territories.items() if len(code) == 2 for word in name.split()}
    return {bare(word) for word in written if word[0].isupper() and len(word) > 1}


def health(sources: Path) -> tuple[set[str], list[str]]:
    """Terms in lower case, and the endings that make a drug."""
    content = yaml.safe_load((sources / "health.yaml").read_text("utf-8"))
    endings = sorted(content.pop("endings").split())
    return {bare(word) for part in content.values() for word in part.split()}, endings


def build(folder: Path, kinds: dict[str, set[str]], endings: list[str]) -> Lexicon:
    """Writes the files that `Lexicon.load` reads; the same input gives the same bytes."""
    for kind in KINDS:
        marisa_trie.Trie(sorted(kinds[kind])).save(str(folder / f"{kind}.marisa"))
    (folder / "endings.txt").write_text("\n".join(endings) + "\n", "utf-8")
    return Lexicon.load(folder)
