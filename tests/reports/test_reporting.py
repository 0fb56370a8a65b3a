"""From cases to a report that OSO reads: counted, commented, published, read and corrected."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from samhandling.kernel.scope import SYSTEM
from samhandling.reports import making
from samhandling.reports.content import thawed
from samhandling.reports.making import Maker
from samhandling.reports.tables import (
    DraftState,
    Indicator,
    LocalAgreement,
    PublishedNumber,
    PublishedReport,
    ReportDraft,
    ReportReceipt,
    ReportText,
)
from tests.reports.conftest import AFTER, REPORTS, Secretariat
from tests.worlds import World, post, told, version_in

DRAFT = f"{REPORTS}/utkast/2026-H1"
PUBLISHED = "/rapporter/nord/R-2026-H1"


def test_a_secretary_has_a_period_counted_writes_in_it_and_publishes_what_everybody_can_read(
    house: Secretariat, world: World
) -> None:
    house.deviations("Gro Gp", "Gro Gp", "Siri Strand", "Siri Strand", "Bo Brygga", "Bo Brygga")
    world.clock.now = AFTER
    assert "Ingen rapport er publisert" in house.secretary.get(REPORTS).text
    assert post(house.secretary, f"{REPORTS}/utkast", periode="2026-H1").headers["location"] == DRAFT
    assert "Venter på tur" in house.secretary.get(DRAFT).text
    assert house.count()
    page = told(house.secretary.get(DRAFT).text)
    assert "Det kom 6 avvik." in page
    assert "«2 Utskrivning» var det meste: 6 av 6." in page

    saved = post(house.secretary, f"{DRAFT}/tekst/asked", tekst="OSO ber foretaket se på epikrisene.")
    assert saved.headers["location"] == f"{DRAFT}?gjort=lagret"
    assert post(house.secretary, f"{DRAFT}/tekst/answers", tekst="Svarene kom greit.").status_code == 303
    answer = house.publish()
    assert answer.headers["location"] == f"{PUBLISHED}?gjort=publisert"

    read = told(house.site.browser(None).get(PUBLISHED).text)
    for words in ("Det kom 6 avvik.", "OSO ber foretaket se på epikrisene.", "Svarene kom greit.", "R-2026-H1"):
        assert words in read
    assert "Lest av" not in read
    assert "Sekretariatets kommentar" in read
    (report,) = world.rows(PublishedReport)
    assert {each.publication for each in world.rows(PublishedNumber)} == {"R-2026-H1"}
    assert any(each.action == "report_published" for each in world.events())
    assert report.digest in read


def test_a_published_report_stands_whatever_happens_and_a_correction_is_a_new_version(
    house: Secretariat, world: World
) -> None:
    house.deviations("Gro Gp", "Siri Strand", "Bo Brygga", "Gro Gp", "Siri Strand")
    world.clock.now = AFTER
    house.draft()
    house.publish()
    world.clock.now = AFTER.replace(month=6)
    house.browsers.clear()  # whoever signed in in another month signs in again
    house.deviations("Bo Brygga", "Gro Gp", "Siri Strand", "Bo Brygga", "Gro Gp", "Siri Strand")
    world.clock.now = AFTER + timedelta(days=1)
    anyone = house.site.browser(None)
    assert "Det kom 5 avvik." in told(anyone.get(PUBLISHED).text)

    assert "En annen rapport er publisert" in told(house.secretary.get(DRAFT).text)
    assert "Det kom 11 avvik." in told(house.draft())
    unsaid = house.publish(endret="")
    assert (unsaid.status_code, len(world.rows(PublishedReport))) == (422, 1)
    corrected = house.publish(endret="Seks meldinger ble ført inn etterpå.")
    assert corrected.headers["location"] == f"{PUBLISHED}-2?gjort=publisert"
    assert "Seks meldinger ble ført inn etterpå." in told(anyone.get(f"{PUBLISHED}-2").text)
    first = told(anyone.get(PUBLISHED).text)
    assert "Denne rapporten er rettet." in first
    assert "Det kom 5 avvik." in first
    assert "Erstattet av en ny versjon" in told(house.secretary.get(REPORTS).text)


def test_what_was_published_cannot_be_changed_or_taken_away(house: Secretariat, world: World) -> None:
    house.deviations("Gro Gp")
    world.clock.now = AFTER
    house.draft()
    post(house.secretary, f"{DRAFT}/tekst/asked", tekst="Til orientering.")
    house.publish()
    for what in (
        "UPDATE published_reports SET body = ''", "DELETE FROM published_reports",
        "UPDATE published_numbers SET value = 1", "DELETE FROM published_numbers",
        "UPDATE report_texts SET text = 'x' WHERE report_id IS NOT NULL",
        "DELETE FROM report_texts WHERE report_id IS NOT NULL",
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match=r"append-only|published text"), world.database.writing(SYSTEM) as session:
            session.execute(text(what))


def test_only_the_draft_that_was_shown_is_published_and_only_once(house: Secretariat, world: World) -> None:
    house.deviations("Gro Gp")
    world.clock.now = AFTER
    house.draft()
    old = world.rows(ReportDraft)[0].digest
    world.clock.now = AFTER + timedelta(minutes=5)
    house.draft()
    stale = post(house.secretary, f"{DRAFT}/publiser", avtrykk=old)
    assert stale.status_code == 409
    digest = world.rows(ReportDraft)[0].digest
    sent = [post(house.secretary, f"{DRAFT}/publiser", avtrykk=digest).status_code for _ in range(2)]
    assert (sent, len(world.rows(PublishedReport))) == ([303, 422], 1)


def test_a_period_that_is_not_over_is_shown_and_not_published(house: Secretariat, world: World) -> None:
    house.deviations("Gro Gp")
    assert "Perioden er ikke over ennå" in house.draft()
    refused = house.publish()
    assert (refused.status_code, world.rows(PublishedReport)) == (422, [])
    assert "Perioden er ikke over ennå" in told(refused.text)
    assert post(house.secretary, f"{REPORTS}/utkast", periode="2027").status_code == 422
    for nonsense in ("2026-H3", "x", "../"):
        assert house.secretary.get(f"{REPORTS}/utkast/{nonsense}").status_code == 404


def test_a_comment_with_somebody_in_it_is_stopped_and_two_writers_are_told_of_each_other(
    house: Secretariat, world: World
) -> None:
    stopped = post(house.secretary, f"{DRAFT}/tekst/answers", tekst="Pasienten (fødselsnr. 12016012345) ventet.")
    assert (stopped.status_code, world.rows(ReportText)) == (422, [])
    assert "12016012345" in stopped.text
    assert post(house.secretary, f"{DRAFT}/tekst/answers", tekst="Den ene.").status_code == 303
    late = post(house("Pia Pko"), f"{DRAFT}/tekst/answers", tekst="Den andre.")
    assert late.status_code == 409
    assert {"Den ene.", "Den andre."} <= set(re.findall(r"Den \w+\.", told(late.text)))
    assert post(house.secretary, f"{DRAFT}/tekst/ukjent", tekst="x").status_code == 404


def test_a_slip_in_a_published_text_can_be_hidden_and_the_numbers_stand(house: Secretariat, world: World) -> None:
    house.deviations("Gro Gp")
    world.clock.now = AFTER
    house.draft()
    post(house.secretary, f"{DRAFT}/tekst/asked", tekst="Den omtalte legen i Strandgata må følges opp.")
    house.publish()
    where = re.search(r'href="(/omrade/nord/vern/skjul/report_text/\d+)"', house.secretary.get(PUBLISHED).text)
    assert where
    assert post(house.secretary, where[1], grunn="staff").status_code == 303
    read = told(house.site.browser(None).get(PUBLISHED).text)
    assert ("[fjernet av hensyn til personvern]" in read, "Strandgata" in read) == (True, False)
    assert "Det kom 1 avvik." in read
    assert "vern/skjul" not in house.site.browser(None).get(PUBLISHED).text


def test_who_has_an_account_in_the_area_leaves_one_receipt_and_nobody_else_does(
    house: Secretariat, world: World
) -> None:
    house.deviations("Gro Gp")
    world.clock.now = AFTER
    house.draft()
    house.publish()
    for reader in (house("Olga Oso"), house("Olga Oso"), house.site.browser(None)):
        assert reader.get(PUBLISHED).status_code == 200
    receipts = [each.person_id for each in world.rows(ReportReceipt)]
    assert receipts.count(world.persons["Olga Oso"]) == 1
    assert "Olga Oso" in told(house.secretary.get(PUBLISHED).text)
    assert "Lest av" not in house("Olga Oso").get(PUBLISHED).text
    assert house("Olga Oso").get(DRAFT).status_code == 403
    assert house.site.browser(None).get("/rapporter/nord/R-2025-H1").status_code == 404
    assert house.site.browser(None).get("/rapporter/ingensteds/R-2026-H1").status_code == 404


def test_counting_can_be_stopped_is_taken_up_again_when_it_died_and_given_up_at_last(
    house: Secretariat, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state() -> DraftState:
        return world.rows(ReportDraft)[0].state

    assert post(house.secretary, f"{REPORTS}/utkast", periode="2026-H1").status_code == 303
    assert post(house.secretary, f"{DRAFT}/avbryt").status_code == 303
    assert (state(), house.count()) == (DraftState.CANCELLED, False)

    post(house.secretary, f"{REPORTS}/utkast", periode="2026-H1")

    def cancelled_meanwhile(*_: object) -> None:
        assert "Telles" in told(house.secretary.get(REPORTS).text)
        post(house.secretary, f"{DRAFT}/avbryt")

    first = Maker.beat
    monkeypatch.setattr(Maker, "beat", lambda *given: (cancelled_meanwhile(), first(*given)))
    assert house.count()
    assert state() is DraftState.CANCELLED
    monkeypatch.setattr(Maker, "beat", first)

    post(house.secretary, f"{REPORTS}/utkast", periode="2026-H1")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "draft", killed)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            house.count()
        assert (state(), house.count()) == (DraftState.RUNNING, False)
        world.clock.now += timedelta(minutes=3)
    assert (house.count(), house.count()) == (False, False)
    assert state() is DraftState.FAILED
    assert "Tallene ble ikke hentet ut" in told(house.secretary.get(DRAFT).text)


def test_official_numbers_and_local_agreements_are_entered_by_hand_with_source_and_date(
    house: Secretariat, world: World
) -> None:
    path = f"{DRAFT}/epikrisetid"

    def version() -> int:
        return version_in(house.secretary.get(path).text)

    for form, why in (
        ({"andel_one_day": "120"}, "prosent fra 0 til 100"),
        ({"andel_one_day": "78,5"}, "hvor tallet er hentet"),
        ({"andel_one_day": "78,5", "kilde_one_day": "Statistikkportalen"}, "dagen du leste"),
    ):
        refused = post(house.secretary, path, versjon=version(), **form)
        assert (refused.status_code, why in told(refused.text)) == (422, True)
    whole = {"andel_one_day": "78,5 %", "kilde_one_day": "Statistikkportalen", "hentet_one_day": "2026-07-01"}
    opened = version()
    assert post(house.secretary, path, versjon=opened, **whole).status_code == 303
    late = post(house("Pia Pko"), path, versjon=opened, **whole | {"andel_one_day": "79"})
    assert (late.status_code, "78,5" in late.text, "79" in late.text) == (409, True, True)
    assert [(each.code, each.tenths) for each in world.rows(Indicator)] == [("one_day", 785)]
    backwards = {"fra_1.7": "2026-01-01", "til_1.7": "2025-01-01"}
    assert post(house.secretary, f"{REPORTS}/avtaler", versjon=version(), **backwards).status_code == 422
    agreed = post(house.secretary, f"{REPORTS}/avtaler", versjon=version(), **{"fra_1.7": "2026-01-01"})
    assert agreed.status_code == 303
    assert [each.topic for each in world.rows(LocalAgreement)] == ["1.7"]
    page = told(house.draft())
    assert "78,5" in page
    assert "5 av 6 avtaler og rutiner (83 %)" in page


def test_every_file_of_a_report_says_what_its_page_says(house: Secretariat, world: World) -> None:
    house.deviations("Gro Gp", "Siri Strand", "Bo Brygga", "Gro Gp", "Siri Strand")
    world.clock.now = AFTER
    house.draft()
    house.publish()
    anyone = house.site.browser(None)
    for file, start in (
        ("rapport.pdf", b"%PDF-"), ("saksframlegg.docx", b"PK"), ("rapport.xlsx", b"PK"),
        ("rapport.csv", "\ufeffSamhandlingen".encode()), ("tall.csv", b"report,"), ("rapport.json", b"{"),
    ):  # fmt: skip
        answer = anyone.get(f"{PUBLISHED}/{file}")
        assert answer.status_code == 200, file
        assert answer.content.startswith(start), file
        assert "nord-R-2026-H1" in answer.headers["content-disposition"]
    assert anyone.get(f"{PUBLISHED}/rapport.exe").status_code == 404
    tables = {each["code"]: each for each in _tables(anyone.get(f"{PUBLISHED}/rapport.json").json())}
    assert [row["cases"] for row in tables["by_chapter"]["rows"]] == [5, 5]


def _tables(report: dict[str, object]) -> list[dict[str, object]]:
    return [table for section in report["sections"] for table in section["tables"]]  # type: ignore[attr-defined, index]


def test_the_reports_of_all_areas_stand_together_and_hold_no_more_than_they_do(
    house: Secretariat, world: World
) -> None:
    anyone = house.site.browser(None)
    assert "Ingen rapport er publisert ennå." in told(anyone.get("/rapporter").text)
    house.deviations("Gro Gp", "Siri Strand", "Bo Brygga", "Gro Gp", "Siri Strand", "Gro Gp")
    world.clock.now = AFTER
    house.draft()
    house.publish()
    assert "Nordmo R-2026-H1 6" in told(anyone.get("/rapporter").text)
    lines = list(csv.DictReader(StringIO(anyone.get("/rapporter.csv?periode=2026-H1").text)))
    numbers = {(each["table"], each["code"]): (each["value"], each["shown"]) for each in lines}
    assert numbers["facts", "received"] == ("6", "true")
    (report,) = world.rows(PublishedReport)
    shown = {row.value for table in thawed(report.body).tables for row in table.rows}
    told_of = {each["value"] for each in lines if each["table"] != "facts"}
    assert told_of == {"" if value is None else str(value) for value in shown}
    assert anyone.get("/rapporter.csv?periode=2025-H1").status_code == 404
    assert "Nordmo R-2026-H1 6" in told(anyone.get("/rapporter?periode=x").text)
