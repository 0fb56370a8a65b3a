"""Invitations, lost passwords, closed accounts, and names deleted for good."""

import re

import pytest

from samhandling.audit.tables import AuditEvent
from samhandling.identity.tables import Account, OneTimeLink, Person, PersonName, UserSession
from tests.worlds import Site, post, post_answering, second_area, told

LIST = "/omrade/nord/personer"


def of(site: Site, name: str, path: str = "") -> str:
    return f"{LIST}/{site.world.persons[name]}{path}"


def link_in(page: str) -> str:
    """The path of the one-time link that a page shows."""
    found = re.search(r'id="lenke" value="http://[^/"]+(/lenke/[^"]+)"', page)
    assert found is not None
    return found.group(1)


def test_an_invited_person_gets_a_link_that_is_shown_once_and_works(site: Site) -> None:
    ada = site.browser("Ada Admin")
    form = {"navn": "Nina Ny", "epost": "nina@nord.example", "fra": "2026-03-16", "nokkel": "abc"}
    answer = post(ada, f"{LIST}/ny?rolle=pko", **form)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert site.browser(None).get(link_in(answer.text)).status_code == 200
    page = told(ada.get(LIST).text)
    assert "Nina Ny Praksiskonsulent (PKO)" in page
    assert "/lenke/" not in ada.get(LIST).text
    details = str([event.details for event in site.world.events()])
    assert "Nina" not in details
    assert "nina@" not in details


def test_an_invitation_sent_twice_makes_one_person_and_the_link_shown_last_works(site: Site) -> None:
    ada = site.browser("Ada Admin")
    form = {"navn": "Nina Ny", "fra": "2026-03-16", "nokkel": "abc"}
    first, second = (post(ada, f"{LIST}/ny?rolle=pko", **form).text for _ in range(2))
    assert [each.name for each in site.world.rows(PersonName)].count("Nina Ny") == 1
    assert [each.role for each in site.world.grants()].count("pko") == 2
    stranger = site.browser(None)
    assert stranger.get(link_in(second)).status_code == 200
    assert stranger.get(link_in(first)).status_code != 200


def test_nobody_chooses_the_pseudonym_of_the_one_they_invite(site: Site) -> None:
    known = site.world.persons["Gro Gp"]
    form = {"navn": "Nina Ny", "fra": "2026-03-16", "nokkel": str(known)}
    post(site.browser("Ada Admin"), f"{LIST}/ny?rolle=pko", **form)
    made = next(each.person_id for each in site.world.rows(PersonName) if each.name == "Nina Ny")
    assert made != known


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"epost": "nina"}, "med @ og punktum"), ({"hpr": "12a"}, "ni siffer"), ({"navn": ""}, "Fyll ut feltet")],
)
def test_an_address_or_number_that_cannot_be_one_is_refused(site: Site, wrong: dict[str, str], says: str) -> None:
    form = {"navn": "Nina Ny", "fra": "2026-03-16", "nokkel": "abc"} | wrong
    answer = post(site.browser("Ada Admin"), f"{LIST}/ny?rolle=pko", **form)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'name="nokkel" value="abc"' in answer.text


def test_a_lost_password_takes_two_persons(site: Site) -> None:
    ada, pia = site.browser("Ada Admin"), site.browser("Pia Pko")
    for _ in range(2):
        assert post(ada, of(site, "Gro Gp", "/tilbakestill"), formaal="password").status_code == 303
    assert len(site.world.rows(OneTimeLink)) == 1
    own = post(ada, of(site, "Gro Gp", "/bekreft/password"), bekreft="ja")
    assert own.status_code == 422
    assert "Du ba selv om dette" in own.text

    assert "Gro Gp" in told(pia.get("/omrade/nord").text)
    assert "Ada Admin har bedt om dette" in told(pia.get(of(site, "Gro Gp")).text)
    unchecked = post(pia, of(site, "Gro Gp", "/bekreft/password"))
    assert unchecked.status_code == 422
    answer = post(pia, of(site, "Gro Gp", "/bekreft/password"), bekreft="ja")
    assert answer.status_code == 200
    assert site.browser(None).get(link_in(answer.text)).status_code == 200
    actors = {event.action: event.actor for event in site.world.events()}
    assert actors["reset_asked"] == site.world.persons["Ada Admin"]
    assert actors["reset_confirmed"] == site.world.persons["Pia Pko"]


