from tests.areas.worlds import Site


def test_pages(site: Site):
    ada = site.browser("Ada Admin")
    for path in [
        "",
        "/virksomheter",
        "/virksomheter/ny",
        "/virksomheter/legg-til?q=a",
        "/virksomheter/1",
        "/virksomheter/2/endre",
        "/virksomheter/2/rett",
        "/virksomheter/2/avslutt",
        "/virksomheter/1/medlemskap/1",
        "/organer",
        "/organer/1",
        "/organer/ny",
        "/organer/1/navn",
        "/organer/1/rett",
        "/organer/1/avslutt",
        "/rollenavn",
        "/rollenavn/pko",
    ]:
        answer = ada.get("/omrade/nord" + path)
        print(path, answer.status_code)
        assert answer.status_code == 200, path


def test_people_pages(site: Site):
    ada = site.browser("Ada Admin")
    gro = site.world.persons["Gro Gp"]
    for path in [
        "",
        "/ny",
        "/ny?rolle=gp",
        "/ny?rolle=pko",
        "/kjent",
        "/kjent?rolle=council_member",
        f"/{gro}",
        f"/{gro}/endre",
        f"/{gro}/rolle",
        f"/{gro}/rolle?rolle=gp",
        f"/{gro}/roller/3",
        f"/{gro}/konto/3/sperr",
        f"/{gro}/tilbakestill",
        f"/{gro}/bekreft/password",
        f"/{gro}/slett-navn",
        f"/{gro}/invitasjon",
    ]:
        answer = ada.get("/omrade/nord/personer" + path)
        print(path, answer.status_code)
        assert answer.status_code == 200, path
