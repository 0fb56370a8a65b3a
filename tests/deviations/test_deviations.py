"""A deviation from the first press to a closed case, over HTTP on both databases."""

import json
from datetime import date, timedelta

import pytest

from samhandling.cases.tables import Assignment, Case, ClockRow, Participant, RuleLink
from samhandling.deviations.codes import Outcome
from samhandling.deviations.tables import Deviation, Measure
from samhandling.guarding.tables import Redaction
from tests.casework.test_clockwork import night
from tests.deviations.acting import ANSWER, CASE, NEW, TEXT, People
from tests.worlds import World, post, told, version_in


def row(world: World, table: type, **wanted: object):
    return next(each for each in world.rows(table) if all(getattr(each, k) == v for k, v in wanted.items()))


def test_a_clean_report_goes_straight_to_the_unit_with_its_rule_and_a_deadline(people: People, world: World) -> None:
    case = people.case()

    assert row(world, Case).state == "with_unit"
    assert row(world, RuleLink).statement == "2.1.2"
    assert row(world, ClockRow).due_on.isoformat() == "2026-04-16"  # twenty working days, Easter between
    page = people.page("Dag Avdeling", case)
    assert TEXT in page
    assert "Svar" in told(page)


def test_nothing_has_to_be_typed(people: People, world: World) -> None:
    people.case(hva="")
    assert row(world, Case).title == "Epikrise eller notat kom for sent – Medisinsk avdeling"


def test_the_same_form_sent_twice_opens_one_case(people: People, world: World) -> None:
    first, second = people.report(nokkel="samme"), people.report(nokkel="samme")
    assert first.headers["location"] == second.headers["location"]
    assert len(world.rows(Case)) == 1


def test_a_report_without_a_known_unit_waits_in_the_queue(people: People) -> None:
    case = people.case(enhet="")
    assert case in people("Pia Pko").get("/omrade/nord/ko").text
    people.moved("Pia Pko", case, "route", enhet=people.site.world.units["Medisinsk avdeling"], regel="2.1.2")
    assert case not in people("Pia Pko").get("/omrade/nord/ko").text
    assert "Til svar" in people.page("Dag Avdeling", case)


def test_a_serious_event_leaves_a_stub_and_nothing_else(people: People, world: World) -> None:
    people.case(port="serious", hva="Skal ikke lagres her.")

    case, stub = row(world, Case), row(world, Deviation)
    assert (case.state, case.title, stub.channel, stub.minutes, stub.unit_id) == (
        "other_channel", "", "serious", None, None,
    )  # fmt: skip
    assert world.rows(Participant) == []
    assert b"Skal ikke lagres" not in _whole(world)


def test_what_a_diverted_case_said_is_erased_by_a_second_person_and_not_put_back(people: People, world: World) -> None:
    world.add_person("Leif Leder", world.role("department_head", unit="Medisinsk avdeling"))
    number, vern = people.case(), "/omrade/nord/vern"
    people.moved("Pia Pko", number, "divert", kanal="privacy")
    hidden = sorted(each.id for each in world.rows(Redaction))
    assert len(hidden) == 2
    assert "annen må bekrefte" in told(people("Pia Pko").get(vern).text)
    assert "annen kanal" not in told(people("Leif Leder").get(vern).text)
    assert post(people("Leif Leder"), f"{vern}/{hidden[1]}/vis").status_code == 404
    read = post(people("Ada Admin"), f"{vern}/{hidden[1]}/vis").text
    assert TEXT in read
    assert "Legg den tilbake" not in read
    assert post(people("Ada Admin"), f"{vern}/{hidden[1]}/gi-tilbake").status_code == 403
    assert post(people("Ada Admin"), f"{vern}/{hidden[1]}/slett").status_code == 303
    assert [each.sealed is None for each in sorted(world.rows(Redaction), key=lambda row: row.id)] == [False, True]


def test_a_month_ahead_and_ones_own_unit_are_refused_with_everything_typed_kept(people: People) -> None:
    for changed in ({"maaned": "2026-04"}, {"enhet": people.site.world.units["Fjordvik legekontor"]}):
        answer = people.report(**changed)
        assert answer.status_code == 422
        assert TEXT in answer.text


def test_fifty_thousand_characters_are_refused_and_kept_in_the_page(people: People, world: World) -> None:
    answer = people.report(hva="ord " * 12_500)
    assert answer.status_code == 422
    assert "Teksten er for lang" in answer.text
    assert "ord ord ord" in answer.text
    assert world.rows(Case) == []


