"""Files that are not taken: what they are is told by their content, and hostile ones end in the child."""

import zlib

import pytest

from samhandling.attachments.extracting import Extractor
from samhandling.attachments.forms import REFUSALS
from samhandling.kernel.errors import Refused
from tests.attachments.files import NUMBER, ROUTINE, drawn, flat, pdf, png, stream, written

EXTRACT = Extractor()


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        EXTRACT(content)
    code = refused.value.code
    code = f"type_{refused.value.values['kind']}" if code == "type" else code
    assert code in REFUSALS
    return code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"PK\x03\x04" + b"\0" * 60, "type_zip"),
        ("Rutine".encode("utf-16"), "type_utf16"),
        ("Rutine".encode("utf-16-le"), "type_utf16"),
        (b"Rutine\x00for alle", "control_characters"),
        (b"Rutine \x1b[31m", "control_characters"),
        (b"Rutine \x81\x8d", "encoding"),
        ("Rutine\u202e".encode(), "control_characters"),
        (b"{\\rtf1 Rutine}", "type_rtf"),
        (b"<html>Rutine</html>", "type_markup"),
        (b'\xef\xbb\xbf  <?xml version="1.0"?><a/>', "type_markup"),
        (b"GIF89a", "type_picture"),
        (b"MZ\x90\x00" + b"\0" * 60, "type_program"),
        (png(), "pictures_off"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "pictures_off"),
        (b"%PDF-1.7\nikke mer enn dette", "damaged"),
        (b"x" * 5_000_001, "too_large"),
        (b"a " * 200_000, "long_text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_taken_is_told_by_its_content(content: bytes, code: str) -> None:
    assert refusal(content) == code


XFA = b"/AcroForm<</XFA 100 0 R/Fields[]>>"
FILE = b"<</Type/Filespec/F(a.exe)/EF<</F 101 0 R>>>>"
REFUSED_PDF = {
    "embedded file": (
        pdf(ROUTINE, catalogue=b"/Names<</EmbeddedFiles<</Names[(a) 100 0 R]>>>>", more={100: FILE}),
        "embedded",
    ),
    "portfolio": (pdf(ROUTINE, catalogue=b"/Collection<<>>"), "embedded"),
    "file on a page": (
        pdf(ROUTINE, page=b"/Annots[<</Subtype/FileAttachment/FS 100 0 R>>]", more={100: FILE}),
        "embedded",
    ),
    "film": (pdf(ROUTINE, page=b"/Annots[<</Subtype/RichMedia>>]"), "embedded"),
    "form": (
        pdf(ROUTINE, catalogue=b"/AcroForm<</Fields[100 0 R]>>", more={100: b"<</FT/Tx/T(navn)/V(Kari)>>"}),
        "form",
    ),
    "field on a page": (pdf(ROUTINE, page=b"/Annots[<</Subtype/Widget/FT/Tx/V(Kari)>>]"), "form"),
    "XFA": (pdf(ROUTINE, catalogue=XFA, more={100: stream(b"<xdp/>")}), "form"),
    "locked": (
        pdf(ROUTINE, trailer=b"/ID[<00><00>]/Encrypt 100 0 R", more={
            100: b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"00" * 32 + b">>>"}),
        "encrypted",
    ),
    "101 pages": (pdf(*[ROUTINE] * 101), "pages"),
    "much text": (pdf(*["a " * 20_000] * 10), "long_text"),
    "no text": (pdf(""), "textless"),
    "picture of a page": (
        pdf(ROUTINE, "", resources=b"/XObject<</I 100 0 R>>", content=b" q 500 0 0 700 0 0 cm /I Do Q", more={
            100: flat(b"\0" * 10_000, b"/Subtype/Image/Width 100/Height 100/BitsPerComponent 8")}),
        "textless",
    ),
    "outlines of letters": (pdf("1", content=b" 1 1 m 2 2 l S" * 300), "textless"),
    "JPEG 2000": (
        pdf(ROUTINE, resources=b"/XObject<</I 100 0 R>>", content=b" /I Do", more={
            100: stream(b"\0\0\0\x0cjP  ", b"/Subtype/Image/Filter/JPXDecode/Width 9/Height 9")}),
        "picture_format",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED_PDF)
def test_a_pdf_that_holds_what_nobody_would_see_is_refused(what: str) -> None:
    content, code = REFUSED_PDF[what]

    assert refusal(content) == code


def bomb(layers: int) -> bytes:
    """Zeros folded again and again."""
    data = b"\0" * 200_000_000
    for _ in range(layers):
        data = zlib.compress(data, 9)
    return data


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


BOMBS = {
    "a stream that unfolds to 200 MB": pdf(ROUTINE, more={11: stream(bomb(1), b"/Filter/FlateDecode")}),
    "a stream folded three times": pdf(
        ROUTINE, more={11: stream(bomb(3), b"/Filter[/FlateDecode/FlateDecode/FlateDecode]")}
    ),
    "deep nesting": pdf(ROUTINE, resources=b"/X " + nested(200_000)),
    "deep nesting in the drawing": pdf(ROUTINE, more={11: flat(nested(200_000) + b" TJ")}),
    "references in a ring": pdf(ROUTINE, resources=b"/X 100 0 R", more={100: b"101 0 R", 101: b"100 0 R"}),
    "a form that draws itself": pdf(
        ROUTINE,
        resources=b"/XObject<</X 100 0 R>>",
        content=b" /X Do",
        more={100: stream(b"/X Do /X Do", b"/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 100 0 R>>>>")},
    ),
    "pages that are their own parents": written(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"}
    ),
    "billions of pages": written(
        {1: b"<</Type/Catalog/Pages 2 0 R>>"}
        | {n: b"<</Type/Pages/Count 1/Kids[" + b"%d 0 R " % (n + 1) * 10 + b"]>>" for n in range(2, 22)}
        | {22: b"<</Type/Page/MediaBox[0 0 1 1]>>"}
    ),
    "a length that lies": pdf(ROUTINE).replace(b"/Length ", b"/Length 99999999"),
    "two million drawings": pdf(ROUTINE, content=b" 1 1 m 2 2 l S" * 200_000),
    "forms that draw ten forms each": pdf(
        ROUTINE,
        resources=b"/XObject<</X 100 0 R>>",
        content=b" /X Do",
        more={
            n: flat(
                b"/X Do " * 10 + drawn("x"),
                b"/Subtype/Form/BBox[0 0 1 1]/Resources<</Font<</F1 3 0 R>>/XObject<</X %d 0 R>>>>" % (n + 1),
            )
            for n in range(100, 112)
        },
    ),
}


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_goes_off_in_the_child_and_has_an_answer(what: str) -> None:
    """Or is harmless: then it comes out clean, and small."""
    codes = []
    try:
        extracted = EXTRACT(BOMBS[what])
    except Refused as refused:
        codes = [refused.code]
    else:
        assert len(extracted.content) < 5_000_000
        assert len(extracted.text) < 300_000
    assert {*codes} <= {"damaged", "too_much", "too_long", "pages", "textless", "long_text"}


def test_what_the_library_passes_over_is_not_taken_for_read() -> None:
    """A form drawn deeper than it will follow could hold anything."""
    extracted = EXTRACT(BOMBS["a form that draws itself"])

    assert "damage" in extracted.unread


def test_text_that_is_only_said_and_not_shown_is_read_too() -> None:
    hidden = pdf(ROUTINE, content=b" /Span<</ActualText(Gjelder " + NUMBER.encode() + b")>>BDC EMC")
    extracted = EXTRACT(hidden)

    assert [hit.kind for hit in extracted.hits if hit.level == "block"] == ["identity_number"]
