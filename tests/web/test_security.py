"""Headers, origins, limits, logs and error pages."""

import logging
import re

import httpx
import pytest
from pydantic import ValidationError
from starlette.formparsers import MultiPartParser

from samhandling.app import create_app
from samhandling.catalogue.content import Rulebook
from samhandling.checks.findings import Checked, Submission
from samhandling.checks.judging import Judge
from samhandling.naming import Names
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.site import site
from samhandling.web.limits import BODY_LIMIT
from tests.web.conftest import SERVE

LETTER = "Hemmelig pasientopplysning om hofta"


def post(client: httpx.Client, **headers: str) -> int:
    files = {"brev": (None, "EPIKRISE")}
    return client.post("/sjekk", files=files, headers={k.replace("_", "-"): v for k, v in headers.items()}).status_code


def own(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


@pytest.mark.parametrize("path", ["/", "/regler", "/regler/9.9", "/sjekk", "/finnes-ikke"])
def test_pages_may_load_only_our_own_files_and_are_never_kept(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "permissions-policy" in headers
    assert "strict-transport-security" not in headers


def test_a_result_is_never_kept_either(client: httpx.Client) -> None:
    answer = client.post("/sjekk", files={"brev": (None, "EPIKRISE")})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


def test_static_files_have_their_checksum_in_the_address_and_may_be_kept_for_ever(client: httpx.Client) -> None:
    address = re.search(r'href="(/static/\w+/css/app\.css)"', client.get("/").text)
    assert address is not None
    answer = client.get(address.group(1))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-security-policy" in answer.headers
    older = client.get("/static/000000000000/css/app.css")
    assert (older.status_code, older.headers["cache-control"]) == (200, "no-cache")
    assert client.get("/static/000000000000/%2e%2e/%2e%2e/pyproject.toml").status_code == 404
    assert client.get("/static/").status_code == 404


def test_over_https_browsers_are_told_to_stay_there(serve: SERVE, services: Services, judge: Judge) -> None:
    client = serve(site(Settings(public_origin="https://samhandling.example"), services, judge))
    assert client.get("/").headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "https://samhandling.example/regler/2.1.6" in client.get("/regler/2.1.6").text


@pytest.mark.parametrize("sender", ["same-origin", "none"])
def test_a_form_of_our_own_pages_is_taken(client: httpx.Client, sender: str) -> None:
    assert post(client, Sec_Fetch_Site=sender) == 200


@pytest.mark.parametrize("sender", ["cross-site", "same-site", "anything"])
def test_a_form_sent_from_another_site_is_refused(client: httpx.Client, sender: str) -> None:
    assert post(client, Sec_Fetch_Site=sender, Origin=own(client)) == 403


def test_an_older_browser_is_judged_by_its_origin(client: httpx.Client) -> None:
    assert post(client, Origin=own(client)) == 200
    assert post(client, Origin="http://127.0.0.1:1") == 403
    assert post(client, Origin="null") == 403
    assert post(client) == 200


def test_behind_a_proxy_the_configured_origin_counts(serve: SERVE, services: Services, judge: Judge) -> None:
    client = serve(site(Settings(public_origin="https://samhandling.example"), services, judge))
    assert post(client, Host="internal:8000", Origin="https://samhandling.example") == 200
    assert post(client, Host="internal:8000", Origin="http://internal:8000") == 403


def test_a_body_over_the_limit_is_refused_with_a_page_whether_its_length_is_told_or_not(client: httpx.Client) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="brev"\r\n\r\n' + b"a" * BODY_LIMIT + b"\r\n--x--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    told = client.post("/sjekk", content=form, headers=kind)
    untold = client.post("/sjekk", content=iter([form[:500_000], form[500_000:]]), headers=kind)
    for answer in (told, untold):
        assert answer.status_code == 413
        assert "Fila er for stor" in answer.text


def test_a_file_over_the_limit_loses_no_field_before_it(client: httpx.Client) -> None:
    fields = {"slag": (None, "epikrise"), "utskrevet": (None, "2026-03-12"), "brev": (None, LETTER)}
    answer = client.post("/sjekk", files=fields | {"fil": ("stor.txt", b"x" * BODY_LIMIT)})
    assert answer.status_code == 413
    assert LETTER in answer.text
    assert 'value="2026-03-12"' in answer.text


def test_markup_in_a_letter_is_shown_as_text_and_cannot_leave_its_field(client: httpx.Client) -> None:
    letter = "EPIKRISE </textarea><script>alert(1)</script> Fastlege bes kalle inn pasienten til kontroll <b>nå"
    page = client.post("/sjekk", files={"brev": (None, letter)}).text
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; " in page
    assert page.count("</textarea>") == page.count("<textarea")


@pytest.mark.parametrize("origin", ["https://samhandling.example/", "samhandling.example", "https://x/sti"])
def test_an_origin_that_would_match_no_request_is_refused_at_the_start(origin: str) -> None:
    with pytest.raises(ValidationError):
        Settings(public_origin=origin)


def test_what_is_no_form_is_refused(client: httpx.Client) -> None:
    assert client.post("/sjekk", content=b"{}", headers={"Content-Type": "application/json"}).status_code == 400
    broken = client.post("/sjekk", content=b"--x\r\nrot", headers={"Content-Type": "multipart/form-data; boundary=y"})
    assert broken.status_code == 400
    assert "Forespørselen kunne ikke leses" in broken.text


def test_the_wrong_method_and_an_unknown_address_get_pages(client: httpx.Client) -> None:
    assert "Siden kan ikke brukes slik" in client.put("/sjekk").text
    assert "Fant ikke siden" in client.get("/finnes-ikke").text


def test_the_log_holds_the_path_but_neither_question_nor_letter(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/regler", params={"q": LETTER})
    client.post(f"/sjekk?q={LETTER}", files={"brev": (None, LETTER)})
    client.get("/regler/2.1%0AGET")
    assert "GET /regler 200" in caplog.text
    assert "POST /sjekk 422" in caplog.text
    assert "%0AGET" in caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("samhandling")]
    assert "Hemmelig" not in "".join(ours)


def test_a_fault_shows_a_reference_and_logs_where_but_not_what(
    serve: SERVE, names: Names, book: Rulebook, caplog: pytest.LogCaptureFixture, services: Services
) -> None:
    def faulty(submission: Submission) -> Checked:
        raise RuntimeError(submission.content.decode())

    answer = serve(create_app(Settings(), services, names, book, faulty)).post("/sjekk", files={"brev": (None, LETTER)})
    assert answer.status_code == 500
    assert "Noe gikk galt hos oss" in answer.text
    reference = re.search(r"<code>(\w+)</code>", answer.text)
    assert reference is not None
    assert reference.group(1) in caplog.text
    assert "RuntimeError at" in caplog.text
    assert LETTER not in caplog.text
    assert LETTER not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_nothing_that_is_let_in_is_large_enough_to_touch_the_disk() -> None:
    assert MultiPartParser.spool_max_size >= BODY_LIMIT
