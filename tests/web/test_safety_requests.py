"""Requests no browser makes: broken bytes, endless bodies, two meanings at once. Always a page, never a fault."""

import socket
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samhandling.web.limits import BODY_LIMIT
from tests.web.house import ADMIN, GP, House

BROKEN = ["%ff", "%c3%28", "%ed%a0%80", "%c0%af", "%00", "%f4%90%80%80"]
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}


def part(name: bytes, value: bytes) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value + b"\r\n--x--\r\n"


def raw(client: httpx.Client, request: bytes) -> bytes:
    """What the server answers to exactly these bytes."""
    place = urlsplit(str(client.base_url))
    with socket.create_connection((place.hostname, place.port), 10) as door:
        door.sendall(request)
        door.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := door.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize("bad", BROKEN)
def test_an_address_that_is_not_utf8_is_refused_with_a_page(house: House, bad: str) -> None:
    client = house.browser(GP)
    for path in (f"/{bad}", f"/regler/{bad}", f"/omrade/{bad}", f"/regler?q={bad}", f"/regler?{bad}=1",
                 f"/logg-inn?til=/{bad}", f"/sjekk?maalform={bad}"):  # fmt: skip
        answer = client.get(path)
        assert (answer.status_code, "Forespørselen kunne ikke leses" in answer.text) == (400, True), path


@pytest.mark.parametrize("control", ["%01", "%0a", "%0d%0aSet-Cookie:%20x=1", "%1b[31m", "%7f", "%09"])
def test_control_characters_in_a_path_are_refused(client: httpx.Client, control: str) -> None:
    assert client.get(f"/regler/{control}").status_code == 400


def test_unencoded_bytes_in_an_address_are_never_a_fault(client: httpx.Client) -> None:
    for path in (b"/\xff", b"/regler?q=\xff\xfe", b"/regler/\xc3\xa6", b"/\x00"):
        answer = raw(client, b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b" 400 " in answer.split(b"\r\n", 1)[0], path


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xc0\xaf", b"a\0b"])
def test_a_form_that_is_not_utf8_is_refused_with_a_page(house: House, bad: bytes) -> None:
    nobody, admin = house.browser(None), house.browser(ADMIN)
    before = house.contents()
    for client, path in ((nobody, "/sjekk"), (nobody, "/logg-inn"), (admin, "/omrade/nord/virksomheter/ny")):
        for body in (part(b"navn", bad), part(bad, b"navn")):
            answer = client.post(path, content=body, headers=MULTIPART)
            assert answer.status_code == 400, (path, answer.status_code)
    for body in (b"q=" + b"".join(b"%%%02x" % byte for byte in bad), b"q=" + bad):
        sent = nobody.post("/regler", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert sent.status_code == 400
    assert house.contents() == before


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1", "hex", "x" * 200, "idna"])
def test_a_form_in_another_encoding_than_the_pages_is_refused(client: httpx.Client, charset: str) -> None:
    kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    assert client.post("/sjekk", content=part(b"brev", b"+ADw-script+AD4-"), headers=kind).status_code == 400


def test_a_form_in_the_pages_own_encoding_is_read_letter_by_letter(client: httpx.Client) -> None:
    text = "EPIKRISE æøå 漢字 🩺 ﬀ"
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data; boundary=x; charset=UTF-8"):
        answer = client.post("/sjekk", content=part(b"brev", text.encode()), headers={"Content-Type": kind})
        assert text in answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), boundary=st.sampled_from(["x", "", "x; charset=latin-1", '"'] ))
def test_whatever_the_bytes_a_form_is_answered_and_never_a_fault(
    client: httpx.Client, body: bytes, boundary: str
) -> None:
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    assert client.post("/logg-inn", content=b"--x\r\n" + body, headers=kind).status_code in (400, 422, 429)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=st.binary(max_size=40))
def test_whatever_the_bytes_an_address_is_answered_and_never_a_fault(client: httpx.Client, tail: bytes) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in tail)
    assert client.get(f"/regler/{quoted}").status_code in (200, 400, 404)
    assert client.get(f"/regler?q={quoted}").status_code in (200, 400)


