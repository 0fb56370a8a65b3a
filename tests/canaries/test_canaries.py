"""Twelve kinds of personal data through every field of every form: none of it is anywhere afterwards.

Looked for in the database, its write-ahead log, temporary files, the log, other pages than the one that refuses, and a
restored backup. Canaries are never acknowledged. A field that asks for a name takes a name: there the other kinds are
tried.
"""

import logging
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from lxml import html

from samhandling.catalogue.content import Rulebook
from samhandling.identity.permissions import Permission
from samhandling.kernel.database import Database
from samhandling.naming import Names
from tests.access.application import routes
from tests.databases import Place
from tests.worlds import Site, World, site, small_area

# A sentence, and the words to look for afterwards. Identity numbers: month +80 or +40, or born after 2033.
CANARIES = {
    "identity number": ("Gjelder 13873312345 fra mars.", "13873312345"),
    "identity number in two": ("Gjelder 138733 54321 fra mars.", "138733 54321"),
    "D-number": ("Gjelder D-nummer 53043412399.", "53043412399"),
    "help number": ("Gjelder 90115244981 fra mars.", "90115244981"),
    "DUF": ("DUF 202312345699 sto i meldingen.", "202312345699"),
    "birth date": ("Pasienten er født 17.11.1951.", "17.11.1951"),
    "phone": ("Pasienten nås på 98765012.", "98765012"),
    "e-mail": ("Skriv til gammelost.kari@eksempel.no i dag.", "gammelost.kari@eksempel"),
    "address": ("Hun bor i Tistelveien 47, 6800 Førde.", "Tistelveien 47"),
    "journal number": ("Journalnummer 77665544 hos oss.", "77665544"),
    "patient": ("Pasienten Torgunn Sletthaug ventet.", "Sletthaug"),
    "relative": ("Datteren Eldrid Vetrhus ringte.", "Vetrhus"),
}
ASKS_FOR_A_NAME = {"navn", "brukernavn", "adresse", "epost", "hpr", "omraadenavn"}
OF_NAMES = {"patient", "relative", "e-mail"}


