"""What is typed stands in no log, no error page of somebody else's making, and no secret is ever shown."""

import logging
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from samhandling.app import create_app
from samhandling.audit.chain import Trail
from samhandling.catalogue.content import Rulebook
from samhandling.checks.findings import Checked, Submission
from samhandling.cli import main
from samhandling.identity.tables import Account
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM
from samhandling.kernel.secrets import Secrets
from samhandling.naming import Names
from samhandling.settings import Settings
from tests.databases import Place
from tests.web.conftest import SERVE
from tests.web.house import ADMIN, EVERYBODY, GP, House
from tests.worlds import NOW, World

CANARY = "Kanarifuglen Hemmeligsen 11111111111"
WORDS = re.compile("Kanarifuglen|Hemmeligsen|11111111111")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything any library says, but the client's own library, which is not ours in operation."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    yield caplog
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.NOTSET)


FIELDS = ("navn", "brukernavn", "passord", "passord_na", "passord_igjen", "kode", "reserve", "brev", "q", "notat",
          "epost", "hpr", "person", "grunn", "frigivelse", "versjon", "fra", "til", "rolle", "art", "over")  # fmt: skip


def test_no_form_of_any_route_leaves_a_word_of_what_was_typed_in_the_log(
    house: House, log: pytest.LogCaptureFixture
) -> None:
    statuses = set()
    for who in (None, ADMIN, GP):
        client = house.browser(who)
        for path in house.forms:
            if (who and path in ("/logg-ut", "/min-side/logg-ut-overalt")) or "nettlesere" in path:
                continue
            # Two passwords that differ, so that no link is used up.
            typed = dict.fromkeys(FIELDS, (None, CANARY)) | {"passord_igjen": (None, CANARY + "x")}
            answer = client.post(path, files=typed)
            statuses.add(answer.status_code)
            assert answer.status_code < 500, (who, path)
    assert {401, 403, 422} <= statuses
    assert WORDS.search(log.text) is None
    assert "POST /omrade/nord/virksomheter/ny 422" in log.text


def test_what_a_field_of_an_address_cannot_be_is_not_repeated(house: House) -> None:
    client = house.browser(ADMIN)
    for path in ("virksomheter/KANARI", "personer/KANARI/endre", "organer/1KANARI"):
        answer = client.get(f"/omrade/nord/{path}")
        assert answer.status_code in (404, 422)
        assert "KANARI" not in re.sub(r'(?:href|action)="[^"]*"', "", answer.text)
        assert "detail" not in answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_fault_tells_a_reference_and_neither_the_words_nor_where(
    serve: SERVE, names: Names, book: Rulebook, house: House, log: pytest.LogCaptureFixture
) -> None:
    def faulty(submission: Submission) -> Checked:
        raise RuntimeError(submission.content.decode())

    client = serve(create_app(Settings(dev_http=True), house.services, names, book, faulty))
    answer = client.post("/sjekk", files={"brev": (None, CANARY)})
    assert answer.status_code == 500
    for word in ("RuntimeError", "Traceback", "samhandling/", ".py", "Kanarifuglen"):
        assert word not in answer.text
    assert WORDS.search(log.text) is None
    assert "RuntimeError at" in log.text


