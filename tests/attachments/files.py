"""Small files written by hand, byte by byte, so that nothing depends on the library that reads them."""

import zlib

#: Nobody: the month is +80.
NUMBER = "13873312345"
ROUTINE = "Rutine for epikrise ved utskriving fra medisinsk avdeling"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<<" + more + b"/Length %d>>\nstream\n" % len(data) + data + b"\nendstream"


def flat(data: bytes, more: bytes = b"") -> bytes:
    """Compressed."""
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + more)


def drawn(text: str) -> bytes:
    """A page's drawing of some lines."""
    lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in text.split("\n")]
    shown = b" ".join(b"(" + line.encode("cp1252") + b") Tj T*" for line in lines)
    return b"BT /F1 12 Tf 50 700 Td 14 TL " + shown + b" ET"


def written(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects; number 1 is the catalogue."""
    out, places = b"%PDF-1.4\n", {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    size, start = max(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return out + b"trailer\n<</Size %d/Root 1 0 R" % size + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % start


def pdf(
    *texts: str,
    catalogue: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    content: bytes = b"",
    more: dict[int, bytes] | None = None,
    trailer: bytes = b"",
) -> bytes:
    """A page for each text. The rest is put into the catalogue, every page, its resources, its drawing, the trailer.

    `more`: further objects, by number from 100.
    """
    objects = {3: FONT}
    kids = b""
    for number, text in enumerate(texts):
        at = 10 + 2 * number
        kids += b"%d 0 R " % at
        objects[at] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R" % (at + 1)
            + b"/Resources<</Font<</F1 3 0 R>>" + resources + b">>" + page + b">>"
        )  # fmt: skip
        objects[at + 1] = flat(drawn(text) + content)
    objects[1] = b"<</Type/Catalog/Pages 2 0 R" + catalogue + b">>"
    objects[2] = b"<</Type/Pages/Count %d/Kids[" % len(texts) + kids + b"]>>"
    return written(dict(sorted((objects | (more or {})).items())), trailer)


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(width: int = 4, height: int = 4, *chunks: bytes) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    points = zlib.compress((b"\0" + b"\x80\x40\x20" * width) * height, 9)
    parts = [chunk(b"IHDR", head), *chunks, chunk(b"IDAT", points), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
