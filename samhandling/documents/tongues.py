"""Which language a narrative is written in: bokmål, nynorsk or English, told by the small words that set them apart."""

import re
from typing import Final


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD: Final = re.compile(r"[a-zæøå]+")
_MARKS: Final = {
    "nb": _words(
        "ikke jeg en fra ble være hun hva hvor når noe noen også etter uten meget selv siden mer flere deres hennes "
        "henne blir gjøres uke uker gjennom oppfølging sykehus sykmelding henvisning henvist innlagt utskrevet dere"
    ),
    "nn": _words(
        "ikkje eg ein eit frå vart vere ho kva kvar nokre noko nokon også etter utan sjølv sidan meir fleire dykk "
        "hennar henne blir veke veker gjennom oppfølging sjukehus sjukmelding tilvising tilvist innlagd utskriven dei "
        "hjå korleis berre òg mykje heim oppfølgjing"
    ),
    "en": _words(
        "the and of was with is were patient this that which from has been an as are not admitted "
        "discharged follow treatment"
    ),
}
_SHARED: Final = frozenset.intersection(_MARKS["nb"], _MARKS["nn"])
_TELLING: Final = {language: words - _SHARED for language, words in _MARKS.items()}
_ENOUGH: Final = 1


def language_of(text: str) -> str | None:
    """«nb», «nn» or «en»; None when the text is too short to tell."""
    words = _WORD.findall(text.casefold())
    counts = {language: sum(word in marks for word in words) for language, marks in _TELLING.items()}
    language = max(counts, key=counts.__getitem__)
    return language if counts[language] >= _ENOUGH else None
