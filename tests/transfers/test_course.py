"""A transfer from wish or discovery to the register, through its pages."""

from datetime import date

from samhandling.transfers.codes import Heard, InUse, Track
from samhandling.transfers.tables import TransferAdvice, TransferCondition
from tests.transfers.office import AREA, VOLUME, Office, scored
from tests.worlds import post, told, version_in


def test_a_wish_goes_all_the_way_to_the_register(office: Office):
    number = office.propose()
    office.made(number, "screen_full", storre="nei")
    office.made(number, "assess")
    office.made(number, "volume", "Hans Sykehus", **VOLUME)
    office.made(number, "score", **scored())
    office.made(number, "to_council", organ=office.body("Fastlegerådet"))
    votes = {"for": 5, "mot": 1, "dissens": "Ett medlem mener at kapasiteten mangler."}
    office.made(number, "advise", "Sol Sekretær", **office.advice(**votes))
    office.made(number, "adopt", **office.adoption())
    register = told(office.browser("Gro Gp").get(f"{AREA}/oppgaver").text)
    for words in ("Blodprøver ved stabil behandling", "Anbefalt med vilkår", "Direkte telefonnummer til lege",
                  "Starter 1. april 2026", "Eier: Medisinsk avdeling, avdelingsleder", "Evalueres 1. april 2027",
                  "3,1 timer i uka"):  # fmt: skip
        assert words in register
    page = told(office.page(number, "Gro Gp").text)
    assert "5 for, 1 mot, 0 avholdende" in page
    assert "Ett medlem mener at kapasiteten mangler." in page
    assert "Kort reisevei taler for." in page


def test_a_clear_case_takes_the_light_track(office: Office):
    number = office.propose()
    office.made(number, "screen_light", storre="nei")
    office.made(number, "to_council_light", organ=office.body("Fastlegerådet"))
    office.made(number, "advise", "Mia Medlem", **office.advice(raad="recommended", vilkaar=""))
    office.adopted(number)
    assert (office.row(number).track, office.case(number).state) == (Track.LIGHT, "adopted")


def test_one_no_closes_the_light_track_and_says_so(office: Office):
    number = office.propose(svar_safe="no")
    page = told(office.page(number, "Pia Pko").text)
    assert "Velg forenklet vurdering: Alle de sju spørsmålene må være besvart med ja." in page
    assert "1 av de sju svarene er ikke ja" in page
    assert office.step(number, "screen_light", storre="nei").status_code == 422


def test_a_light_case_grows_into_the_full_assessment(office: Office):
    number = office.propose()
    office.made(number, "screen_light", storre="nei")
    office.made(number, "to_council_light", organ=office.body("Fastlegerådet"))
    office.made(number, "send_back", "Mia Medlem", grunn="Hvor mye tid tar det?")
    assert office.step(number, "to_council", organ=office.body("Fastlegerådet")).status_code == 422
    office.made(number, "volume", "Hans Sykehus", **VOLUME)
    office.made(number, "score", "Mia Medlem", **scored())
    office.made(number, "to_council", organ=office.body("Fastlegerådet"))
    assert office.case(number).state == "to_council"


def test_a_larger_change_is_adopted_only_after_oso(office: Office):
    number = office.propose()
    office.advised(number, major="ja")
    refused = office.step(number, "adopt")
    assert "En større endring må forankres i OSO" in told(refused.text)
    assert refused.status_code == 422
    office.made(number, "to_oso", organ=office.body("OSO Nordmo"), grunn="Rådets innstilling.")
    office.made(number, "adopt", "Ove Oso", organ=office.body("OSO Nordmo"), dag="2026-03-16")
    page = told(office.page(number, "Ove Oso").text)
    assert "8b: en større endring er forankret i OSO Fulgt" in page
    assert "8a: drøftet likeverdig før den ble flyttet Fulgt" in page


def test_a_larger_change_cannot_take_the_light_track(office: Office):
    number = office.propose()
    answer = office.step(number, "screen_light", storre="ja")
    assert answer.status_code == 422
    assert "En større endring trenger full vurdering" in told(answer.text)
    assert office.case(number).state == "proposal"


def test_a_change_found_to_be_larger_leaves_the_light_track(office: Office):
    number, council = office.propose(), office.body("Fastlegerådet")
    office.does(number, "screen_light", storre="nei")
    office.does(number, "size", storre="ja", grunn="Den er varig.")
    refused = office.step(number, "to_council_light", organ=council)
    assert refused.status_code == 422
    assert "En større endring trenger full vurdering" in told(refused.text)
    office.does(number, "size", storre="nei", grunn="Bare i et halvt år.")
    office.does(number, "to_council_light", organ=council)
    office.does(number, "send_back", "Mia Medlem", grunn="Hvor mye tid tar det?")
    assert office.row(number).track is Track.FULL


