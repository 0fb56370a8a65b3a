"""Organisations through the pages: added once, renamed with a history, closed with a successor, shared by areas."""

from datetime import date

import pytest

from samhandling.areas.tables import AreaMembership, Organisation, OrganisationVersion
from samhandling.identity.tables import RoleGrant
from tests.worlds import Site, post, second_area, told, version_in

LIST = "/omrade/nord/virksomheter"
NEW = {"slag": "gp_office", "navn": "Brygga legekontor", "maalform": "nb", "fra": "2026-03-01"}


def test_an_office_is_added_under_its_municipality_and_belongs_to_its_area(site: Site) -> None:
    ada, owner = site.browser("Ada Admin"), site.world.units["Fjordvik kommune"]
    answer = post(ada, f"{LIST}/ny", **NEW, over=owner)
    assert answer.status_code == 303
    page = told(ada.get(answer.headers["location"]).text)
    assert "Brygga legekontor" in page
    assert "under Fjordvik kommune" in page
    assert "Det er lagt til." in page
    assert "Brygga legekontor" in ada.get(LIST).text
    assert site.world.events()[-1].action == "organisation_added"
    assert "Brygga" not in str(site.world.events()[-1].details)


def test_a_form_sent_twice_makes_one_organisation_and_leads_to_the_same_page(site: Site) -> None:
    ada, owner = site.browser("Ada Admin"), site.world.units["Fjordvik kommune"]
    first, second = (post(ada, f"{LIST}/ny", **NEW, over=owner) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert [v.name for v in site.world.rows(OrganisationVersion)].count("Brygga legekontor") == 1


def test_a_second_one_of_the_same_name_in_the_same_place_is_refused_with_everything_typed_kept(site: Site) -> None:
    ada, owner = site.browser("Ada Admin"), site.world.units["Fjordvik kommune"]
    answer = post(ada, f"{LIST}/ny", **NEW | {"navn": "fjordvik  Legekontor", "kontakt": "Ring luken"}, over=owner)
    assert answer.status_code == 422
    assert "allerede en åpen med dette navnet" in answer.text
    assert "Ring luken" in answer.text
    assert 'value="fjordvik  Legekontor"' in answer.text


@pytest.mark.parametrize(
    ("kind", "parent", "says"),
    [
        ("hospital_unit", "", "må høre under en annen"),
        ("hospital_unit", "Fjordvik kommune", "kan ikke høre under dette stedet"),
        ("municipality", "Nordmo sykehus HF", "kan ikke høre under dette stedet"),
    ],
)
def test_what_cannot_stand_where_it_is_put_is_refused(site: Site, kind: str, parent: str, says: str) -> None:
    over = site.world.units[parent] if parent else ""
    answer = post(site.browser("Ada Admin"), f"{LIST}/ny", **NEW | {"slag": kind}, over=over)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_patients_number_in_the_contact_note_is_stopped_before_it_is_stored(site: Site) -> None:
    owner = site.world.units["Fjordvik kommune"]
    answer = post(site.browser("Ada Admin"), f"{LIST}/ny", **NEW, over=owner, kontakt="Gjelder 15076500565")
    assert answer.status_code == 422
    assert not any("15076500565" in each.contact_note for each in site.world.rows(OrganisationVersion))


def test_a_new_name_from_a_day_leaves_the_old_one_in_the_history(site: Site) -> None:
    ada, unit = site.browser("Ada Admin"), site.world.units["Medisinsk avdeling"]
    version = version_in(ada.get(f"{LIST}/{unit}/endre").text)
    answer = post(ada, f"{LIST}/{unit}/endre", navn="Avdeling for medisin", fra="2026-02-01", versjon=version)
    assert answer.status_code == 303
    page = told(ada.get(f"{LIST}/{unit}").text)
    assert page.index("Avdeling for medisin fra 1. februar 2026") < page.index("Medisinsk avdeling fra 1. januar 2020")
    assert "til 31. januar 2026" in page
    assert "før Medisinsk avdeling" in told(ada.get(LIST).text)


def test_the_same_change_sent_twice_makes_one_version(site: Site) -> None:
    ada, unit = site.browser("Ada Admin"), site.world.units["Medisinsk avdeling"]
    form = {"navn": "Avdeling for medisin", "fra": "2026-02-01", "versjon": "1"}
    answers = [post(ada, f"{LIST}/{unit}/endre", **form).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert sum(each.organisation_id == unit for each in site.world.rows(OrganisationVersion)) == 2


@pytest.mark.parametrize(("day", "says"), [("2019-12-31", "Da fantes den ikke"), ("2020-01-01", "Rett det i stedet")])
def test_a_change_before_the_place_was_or_on_the_day_it_began_is_refused(site: Site, day: str, says: str) -> None:
    unit = site.world.units["Medisinsk avdeling"]
    answer = post(site.browser("Ada Admin"), f"{LIST}/{unit}/endre", navn="Noe annet", fra=day, versjon="1")
    assert answer.status_code == 422
    assert says in answer.text


def test_a_correction_rewrites_what_holds_and_leaves_no_version(site: Site) -> None:
    ada, unit = site.browser("Ada Admin"), site.world.units["Medisinsk avdeling"]
    form = {"navn": "Medisinsk avdeling A", "enkeltperson": "ja", "maalform": "nn", "versjon": "1"}
    assert post(ada, f"{LIST}/{unit}/rett", **form).status_code == 303
    rows = [each for each in site.world.rows(OrganisationVersion) if each.organisation_id == unit]
    assert [(row.name, row.single_person) for row in rows] == [("Medisinsk avdeling A", True)]
    event = site.world.events()[-1]
    assert (event.action, event.details["fields"]) == (
        "organisation_corrected",
        ["name", "single_person", "maalform"],
    )


def test_a_closed_department_shows_who_took_over_and_its_roles_end_the_same_day(site: Site) -> None:
    world = site.world
    unit, other = world.units["Medisinsk avdeling"], world.units["Kirurgisk avdeling"]
    world.add_person("Kai Kontakt", world.role("department_contact", unit="Medisinsk avdeling"))
    ada = site.browser("Ada Admin")
    answer = post(ada, f"{LIST}/{unit}/avslutt", til="2026-03-10", etterfolger=other, versjon="1")
    assert answer.status_code == 303
    page = told(ada.get(f"{LIST}/{unit}").text)
    assert "Avsluttet 10. mars 2026" in page
    assert "Oppgavene er overtatt av Kirurgisk avdeling" in page
    assert "Medisinsk avdeling" not in told(ada.get(LIST).text)
    assert "Avsluttet 10. mars 2026 nå: Kirurgisk avdeling" in told(ada.get(f"{LIST}?avsluttede=ja").text)
    assert "Tok over etter Medisinsk avdeling" in told(ada.get(f"{LIST}/{other}").text)
    grant = next(each for each in world.rows(RoleGrant) if each.role == "department_contact")
    assert grant.valid_to == date(2026, 3, 10)
    assert [event.action for event in world.events()[-2:]] == ["organisation_closed", "role_ended"]


def test_a_hospital_with_open_departments_is_not_closed(site: Site) -> None:
    unit = site.world.units["Nordmo sykehus HF"]
    answer = post(site.browser("Ada Admin"), f"{LIST}/{unit}/avslutt", til="2026-03-10", versjon="1")
    assert answer.status_code == 422
    assert "fortsatt åpent" in answer.text


def test_a_closing_can_be_taken_back(site: Site) -> None:
    ada, unit = site.browser("Ada Admin"), site.world.units["Medisinsk avdeling"]
    post(ada, f"{LIST}/{unit}/avslutt", til="2026-03-10", versjon="1")
    version = version_in(ada.get(f"{LIST}/{unit}").text)
    assert post(ada, f"{LIST}/{unit}/gjenaapne", versjon=version).status_code == 303
    assert "Medisinsk avdeling" in told(ada.get(LIST).text)


def test_an_organisation_of_another_area_joins_with_all_that_stands_under_it(site: Site) -> None:
    second_area(site.world)
    ada, unit = site.browser("Ada Admin"), site.world.units["Sør kommune"]
    assert ada.get(f"{LIST}/{unit}").status_code == 404
    assert "Sør kommune" in told(ada.get(f"{LIST}/utenfor?q=sør").text)
    assert post(ada, f"{LIST}/legg-til", virksomhet=unit).status_code == 303
    assert post(ada, f"{LIST}/legg-til", virksomhet=unit).status_code == 303
    page = told(ada.get(LIST).text)
    assert "Sør kommune" in page
    assert "Sør legekontor" in page
    assert sum(each.organisation_id == unit for each in site.world.rows(AreaMembership)) == 2


def test_one_that_is_in_several_areas_is_taken_out_of_this_one_and_not_closed(site: Site) -> None:
    second_area(site.world)
    ada, unit = site.browser("Ada Admin"), site.world.units["Sør kommune"]
    post(ada, f"{LIST}/legg-til", virksomhet=unit)
    version = version_in(ada.get(f"{LIST}/{unit}/avslutt").text)
    refused = post(ada, f"{LIST}/{unit}/avslutt", til="2026-03-20", versjon=version)
    assert "med i flere områder" in refused.text
    membership = max(each.id or 0 for each in site.world.rows(AreaMembership) if each.organisation_id == unit)
    path = f"{LIST}/{unit}/medlemskap/{membership}"
    site.world.clock.now = site.world.clock.now.replace(day=20)
    ada = site.browser("Ada Admin")
    assert post(ada, path, fra="2026-03-16", til="2026-03-18", versjon=version).status_code == 303
    assert "Sør kommune" not in told(ada.get(LIST).text)
    assert "Sør kommune" in told(site.browser("Siri Sør").get("/omrade/sor/virksomheter").text)


def test_another_areas_membership_is_not_found_under_ones_own(site: Site) -> None:
    second_area(site.world)
    unit, shared = site.world.units["Sør kommune"], site.world.units["Fjordvik kommune"]
    membership = next(each.id for each in site.world.rows(AreaMembership) if each.organisation_id == unit)
    ada = site.browser("Ada Admin")
    assert ada.get(f"{LIST}/{unit}/medlemskap/{membership}").status_code == 404
    assert ada.get(f"{LIST}/{shared}/medlemskap/{membership}").status_code == 404
    assert post(ada, f"{LIST}/{unit}/rett", navn="Tatt", maalform="nb", versjon="1").status_code == 404


def test_search_finds_a_former_name_and_keeps_what_it_stands_under(site: Site) -> None:
    ada, unit = site.browser("Ada Admin"), site.world.units["Kirurgisk avdeling"]
    post(ada, f"{LIST}/{unit}/endre", navn="Avdeling for kirurgi", fra="2026-02-01", versjon="1")
    page = told(ada.get(f"{LIST}?q=kirurgisk").text)
    assert "1 virksomhet" in page
    assert "Nordmo sykehus HF" in page
    assert "Avdeling for kirurgi" in page
    assert "Medisinsk" not in page
    assert "Ingen virksomhet passer" in told(ada.get(f"{LIST}?q=finnesikke").text)


def test_a_search_for_a_patient_is_stopped_and_stands_in_no_address(site: Site) -> None:
    ada = site.browser("Ada Admin")
    answer = ada.post(LIST, data={"q": "15076500565"})
    assert answer.status_code == 422
    assert "Det ble ikke søkt" in answer.text
    found = ada.post(LIST, data={"q": "Fjordvik", "slag": "gp_office"})
    assert (found.status_code, found.headers["location"]) == (303, f"{LIST}?q=Fjordvik&slag=gp_office")


@pytest.mark.parametrize("name", ["Pia Pko", "Gro Gp"])
def test_those_who_only_read_see_no_way_to_change_and_are_refused(site: Site, name: str) -> None:
    reader, unit = site.browser(name), site.world.units["Medisinsk avdeling"]
    page = reader.get(f"{LIST}/{unit}")
    assert page.status_code == 200
    assert "Rett en feil" not in page.text
    assert "Færre enn tre leger" not in page.text
    assert reader.get(f"{LIST}/{unit}/endre").status_code == 403
    assert post(reader, f"{LIST}/ny", **NEW).status_code == 403
    assert site.world.rows(Organisation)[-1].kind == "gp_office"


def test_a_new_area_shows_where_to_begin(site: Site) -> None:
    site.world.add_area("ny-by", "Nyby")
    site.world.add_person("Nils Ny", site.world.role("administrator", area="ny-by"))
    nils = site.browser("Nils Ny")
    assert "Slik kommer området i gang" in told(nils.get("/omrade/ny-by").text)
    assert "Legg til sykehuset" in told(nils.get("/omrade/ny-by/virksomheter").text)