@pytest.mark.parametrize("path", ["/sjekk", "/regler", "/logg-inn", "/omrade/nord/virksomheter/ny"])
def test_a_body_over_the_limit_is_refused_whether_its_length_is_told_or_not(house: House, path: str) -> None:
    client, before = house.browser(ADMIN), house.contents()
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if path == "/regler" else MULTIPART
    form = b"q=" + b"a" * BODY_LIMIT if path == "/regler" else part(b"navn", b"a" * BODY_LIMIT)
    told = client.post(path, content=form, headers=kind)
    untold = client.post(path, content=iter([form[:9], form[9:700_000], form[700_000:]]), headers=kind)
    for answer in (told, untold):
        assert answer.status_code == 413
        assert "for stor" in answer.text
    assert house.contents() == before


def test_a_form_with_more_fields_than_any_page_has_is_refused(client: httpx.Client) -> None:
    many = b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % n for n in range(500))
    assert client.post("/sjekk", content=many + b"--x--\r\n", headers=MULTIPART).status_code == 400
    files = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="fil"; filename="%d"\r\n\r\n1\r\n' % n for n in range(5)
    )
    assert client.post("/sjekk", content=files + b"--x--\r\n", headers=MULTIPART).status_code == 400
    fields = "&".join(f"q{n}=1" for n in range(500))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/regler", content=fields, headers=form).status_code == 400


def test_of_a_field_sent_twice_one_value_is_used_everywhere(house: House) -> None:
    twice = part(b"maalform", b"nn").removesuffix(b"--x--\r\n") + part(b"maalform", b"klingon")
    answer = house.browser(GP).post("/min-side/om-deg?maalform=nb", content=twice, headers=MULTIPART)
    assert answer.status_code == 422


SMUGGLED = b"GET /smuglet HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n" % (5 + len(SMUGGLED)),
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"Content-Length: 5\r\nContent-Length: %d\r\n" % (5 + len(SMUGGLED)),
        b"Transfer-Encoding: identity, chunked, identity\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length : 5\r\n",
    ],
)
def test_a_message_with_two_lengths_is_one_message_or_none(client: httpx.Client, headers: bytes) -> None:
    """The server never finds a second request where the first one's body may still be."""
    head = b"POST /sjekk HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + b"\r\n"
    answer = raw(client, head + b"0\r\n\r\n" + SMUGGLED)
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert b" 404 " not in answer


def test_a_redirect_never_carries_what_would_be_a_header_of_its_own(house: House) -> None:
    client = house.browser(GP)
    for bad in ("/%0d%0aSet-Cookie:%20x=1", "%0d%0aLocation:%20https://ond.example", "/%E5%98%8D%E5%98%8ASet-Cookie:x"):
        for path in (f"/logg-inn?til={bad}", f"/logg-inn/kode?til={bad}"):
            answer = client.get(path)
            assert answer.status_code == 303
            assert "set-cookie" not in answer.headers
            assert answer.headers["location"].startswith("/")
            assert "ond.example" not in answer.headers["location"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    search = client.post("/regler", content="q=a%0d%0aSet-Cookie: x=1&ansvarlig=%0d%0ax: y", headers=form)
    assert search.status_code == 303
    assert "set-cookie" not in search.headers
    assert search.headers["location"].startswith("/regler?")


@pytest.mark.parametrize(
    "til", ["https://ond.example", "//ond.example", "/\\ond.example", "javascript:alert(1)", "/\t/ond.example",
            "\\\\ond.example", "http:ond.example", "/logg-ut", "///ond.example", "data:text/html,x"],
)  # fmt: skip
def test_nobody_is_led_to_another_site(house: House, til: str) -> None:
    assert house.browser(GP).get("/logg-inn", params={"til": til}).headers["location"] == "/"


def test_a_host_nobody_has_configured_stands_in_no_address(house: House) -> None:
    client = house.browser(GP)
    for path in house.pages:
        answer = client.get(path, headers={"Host": "ond.example", "X-Forwarded-Host": "ond.example"})
        assert "ond.example" not in answer.headers.get("location", "")
        if path != "/regler/2.1.6":
            assert "ond.example" not in answer.text, path
        slashed = client.get(path + "/", headers={"Host": "ond.example"})
        assert "ond.example" not in slashed.headers.get("location", "")


def test_a_long_address_is_answered(client: httpx.Client) -> None:
    assert client.get("/regler?q=" + "a" * 40_000).status_code in (200, 400, 414)
    assert client.get("/" + "a" * 40_000).status_code in (400, 404, 414)
