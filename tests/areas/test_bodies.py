"""Bodies, what they were called, and where a disagreement goes next."""

from datetime import date

from samhandling.areas.tables import Body, LadderStep
from tests.worlds import Site, post, post_answering, second_area, told, version_in

LIST = "/omrade/nord/organer"


def ladder_on(site: Site, day: date) -> list[int]:
    rows = [row for row in site.world.rows(LadderStep) if row.valid_from <= day and (row.valid_to or day) >= day]
    return [row.body_id for row in sorted(rows, key=lambda row: row.step)]


def order(site: Site, *names: str) -> str:
    return ",".join(str(site.world.bodies[name]) for name in names)


def test_a_body_is_added_once_and_named_in_three_languages(site: Site) -> None:
    ada = site.browser("Ada Admin")
    form = {"slag": "alu", "nb": "ALU Fjordvik", "nn": "ALU Fjordvik", "se": "ALU Fjordvik se", "fra": "2024-01-01"}
    form |= {"virksomhet": str(site.world.units["Fjordvik kommune"])}
    first, second = (post_answering(ada, f"{LIST}/ny", **form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    page = told(ada.get(first.headers["location"]).text)
    assert "ALU Fjordvik se Nordsamisk" in page
    assert "Fjordvik kommune" in page
    assert "ALU Fjordvik" in told(ada.get(f"/omrade/nord/virksomheter/{form['virksomhet']}").text)


def test_a_body_that_changes_its_name_keeps_the_old_one_for_its_time(site: Site) -> None:
    ada, body = site.browser("Ada Admin"), site.world.bodies["OSO Nordmo"]
    form = {"nb": "Strategisk samarbeidsutvalg", "nn": "Strategisk samarbeidsutval", "se": "", "fra": "2024-01-01"}
    assert post(ada, f"{LIST}/{body}/navn", **form, versjon="1").status_code == 303
    page = told(ada.get(f"{LIST}/{body}").text)
    assert "OSO Nordmo Bokmål fra 1. januar 2020 til 31. desember 2023" in page
    assert ada.get(f"{LIST}/{body}").text.count("<h1") == 1
    assert "Strategisk samarbeidsutval<" in ada.get(f"{LIST}/{body}?maalform=nn").text


def test_a_name_corrected_leaves_one_row(site: Site) -> None:
    ada, body = site.browser("Ada Admin"), site.world.bodies["OSO Nordmo"]
    form = {"nb": "OSO for Nordmo", "nn": "", "se": "", "versjon": "1"}
    assert post_answering(ada, f"{LIST}/{body}/rett", **form).status_code == 303
    page = told(ada.get(f"{LIST}/{body}").text)
    assert "OSO for Nordmo Bokmål fra 1. januar 2020" in page
    assert "OSO Nordmo" not in page


def test_a_name_the_guard_does_not_know_is_answered_for_and_the_answer_is_counted(site: Site) -> None:
    ada, body = site.browser("Ada Admin"), site.world.bodies["OSO Nordmo"]
    form = {"nb": "OSO for Nordmo", "nn": "", "se": "", "versjon": "1"}
    asked = post(ada, f"{LIST}/{body}/rett", **form)
    assert asked.status_code == 422
    assert "Dette er ikke en pasient eller pårørende" in asked.text
    post_answering(ada, f"{LIST}/{body}/rett", **form)
    assert sum(site.world.events()[-1].details["let_through"].values()) == 1


def test_the_ladder_is_moved_by_buttons_and_yesterdays_order_stands(site: Site) -> None:
    world, ada = site.world, site.browser("Ada Admin")
    council, oso = world.bodies["Fastlegerådet"], world.bodies["OSO Nordmo"]
    version = version_in(ada.get(LIST).text)
    form = {"rekkefolge": order(site, "Fastlegerådet", "OSO Nordmo"), "versjon": version}
    assert post(ada, f"{LIST}/rekkefolge", **form).status_code == 303
    world.clock.now = world.clock.now.replace(day=17)
    ada = site.browser("Ada Admin")
    page = ada.get(LIST).text
    up = order(site, "OSO Nordmo", "Fastlegerådet")
    assert f'name="rekkefolge" value="{up}"' in page
    assert post(ada, f"{LIST}/rekkefolge", rekkefolge=up, versjon=version_in(page)).status_code == 303
    assert ladder_on(site, date(2026, 3, 16)) == [council, oso]
    assert ladder_on(site, date(2026, 3, 17)) == [oso, council]
    assert "1 OSO Nordmo" not in told(page)
    front = told(ada.get("/omrade/nord").text)
    assert front.index("OSO Nordmo") < front.index("Fastlegerådet")


def test_the_same_button_pressed_twice_moves_once(site: Site) -> None:
    ada = site.browser("Ada Admin")
    form = {"rekkefolge": order(site, "OSO Nordmo", "Fastlegerådet"), "versjon": version_in(ada.get(LIST).text)}
    assert [post(ada, f"{LIST}/rekkefolge", **form).status_code for _ in range(2)] == [303, 303]
    assert len(site.world.rows(LadderStep)) == 2


def test_an_order_set_meanwhile_is_shown_beside_ones_own(site: Site) -> None:
    ada = site.browser("Ada Admin")
    version = version_in(ada.get(LIST).text)
    post(ada, f"{LIST}/rekkefolge", rekkefolge=order(site, "OSO Nordmo"), versjon=version)
    answer = post(ada, f"{LIST}/rekkefolge", rekkefolge=order(site, "Fastlegerådet"), versjon=version)
    assert answer.status_code == 409
    assert "1. OSO Nordmo 1. Fastlegerådet Ulik" in told(answer.text)
    again = {"rekkefolge": order(site, "Fastlegerådet"), "versjon": version_in(answer.text)}
    assert post(ada, f"{LIST}/rekkefolge", **again).status_code == 303


def test_a_body_in_the_ladder_is_taken_out_before_it_is_closed(site: Site) -> None:
    ada, oso = site.browser("Ada Admin"), site.world.bodies["OSO Nordmo"]
    post(ada, f"{LIST}/rekkefolge", rekkefolge=oso, versjon=version_in(ada.get(LIST).text))
    refused = post(ada, f"{LIST}/{oso}/avslutt", til="2026-03-16", versjon="1")
    assert "Ta det ut der først" in refused.text
    post(ada, f"{LIST}/rekkefolge", rekkefolge="ingen", versjon=version_in(ada.get(LIST).text))
    assert post(ada, f"{LIST}/{oso}/avslutt", til="2026-03-16", versjon="1").status_code == 303
    assert next(each.valid_to for each in site.world.rows(Body) if each.id == oso) == date(2026, 3, 16)
    version = version_in(ada.get(f"{LIST}/{oso}").text)
    assert post(ada, f"{LIST}/{oso}/gjenaapne", versjon=version).status_code == 303


def test_members_and_deputies_are_shown_to_those_who_may_see_roles(site: Site) -> None:
    world = site.world
    body = world.bodies["Fastlegerådet"]
    world.add_person("Mari Medlem", world.role("council_member", body="Fastlegerådet"))
    ada = site.browser("Ada Admin")
    member = next(each.id for each in world.grants() if each.role == "council_member")
    deputy = world.persons["Gro Gp"]
    form = {"sted": body, "fra": "2026-01-01", "vara_for": member}
    assert post(ada, f"/omrade/nord/personer/{deputy}/rolle?rolle=council_member", **form).status_code == 303
    page = told(ada.get(f"{LIST}/{body}").text)
    assert page.index("Mari Medlem") < page.index("Gro Gp")
    assert "vara for Mari Medlem" in page
    assert "Mari Medlem" not in site.browser("Gro Gp").get(f"{LIST}/{body}").text


def test_another_areas_body_does_not_exist_here(site: Site) -> None:
    second_area(site.world)
    body = site.world.add_body("Fastlegerådet i sør", "gp_council", area="sor")
    ada = site.browser("Ada Admin")
    assert ada.get(f"{LIST}/{body}").status_code == 404
    assert post(ada, f"{LIST}/{body}/avslutt", til="2026-03-16", versjon="1").status_code == 404
    refused = post(ada, f"{LIST}/rekkefolge", rekkefolge=body, versjon=version_in(ada.get(LIST).text))
    assert refused.status_code == 422
    assert ladder_on(site, date(2026, 3, 16)) == []


def test_an_area_calls_the_pko_what_it_likes_from_a_day(site: Site) -> None:
    ada = site.browser("Ada Admin")
    path = "/omrade/nord/rollenavn/pko"
    form = {"nb": "Samhandlingslege", "nn": "Samhandlingslege", "se": "", "fra": "2026-03-01"}
    assert post(ada, path, **form, versjon=version_in(ada.get(path).text)).status_code == 303
    assert "Samhandlingslege vanlig navn: Praksiskonsulent (PKO)" in told(ada.get("/omrade/nord/rollenavn").text)
    assert "Samhandlingslege" in told(site.browser("Pia Pko").get("/omrade/nord").text)
    assert (
        post(ada, path, nb="", nn="", se="", fra="2026-03-10", versjon=version_in(ada.get(path).text)).status_code
        == 303
    )
    assert "Samhandlingslege" not in told(site.browser("Pia Pko").get("/omrade/nord").text)
