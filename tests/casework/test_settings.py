"""An area decides its own deadlines."""

from pathlib import Path

import pytest

from samhandling.cases.settings import SETTINGS
from samhandling.cases.tables import CaseSetting, ClockRow
from tests.deviations.acting import People
from tests.tesseract import program
from tests.worlds import World, post, told, version_in

PATH = "/omrade/nord/frister"
FORM = {name: setting.default for name, setting in SETTINGS.items() if not setting.is_choice} | {"route_at_once": "ja"}


def test_a_new_deadline_holds_for_clocks_that_start_from_now(people: People, world: World) -> None:
    people.case(nokkel="a")
    version = version_in(people("Ada Admin").get(PATH).text)
    saved = post(people("Ada Admin"), PATH, versjon=version, **FORM | {"answer_days": 5})
    assert saved.status_code == 303
    people.case(nokkel="b")
    answers = [each.due_on.isoformat() for each in world.rows(ClockRow) if each.kind == "answer"]
    assert answers == ["2026-04-16", "2026-03-23"]
    assert [(each.name, each.value) for each in world.rows(CaseSetting)] == [("answer_days", 5)]
    stale = post(people("Ada Admin"), PATH, versjon=version, **FORM)
    assert stale.status_code == 409


def test_an_area_can_let_every_report_wait_for_the_pko(people: People) -> None:
    version = version_in(people("Ada Admin").get(PATH).text)
    post(people("Ada Admin"), PATH, versjon=version, **FORM | {"route_at_once": ""})
    assert people.case() in people("Pia Pko").get("/omrade/nord/ko").text


def test_what_is_out_of_bounds_is_refused_with_the_bounds(people: People) -> None:
    for days, bounds in ((2, "minst 5"), (400, "til 60")):
        answer = post(people("Ada Admin"), PATH, versjon=1, **FORM | {"answer_days": days})
        assert answer.status_code == 422
        assert bounds in answer.text
    assert people("Gro Gp").get(PATH).status_code == 403


def test_pictures_are_switched_on_only_where_something_reads_them(
    people: People, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An area that has them on when the server loses the program can still save the rest."""
    admin, reason = people("Ada Admin"), "Serveren mangler programmet som leser tekst i bilder"
    monkeypatch.setenv("PATH", str(tmp_path))
    for languages in ((), ("eng",)):
        if languages:
            program(tmp_path, *languages)
        assert reason in told(admin.get(PATH).text)
        refused = post(admin, PATH, versjon=version_in(admin.get(PATH).text), **FORM | {"pictures": "ja"})
        assert (refused.status_code, "kan ikke slås på" in told(refused.text)) == (422, True)
    assert world.rows(CaseSetting) == []
    program(tmp_path, "nor")
    assert reason not in told(admin.get(PATH).text)
    assert post(admin, PATH, versjon=version_in(admin.get(PATH).text), **FORM | {"pictures": "ja"}).status_code == 303

    (tmp_path / "tesseract").unlink()
    form = FORM | {"pictures": "ja", "answer_days": 5}
    assert post(admin, PATH, versjon=version_in(admin.get(PATH).text), **form).status_code == 303
    assert {each.name: each.value for each in world.rows(CaseSetting)} == {"pictures": 1, "answer_days": 5}