def test_what_the_council_advises_against_is_not_adopted_without_oso(office: Office):
    number = office.propose()
    office.advised(number, raad="advised_against", vilkaar="")
    answer = office.step(number, "adopt")
    assert answer.status_code == 422
    assert "Skal det likevel vedtas, må saken til OSO" in told(answer.text)
    office.made(number, "reject", organ=office.body("Fastlegerådet"), dag="2026-03-16", grunn="Følger rådet.")
    register = told(office.browser("Tor Høyfjell").get(f"{AREA}/oppgaver").text)
    assert "Avslått Blodprøver ved stabil behandling" in register


def test_what_is_postponed_comes_back_by_itself(office: Office):
    number = office.propose()
    office.advised(number)
    office.made(number, "postpone", til_dag="2026-06-01", grunn="Betalingen må avklares.")
    assert "Utsatt til 1. juni 2026" in told(office.page(number, "Pia Pko").text)
    office.made(number, "resume")
    assert office.case(number).state == "assessing"


def test_a_hearing_that_gps_answered_is_gps_heard(office: Office):
    number = office.propose()
    office.assessed(number)
    office.made(number, "hear", til_gps="ja", til_chief_doctors="ja", frist="2026-05-11")
    office.made(number, "note_answer", enhet=office.unit("Fjordvik kommune"), grunn="Vi har ikke utstyret.")
    assert 'value="1"' in office.browser("Pia Pko").get(f"{AREA}/saker/{number}/steg/hearing_over").text
    office.made(number, "hearing_over", antall=23, grunn="Delt syn på tiden det tar.")
    page = told(office.page(number, "Pia Pko").text)
    assert "Høringssvar: Fjordvik kommune" in page
    assert "Vi har ikke utstyret." in page
    assert office.row(number).heard is Heard.DURING
    page = told(office.page(number, "Pia Pko").text)
    assert "Fastlegene, Kommuneoverlegene" in page
    assert "Svar 23" in page


def test_nothing_is_adopted_before_gps_are_heard(office: Office):
    office.world.add_body("LSU Fjordvik", "lsu")
    number = office.propose()
    office.assessed(number)
    office.made(number, "to_council", organ=office.body("LSU Fjordvik"))
    office.made(number, "advise", **office.advice(organ=office.body("LSU Fjordvik")))
    answer = office.step(number, "adopt")
    assert answer.status_code == 422
    assert "Fastlegene er ikke hørt." in told(answer.text)
    office.made(number, "heard", naar="before", dag="2026-02-01", organ=office.body("Fastlegerådet"))
    office.adopted(number)


def test_found_in_use_without_agreement_is_judged_by_what_came_first(office: Office):
    number = office.propose("Gro Gp", i_bruk="unagreed", siden="2025-10-01")
    assert "I bruk uten avtale" in told(office.page(number, "Pia Pko").text)
    office.advised(number, raad="pilot", vilkaar="Bare i seks måneder")
    page = told(office.page(number, "Pia Pko").text)
    assert "8a: drøftet likeverdig før den ble flyttet Ikke fulgt" in page
    assert office.row(number).heard is Heard.AFTER
    office.adopted(number)
    assert "I bruk uten avtale" not in told(office.page(number, "Pia Pko").text)


def test_nobody_is_accused_of_what_nobody_has_told(office: Office):
    number = office.propose("Gro Gp", i_bruk="unagreed", siden="2025-10-01")
    assert "8a: drøftet likeverdig før den ble flyttet Ikke avklart" in told(office.page(number, "Pia Pko").text)
    trial = office.propose("Gro Gp", i_bruk="trial", siden="2025-10-01")
    office.advised(trial, raad="recommended", vilkaar="")
    assert "flyttet Ikke avklart" in told(office.page(trial, "Pia Pko").text)


def test_found_in_use_is_told_to_the_area_as_soon_as_the_pko_says_so(office: Office):
    number = office.propose("Gro Gp", i_bruk="unagreed")
    assert office.page(number, "Tor Høyfjell").status_code == 404
    office.made(number, "make_known")
    register = told(office.browser("Tor Høyfjell").get(f"{AREA}/oppgaver").text)
    assert "I bruk uten avtale Blodprøver ved stabil behandling I bruk uten avtale" in register
    assert office.step(number, "withdraw", "Gro Gp").status_code == 422


def test_what_is_rejected_but_still_done_stands_as_used_without_agreement(office: Office):
    number = office.propose("Gro Gp", i_bruk="unagreed", siden="2025-10-01")
    office.advised(number, raad="advised_against", vilkaar="")
    office.made(number, "reject", organ=office.body("Fastlegerådet"), dag="2026-03-16", grunn="Følger rådet.")
    register = told(office.browser("Gro Gp").get(f"{AREA}/oppgaver").text)
    assert "I bruk uten avtale Blodprøver" in register
    office.made(number, "stop_use", "Hans Sykehus", dag="2026-03-16", grunn="Brevet er trukket.")
    register = told(office.browser("Gro Gp").get(f"{AREA}/oppgaver").text)
    assert "Ingen oppgaver er kjent i bruk uten avtale." in register
    assert "Avslått Blodprøver" in register


