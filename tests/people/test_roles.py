"""Who holds which role: given once, ended, taken back, and never seen from another area."""

from datetime import date

import pytest

from samhandling.identity.tables import OneTimeLink, Person, PersonName
from tests.worlds import Site, post, second_area, told, version_in

LIST = "/omrade/nord/personer"


def of(site: Site, name: str, path: str = "") -> str:
    return f"{LIST}/{site.world.persons[name]}{path}"


def test_a_role_is_given_in_a_place_it_can_be_held_in_and_shown_at_once(site: Site) -> None:
    ada, unit = site.browser("Ada Admin"), site.world.units["Medisinsk avdeling"]
    form = {"sted": unit, "fra": "2026-03-01", "til": "2026-06-30"}
    assert post(ada, of(site, "Gro Gp", "/rolle?rolle=hospital_doctor"), **form).status_code == 303
    page = told(ada.get(of(site, "Gro Gp")).text)
    assert "Sykehuslege Medisinsk avdeling – Nordmo sykehus HF fra 1. mars 2026 til 30. juni 2026" in page
    event = site.world.events()[-1]
    assert (event.action, event.details["role"], event.details["organisation"]) == (
        "role_given",
        "hospital_doctor",
        unit,
    )


def test_a_role_takes_effect_at_the_next_request_and_ends_after_its_last_day(site: Site) -> None:
    ada, gro = site.browser("Ada Admin"), site.browser("Gro Gp")
    assert gro.get(LIST).status_code == 403
    place = {"sted": site.world.units["Fjordvik kommune"], "fra": "2026-03-16"}
    post(ada, of(site, "Gro Gp", "/rolle?rolle=chief_municipal_doctor"), **place)
    assert gro.get(LIST).status_code == 200
    grant = site.world.grants()[-1]
    dates = {"fra": "2026-03-15", "til": "2026-03-15", "versjon": "1"}
    assert post(ada, of(site, "Gro Gp", f"/roller/{grant.id}"), **dates).status_code == 303
    assert gro.get(LIST).status_code == 403


def test_the_same_form_sent_twice_gives_one_role_and_an_overlapping_one_is_refused(site: Site) -> None:
    ada, path = site.browser("Ada Admin"), of(site, "Gro Gp", "/rolle?rolle=gp_staff")
    form = {"sted": site.world.units["Fjordvik legekontor"], "fra": "2026-03-01"}
    assert [post(ada, path, **form).status_code for _ in range(2)] == [303, 303]
    assert [each.role for each in site.world.grants()].count("gp_staff") == 1
    refused = post(ada, path, **form | {"fra": "2026-04-01"})
    assert refused.status_code == 422
    assert "har denne rollen samme sted" in refused.text


@pytest.mark.parametrize(
    ("role", "where", "says"),
    [("gp", "Medisinsk avdeling", "Velg ett av svarene"), ("gp", "", "Velg ett av svarene")],
)
def test_a_role_in_the_wrong_kind_of_place_is_refused(site: Site, role: str, where: str, says: str) -> None:
    form = {"sted": site.world.units[where] if where else "", "fra": "2026-03-01"}
    answer = post(site.browser("Ada Admin"), of(site, "Pia Pko", f"/rolle?rolle={role}"), **form)
    assert answer.status_code == 422
    assert says in answer.text


def test_the_systems_own_role_cannot_be_given_in_an_area(site: Site) -> None:
    ada = site.browser("Ada Admin")
    for path in ("/rolle?rolle=system_administrator", "/rolle?rolle=finnes_ikke"):
        assert post(ada, of(site, "Ada Admin", path), fra="2026-03-01").status_code == 404
    assert post(ada, f"{LIST}/ny?rolle=system_administrator", navn="X", fra="2026-03-01").status_code == 404


def test_the_last_administrator_cannot_be_ended(site: Site) -> None:
    ada = site.browser("Ada Admin")
    grant = next(each.id for each in site.world.grants() if each.role == "administrator")
    answer = post(ada, of(site, "Ada Admin", f"/roller/{grant}"), fra="2020-01-01", til="2026-03-20", versjon="1")
    assert answer.status_code == 422
    assert "minst én administrator" in answer.text


