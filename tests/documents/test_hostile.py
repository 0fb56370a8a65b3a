import codecs
import contextlib
import gzip
import http.server
import io
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from samhandling.documents import Unreadable, read
from tests.documents.samples import sample

EPIKRISE = "http://www.kith.no/xmlstds/epikrise/2012-02-15"
BOMB = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("brev.txt", "EPIKRISE")
    return buffer.getvalue()


def xml(inside: str, before: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<Message xmlns="{EPIKRISE}">{inside}</Message>'.encode()


HOSTILE = {
    "billion laughs": (xml("&l9;", f'<!DOCTYPE a [<!ENTITY l0 "ha">{BOMB}]>'), "doctype"),
    "harmless doctype": (xml("", "<!DOCTYPE Message>"), "doctype"),
    "doctype after comment and instruction": (xml("", "<!-- > --><?x <!a ?>\n<!DOCTYPE Message []>"), "doctype"),
    "doctype in utf-16": ("<!DOCTYPE a><a/>".encode("utf-16"), "doctype"),
    "doctype without declaration, wrapped in words": (
        b"<!DOCTYPE x><x>" + b"vanlige ord i et brev " * 20 + b"</x>",
        "doctype",
    ),
    "undefined entity": (xml("&hemmelig;"), "not_well_formed"),
    "utf-7": (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-<a/>', "encoding"),
    "ebcdic": (b'<?xml version="1.0" encoding="cp037"?><a/>', "encoding"),
    "utf-32": ("<a/>".encode("utf-32"), "nul_byte"),
    "latin-1 declared as utf-8": (
        xml("").decode().replace("></M", ">bl\u00e5b\u00e6r</M").encode("iso-8859-1"),
        "encoding",
    ),
    "utf-16 declared but not used": (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "encoding"),
    "nul in xml": (xml("\0"), "nul_byte"),
    "nul in text": (b"EPIKRISE\0 innlagt", "nul_byte"),
    "nul in utf-16": ("EPIKRISE \0 innlagt".encode("utf-16"), "nul_byte"),
    "257 levels": (xml("<a>" * 256 + "</a>" * 256), "too_deep"),
    "100 000 levels": (b"<a>" * 100_000, "too_deep"),
    "400 001 tags": (xml("<a/>" * 400_001), "too_large"),
    "11 MB": (b"EPIKRISE " + b"x" * 11 * 1024 * 1024, "too_large"),
    "11 MB of xml": (xml("x" * 11 * 1024 * 1024), "too_large"),
    "gzip": (gzip.compress(b"EPIKRISE"), "binary"),
    "zip": (zipped(), "binary"),
    "pdf": (b"%PDF-1.7\n", "binary"),
    "png": (b"\x89PNG\r\n\x1a\n", "binary"),
    "ole": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary"),
    "rtf": (b"{\\rtf1 EPIKRISE}", "binary"),
    "control characters": (b"EPIKRISE \x01\x02\x03\x04\x05 innlagt", "binary"),
    "empty": (b"", "empty"),
    "white space": (b" \r\n\t", "empty"),
    "byte order mark alone": (codecs.BOM_UTF8, "empty"),
    "utf-16 byte order mark alone": (codecs.BOM_UTF16_LE, "empty"),
    "white space in utf-16": (" \n".encode("utf-16"), "empty"),
    "lone surrogate in utf-16": (codecs.BOM_UTF16_LE + b"E\0\x00\xd8E\0", "encoding"),
    "odd length of utf-16": (codecs.BOM_UTF16_LE + b"E\0E", "encoding"),
    "lone surrogate in json": (b'{"resourceType": "Bundle", "id": "\\ud800"}', "encoding"),
    "surrogate reference in xml": (xml("&#xD800;"), "not_well_formed"),
    "json nan": (b'{"resourceType": NaN}', "not_well_formed"),
    "json infinity": (b'{"resourceType": -Infinity}', "not_well_formed"),
    "deep json": (b'{"a":' * 300 + b"1" + b"}" * 300, "too_deep"),
    "very deep json": (b"[" * 1_000_000, "too_deep"),
    "json with a huge integer": (b'{"a": ' + b"9" * 10_000 + b"}", "not_well_formed"),
    "cut off json": (b'{"resourceType": "Bundle", ', "not_well_formed"),
    "cut off xml": (sample("epikrise-1.2.xml")[:-40], "not_well_formed"),
    "two roots": (b"<a/><b/>", "not_well_formed"),
    "bad attribute": (b'<a xmlns="x" b=1/>', "not_well_formed"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_for_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert refused.value.message_nn.endswith(".")


def test_a_fault_in_xml_names_its_place() -> None:
    with pytest.raises(Unreadable) as refused:
        read(b'<a xmlns="x">\n<b>\n</a>')
    assert "linje 3" in refused.value.message


def test_a_refusal_never_repeats_the_file() -> None:
    with pytest.raises(Unreadable) as refused:
        read(b'<a xmlns="x"><Fjellrev></Tora></a>')
    assert "Fjellrev" not in refused.value.message + str(refused.value)


def test_256_levels_are_read() -> None:
    assert read(xml("<a>" * 255 + "</a>" * 255)).type == "epikrise"


def test_a_doctype_inside_a_cdata_section_is_only_text() -> None:
    text = sample("poliklinisk-notat.xml").decode().replace("Ho er betre", "<![CDATA[<!DOCTYPE html>]]> Ho er betre")
    assert "<!DOCTYPE html>" in read(text.encode()).text


class Listener:
    """A web server on the loopback that counts its visitors."""

    def __init__(self) -> None:
        self.hits: list[str] = []
        hits = self.hits

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hits.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    listener.thread.start()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()


def test_nothing_is_fetched_and_no_file_is_opened(listener: Listener, tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("innholdet ingen skal se")
    for target in (listener.address + "/x", secret.as_uri()):
        for before in (
            f'<!DOCTYPE a SYSTEM "{target}">',
            f'<!DOCTYPE a [<!ENTITY x SYSTEM "{target}">]>',
            f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{target}"> %x;]>',
        ):
            with pytest.raises(Unreadable) as refused:
                read(xml("&x;", before))
            assert refused.value.code == "doctype"
        document = read(
            xml(
                f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{target}" parse="text"/>'
                f'<ServRprt xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="{EPIKRISE} {target}">'
                '<Event><Comment><Heading V="FO"/><TextResultValue>'
                f'<img xmlns="http://www.w3.org/1999/xhtml" src="{target}"/>ord</TextResultValue></Comment></Event>'
                f"<RefDoc><FileReference>{target}</FileReference></RefDoc></ServRprt>",
                f'<?xml-stylesheet type="text/xsl" href="{target}"?>',
            )
        )
        assert document.attachments == 1
        assert "ingen skal se" not in str(document)
    assert listener.hits == []


SLOW = {
    "dots": b"EPIKRISE\nMedisiner: " + b"a. " * 7000,
    "spaces": b"EPIKRISE\nMedisiner:" + b" " * 20_000 + b"x",
    "columns": b"EPIKRISE\nMedisiner:\n" + b"a    " * 4000,
    "digits": b"EPIKRISE " + b"1" * 20_000,
    "dates": b"EPIKRISE innlagt " + b"1.1." * 5000,
    "words after a label": b"EPIKRISE Innlagt " + b"ord " * 5000,
    "labels": b"EPIKRISE\n" + b"Innlagt " * 2500,
    "doses": b"EPIKRISE\nMedisiner: " + b"a 1 mg x 1, " * 1700,
    "hyphens": b"EPIKRISE\nMedisiner: " + b"a-" * 10_000,
    "capitals": b"EPIKRISE\nKontaktlege " + b"A " * 10_000,
    "you": b"Innkalling " + b"du " * 7000,
    "tags": b"<" + b"<a" * 10_000,
    "quotes": b'{"' + b'\\"' * 10_000,
    "newlines": b"EPIKRISE" + b"\n" * 20_000,
    "units": b"EPIKRISE\nMedisiner:\n" + b"/mg" * 7000,
    "diagnoses": b"EPIKRISE\nDiagnose: " + b"A00 " * 5000,
    "diagnose words": b"EPIKRISE " + b"diagnose " * 2300,
    "sick": b"EPIKRISE " + b"sykmeldt fra " * 1600,
    "signoffs": b"EPIKRISE\n" + b"med vennlig hilsen\n" * 1000,
    "patients": b"EPIKRISE\n" + b"".join(b"pasient 1234567%04d\n" % n for n in range(1000)),
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("data", SLOW.values(), ids=SLOW.keys())
def test_20_kb_of_spite_takes_less_than_a_second_of_work(data: bytes) -> None:
    before = time.thread_time()
    with contextlib.suppress(Unreadable):
        read(data)
    assert time.thread_time() - before < 1.0


def test_json_strings_may_hold_brackets_without_counting_as_levels() -> None:
    with pytest.raises(Unreadable) as refused:
        read(json.dumps({"a": "[" * 1000}).encode())
    assert refused.value.code == "unknown_json"
