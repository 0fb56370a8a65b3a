"""Who sees what of a transfer: the proposer, hours that are one doctor's, an office's own number, the file."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samhandling import clockwork
from samhandling.app import SLICES
from samhandling.audit.tables import AuditEvent
from samhandling.kernel.scope import SYSTEM, Scope
from samhandling.transfers import repository
from samhandling.transfers.tables import TransferLoad
from samhandling.web.csv_file import cell, csv_of
from tests.transfers.office import AREA, VOLUME, Office
from tests.worlds import post, second_area, told

EVERYWHERE = ("", "/sak.json")


def agreed(office: Office, **changed) -> str:
    number = office.propose(**changed)
    office.advised(number)
    office.adopted(number, starter="2026-03-16")
    office.does(number, "start")
    return number


def found_in_use(office: Office, **changed) -> str:
    number = office.propose("Gro Gp", i_bruk="unagreed", siden="2025-10-01", **changed)
    office.advised(number)
    return number


def text_of(office: Office, number: str, by: str) -> str:
    """Everything a reader is given of a case."""
    return " ".join(office.browser(by).get(f"{AREA}/saker/{number}{part}").text for part in EVERYWHERE)


def test_whoever_found_a_task_in_use_is_told_of_as_a_reporter(office: Office):
    number = found_in_use(office)
    for reader in ("Hans Sykehus", "Tor Høyfjell", "Mia Medlem", "Ove Oso", "Ada Admin"):
        assert "Fjordvik legekontor" not in text_of(office, number, reader), reader
    assert "Fjordvik legekontor" in text_of(office, number, "Pia Pko")


def test_a_unit_that_wants_to_give_a_task_away_stands_by_its_name(office: Office):
    number = office.propose()
    office.advised(number)
    assert "Medisinsk avdeling" in told(office.page(number, "Tor Høyfjell").text)


def test_the_unit_sees_the_case_when_the_pko_has_looked_at_it(office: Office):
    number = office.propose("Gro Gp", i_bruk="unagreed")
    assert office.page(number, "Hans Sykehus").status_code == 404
    office.made(number, "screen_full")
    assert office.page(number, "Hans Sykehus").status_code == 200


def test_the_area_reads_a_case_when_advice_is_given_and_not_before(office: Office):
    number = office.propose()
    office.before_council(number)
    assert office.page(number, "Tor Høyfjell").status_code == 404
    office.made(number, "advise", "Sol Sekretær", **office.advice())
    page = told(office.page(number, "Tor Høyfjell").text)
    assert "Råd fra Fastlegerådet" in page
    assert "Neste steg" not in page


def test_what_is_written_among_those_in_the_case_stays_there(office: Office):
    number = office.propose()
    office.advised(number)
    office.made(number, "write", "Mia Medlem", grunn="Dette tar vi opp muntlig i neste møte.")
    assert "muntlig" in text_of(office, number, "Hans Sykehus")
    assert "muntlig" not in text_of(office, number, "Tor Høyfjell")


def test_a_proposer_in_the_council_does_not_judge_the_own_proposal(office: Office):
    grants = [office.world.role("council_member", body="Fastlegerådet"),
              office.world.role("gp", unit="Fjordvik legekontor")]  # fmt: skip
    office.world.add_person("Eva Begge", *grants)
    number = office.propose("Eva Begge", fra=office.unit("Medisinsk avdeling"))
    office.before_council(number)
    answer = office.step(number, "advise", "Eva Begge", **office.advice())
    assert (answer.status_code, "Du har en side i saken" in told(answer.text)) == (422, True)
    assert office.step(number, "advise", "Mia Medlem", **office.advice()).status_code == 303


HOURS = "3,1"


def test_hours_of_a_task_for_one_office_are_for_that_office_and_the_pko(office: Office):
    number = agreed(office, **{f"kommune_{office.unit('Høyfjell kommune')}": "ja"})
    for reader, sees in (("Pia Pko", True), ("Tor Høyfjell", True), ("Gro Gp", False), ("Ada Admin", False)):
        for path in ("/oppgaver", "/oppgaver.csv", "/oppgaver/belastning", f"/saker/{number}"):
            page = office.browser(reader).get(AREA + path).text
            expected = sees and path != "/oppgaver/belastning"
            assert (HOURS in page) == expected, (reader, path)
    ledger = told(office.browser("Gro Gp").get(f"{AREA}/oppgaver/belastning").text)
    assert "1 oppgave som bare gjelder ett eller to kontorer, er ikke med." in ledger


def test_everybody_is_told_the_same_sum(office: Office):
    agreed(office)
    agreed(office, **{f"kommune_{office.unit('Høyfjell kommune')}": "ja"})
    sums = {told(office.browser(reader).get(f"{AREA}/oppgaver/belastning").text).split("Summen")[0]
            for reader in ("Gro Gp", "Tor Høyfjell", "Hans Sykehus", "Pia Pko", "Ada Admin")}  # fmt: skip
    assert len(sums) == 1
    assert f"{HOURS} timer i uka" in sums.pop()


def test_a_new_proposal_says_what_it_comes_on_top_of(office: Office):
    form = office.browser("Hans Sykehus").get(f"{AREA}/oppgaver/ny").text
    assert "kommer på toppen" not in form
    agreed(office)
    form = told(office.browser("Hans Sykehus").get(f"{AREA}/oppgaver/ny").text)
    assert "Dette kommer på toppen av 3,1 timer i uka fra 1 oppgave som alt er flyttet" in form
    second = office.propose()
    assert "Dette kommer på toppen av 3,1 timer i uka fra 1 annen oppgave" in told(
        office.page(second, "Hans Sykehus").text
    )


def test_the_pko_is_told_apart_of_what_the_area_does_not_know_of(office: Office):
    number = office.propose("Gro Gp", i_bruk="unagreed", siden="2025-10-01")
    office.does(number, "volume", **VOLUME)
    assert "I tillegg kommer 3,1 timer i uka" in told(office.browser("Pia Pko").get(f"{AREA}/oppgaver/belastning").text)
    assert "I tillegg" not in told(office.browser("Gro Gp").get(f"{AREA}/oppgaver/belastning").text)


def test_an_office_tells_its_own_number_and_only_it_and_the_pko_see_it(office: Office):
    number = agreed(office)
    answer = post(office.browser("Gro Gp"), f"{AREA}/oppgaver/{number}/hos-oss", pasienter=27)
    assert answer.status_code == 303
    own = told(office.browser("Gro Gp").get(f"{AREA}/oppgaver/belastning").text)
    assert "Hos dere 0,4 timer i uka" in own
    steward = told(office.browser("Pia Pko").get(f"{AREA}/oppgaver/belastning").text)
    assert "Fjordvik legekontor 1 0,4" in steward
    for reader in ("Tor Høyfjell", "Hans Sykehus", "Mia Medlem", "Ada Admin"):
        page = told(office.browser(reader).get(f"{AREA}/oppgaver/belastning").text)
        assert "Fjordvik legekontor" not in page
        assert "27" not in page
        assert "Fjordvik legekontor" not in text_of(office, number, reader)


def test_an_office_mends_its_number_and_is_told_when_somebody_came_first(office: Office):
    number = agreed(office)
    path = f"{AREA}/oppgaver/{number}/hos-oss"
    post(office.browser("Gro Gp"), path, pasienter=27)
    assert post(office.browser("Gro Gp"), path, pasienter=30, versjon=0).status_code == 409
    assert post(office.browser("Gro Gp"), path, pasienter=30, versjon=1).status_code == 303
    assert [row.patients for row in office.world.rows(TransferLoad)] == [30]


def test_an_office_that_the_task_does_not_reach_has_nothing_to_tell(office: Office):
    number = agreed(office, **{f"kommune_{office.unit('Høyfjell kommune')}": "ja"})
    path = f"{AREA}/oppgaver/{number}/hos-oss"
    assert office.browser("Gro Gp").get(path).status_code == 404
    assert office.browser("Tor Høyfjell").get(path).status_code == 200


def test_the_database_itself_keeps_one_offices_number_from_another(office: Office):
    world = office.world
    number = agreed(office)
    post(office.browser("Gro Gp"), f"{AREA}/oppgaver/{number}/hos-oss", pasienter=27)
    other = Scope(home=frozenset({world.areas["nord"]}), organisations=frozenset({world.units["Høyfjell legekontor"]}),
                  person=world.persons["Tor Høyfjell"])  # fmt: skip
    own = replace(other, organisations=frozenset({world.units["Fjordvik legekontor"]}), person=world.persons["Gro Gp"])
    everybody = list(world.units.values())
    case_id = office.case(number).id or 0
    for scope, found in ((other, []), (own, [27])):
        with world.database.reading(scope) as session:
            assert [row.patients for row in repository.loads_of(session, everybody, [case_id])] == found
            assert repository.loads_in(session, world.areas["nord"], [case_id]) == []


def test_another_areas_register_is_not_there(office: Office):
    second_area(office.world)
    agreed(office)
    assert office.browser("Per Sør").get(f"{AREA}/oppgaver").status_code == 404
    assert "Blodprøver" not in office.browser("Per Sør").get("/omrade/sor/oppgaver").text


def test_the_register_is_a_file_that_the_norwegian_excel_opens(office: Office):
    agreed(office, tittel="=HYPERLINK(1)")
    answer = office.browser("Gro Gp").get(f"{AREA}/oppgaver.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in answer.content
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Oppgave"] == "'=HYPERLINK(1)"
    assert (row["Starter"], row["Timer i uka"]) == ("16.03.2026", "3,1")
    assert row["Vilkår"] == "Rekvisisjonen kommer fra avdelingen | Direkte telefonnummer til lege"


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula(text):
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell(text).removeprefix("'") == text.removeprefix("'")


words = st.text(st.characters(exclude_characters="\0\r\n", codec="utf-8"), max_size=8)


@given(st.lists(st.lists(words, min_size=2, max_size=4), max_size=4))
def test_what_is_written_is_what_is_read(rows):
    read = list(csv.reader(io.StringIO(csv_of(rows).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [[cell(text) for text in row] for row in rows] == read


def nightly(office: Office) -> list[str]:
    """What the clock does in a night, until there is nothing more to do."""
    made, before = office.world.services, len(office.world.rows(AuditEvent))
    for _ in range(5):
        with office.world.database.writing(SYSTEM) as session:
            moved = clockwork.moved(session, made.trail, SLICES, office.world.clock())
        if not moved:
            break
    events = office.world.rows(AuditEvent)[before:]
    return [each.details["move"] for each in events if each.action == "case_moved"]


def test_the_clock_starts_reminds_calls_for_review_and_marks_what_has_expired(office: Office):
    number = office.propose()
    office.advised(number)
    office.adopted(number, starter="2026-04-01", evalueres="2026-10-01", opphorer="2026-12-31")
    for day, moves in (
        (date(2026, 3, 31), []),
        (date(2026, 4, 1), ["start"]),
        (date(2026, 8, 31), []),
        (date(2026, 9, 1), ["remind"]),
        (date(2026, 9, 2), []),
        (date(2026, 10, 1), ["review_falls_due"]),
        (date(2026, 12, 31), []),
        (date(2027, 1, 1), ["expire"]),
        (date(2027, 1, 2), []),
    ):
        office.on(day)
        assert nightly(office) == moves, day
    register = told(office.browser("Gro Gp").get(f"{AREA}/oppgaver").text)
    assert "Utløpt" in register
    assert "Systemet" in told(office.page(number, "Pia Pko").text)


def test_the_clock_takes_up_what_was_postponed(office: Office):
    number = office.propose()
    office.advised(number)
    office.made(number, "postpone", til_dag="2026-06-01", grunn="Betalingen må avklares.")
    office.on(date(2026, 5, 31))
    assert nightly(office) == []
    office.on(date(2026, 6, 1))
    assert nightly(office) == ["time_up"]
    assert office.case(number).state == "assessing"


def test_the_pko_finds_what_waits_in_the_queue(office: Office):
    office.propose()
    assert "Nytt forslag om oppgave" in told(office.browser("Pia Pko").get(f"{AREA}/ko").text)


def test_lists_take_the_same_queries_however_long_they_are(office: Office):
    world = office.world

    def queries(path: str) -> int:
        return world.queries(lambda: office.browser("Gro Gp").get(AREA + path))

    agreed(office)
    office.browser("Gro Gp").get(f"{AREA}/oppgaver")
    before = {path: queries(path) for path in ("/oppgaver", "/oppgaver.csv", "/oppgaver/belastning", "/oppgaver/ny")}
    for _ in range(3):
        agreed(office)
    assert {path: queries(path) for path in before} == before


@pytest.mark.parametrize("path", ["/oppgaver", "/oppgaver/belastning", "/oppgaver/ny"])
def test_the_pages_speak_nynorsk(office: Office, path: str):
    agreed(office)
    page = told(office.browser("Gro Gp").get(f"{AREA}{path}?maalform=nn").text)
    assert not {"oppgaven", "oppgaver", "hvilken", "noen", "kommuner?"} & set(page.lower().split())


def test_the_json_of_a_case_holds_what_its_page_holds(office: Office):
    number = agreed(office)
    found = json.loads(office.browser("Tor Høyfjell").get(f"{AREA}/saker/{number}/sak.json").text)
    assert "Direkte telefonnummer til lege" in json.dumps(found, ensure_ascii=False)