def test_an_agreement_is_started_reviewed_continued_and_ended(office: Office):
    number = office.propose()
    office.advised(number)
    office.adopted(number)
    office.on(date(2026, 4, 2))
    office.made(number, "start")
    office.made(number, "review")
    office.made(number, "continue", evalueres="2028-01-01", grunn="Går godt.")
    assert (office.case(number).state, office.row(number).review_on) == ("continued", date(2028, 1, 1))
    office.made(number, "review")
    office.made(number, "end", dag="2026-04-02", grunn="Avdelingen tar oppgaven tilbake.")
    assert office.case(number).closed_on == date(2026, 4, 2)
    assert "Avviklet Blodprøver" in told(office.browser("Gro Gp").get(f"{AREA}/oppgaver").text)


def test_the_same_form_twice_opens_one_case(office: Office):
    form = office.proposal()
    first = post(office.browser("Hans Sykehus"), f"{AREA}/oppgaver/ny", **form)
    again = post(office.browser("Hans Sykehus"), f"{AREA}/oppgaver/ny", **form)
    assert first.headers["location"] == again.headers["location"]
    assert len(office.world.rows(TransferAdvice)) == 0


def test_a_proposal_can_build_on_an_earlier_case_and_cite_more_rules(office: Office):
    first = office.propose()
    number = office.propose(bygger=first, regler="2.1.6, 2.4.1")
    page = told(office.page(number, "Hans Sykehus").text)
    assert first in page
    assert "8a" in page
    assert "2.1.6" in page


def test_a_case_that_is_not_there_and_a_rule_that_is_not_are_told(office: Office):
    unknown = post(office.browser("Hans Sykehus"), f"{AREA}/oppgaver/ny", **office.proposal(bygger="AV-2026-999"))
    assert (unknown.status_code, "Det er ingen sak AV-2026-999" in told(unknown.text)) == (422, True)
    rule = post(office.browser("Hans Sykehus"), f"{AREA}/oppgaver/ny", **office.proposal(regler="9.9"))
    assert (rule.status_code, "Regelverket har ikke regelen 9.9" in told(rule.text)) == (422, True)


def test_a_patient_in_a_proposal_is_stopped(office: Office):
    answer = post(
        office.browser("Hans Sykehus"), f"{AREA}/oppgaver/ny", **office.proposal(hva="Gjelder 01017012345 hos oss.")
    )
    assert answer.status_code == 422
    assert "01017012345" not in str(office.world.rows(TransferCondition))


def test_an_edit_of_an_old_page_is_shown_beside_the_new(office: Office):
    number = office.propose()
    office.does(number, "screen_full", storre="nei")
    office.does(number, "assess")
    path = f"{AREA}/saker/{number}/steg/volume"
    old = version_in(office.browser("Hans Sykehus").get(path).text)
    office.does(number, "volume", **VOLUME)
    answer = post(office.browser("Hans Sykehus"), path, **(VOLUME | {"versjon": old, "pasienter": 99}))
    assert answer.status_code == 409
    assert "99" in told(answer.text)


def test_advice_with_conditions_needs_conditions_and_only_that(office: Office):
    number = office.propose()
    office.before_council(number)
    none = office.step(number, "advise", "Sol Sekretær", **office.advice(vilkaar=""))
    assert "Skriv vilkårene" in told(none.text)
    wrong = office.step(number, "advise", "Sol Sekretær", **office.advice(raad="advised_against"))
    assert "Vilkår hører til" in told(wrong.text)
    ahead = office.step(number, "advise", "Sol Sekretær", **office.advice(dag="2026-03-17"))
    assert "kan ikke ligge fram i tid" in told(ahead.text)


def test_dates_of_an_agreement_lie_in_order(office: Office):
    number = office.propose()
    office.advised(number)
    office.adopted(number, starter="", eier="", evalueres="", rolle="")
    plan = {"eier": office.unit("Medisinsk avdeling"), "rolle": ""}
    for form, words in (
        ({"starter": "2026-05-01", "evalueres": "2026-05-01"}, "Evalueringen må komme etter starten."),
        ({"starter": "2026-05-01", "evalueres": "2027-05-01", "opphorer": "2026-04-30"}, "Siste dag kan ikke komme"),
        ({"starter": "2026-05-01", "evalueres": "2027-05-01", "opphorer": "2027-04-30"}, "før avtalen er over"),
    ):
        assert words in told(office.step(number, "plan", **(plan | form)).text)
    office.made(number, "plan", **(plan | {"starter": "2026-05-01", "evalueres": "2027-05-01"}))
    assert office.row(number).in_use is InUse.NO