def test_a_database_that_is_gone_is_told_as_that_and_nothing_is_let_through(
    serve: SERVE, names: Names, book: Rulebook, sqlite_place: Place, log: pytest.LogCaptureFixture
) -> None:
    database = Database(sqlite_place.url)
    world = World(database)
    person = world.add_person("Kari Nordli", world.role("system_administrator"))
    token = world.token("Kari Nordli")

    def checked(submission: Submission) -> Checked:
        raise NotImplementedError

    client = serve(create_app(Settings(dev_http=True), world.services, names, book, checked))
    signed_out = client.get("/system")
    assert signed_out.status_code == 303
    client.cookies.set("samhandling", token)
    assert client.get("/system").status_code == 200
    database.close()
    sqlite_place.file.rename(sqlite_place.file.with_suffix(".borte"))
    sqlite_place.file.mkdir()
    for method, path in (("GET", "/system"), ("POST", "/system/omrader/ny"), ("GET", "/min-side")):
        answer = client.request(method, path, files={"navn": (None, CANARY)})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert "Databasen svarer ikke" in answer.text
        assert "sqlite" not in answer.text.lower()
    client.cookies.clear()
    signed_in = client.post("/logg-inn", files={"brukernavn": (None, "kari.nordli"), "passord": (None, CANARY)})
    assert (signed_in.status_code, "set-cookie" in signed_in.headers) == (503, False)
    # What needs no database goes on.
    assert client.get("/regler/2.1.6").status_code == 200
    assert client.get("/helse/klar").status_code == 503
    assert client.get("/helse/live").status_code == 200
    assert "OperationalError at" in log.text
    # Looked for last: a line is written after its answer has left.
    assert str(person) in log.text
    assert WORDS.search(log.text) is None
    assert str(sqlite_place.file) not in log.text


def test_a_refusal_is_logged_with_when_what_and_who(house: House, log: pytest.LogCaptureFixture) -> None:
    gp, nobody = house.browser(GP), house.browser(None)
    gp.get("/omrade/nord/personer")
    gp.get("/omrade/sor/personer")
    nobody.post("/logg-ut", headers={"Sec-Fetch-Site": "cross-site"})
    nobody.get("/regler/%00")
    nobody.put("/sjekk")
    for each in (gp, nobody):
        each.get("/helse/live")  # answered after the line before it on the same connection is written
    person = house.world.persons[GP]
    for line in (
        rf"GET /omrade/nord/personer 403 \d+ ms {person}", rf"GET /omrade/… 404 \d+ ms {person}",
        r"POST /logg-ut 403 \d+ ms -", r"GET /regler/%00 400 \d+ ms -", r"PUT /sjekk 405 \d+ ms -",
    ):  # fmt: skip
        assert re.search(line, log.text), line
    assert GP not in log.text


def test_errors_of_the_database_do_not_quote_the_values(database: Database) -> None:
    nobody = Account(person_id=uuid4(), login=CANARY, created_at=NOW)

    def store() -> None:
        with database.writing(SYSTEM) as session:
            session.add(nobody)

    with pytest.raises(IntegrityError) as told:
        store()
    assert "INSERT INTO accounts" in str(told.value)
    assert WORDS.search(str(told.value)) is None


def test_secrets_are_not_shown_when_somebody_prints_what_holds_them(house: House) -> None:
    settings = Settings(secret=CANARY * 2, database_url=f"postgresql+psycopg://app:{CANARY}@localhost/x")
    shown = [repr(settings), str(settings), repr(settings.model_dump()), settings.model_dump_json()]
    shown += [repr(Secrets(CANARY * 2)), repr(Trail(CANARY.encode())), repr(house.services)]
    for text in shown:
        assert WORDS.search(text) is None, text[:80]


def test_a_setting_that_is_refused_is_not_quoted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMHANDLING_SECRET", "Kanarifuglen")
    assert main(["serve"]) == 64
    monkeypatch.delenv("SAMHANDLING_SECRET")
    monkeypatch.setenv("SAMHANDLING_DATABASE_URL", "mysql://app:Kanarifuglen@localhost/x")
    assert main(["serve"]) != 0
    told = capsys.readouterr()
    assert "Kanarifuglen" not in told.out + told.err


def test_no_page_shows_the_token_of_the_browser_that_asks(house: House) -> None:
    for who in EVERYBODY:
        client = house.browser(who)
        token = client.cookies.get("samhandling", "")
        for path in house.pages:
            answer = client.get(path)
            assert not token or token not in answer.text + answer.headers.get("location", "")