def test_a_confirmation_sent_twice_shows_a_link_that_works(site: Site) -> None:
    ada, pia = site.browser("Ada Admin"), site.browser("Pia Pko")
    post(ada, of(site, "Gro Gp", "/tilbakestill"), formaal="second_factor")
    answers = [post(pia, of(site, "Gro Gp", "/bekreft/second_factor"), bekreft="ja") for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert site.browser(None).get(link_in(answers[1].text)).status_code == 200
    assert [event.action for event in site.world.events()].count("reset_confirmed") == 1


def test_nothing_is_confirmed_that_nobody_asked_for_or_that_was_withdrawn(site: Site) -> None:
    ada, pia = site.browser("Ada Admin"), site.browser("Pia Pko")
    path = of(site, "Gro Gp", "/bekreft/password")
    assert "Ingen har bedt om dette" in post(pia, path, bekreft="ja").text
    post(ada, of(site, "Gro Gp", "/tilbakestill"), formaal="password")
    assert post(ada, of(site, "Gro Gp", "/trekk/password")).status_code == 303
    assert "Ingen har bedt om dette" in post(pia, path, bekreft="ja").text
    assert post(pia, of(site, "Gro Gp", "/bekreft/invitation"), bekreft="ja").status_code == 404


def test_nobody_resets_or_closes_the_own_account_here(site: Site) -> None:
    ada = site.browser("Ada Admin")
    path = of(site, "Ada Admin", f"/konto/{site.world.account('Ada Admin')}/sperr")
    assert "din egen konto" in post(ada, path, versjon="1").text
    assert "din egen konto" in post(ada, of(site, "Ada Admin", "/tilbakestill"), formaal="password").text


def test_a_closed_account_is_signed_out_at_once_and_opened_again(site: Site) -> None:
    ada, gro = site.browser("Ada Admin"), site.browser("Gro Gp")
    path = of(site, "Gro Gp", f"/konto/{site.world.account('Gro Gp')}")
    assert gro.get("/omrade/nord").status_code == 200
    for _ in range(2):
        assert post(ada, f"{path}/sperr", versjon="1").status_code == 303
    assert gro.get("/omrade/nord").status_code == 303
    assert "Sperret" in told(ada.get(of(site, "Gro Gp")).text)
    assert all(row.ended_at for row in site.world.rows(UserSession) if row.account_id == site.world.account("Gro Gp"))
    assert post(ada, f"{path}/opphev", versjon="2").status_code == 303
    assert [event.action for event in site.world.events()][-2:] == ["account_disabled", "account_enabled"]


def test_a_name_is_deleted_for_good_in_two_steps_once_no_role_is_left(site: Site) -> None:
    ada, person = site.browser("Ada Admin"), site.world.persons["Gro Gp"]
    grant = next(each.id for each in site.world.grants() if each.role == "gp")
    early = post(ada, of(site, "Gro Gp", "/slett-navn"), bekreft="ja")
    assert "Avslutt dem først" in early.text
    post(ada, of(site, "Gro Gp", f"/roller/{grant}"), fra="2020-01-01", til="2026-03-15", versjon="1")
    unsure = post(ada, of(site, "Gro Gp", "/slett-navn"))
    assert unsure.status_code == 422
    assert post(ada, of(site, "Gro Gp", "/slett-navn"), bekreft="ja").status_code == 303

    assert "Navnet er slettet" in told(ada.get(of(site, "Gro Gp")).text)
    assert "Gro Gp" not in [each.name for each in site.world.rows(PersonName)]
    assert person in [each.id for each in site.world.rows(Person)]
    account = next(each for each in site.world.rows(Account) if each.person_id == person)
    assert (account.login or "").startswith("slettet-")
    assert account.disabled_at is not None
    assert str(person) in [event.subject_id for event in site.world.rows(AuditEvent)]
    assert "Gro Gp" not in ada.get(f"{LIST}?tidligere=ja").text


def test_the_systems_administrator_makes_an_area_and_its_first_administrator(site: Site) -> None:
    world = site.world
    world.add_person("Stein System", world.role("system_administrator"))
    stein = site.browser("Stein System")
    assert "Nordmo" in told(stein.get("/system").text)
    assert stein.get("/omrade/nord").status_code == 404
    form = {"omraadenavn": "Vestvik", "adresse": "vestvik", "maalform": "nn", "navn": "Vera Vest", "nokkel": "k"}
    first, second = (post_answering(stein, "/system/omrader/ny", **form) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert site.browser(None).get(link_in(second.text)).status_code == 200
    assert [each.name for each in world.rows(PersonName)].count("Vera Vest") == 1
    actions = [event.action for event in world.events(None)]
    assert actions.count("area_added") == 2
    assert "role_given" in actions
    taken = post_answering(stein, "/system/omrader/ny", **form | {"nokkel": "another"})
    assert "Adressen er i bruk" in taken.text
    assert site.browser("Ada Admin").get("/system").status_code == 403


def test_lists_ask_the_database_as_often_for_twenty_as_for_one(site: Site) -> None:
    world, ada = site.world, site.browser("Ada Admin")
    second_area(world)
    paths = ("/omrade/nord", "/omrade/nord/virksomheter", "/omrade/nord/organer", LIST)
    ada.get(LIST)
    few = [world.queries(lambda path=path: ada.get(path)) for path in paths]
    for number in range(20):
        world.add_unit(f"Kontor {number}", "gp_office", "Fjordvik kommune")
        world.add_body(f"Utvalg {number}", "ksu")
        world.add_person(f"Person {number}", world.role("gp", unit=f"Kontor {number}"))
    many = [world.queries(lambda path=path: ada.get(path)) for path in paths]
    assert few == many
    assert max(many) <= 16
