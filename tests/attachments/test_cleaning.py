"""What is left of a file: what it shows, and nothing of who made it, where, or what else it carried or did."""

import io
from itertools import pairwise

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader

from samhandling.attachments import jpeg, pdf, pictures, plain_text
from samhandling.attachments.answers import Unfit
from samhandling.attachments.extracting import Extractor
from tests.attachments import files
from tests.attachments.files import ROUTINE, flat, stream

OWNER = "Gammelost"
HIDDEN = OWNER.encode()
XMP = stream(b"<x:xmpmeta><dc:creator>" + HIDDEN + b"</dc:creator></x:xmpmeta>", b"/Type/Metadata/Subtype/XML")


def photo(kind: str = "JPEG") -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x013B] = OWNER
    exif[0x0112] = 6  # lies on its side
    picture = Image.effect_noise((40, 20), 50).convert("RGB")
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Author", OWNER)
        picture.save(out, kind, pnginfo=info, exif=exif)
        return out.getvalue() + HIDDEN
    picture.save(out, kind, exif=exif, comment=OWNER, quality=95)
    return out.getvalue() + HIDDEN


CARRIERS = {
    "author": {"trailer": b"/Info 100 0 R", "more": {100: b"<</Author(" + HIDDEN + b")>>"}},
    "XMP": {"catalogue": b"/Metadata 100 0 R", "more": {100: XMP}},
    "XMP of a page": {"page": b"/Metadata 100 0 R", "more": {100: XMP}},
    "XMP of a picture": {
        "resources": b"/XObject<</I 100 0 R>>",
        "content": b" /I Do",
        "more": {
            100: flat(b"\0" * 100, b"/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/Metadata 101 0 R"),
            101: XMP,
        },
    },
    "what a program keeps for itself": {
        "page": b"/PieceInfo<</Word<</Private(" + HIDDEN + b")>>>>",
        "resources": b"/XObject<</X 100 0 R>>",
        "more": {100: stream(b"", b"/Subtype/Form/BBox[0 0 1 1]/PieceInfo<</A(" + HIDDEN + b")>>")},
    },
    "comment": {"page": b"/Annots[<</Subtype/Text/T(" + HIDDEN + b")/Contents(" + HIDDEN + b")>>]"},
    "link": {"page": b"/Annots[<</Subtype/Link/A<</S/URI/URI(https://" + HIDDEN + b".example)>>>>]"},
    "script at opening": {"catalogue": b"/OpenAction<</S/JavaScript/JS(" + HIDDEN + b")>>"},
    "script by name": {
        "catalogue": b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(" + HIDDEN + b")>>]>>>>"
    },
    "program": {"catalogue": b"/OpenAction<</S/Launch/F(" + HIDDEN + b".exe)>>"},
    "action of a page": {"page": b"/AA<</O<</S/JavaScript/JS(" + HIDDEN + b")>>>>"},
    "bookmark": {"catalogue": b"/Outlines<</First 100 0 R>>", "more": {100: b"<</Title(" + HIDDEN + b")>>"}},
    "layer": {
        "catalogue": b"/OCProperties<</OCGs[100 0 R]>>",
        "resources": b"/Properties<</L 100 0 R>>",
        "more": {100: b"<</Type/OCG/Name(" + HIDDEN + b")>>"},
    },
    "structure": {
        "catalogue": b"/StructTreeRoot<</K 100 0 R>>",
        "more": {100: b"<</S/P/ActualText(" + HIDDEN + b")>>"},
    },
    "an object nobody points at": {"more": {100: b"(" + HIDDEN + b")"}},
    "EXIF of a photo inside": {
        "resources": b"/XObject<</I 100 0 R>>",
        "content": b" /I Do",
        "more": {100: stream(photo(), b"/Subtype/Image/Filter/DCTDecode/Width 40/Height 20/BitsPerComponent 8")},
    },
}  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_pdf_comes_out_without_what_is_not_shown(carrier: str) -> None:
    before = files.pdf(ROUTINE, **CARRIERS[carrier])  # type: ignore[arg-type]
    assert HIDDEN in before

    after, texts, _ = pdf.read(before, with_pictures=False)

    objects = map(PdfReader(io.BytesIO(after)).get_object, range(1, 30))
    everything = after + b"".join(each.get_data() for each in objects if hasattr(each, "get_data"))
    assert HIDDEN not in everything
    assert b"pypdf" not in after
    assert ROUTINE in texts[0]


def test_what_is_behind_the_end_of_a_file_or_an_older_version_of_it_is_gone() -> None:
    older = files.pdf(f"Laget av {OWNER}") + b"\n" + HIDDEN
    assert HIDDEN not in pdf.read(files.pdf(ROUTINE) + HIDDEN, with_pictures=False)[0]
    newest = older + b"11 0 obj\n" + flat(files.drawn(ROUTINE)) + b"\nendobj\n"
    start = older.rfind(b"xref\n0 ")
    at = newest.rfind(b"11 0 obj")
    newest += b"xref\n11 1\n%010d 00000 n \ntrailer\n<</Size 12/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF" % (
        at, start, len(newest))  # fmt: skip

    after, texts, _ = pdf.read(newest, with_pictures=False)

    assert [text.strip() for text in texts] == [ROUTINE]
    assert HIDDEN not in after


