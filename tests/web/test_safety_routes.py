"""Every route there is, also the ones made tomorrow: headers, origins, and that reading changes nothing."""

import re
from http.cookies import SimpleCookie

import httpx
import pytest

from samhandling.services import Services
from samhandling.web.headers import HEADERS
from tests.web.house import ADMIN, EVERYBODY, GP, PKO, SYSTEM_ADMIN, House

#: What a browser of another site, or of another address of ours, says of itself.
STRANGERS = {
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "another origin": {"Origin": "https://ond.example"},
    "no origin to tell": {"Origin": "null"},
    "lies about its site": {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
}
NOT_THERE = [
    "/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect", "/.git/HEAD", "/.git/config", "/.env", "/.svn/entries",
    "/static/", "/static", "/pyproject.toml", "/samhandling.db", "/var/samhandling.db", "/metrics", "/debug", "/admin",
    "/server-status", "/robots.txt", "/static/x/../../pyproject.toml", "/static/x/%2e%2e/pyproject.toml",
    "//etc/passwd",
]  # fmt: skip
KIND = re.compile(r"^text/\w+; charset=utf-8$|^image/|^font/")
METHODS = ["TRACE", "TRACK", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "GETT"]


def is_safe(answer: httpx.Response, *, kept: bool = False) -> bool:
    headers = answer.headers
    return (
        all(headers.get(name) == value for name, value in HEADERS.items())
        and "access-control-allow-origin" not in headers
        and (kept or headers["cache-control"] == "no-store")
        and (not answer.content or KIND.search(headers["content-type"]) is not None)
    )


#: The number of a case that is not there, in the addresses of the house.
NO_CASE = "AV-2026-999"


def test_every_route_answers_everybody_with_the_headers_and_nothing_of_it_is_kept(house: House) -> None:
    wrong, seen = [], set()
    for who in EVERYBODY:
        client = house.browser(who)
        for method, path in house.calls:
            # A form without fields: it is refused before it changes anything.
            strange = {"Origin": "https://ond.example"} if method == "POST" else {}
            answer = client.request(method, path, headers=strange)
            seen.add(answer.status_code)
            if not is_safe(answer):
                wrong.append((who, method, path, answer.status_code))
    assert wrong == []
    assert {200, 303, 403} <= seen
    assert len(house.calls) > 80


def test_error_pages_health_redirects_and_static_files_carry_them_too(house: House) -> None:
    client = house.browser(PKO)
    form = b'--x\r\nContent-Disposition: form-data; name="navn"\r\n\r\n' + b"x" * 1_100_000
    too_large = {"content": form, "headers": {"Content-Type": "multipart/form-data; boundary=x"}}
    answers = {
        400: client.post("/sjekk", content=b"{}"),
        401: house.browser(None).post("/min-side/om-deg", files={"navn": (None, "x")}),
        403: client.get("/omrade/nord/virksomheter/ny"),
        404: client.get("/finnes-ikke"),
        405: client.put("/sjekk"),
        413: client.post("/sjekk", **too_large),  # type: ignore[arg-type]
        422: client.post("/logg-inn", files={"brukernavn": (None, "")}),
        303: house.browser(None).get("/min-side"),
        200: client.get("/helse/live"),
    }
    for status, answer in answers.items():
        assert (answer.status_code, is_safe(answer)) == (status, True), (status, answer)
    for path in ("/helse/klar", "/helse/ukjent"):
        assert is_safe(client.get(path))
    for path in set(re.findall(r'"(/static/[^"#]+)"', client.get("/").text)):
        answer = client.get(path)
        assert answer.status_code == 200
        assert is_safe(answer, kept=True), path


def test_headers_an_asvs_reader_looks_for() -> None:
    policy = HEADERS["Content-Security-Policy"].split("; ")
    for directive in (
        "default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
        "script-src 'self'",
    ):  # fmt: skip
        assert directive in policy
    assert HEADERS["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("stranger", STRANGERS)
def test_no_form_of_any_route_is_taken_from_elsewhere(house: House, stranger: str) -> None:
    taken = []
    for who in (None, ADMIN):
        client = house.browser(who)
        before = house.contents()
        for path in house.forms:
            answer = client.post(path, files={"_": (None, "")}, headers=STRANGERS[stranger])
            if answer.status_code != 403 or "location" in answer.headers or "set-cookie" in answer.headers:
                taken.append((who, path, answer.status_code))
        assert house.contents() == before
    assert taken == []


def test_reading_any_page_as_anybody_changes_nothing_in_the_database(house: House) -> None:
    opened = set()
    for who in EVERYBODY:
        client = house.browser(who)
        before = house.contents()
        for path in house.pages:
            status = client.request("HEAD" if who == PKO else "GET", path).status_code
            assert status < 500, (who, path, status)
            opened |= {path} if status == 200 else set()
        after = house.contents()
        # That somebody with an account has opened a published report is written down (ruling B28).
        assert {name for name, rows in after.items() if rows != before[name]} <= {"report_receipts"}, who
    # Only the steps of a sign-in that nobody has begun lead elsewhere, whoever asks. The last of them is the named
    # exception: the answer of an outside provider ends a sign-in that was begun with a form, and uses it up.
    # The link may have been used by a test before this one.
    # Pages of one case stand in the tests of cases: here there is none by the number that is asked for.
    # The chief doctor, whose the municipality's sheet is, does not live in the house.
    elsewhere = ("/lenke/", "/omrade/nord/avvik/importer/", "/omrade/nord/oversikt/kommune/")
    unopened = {each for each in set(house.pages) - opened if not each.startswith(elsewhere) and NO_CASE not in each}
    leads_on = {"/avvik/ny", "/saker", "/omrade/nord/avvik/ny/lignende"}
    assert unopened <= {"/logg-inn/kode", "/logg-inn/ny-kode", "/logg-inn/helseid/svar"} | leads_on


def test_the_one_exception_is_when_a_browser_was_last_seen_and_only_every_five_minutes(house: House) -> None:
    client, start = house.browser(GP), house.world.clock.now
    before = house.contents()
    try:
        for minutes, changed in ((4, set()), (6, {"user_sessions"}), (10, set()), (12, {"user_sessions"})):
            house.world.clock.now = start.replace(minute=minutes)
            assert client.get("/min-side").status_code == 200
            after = house.contents()
            assert {name for name, rows in after.items() if rows != before[name]} == changed
            before = after
    finally:
        house.world.clock.now = start


def test_what_is_for_developers_or_for_nobody_is_not_there(house: House) -> None:
    client = house.browser(SYSTEM_ADMIN)
    for path in NOT_THERE:
        answer = client.get(path)
        assert (answer.status_code, "Fant ikke siden" in answer.text) == (404, True), path


@pytest.mark.parametrize("path", ["/", "/min-side", "/finnes-ikke", "/helse/live", "/static/x/css/app.css"])
def test_other_methods_than_those_of_links_and_forms_are_refused_everywhere(house: House, path: str) -> None:
    client = house.browser(None)
    for method in METHODS:
        answer = client.request(method, path, headers={"X-Hemmelig": "ekko"})
        if method in ("TRACK", "GETT"):
            # The server itself knows no such words.
            assert (answer.status_code, answer.text) == (400, "Invalid HTTP request received.")
            continue
        assert answer.status_code == 405, method
        assert answer.headers["allow"] == "GET, HEAD, POST"
        assert "ekko" not in answer.text
        assert is_safe(answer)


def test_the_language_cookie_belongs_to_this_host_alone(client: httpx.Client, services: Services) -> None:
    assert services.cookies_are_host
    cookie = SimpleCookie(client.get("/regler?maalform=nn").headers["set-cookie"])["__Host-maalform"]
    assert (cookie.value, cookie["path"], cookie["domain"]) == ("nn", "/", "")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