def test_the_unit_answers_the_reporter_accepts_and_it_is_closed_with_its_measure(people: People, world: World) -> None:
    case = people.case()
    people.moved("Dag Avdeling", case, "answer", **ANSWER | {"resultat": "agreed_with_measure"},
                 tiltak="Daglig gjennomgang", tiltak_frist="2026-05-01")  # fmt: skip
    assert row(world, Assignment).answered_on is not None
    assert row(world, ClockRow).stopped_on is not None
    people.moved("Gro Gp", case, "accept")

    assert row(world, Case).state == "closed"
    assert row(world, Deviation).outcome is Outcome.AGREED_WITH_MEASURE
    assert "Medhold, med tiltak" in people.page("Gro Gp", case)
    measure = row(world, Measure)
    address = f"{CASE}/{case}/tiltak/{measure.id}"
    version = version_in(people("Dag Avdeling").get(address).text)
    form = {"versjon": version, "tiltak": measure.text, "frist": "2026-05-01"}
    assert post(people("Dag Avdeling"), address, **form, effekt="Virket").status_code == 422
    done = post(people("Dag Avdeling"), address, **form, gjort="2026-03-16", effekt="Ingen usignerte siden.")
    assert done.status_code == 303
    assert row(world, Measure).effect_on is not None


def test_only_one_who_judges_confirms_that_it_is_no_deviation(people: People, world: World) -> None:
    case = people.case()
    no_rule = people.move("Dag Avdeling", case, "answer", **ANSWER | {"resultat": "not_deviation"})
    assert no_rule.status_code == 422
    assert "Velg regelen" in no_rule.text
    people.moved("Dag Avdeling", case, "answer", **ANSWER | {"resultat": "not_deviation"}, regel="2.5.5")

    assert "avgjør det" in people.move("Gro Gp", case, "accept").text
    assert people.move("Dag Avdeling", case, "confirm_not_deviation", regel="2.5.5", grunn="x").status_code == 422
    people.moved("Pia Pko", case, "confirm_not_deviation", regel="2.5.5", grunn="Gradering hører til fastlegen.")
    assert row(world, Deviation).outcome is Outcome.NOT_DEVIATION
    assert row(world, Deviation).outcome_rule == "2.5.5"


def test_not_us_sends_it_back_and_the_unit_sees_it_no_more(people: People, world: World) -> None:
    case = people.case()
    people.moved("Dag Avdeling", case, "not_us", grunn="Pasienten lå hos kirurgene.",
                 heller=world.units["Kirurgisk avdeling"])  # fmt: skip
    assert people("Dag Avdeling").get(f"{CASE}/{case}").status_code == 404
    assert case in people("Pia Pko").get("/omrade/nord/ko").text
    page = people("Pia Pko").get(f"{CASE}/{case}/steg/route").text
    assert f'value="{world.units["Kirurgisk avdeling"]}" selected' in page
    people.moved("Pia Pko", case, "route", enhet=world.units["Kirurgisk avdeling"], regel="2.1.2")
    people.moved("Kari Kirurg", case, "answer", **ANSWER)


def test_a_delegated_case_keeps_the_clock_and_an_extended_one_gets_more_once(people: People, world: World) -> None:
    case = people.case()
    people.moved("Dag Avdeling", case, "extend", grunn="Ferie.")
    due = max(each.due_on for each in world.rows(ClockRow) if each.kind == "answer")
    assert due.isoformat() == "2026-04-30"
    again = people.move("Dag Avdeling", case, "extend", grunn="Mer ferie.")
    assert again.status_code == 422
    assert "alt forlenget" in again.text
    people.moved("Dag Avdeling", case, "delegate", enhet=world.units["Kirurgisk avdeling"])
    running = {each.kind: each.due_on for each in world.rows(ClockRow) if each.stopped_on is None}
    assert running == {"answer": due, "council": date(2026, 5, 18)}
    assert "Til svar" in people.page("Kari Kirurg", case)


def test_the_case_waits_until_everybody_asked_has_answered(people: People, world: World) -> None:
    case = people.case()
    people.moved("Pia Pko", case, "ask_another", enhet=world.units["Kirurgisk avdeling"])
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    assert row(world, Case).state == "with_unit"
    people.moved("Kari Kirurg", case, "answer", **ANSWER)
    assert row(world, Case).state == "answered"


def test_questions_go_back_and_forth_without_moving_the_case(people: People, world: World) -> None:
    case = people.case()
    people.moved("Dag Avdeling", case, "ask_back", grunn="Hvilken post gjelder det?")
    assert "Mangler opplysninger" in people.page("Gro Gp", case)
    people.moved("Gro Gp", case, "tell_more", grunn="Sengepost 3.")
    page = people.page("Dag Avdeling", case)
    assert "Sengepost 3." in page
    assert "Mangler opplysninger" not in page
    assert row(world, Case).state == "with_unit"