@pytest.fixture
def pages(
    sqlite_place: Place, names: Names, book: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    world = World(Database(sqlite_place.url))
    small_area(world)
    world.add_person("Sy System", world.role("system_administrator"))
    with site(world, names, book) as open_site:
        yield open_site
    world.database.close()


def forms(pages: Site) -> list[tuple[str, str]]:
    """Who opens which page with a form that is sent to the same address."""
    ids = {
        "omraade": "nord",
        "person": str(pages.world.persons["Gro Gp"]),
        "organ": "1",
        "virksomhet": "2",
        "medlemskap": "1",
        "rolle": "3",
        "konto": "3",
        "formaal": "password",
        "sted": "organisation_note",
        "rad": "2",
    }
    found = []
    for route in routes():
        if "POST" not in route.methods or "{token}" in route.path or route.path == "/sjekk":
            continue
        who = {Permission.SYSTEM_ADMINISTER: "Sy System", Permission.GUARD_RELEASE: "Pia Pko"}.get(
            route.permission or Permission.PUBLIC, "Ada Admin"
        )
        named = ids | ({"rolle": "pko"} if "rollenavn" in route.path else {})
        found.append((who, re.sub(r"\{(\w+)\}", lambda name, ids=named: ids.get(name.group(1), "1"), route.path)))
    return found


def filled(page: str, path: str) -> list[tuple[bool, dict[str, str], list[str]]]:
    """The forms of a page that are sent to `path`, filled in so that they would be taken, and their text fields.

    First whether it is a search: those are sent as plain fields.
    """
    found = []
    for form in html.fromstring(page).iter("form"):
        if form.get("method") != "post" or form.get("action", path).split("?")[0] != path:
            continue
        values, texts = {}, []
        for field in form.iter("input", "textarea", "select"):
            name, kind = field.get("name"), field.get("type", field.tag)
            if not name or kind in ("submit", "file", "password"):
                continue
            if kind in ("input", "text", "textarea", "search", "email"):
                texts.append(name)
            values[name] = value(field, kind)
        found.append((form.get("enctype") is None, values, texts))
    return found


def value(field: html.HtmlElement, kind: str) -> str:
    if kind == "select":
        return next((option.get("value", "") for option in field.iter("option") if option.get("value")), "")
    if kind == "date":
        return "2026-12-01"
    if kind in ("checkbox", "radio", "hidden"):
        return field.get("value", "ja")
    return {"epost": "noen@sykehus.example", "hpr": "", "adresse": "vest"}.get(field.get("name", ""), "Ord her")


def send(client: httpx.Client, path: str, values: dict[str, str], *, search: bool) -> httpx.Response:
    if search:
        return client.post(path, data=values)
    return client.post(path, files={name: (None, text) for name, text in values.items()})


def every_canary_through_every_field(pages: Site) -> tuple[int, list[tuple[str, str, str, int]]]:
    """How many were sent, and those a form did not stop."""
    sent, taken = 0, []
    clients: dict[str, httpx.Client] = {}
    for who, path in forms(pages):
        client = clients.setdefault(who, pages.browser(who))
        page = client.get(path)
        for search, values, texts in filled(page.text, path) if page.status_code == 200 else ():
            for name in texts:
                for number, (kind, (sentence, _)) in enumerate(CANARIES.items()):
                    if name in ASKS_FOR_A_NAME and kind in OF_NAMES:
                        continue
                    # Every other time the form is stale as well, which is another way out of the use case.
                    stale = {"versjon": "999"} if number % 2 else {}
                    answer = send(client, path, values | stale | {name: sentence}, search=search)
                    sent += 1
                    if answer.status_code not in (401, 409, 413, 422, 429):
                        taken.append((path, name, kind, answer.status_code))
    return sent, taken


def test_no_canary_is_left_anywhere(pages: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    sent, taken = every_canary_through_every_field(pages)

    assert taken == []
    assert sent > 300
    admin = pages.browser("Ada Admin")
    for kind, (sentence, words) in CANARIES.items():
        for path in ("/regler", "/omrade/nord/virksomheter", "/omrade/nord/personer", "/omrade/nord/logg"):
            admin.get(f"{path}?q={quote(sentence)}&handling={quote(sentence)}&fra={quote(sentence)}")
        elsewhere = [
            admin.get(f"/omrade/{quote(sentence)}"),
            admin.post(
                "/min-side/maalform", files={"maalform": (None, sentence)}, headers={"Origin": "https://ond.example"}
            ),
            admin.post("/omrade/nord/virksomheter/ny", content=sentence.encode()),
            admin.request("DELETE", "/omrade/nord", headers={"X-Text": quote(sentence)}),
        ]
        assert [answer.status_code for answer in elsewhere if words in answer.text] == [], kind
    # What the test's own client logs is not ours.
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith(("samhandling", "sqlalchemy"))
    )
    assert left(tmp_path, ours) == []
    assert "GET /omrade/nord/personer 200" in ours


def left(folder: Path, log: str) -> list[tuple[str, str]]:
    """Where a canary's words are found, in any of the usual encodings."""
    found = [("the log", kind) for kind, (_, words) in CANARIES.items() if words in log or quote(words) in log]
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            found += [
                (file.name, kind)
                for kind, (_, words) in CANARIES.items()
                if any(words.encode(encoding) in content for encoding in ("utf-8", "utf-16-le"))
            ]
    return found


def test_the_search_for_canaries_can_fail(pages: Site, tmp_path: Path) -> None:
    """A mutant that stores what it was sent is found: in the file, or in its write-ahead log."""
    pages.world.add_person(CANARIES["patient"][0])

    assert {kind for _, kind in left(tmp_path, "")} == {"patient"}
    assert left(tmp_path, f"GET /?q={quote(CANARIES['address'][1])}")[0] == ("the log", "address")
