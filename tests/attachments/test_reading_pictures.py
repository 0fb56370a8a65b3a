"""What stands in a picture passes the guard like any other text, and nothing but its points is kept."""

import io

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from samhandling.attachments.extracting import Extracted, Extractor
from samhandling.kernel import tesseract
from tests.attachments.files import NUMBER, ROUTINE, pdf, png, stream
from tests.tesseract import needs_tesseract

OWNER = "Gammelost"


def picture(text: str, kind: str = "PNG") -> bytes:
    """Of a text, with its owner beside it."""
    drawn, out, exif, info = Image.new("L", (700, 120), "white"), io.BytesIO(), Image.Exif(), PngInfo()
    ImageDraw.Draw(drawn).text((20, 30), text, fill="black", font=ImageFont.load_default(28))
    exif[0x013B] = OWNER
    info.add_text("Author", OWNER)
    drawn.save(out, kind, exif=exif, **({"pnginfo": info} if kind == "PNG" else {"quality": 90}))
    return out.getvalue()


def read(content: bytes) -> Extracted:
    return Extractor()(content, tesseract=tesseract.found())


@needs_tesseract
def test_a_number_in_a_picture_is_found_and_the_owner_of_the_picture_is_not_kept() -> None:
    extracted = read(picture(f"Henvisning {NUMBER}"))

    assert [(hit.kind, extracted.text[hit.start : hit.end]) for hit in extracted.hits] == [("identity_number", NUMBER)]
    assert extracted.unread == ("picture",)
    assert OWNER.encode() not in extracted.content


@needs_tesseract
def test_a_number_on_a_scanned_page_is_found_on_that_page() -> None:
    page = b"/Subtype/Image/Width 700/Height 120/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    scanned = pdf(
        ROUTINE, "", resources=b"/XObject<</I 100 0 R>>", content=b" /I Do",
        more={100: stream(picture(f"Henvisning {NUMBER}", "JPEG"), page)},
    )  # fmt: skip

    extracted = read(scanned)

    (hit,) = extracted.hits
    assert (hit.kind, extracted.page(hit.start)) == ("identity_number", 1)
    assert extracted.text.startswith(ROUTINE)
    assert extracted.unread == ("picture", "textless")
    assert OWNER.encode() not in extracted.content


def test_a_picture_that_could_not_be_read_is_kept_and_those_who_clear_it_will_know() -> None:
    extracted = Extractor()(png(60, 60), tesseract="/bin/false")

    assert (extracted.text, extracted.unread) == ("", ("not_read", "picture"))
