"""Finds the entries of a drug list written as text: one a line, several in a sentence, or in columns."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from samhandling.documents.canonical import NOT_LOOKED, Medication, NotLooked, Span
from samhandling.documents.vocabulary import any_of, pattern
from samhandling.documents.wording import MAX_LETTER

_NOT_IN_WORD: Final = r"(?![\wæøå])"
_UNIT: Final = any_of("drugs.units")
_STOPPED_WORDS: Final = any_of("drugs.stopped")
_AMOUNT: Final = rf"(?<!\d)\d{{1,7}}(?:[.,/]\d{{1,7}}){{0,3}}\s?{_UNIT}(?:/\w+)*{_NOT_IN_WORD}"
_STRENGTH: Final = pattern(_AMOUNT)
_DOSE: Final = pattern(rf"\d\s?[x×]\s?\d|[x×]\s?\d|\b{any_of('drugs.dosing')}\b")
_STOPPED: Final = pattern(rf"\b{_STOPPED_WORDS}{_NOT_IN_WORD}")
_STATUS: Final = (
    ("seponert", _STOPPED),
    ("ved behov", pattern(r"\b(?:(?:ved|etter) behov|v/b|vb\b|p\.?n\b)")),
    ("kur", pattern(r"\bkur\b")),
    ("fast", pattern(r"\bfast\b")),
)
_BULLET: Final = re.compile(r"^[\s•*·–-]*(?:\d{1,2}[.)]\s+)?")
_NAME: Final = re.compile(r"[A-Za-zÆØÅæøåÉéÜüÖöÄä][\w+/’'-]*(?:[ ][\w+/’'-]+){0,5}")
_NUMBER: Final = r"\d{1,5}(?:[.,]\d{1,5})?\s?"
_NAME_END: Final = pattern(
    rf"[,:(|–\t]|\s+-\s|\s(?={_AMOUNT}|{_NUMBER}(?:[–-]\s?\d|[x×])|[x×]\s?\d|\d+\s{any_of('drugs.counted')})|"
    rf"\s(?:{any_of('drugs.forms')}|{any_of('drugs.after_name')}){_NOT_IN_WORD}"
)
_NO_DRUG: Final = pattern(rf"{any_of('drugs.no_drug')}(?![\wæøå-])")
_GOES_ON: Final = rf"(?!(?i:{any_of('drugs.goes_on')})\s)"
_NAMED_AMOUNT: Final = rf"{_GOES_ON}[A-Za-zÆØÅæøå][\w/-]+(?:\s[a-zæøå]+)?\s(?i:{_AMOUNT})"
_STARTS_ENTRY: Final = re.compile(_NAMED_AMOUNT)
_SPLIT: Final = re.compile(
    rf"(?:\.\s+|;\s*|\s\+\s|,?\sog\s|,\s|(?<=[a-zæøå.)])\s)(?={_NAMED_AMOUNT})|;\s+|\.\s+(?=[A-ZÆØÅ][a-zæøå]{{3}})"
)
_COLUMNS: Final = re.compile(r"\S(?:.*?\S)?(?= {3,}|$)")
_COLUMN_SLACK: Final = 2
_LONGEST_ENTRY: Final = 220


_NONE: Final = re.compile(r"\W*(?:bruker |brukar |har )?(?:ingen|inga|ingenting|ikke noen|nei)\b", re.IGNORECASE)
_LABORATORY: Final = re.compile(r"/d?l$", re.IGNORECASE)


class _Piece(NamedTuple):
    start: int
    end: int
    text: str


def drug_lines(text: str, offset: int = 0) -> tuple[Medication, ...]:
    """The entries in the order they stand; `offset` is where `text` begins in the document's text."""
    entries: list[Medication] = []
    for cell in _cells(text[:MAX_LETTER]):
        for piece in _pieces(cell):
            entry = _entry(piece, offset)
            if entry:
                entries.append(entry)
    return tuple(entries)


def drug_list(text: str, offset: int = 0) -> tuple[Medication, ...] | NotLooked:
    """The entries of what stands under a heading for drugs; NOT_LOOKED when words stand there that we cannot read as
    entries, because an empty list would say that the patient takes nothing."""
    entries = drug_lines(text, offset)
    return entries if entries or not text.strip() or _NONE.match(text) else NOT_LOOKED


def mentions_drugs(text: str) -> bool:
    """Whether running text names something with a strength that is not a laboratory value."""
    return any(drug.strength and not _LABORATORY.search(drug.strength) for drug in drug_lines(text))


def _cells(text: str) -> list[_Piece]:
    """Lines, or the columns of lines; a column goes on below where that begins with a small letter and no entry."""
    cells: list[_Piece] = []
    above: list[tuple[int, int]] = []  # column of each cell in the line above, and its place in `cells`
    position = 0
    for line in text.splitlines(keepends=True):
        row: list[tuple[int, int]] = []
        found = list(_COLUMNS.finditer(line.rstrip()))
        for cell in found:
            column = cell.start()
            over = next((place for at, place in above if abs(at - column) <= _COLUMN_SLACK), None)
            if over is not None and cell[0][:1].islower() and not _STARTS_ENTRY.match(cell[0]):
                cells[over] = cells[over]._replace(text=f"{cells[over].text} {cell[0]}")
                row.append((column, over))
            else:
                row.append((column, len(cells)))
                cells.append(_Piece(position + cell.start(), position + cell.end(), cell[0]))
        above = row
        position += len(line)
    return cells


def _pieces(cell: _Piece) -> Iterator[_Piece]:
    """The entries within one line: split where a new name with a strength begins, if what stands before is an entry."""
    start = 0
    for cut in _SPLIT.finditer(cell.text):
        before = cell.text[start : cut.start()]
        if not _is_dosed(before) and cut[0].strip(" ") not in (".", ";"):
            continue
        yield _Piece(cell.start + start, cell.start + cut.start(), before)
        start = cut.end()
    yield _Piece(cell.start + start, max(cell.end, cell.start + start), cell.text[start:])


def _is_dosed(text: str) -> bool:
    return bool(_STRENGTH.search(text) or _DOSE.search(text) or _STOPPED.search(text))


def _entry(piece: _Piece, offset: int) -> Medication | None:
    text = piece.text.strip()
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    if ":" in text and not _is_dosed(text.split(":")[0]):
        text = text.split(":", 1)[1].strip()
    name, rest = _name_and_rest(text)
    if name is None or len(text) > _LONGEST_ENTRY or _NO_DRUG.match(text) or not _is_dosed(rest):
        return None
    strength = _STRENGTH.match(rest)
    dose = rest[strength.end() :].strip(" .,|\t") if strength else rest
    status = next((word for word, pattern in _STATUS if pattern.search(rest)), None)
    return Medication(
        name=name,
        strength=strength[0] if strength else None,
        dose=dose or (strength[0] if strength else None),
        status=status,
        stop_reason=_reason(rest) if status == "seponert" else None,
        structured=False,
        span=Span(offset + piece.start, offset + max(piece.end, piece.start)),
    )


def _name_and_rest(text: str) -> tuple[str | None, str]:
    end = _NAME_END.search(text)
    head = text[: end.start()] if end else text
    name = _NAME.fullmatch(head.strip())
    if not end or not name:
        return None, ""
    return name[0], text[end.start() :].strip(" ,:|\t–-")


def _reason(text: str) -> str | None:
    found = _STOPPED.search(text)
    after = text[found.end() :].strip(" ,.:;()–-") if found else ""
    return after or None