def test_the_pko_writes_down_an_answer_given_by_telephone(people: People, world: World) -> None:
    case = people.case()
    people.moved("Pia Pko", case, "answer_on_behalf", enhet=world.units["Medisinsk avdeling"], dag="2026-03-13",
                 kanal="phone", **ANSWER)  # fmt: skip
    answered = row(world, Assignment)
    assert (answered.on_behalf, answered.answered_on.isoformat()) == (True, "2026-03-13")


def test_one_who_disagrees_gets_a_new_round(people: People, world: World) -> None:
    case = people.case()
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    people.moved("Gro Gp", case, "disagree", grunn="Det svarer ikke på spørsmålet.")
    assert case in people("Pia Pko").get("/omrade/nord/ko").text
    people.moved("Pia Pko", case, "send_back", grunn="Svar på hvorfor.")
    assert sorted(each.round for each in world.rows(Assignment)) == [1, 2]
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    people.moved("Gro Gp", case, "accept")


def test_it_happened_again_opens_it_with_a_count_and_not_after_a_year(people: People, world: World) -> None:
    case = people.case()
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    people.moved("Gro Gp", case, "accept")
    people.moved("Gro Gp", case, "reopen", grunn="To ganger denne uka.")
    assert row(world, Deviation).reopened == 1
    assert "2. gang" in people.page("Dag Avdeling", case)
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    people.moved("Gro Gp", case, "accept")
    world.clock.now += timedelta(days=366)
    people.browsers.clear()
    assert "mer enn tolv måneder" in people.move("Gro Gp", case, "reopen", grunn="Igjen.").text


def test_a_withdrawn_case_is_asked_about_no_more(people: People) -> None:
    case = people.case(enhet="")
    people.moved("Gro Gp", case, "withdraw")
    assert "Trukket" in people.page("Gro Gp", case)
    assert case not in people("Pia Pko").get("/omrade/nord/ko").text


def test_a_stale_move_shows_both_and_loses_nothing(people: People) -> None:
    case = people.case()
    address = f"{CASE}/{case}/steg/answer"
    version = version_in(people("Dag Avdeling").get(address).text)
    people.moved("Pia Pko", case, "ask_back", grunn="Hvilken post?")
    stale = post(people("Dag Avdeling"), address, versjon=version, **ANSWER)
    assert stale.status_code == 409
    assert ANSWER["svar"] in stale.text
    again = post(people("Dag Avdeling"), address, versjon=version_in(stale.text), **ANSWER)
    assert again.status_code == 303


def test_a_double_answer_is_one_answer(people: People, world: World) -> None:
    case = people.case()
    address = f"{CASE}/{case}/steg/answer"
    version = version_in(people("Dag Avdeling").get(address).text)
    first, second = (post(people("Dag Avdeling"), address, versjon=version, **ANSWER) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 409)
    assert people.page("Gro Gp", case).count(ANSWER["svar"]) == 1


def test_a_blocked_answer_is_stored_nowhere_and_kept_in_the_page(people: People, world: World) -> None:
    case = people.case()
    refused = people.move("Dag Avdeling", case, "answer", svar="Gjelder 01017012345.", resultat="agreed")
    assert refused.status_code == 422
    assert "01017012345" in refused.text
    assert b"01017012345" not in _whole(world)


def test_a_draft_is_kept_without_what_is_blocked_and_thrown_away_when_sent(people: People, world: World) -> None:
    case, client = people.case(), people("Dag Avdeling")
    saved = post(client, "/omrade/nord/utkast", utkast=f"{case}/answer", svar="Halvferdig svar", tiltak="01017012345")
    assert saved.status_code == 200
    assert "ikke med" in saved.text
    page = client.get(f"{CASE}/{case}/steg/answer").text
    assert "Halvferdig svar" in page
    assert "01017012345" not in page
    assert "Halvferdig svar" not in people("Pia Pko").get(f"{CASE}/{case}/steg/ask_back").text
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    assert b"Halvferdig" not in _whole(world) if world.database.is_sqlite else True


def test_another_office_and_another_area_do_not_know_the_case(people: People) -> None:
    case = people.case()
    for who in ("Ola Other", "Kari Kirurg", "Rut Råd"):
        assert people(who).get(f"{CASE}/{case}").status_code == 404
        assert people.move(who, case, "answer", **ANSWER).status_code == 404
        assert case not in people(who).get(CASE).text