def test_dates_changed_meanwhile_are_shown_beside_ones_own(site: Site) -> None:
    ada = site.browser("Ada Admin")
    grant = next(each.id for each in site.world.grants() if each.role == "gp")
    path = of(site, "Gro Gp", f"/roller/{grant}")
    post(ada, path, fra="2020-01-01", til="2026-05-01", versjon="1")
    answer = post(ada, path, fra="2020-01-01", til="2026-09-01", versjon="1")
    assert answer.status_code == 409
    assert "2026-05-01 2026-09-01 Ulik" in told(answer.text)
    again = post(ada, path, fra="2020-01-01", til="2026-09-01", versjon=version_in(answer.text))
    assert again.status_code == 303


def test_a_deputy_stands_in_for_one_with_the_same_role_in_the_same_place(site: Site) -> None:
    world, ada = site.world, site.browser("Ada Admin")
    world.add_person("Mari Medlem", world.role("council_member", body="Fastlegerådet"))
    member = world.grants()[-1].id
    council, oso = world.bodies["Fastlegerådet"], world.add_body("ALU Fjord", "alu")
    path = of(site, "Gro Gp", "/rolle?rolle=council_member")
    refused = post(ada, path, sted=oso, fra="2026-03-01", vara_for=member)
    assert "samme rolle samme sted" in refused.text
    assert post(ada, path, sted=council, fra="2026-03-01", vara_for=member).status_code == 303
    assert "vara for Mari Medlem" in told(ada.get(of(site, "Gro Gp")).text)


def test_the_list_is_by_norwegian_name_and_narrowed_by_role_place_and_body(site: Site) -> None:
    world, ada = site.world, site.browser("Ada Admin")
    for name in ("Åse Ås", "Ørjan Øy", "Ærlend Ær", "Zita Zet"):
        world.add_person(name, world.role("gp", unit="Fjordvik legekontor"))
    page = told(ada.get(LIST).text)
    assert sorted(world.persons, key=page.index)[-4:] == [
        "Zita Zet", "Ærlend Ær", "Ørjan Øy", "Åse Ås",
    ]  # fmt: skip
    assert "Ada Admin" not in told(ada.get(f"{LIST}?rolle=gp").text).partition("Fjern avgrensningene")[2]
    narrowed = told(ada.get(f"{LIST}?virksomhet={world.units['Fjordvik legekontor']}&q=zita").text)
    assert "Zita Zet" in narrowed
    assert "Åse Ås" not in narrowed
    assert "Ingen i området passer" in told(ada.get(f"{LIST}?organ={world.bodies['OSO Nordmo']}").text)


def test_persons_and_grants_of_another_area_do_not_exist_here(site: Site) -> None:
    second_area(site.world)
    ada, siri = site.browser("Ada Admin"), site.browser("Siri Sør")
    grant = next(each for each in site.world.grants() if each.person_id == site.world.persons["Per Sør"])
    dates = {"fra": "2020-01-01", "til": "2026-03-20", "versjon": "1"}
    for path in ("", "/endre", "/rolle", f"/roller/{grant.id}", "/tilbakestill", "/slett-navn", "/invitasjon"):
        assert ada.get(of(site, "Per Sør", path)).status_code == 404, path
    assert post(ada, of(site, "Per Sør", f"/roller/{grant.id}"), **dates).status_code == 404
    assert post(ada, of(site, "Gro Gp", f"/roller/{grant.id}"), **dates).status_code == 404
    assert "Per Sør" not in ada.get(LIST).text
    assert "Per Sør" in siri.get("/omrade/sor/personer").text
    assert siri.get(LIST).status_code == 404
    assert ada.get(f"{LIST}/ikke-en-kode").status_code == 404


