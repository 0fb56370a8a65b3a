"""Finds the entries of a drug list written as text: one a line, several in a sentence, or in columns."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from samhandling.documents.canonical import Medication, Span
from samhandling.documents.wording import MAX_LETTER


def _any(words: str) -> str:
    """An alternation of words set apart by white space."""
    return "|".join(words.split())


_NOT_IN_WORD: Final = r"(?![\wæøå])"
_UNIT: Final = rf"(?:{_any('mg milligram g gram mikrog(?:ram)? mcg [µμu]g ml ie e enh(?:eter)? mmol mill %')})"
_AMOUNT: Final = rf"\d+(?:[.,/]\d+)*\s?{_UNIT}(?:/\w+)*{_NOT_IN_WORD}"
_STRENGTH: Final = re.compile(_AMOUNT, re.IGNORECASE)
_DOSE_WORDS: Final = _any(
    r"""
    dgl daglig dagleg v/b vb p\.?n tabl? tabletter? tbl kaps\w* inh\w* dråper? dråpar morgen kveld natta? vesp mane
    ukentlig hver kvar fast plaster depot spray salve krem pose poser brus\w*
    """
)
_DOSE: Final = re.compile(rf"\d\s?[x×]\s?\d|[x×]\s?\d|\b(?:(?:ved|etter) behov|{_DOSE_WORDS})\b", re.IGNORECASE)
_STOPPED_WORDS: Final = _any(
    r"""
    seponert sep\b\.? stanset stansa stoppet stoppa utgår utgått fjernet fjerna avsluttet avslutta trukket
    """
)
_STOPPED: Final = re.compile(
    rf"\b(?:{_STOPPED_WORDS}|tatt bort|tek(?:en|ne) bort|slutt(?:et|a) med){_NOT_IN_WORD}", re.IGNORECASE
)
_STATUS: Final = (
    ("seponert", _STOPPED),
    ("ved behov", re.compile(r"\b(?:(?:ved|etter) behov|v/b|vb\b|p\.?n\b)", re.IGNORECASE)),
    ("kur", re.compile(r"\bkur\b", re.IGNORECASE)),
    ("fast", re.compile(r"\bfast\b", re.IGNORECASE)),
)
_BULLET: Final = re.compile(r"^[\s•*·–-]*(?:\d{1,2}[.)]\s+)?")
_NAME: Final = re.compile(r"[A-Za-zÆØÅæøåÉéÜüÖöÄä][\w+/’'-]*(?:[ ][\w+/’'-]+){0,5}")
_FORMS: Final = _any(
    r"""
    tab(?:l|lett)? kaps\w* inj mikst\w* inh øyedråper augedropar depottabl\w*
    """
)
_AFTER_NAME: Final = _any(
    """
    er ble vart utgår ved hver kvar fast daglig dagleg kveld morgen vesp økt auka redusert trappe[ts] trappa stanset
    stansa stoppet seponert fjernet uendret uendra som
    """
)
_NAME_END: Final = re.compile(
    rf"[,:(|–\t]|\s+-\s|\s(?={_AMOUNT}|\d+(?:[.,]\d+)?\s?[–-]\s?\d|\d+[.,]?\d*\s?[x×]|[x×]\s?\d|"
    rf"\d+\s(?:{_any('tabl? tbl kaps inh dråp pose')}))|\s(?:{_FORMS}|{_AFTER_NAME}){_NOT_IN_WORD}",
    re.IGNORECASE,
)
_NO_DRUG_WORDS: Final = _any(
    r"""
    ingen ikke ikkje resept\w* e-resept\w* blodtrykk bt crp hb puls vekt kontroll\w* sykmeld\w* sjukmeld\w* listen?
    lista legemid\w* medisin\w* medikament\w* pas(?:ienten)? hun han ho ved alt alle andre resten første neste
    fortsett\w* bruker brukar får tar skal har alternativ styrke dose navn allergi\w* cave for mot se det den de dei
    vi me jeg eg i og dato telefon tlf endring\w* multidose\w* apotek\w* oppstart samstemt gjennomgått sist uendret
    uendra utlevert medgitt avtrappe\w* etter kontaktlege\w* time
    """
)
_NO_DRUG: Final = re.compile(rf"(?:{_NO_DRUG_WORDS})(?![\wæøå-])", re.IGNORECASE)
_GOES_ON_WORDS: Final = _any(
    """
    og samt økt auka økning auke fra frå til så trappes trappast deretter redusert etter om med av på hver kvar
    eller opp ned inntil maks max tidligere tidlegare tot totalt ved i for mot annenhver
    """
)
_GOES_ON: Final = rf"(?!(?i:{_GOES_ON_WORDS})\s)"
_NAMED_AMOUNT: Final = rf"{_GOES_ON}[A-Za-zÆØÅæøå][\w/-]+(?:\s[a-zæøå]+)?\s(?i:{_AMOUNT})"
_STARTS_ENTRY: Final = re.compile(_NAMED_AMOUNT)
_SPLIT: Final = re.compile(
    rf"(?:\.\s+|;\s*|\s\+\s|,?\sog\s|,\s|(?<=[a-zæøå.)])\s)(?={_NAMED_AMOUNT})|;\s+|\.\s+(?=[A-ZÆØÅ][a-zæøå]{{3}})"
)
_COLUMNS: Final = re.compile(r"\S(?:.*?\S)?(?= {3,}|$)")
_COLUMN_SLACK: Final = 2
_LONGEST_ENTRY: Final = 220


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