def test_the_export_holds_what_the_page_holds(people: People) -> None:
    case = people.case()
    found = json.loads(people("Dag Avdeling").get(f"{CASE}/{case}/sak.json").text)
    assert found["number"] == case
    assert [each["number"] for each in found["rules"]] == ["2.1.2"]
    assert TEXT in json.dumps(found, ensure_ascii=False)


def test_the_list_is_narrowed_and_paged(people: People, world: World) -> None:
    for n in range(3):
        people.case(nokkel=f"n{n}")
    people.case(situasjon="no_plan")
    listed = people("Gro Gp").get(f"{CASE}?regel=2.1.4").text
    assert "AV-2026-004" in listed
    assert "AV-2026-001" not in listed
    assert "Ingen saker du ser" in people("Gro Gp").get(f"{CASE}?status=lukkede").text
    assert world.queries(lambda: people("Gro Gp").get(CASE)) <= 16


def test_the_gp_from_a_finding_finds_the_rule_filled_in(people: People) -> None:
    there = people("Gro Gp").get("/avvik/ny?regel=2.2.5a", follow_redirects=True)
    assert 'value="told_to_call_in" checked' in there.text
    other = people("Gro Gp").get(f"{NEW}?regel=4.4.1").text
    assert 'value="4.4.1" selected' in other


def _whole(world: World) -> bytes:
    """What lies in the database, as bytes."""
    if not world.database.is_sqlite:
        with world.database.engine.connect() as connection:
            rows = connection.exec_driver_sql(
                "SELECT (s.*)::text FROM statements s UNION ALL SELECT values::text FROM drafts"
            )
            return "\n".join(str(row[0]) for row in rows).encode()
    world.database.empty_log()
    with world.database.engine.connect() as connection:
        file = connection.exec_driver_sql("PRAGMA database_list").first()
    assert file is not None
    with open(file[2], "rb") as found:
        return found.read()


@pytest.mark.parametrize("code", ["answer", "extend", "close_unanswered", "fly"])
def test_a_move_one_may_not_make_is_refused_with_a_reason(people: People, code: str) -> None:
    case = people.case()
    answer = people.move("Gro Gp", case, code, grunn="x", **ANSWER)
    assert answer.status_code == (404 if code == "fly" else 422)
    if code != "fly":
        assert "andre som gjør" in told(answer.text)


def test_that_the_patient_is_found_is_written_once_without_saying_who(people: People, world: World) -> None:
    case = people.case(pasient="i_ring")
    assert "Pasienten er funnet" in people.page("Dag Avdeling", case)
    for _ in range(2):
        assert post(people("Dag Avdeling"), f"{CASE}/{case}/pasienten-funnet").status_code == 303
    assert row(world, Deviation).identified_on.isoformat() == "2026-03-16"
    assert [each.action for each in world.events()].count("patient_found") == 1
    assert post(people("Ola Other"), f"{CASE}/{case}/pasienten-funnet").status_code == 404


@pytest.mark.parametrize("answered", [False, True])
def test_one_taken_out_of_a_theme_is_asked_of_the_same_unit_anew(
    people: People, world: World, answered: bool
) -> None:
    case = people.case()
    if answered:
        people.moved("Dag Avdeling", case, "answer", **ANSWER)
    form = {"tittel": "Epikriser i ferien", "tekst": "De kommer for sent.", "regel": "2.1.2", "nokkel": "t"}
    theme = post(people("Pia Pko"), "/omrade/nord/temaer/ny", **form).headers["location"].split("/")[-1].split("?")[0]
    people.moved("Pia Pko", case, "merge", tema=theme)
    people.moved("Pia Pko", case, "take_out")
    assert [each for each in world.rows(ClockRow) if each.stopped_on is None] == []
    people.moved("Pia Pko", case, "route", enhet=world.units["Medisinsk avdeling"], regel="2.1.2")
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    assert row(world, Case, number=case).state == "answered"


def test_a_unit_that_is_asked_again_gets_the_whole_time_before_the_case_can_be_closed_without_it(
    people: People, world: World
) -> None:
    case = people.case()
    night(world, 32)
    people.browsers.clear()
    people.moved("Dag Avdeling", case, "answer", **ANSWER)
    people.moved("Pia Pko", case, "send_back", grunn="Svaret sier ikke hva som blir gjort.")
    refused = people.move("Pia Pko", case, "close_unanswered", grunn="Ingen svarte.")
    assert refused.status_code == 422
    assert "ikke ute" in refused.text