def test_one_known_elsewhere_is_found_by_the_whole_address_or_number_only(site: Site) -> None:
    second_area(site.world)
    ada, path = site.browser("Ada Admin"), f"{LIST}/kjent?rolle=gp"
    form = {"sted": site.world.units["Fjordvik legekontor"], "fra": "2026-03-01"}
    for wrong in ({"epost": "per@sor"}, {"epost": "per"}, {"hpr": "123456"}, {}):
        answer = post(ada, path, **form, **wrong)
        assert answer.status_code == 422
        assert "Ingen har akkurat denne" in answer.text
    assert post(ada, path, **form, epost="PER@sor.example").status_code == 303
    page = told(ada.get(of(site, "Per Sør")).text)
    assert "Fjordvik legekontor" in page
    assert "Sør legekontor" not in page
    assert "stelles et annet sted" in page


def test_an_area_that_gives_somebody_a_role_cannot_take_over_name_or_account(site: Site) -> None:
    second_area(site.world)
    ada = site.browser("Ada Admin")
    form = {"sted": site.world.units["Fjordvik legekontor"], "fra": "2026-03-01", "hpr": "1234567"}
    assert post(ada, f"{LIST}/kjent?rolle=gp", **form).status_code == 303
    account = site.world.account("Per Sør")
    attempts = [
        post(ada, of(site, "Per Sør", "/endre"), navn="Tatt", versjon="1"),
        post(ada, of(site, "Per Sør", "/tilbakestill"), formaal="password"),
        post(ada, of(site, "Per Sør", f"/konto/{account}/sperr"), versjon="1"),
        post(ada, of(site, "Per Sør", "/slett-navn"), bekreft="ja"),
        post(ada, of(site, "Per Sør", "/invitasjon")),
    ]
    assert [answer.status_code for answer in attempts] == [422] * 5
    assert all("stelles et annet sted" in answer.text for answer in attempts)
    assert site.world.rows(OneTimeLink) == []


def test_an_address_in_use_is_not_invited_again(site: Site) -> None:
    second_area(site.world)
    form = {"navn": "Per Igjen", "epost": "Per@sor.example", "fra": "2026-03-01", "nokkel": "k"}
    answer = post(site.browser("Ada Admin"), f"{LIST}/ny?rolle=pko", **form)
    assert answer.status_code == 422
    assert "hører til en som alt finnes" in answer.text
    assert len(site.world.rows(PersonName)) == len(site.world.rows(Person)) == 5


def test_those_who_may_not_see_roles_are_refused_and_readers_see_no_address(site: Site) -> None:
    world = site.world
    world.add_person("Eva Epost", world.role("gp", unit="Fjordvik legekontor"), email="eva@nord.example")
    assert site.browser("Gro Gp").get(LIST).status_code == 403
    page = site.browser("Pia Pko").get(of(site, "Eva Epost"))
    assert page.status_code == 200
    assert "eva@nord.example" not in page.text
    assert "eva.epost" not in page.text
    assert site.browser("Pia Pko").get(of(site, "Eva Epost", "/endre")).status_code == 403
    assert post(site.browser("Pia Pko"), of(site, "Eva Epost", "/slett-navn"), bekreft="ja").status_code == 403


def test_a_role_that_has_not_begun_can_be_taken_back(site: Site) -> None:
    ada = site.browser("Ada Admin")
    post(ada, of(site, "Gro Gp", "/rolle?rolle=pko"), fra="2026-05-01")
    grant = site.world.grants()[-1]
    assert "kommer" in told(ada.get(of(site, "Gro Gp")).text)
    assert post(ada, of(site, "Gro Gp", f"/roller/{grant.id}/trekk"), versjon="1").status_code == 303
    assert grant.id not in [each.id for each in site.world.grants()]
    begun = next(each for each in site.world.grants() if each.role == "gp")
    refused = post(ada, of(site, "Gro Gp", f"/roller/{begun.id}/trekk"), versjon="1")
    assert refused.status_code == 422
    assert begun.valid_from == date(2020, 1, 1)