def test_pages_keep_their_order_their_size_and_their_turning() -> None:
    before = files.pdf("Rutine for utskriving", "Rutine for poliklinikk", page=b"/Rotate 90/CropBox[10 10 500 700]")

    after, texts, unread = pdf.read(before, with_pictures=False)

    document = PdfReader(io.BytesIO(after))
    assert [text.strip() for text in texts] == ["Rutine for utskriving", "Rutine for poliklinikk"]
    assert [(page.rotation, float(page.cropbox.right)) for page in document.pages] == [(90, 500), (90, 500)]
    assert unread == ()


IMAGE = b"/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8"
ONLY_FOR_HUMANS = {
    "picture": {"resources": b"/XObject<</I 100 0 R>>", "more": {100: flat(b"\0" * 100, IMAGE)}},
    "font": {
        "resources": b"/ExtGState<</G<</Font[100 0 R 1]>>>>",
        "more": {100: b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<<>>]>>"},
    },
    "pattern": {
        "resources": b"/Pattern<</P 100 0 R>>",
        "more": {100: stream(b"", b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/Resources<<>>")},
    },
}  # fmt: skip


@pytest.mark.parametrize("what", ONLY_FOR_HUMANS)
def test_what_no_machine_reads_is_named(what: str) -> None:
    _, _, unread = pdf.read(files.pdf(ROUTINE, **ONLY_FOR_HUMANS[what]), with_pictures=False)  # type: ignore[arg-type]

    assert unread == (what,)


def test_a_picture_in_the_drawing_itself_is_seen_as_one() -> None:
    inline = b" q 9 0 0 9 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \0\1\2\3 EI Q"

    assert "picture" in pdf.read(files.pdf(ROUTINE, content=inline), with_pictures=False)[2]


def test_a_line_that_is_stored_as_a_picture_is_only_a_line() -> None:
    line = flat(b"\0" * 200, IMAGE.replace(b"/Height 10", b"/Height 1").replace(b"/Width 10", b"/Width 200"))
    before = files.pdf(ROUTINE, resources=b"/XObject<</I 100 0 R>>", more={100: line})

    assert pdf.read(before, with_pictures=False)[2] == ()


def test_a_page_that_is_a_picture_is_taken_where_pictures_are_and_waits() -> None:
    before = files.pdf(
        ROUTINE, "", resources=b"/XObject<</I 100 0 R>>", content=b" /I Do", more={100: flat(b"\0" * 100, IMAGE)}
    )

    with pytest.raises(Unfit) as unfit:
        pdf.read(before, with_pictures=False)
    assert (unfit.value.code, unfit.value.page) == ("textless", 2)
    assert pdf.read(before, with_pictures=True)[2] == ("picture", "textless")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_drawn_anew_the_right_way_up_and_says_nothing_of_its_origin(kind: str) -> None:
    before = photo(kind)
    assert HIDDEN in before

    after = pictures.redrawn(before, {"PNG": "png", "JPEG": "jpg"}[kind])

    assert HIDDEN not in after
    with Image.open(io.BytesIO(after)) as picture:
        assert picture.size == (20, 40)
        assert dict(picture.getexif()) == {}


def test_a_photo_inside_a_pdf_keeps_every_point() -> None:
    before = photo()
    after = jpeg.stripped(before)

    assert HIDDEN not in after
    shown = [Image.open(io.BytesIO(each)) for each in (before, after)]
    assert all(one.tobytes() == other.tobytes() for one, other in pairwise(shown))


def test_a_picture_that_would_unfold_to_too_much_is_refused_before_it_does() -> None:
    with pytest.raises(Unfit) as unfit:
        pictures.redrawn(files.png(20_000, 4).replace(b"\0\0\x4e\x20\0\0\0\x04", b"\0\0\x4e\x20\0\0\x4e\x20"), "png")
    assert unfit.value.code in ("too_many_points", "damaged")


@pytest.mark.parametrize("broken", [b"\x89PNG\r\n\x1a\n", files.png()[:40], b"\x89PNG\r\n\x1a\n" + b"\0" * 90])
def test_half_a_picture_is_no_picture(broken: bytes) -> None:
    with pytest.raises(Unfit, match="damaged"):
        pictures.redrawn(broken, "png")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Blålys på ø.\r\nNeste".encode("utf-8-sig"), "Blålys på ø.\nNeste"),
        ("Blålys på ø".encode(), "Blålys på ø"),
        ("Blålys – «på» ø".encode("cp1252"), "Blålys – «på» ø"),
        (b"En\rto\r\ntre", "En\nto\ntre"),
    ],
)
def test_a_text_is_read_as_utf_8_or_as_older_programs_write_it(content: bytes, text: str) -> None:
    assert plain_text.read(content) == text


def test_a_png_called_pdf_is_a_png_and_is_called_so() -> None:
    extracted = Extractor()(files.png(), tesseract="/no/text/to/read")

    assert (extracted.kind, extracted.unread, extracted.text) == ("png", ("picture",), "")
