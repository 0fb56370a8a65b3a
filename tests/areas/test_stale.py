"""Two people with the same form open: the second sees both versions, and chooses."""

from concurrent.futures import ThreadPoolExecutor

from samhandling.areas.tables import OrganisationVersion
from tests.worlds import Site, post, told, version_in

LIST = "/omrade/nord/virksomheter"


def test_the_second_to_save_sees_both_versions_and_loses_nothing(site: Site) -> None:
    ada, unit = site.browser("Ada Admin"), site.world.units["Medisinsk avdeling"]
    path = f"{LIST}/{unit}/rett"
    assert post(ada, path, navn="Medisin øst", maalform="nb", versjon="1").status_code == 303
    answer = post(ada, path, navn="Medisin vest", kontakt="Ring\n<b>luken</b>", maalform="nb", versjon="1")
    assert answer.status_code == 409
    page = told(answer.text)
    assert "Navn Medisin øst Medisin vest Ulik" in page
    assert "Ring <b>luken</b>" in page
    assert 'name="navn" value="Medisin vest"' in answer.text
    assert "Målform Bokmål Bokmål" in page
    assert f'href="{LIST}/{unit}"' in answer.text

    kept = {"navn": "Medisin vest", "kontakt": "Ring\n<b>luken</b>", "maalform": "nb"}
    assert post(ada, path, **kept, versjon=version_in(answer.text)).status_code == 303
    row = next(each for each in site.world.rows(OrganisationVersion) if each.organisation_id == unit)
    assert (row.name, row.contact_note) == ("Medisin vest", "Ring\n<b>luken</b>")


def test_a_third_change_in_between_is_seen_again(site: Site) -> None:
    ada, unit = site.browser("Ada Admin"), site.world.units["Medisinsk avdeling"]
    path = f"{LIST}/{unit}/rett"
    post(ada, path, navn="Medisin øst", maalform="nb", versjon="1")
    seen = version_in(post(ada, path, navn="Medisin vest", maalform="nb", versjon="1").text)
    post(ada, path, navn="Medisin nord", maalform="nb", versjon=seen)
    assert post(ada, path, navn="Medisin vest", maalform="nb", versjon=seen).status_code == 409


def test_what_is_stored_already_is_saved_twice_without_a_question(site: Site) -> None:
    ada, unit = site.browser("Ada Admin"), site.world.units["Medisinsk avdeling"]
    answers = [
        post(ada, f"{LIST}/{unit}/rett", navn="Medisin øst", maalform="nb", versjon="1").status_code for _ in range(2)
    ]
    assert answers == [303, 303]


def test_eight_who_add_the_same_at_once_make_one(site: Site) -> None:
    over = site.world.units["Fjordvik kommune"]
    form = {"slag": "gp_office", "navn": "Strand legekontor", "maalform": "nb", "fra": "2026-03-01", "over": over}
    browsers = [site.browser("Ada Admin") for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(lambda ada: post(ada, f"{LIST}/ny", **form).headers["location"], browsers))
    assert len(set(places)) == 1
    assert [each.name for each in site.world.rows(OrganisationVersion)].count("Strand legekontor") == 1


def test_of_eight_who_rename_at_once_one_wins_and_the_others_are_told(site: Site) -> None:
    unit = site.world.units["Medisinsk avdeling"]
    browsers = [site.browser("Ada Admin") for _ in range(8)]

    def rename(number: int) -> int:
        form = {"navn": f"Medisin {number}", "maalform": "nb", "versjon": "1"}
        return post(browsers[number], f"{LIST}/{unit}/rett", **form).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(rename, range(8))) == [303] + [409] * 7
