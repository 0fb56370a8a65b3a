"""What in a PDF a machine takes for no text, or reads as other words than a human does: pictures, fonts, patterns."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pypdf import PageObject
from pypdf._codecs.adobe_glyphs import adobe_glyphs
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

#: Of the fourteen fonts every reader has, those that are letters.
_LETTERS: Final = ("/Helvetica", "/Times", "/Courier", "/Arial", "/TimesNewRoman", "/CourierNew")
#: A picture no higher or wider than this is a line.
_LINE: Final = 4


def unread_in(pages: Iterable[PageObject]) -> frozenset[str]:
    """Among «picture», «font», «pattern»."""
    found = set()
    for each in _resources(pages):
        if each.get("/Subtype") == "/Image" and min(_size(each, "/Width"), _size(each, "/Height")) > _LINE:
            found.add("picture")
        elif each.get("/Type") == "/Font" and not _is_legible(each):
            found.add("font")
        elif each.get("/PatternType") == 1 or (each.get("/S") in ("/Luminosity", "/Alpha") and "/G" in each):
            found.add("pattern")
    return frozenset(found)


def _resources(pages: Iterable[PageObject]) -> Iterator[DictionaryObject]:
    waiting: list[Any] = [page.get("/Resources") for page in pages]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        value = value.get_object() if isinstance(value, IndirectObject) else value
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, DictionaryObject):
            yield value
            waiting += [value.raw_get(name) for name in value if name != "/Parent"]
        elif isinstance(value, ArrayObject):
            waiting += list.__iter__(value)


def _size(picture: DictionaryObject, name: str) -> int:
    value = picture.get(name)
    return int(value) if isinstance(value, int) else 1_000


def _is_legible(font: DictionaryObject) -> bool:
    """Whether its codes say which letters they are; what the letters look like nobody can tell."""
    kind = font.get("/Subtype")
    if kind in ("/CIDFontType0", "/CIDFontType2"):
        return True  # a part of a Type0, which is looked at itself
    if "/ToUnicode" in font:
        return True
    if kind not in ("/Type1", "/TrueType", "/MMType1"):
        return False
    encoding = font.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else None
    if isinstance(encoding, DictionaryObject):
        differences = encoding.get("/Differences")
        names = [each for each in differences if isinstance(each, str)] if isinstance(differences, ArrayObject) else []
        return all(name in adobe_glyphs or name in ("/.notdef", "/nbspace") for name in names)
    return encoding is not None or str(font.get("/BaseFont", "")).startswith(_LETTERS)
