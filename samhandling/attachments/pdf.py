"""A PDF, built anew from what its pages show, and the text of the new one: what the guard reads is what is stored.

Only the pages' drawing and what it needs come along. Author, XMP, comments, links, scripts and actions do not; what
would be lost without anybody seeing it (forms, files inside) refuses the file instead.
"""

import io
import logging
from collections.abc import Iterator
from typing import Any, Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from samhandling.attachments import jpeg
from samhandling.attachments.answers import MOST_CHARACTERS, MOST_CLEANED, MOST_PAGES, Unfit
from samhandling.attachments.pdf_unread import unread_in

_KEPT_OF_PAGE: Final = frozenset(
    {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources", "/Group"}
)
# Wherever they stand below a page: who made it and when, what it does, what hangs on it, layers' names.
_TAKEN_OUT: Final = frozenset(
    {
        "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/Annots", "/JS", "/EF", "/AF", "/OPI",
        "/Ref", "/Thumb", "/StructParent", "/StructParents", "/OC", "/Properties", "/Alternates", "/AcroForm",
    }
)  # fmt: skip
_FILES: Final = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
#: Fewer letters and digits than this on a page with a picture or much drawing: the page is not text.
_LEAST_LETTERS: Final = 20
_MUCH_DRAWING: Final = 200
_DRAWING: Final = frozenset({b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"sh"})
_PICTURES: Final = frozenset({b"Do", b"INLINE IMAGE"})
_SAID_INSTEAD: Final = ("/ActualText", "/Alt", "/E")


def read(content: bytes, *, with_pictures: bool) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
    """The new file, the text of each page, and what in it only a human can read (see `Answer.unread`).

    `with_pictures`: pages that are no text are taken. Unfit: «encrypted», «embedded», «form», «pages», «textless»,
    «long_text», «picture_format», «too_large_cleaned». Anything else that it raises: the file cannot be read.
    """
    cleaned = _rebuilt(_opened(content))
    with _Warnings() as warned:
        document = PdfReader(io.BytesIO(cleaned))
        pages = [_Page(page) for page in document.pages]
    unread = set(unread_in(page for page in document.pages))
    unread |= {"picture"} if any(page.has_inline_picture for page in pages) else set()
    unread |= {"damage"} if warned.any else set()
    texts = tuple(page.text for page in pages)
    if sum(map(len, texts)) > MOST_CHARACTERS:
        raise Unfit("long_text")
    thin = [number for number, page in enumerate(pages, 1) if page.is_thin]
    if not thin and not any(text.strip() for text in texts):
        thin = [1]
    if thin and not with_pictures:
        raise Unfit("textless", thin[0])
    unread |= {"textless"} if thin else set()
    return cleaned, texts, tuple(sorted(unread))


def _opened(content: bytes) -> PdfReader:
    document = PdfReader(io.BytesIO(content))
    if document.is_encrypted:
        raise Unfit("encrypted")
    root = document.root_object
    names = _dictionary(root.get("/Names"))
    if "/EmbeddedFiles" in names or "/Collection" in root or "/AF" in root:
        raise Unfit("embedded")
    form = _dictionary(root.get("/AcroForm"))
    if "/XFA" in form or _items(form.get("/Fields")):
        raise Unfit("form")
    if len(document.pages) > MOST_PAGES:
        raise Unfit("pages")
    for number, page in enumerate(document.pages, 1):
        kinds = {_dictionary(each).get("/Subtype") for each in _items(page.get("/Annots"))}
        if kinds & _FILES:
            raise Unfit("embedded", number)
        if "/Widget" in kinds:
            raise Unfit("form", number)
    return document


def _rebuilt(document: PdfReader) -> bytes:
    writer = PdfWriter()
    writer.metadata = None
    for page in document.pages:
        writer.add_page(page, excluded_keys=[name for name in page if name not in _KEPT_OF_PAGE])
    for each in _below(writer.root_object):
        if isinstance(each, StreamObject) and each.get("/Subtype") == "/Image":
            _strip_picture(each)
    writer.compress_identical_objects(remove_duplicates=False)
    cleaned = io.BytesIO()
    writer.write(cleaned)
    if cleaned.tell() > MOST_CLEANED:
        raise Unfit("too_large_cleaned")
    return cleaned.getvalue()


def _below(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary under it once, with what is taken out gone."""
    waiting: list[Any] = [root]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        value = value.get_object() if isinstance(value, IndirectObject) else value
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, DictionaryObject):
            for name in _TAKEN_OUT & value.keys():
                del value[name]
            yield value
            waiting += [value.raw_get(name) for name in value]
        elif isinstance(value, ArrayObject):
            waiting += list.__iter__(value)


def _strip_picture(picture: StreamObject) -> None:
    """JPEGs inside carry EXIF of their own. JPEG 2000 may too, in boxes nothing here reads."""
    filters = picture.get("/Filter")
    names = list(filters) if isinstance(filters, ArrayObject) else [filters]
    if "/JPXDecode" in names or ("/DCTDecode" in names and len(names) > 1):
        raise Unfit("picture_format")
    if names == ["/DCTDecode"]:
        picture._data = jpeg.stripped(picture._data)
        picture.pop(NameObject("/Length"), None)


class _Page:
    """The text of one page, with what stands instead of it for those who listen, and what else is drawn."""

    def __init__(self, page: PageObject) -> None:
        self.has_inline_picture = False
        self._pictures = self._drawn = 0
        self._instead: list[str] = []
        shown = page.extract_text(visitor_operand_before=self._look)
        hidden = [each for each in self._instead if each.strip() and each not in shown]
        self.text = _storable("\n".join([shown, *hidden]))
        self._letters = sum(character.isalnum() for character in shown)

    @property
    def is_thin(self) -> bool:
        return self._letters < _LEAST_LETTERS and bool(self._pictures or self._drawn > _MUCH_DRAWING)

    def _look(self, operator: bytes, operands: Any, _matrix: Any, _text_matrix: Any) -> None:
        self._pictures += operator in _PICTURES
        self._drawn += operator in _DRAWING
        self.has_inline_picture |= operator == b"INLINE IMAGE"
        if operator == b"BDC" and len(operands) > 1:
            properties = _dictionary(operands[1])
            self._instead += [str(properties[name]) for name in _SAID_INSTEAD if name in properties]


class _Warnings(logging.Handler):
    """Whether pypdf passed over something it could not read: the guard has not seen that."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.any = False

    def __enter__(self) -> "_Warnings":
        logging.getLogger("pypdf").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("pypdf").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.any = True


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _items(value: Any) -> list[Any]:
    found = value.get_object() if value is not None else None
    return list(found) if isinstance(found, ArrayObject) else []


def _storable(text: str) -> str:
    """Without halves of characters and NUL."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
