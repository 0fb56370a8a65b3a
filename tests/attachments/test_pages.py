"""The page of a case's attachments: what is stored, who sees it, and what is said when it is not taken."""

import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from samhandling.attachments.attaching import fingerprint
from samhandling.cases.tables import Attachment
from samhandling.kernel.scope import SYSTEM
from tests.attachments.conftest import Desk
from tests.attachments.files import NUMBER, ROUTINE, pdf
from tests.worlds import post, told

TEXT = ROUTINE.encode()


def added(desk: Desk, content: bytes = TEXT, name: str = "rutine.txt") -> httpx.Response:
    return desk.send(desk.browser("Gro Gp"), content, name)


def actions(desk: Desk) -> list[str]:
    return [event.action for event in desk.world.events() if event.action.startswith("attachment")]


def test_a_text_that_the_guard_could_read_is_seen_by_the_others_at_once(desk: Desk) -> None:
    answer = added(desk, pdf(ROUTINE), "rutine.pdf")

    assert answer.status_code == 303
    assert "De andre i saken ser den" in desk.browser("Gro Gp").get(answer.headers["location"]).text
    for name in ("Gro Gp", "Kai Kontakt", "Pia Pko"):
        assert "rutine.pdf" in told(desk.browser(name).get(desk.path).text)
    assert [(row.pages, row.media_type) for row in desk.rows()] == [(1, "application/pdf")]
    assert actions(desk) == ["attachment_added"]


def test_who_added_a_file_is_told_nobody_else(desk: Desk) -> None:
    added(desk)

    assert "Lagt ved av deg" in desk.browser("Gro Gp").get(desk.path).text
    other = told(desk.browser("Kai Kontakt").get(desk.path).text)
    assert "Lagt ved av deg" not in other
    assert "Gro" not in other
    assert "Fjordvik" not in other


def test_a_file_is_fetched_to_be_saved_and_can_do_nothing(desk: Desk) -> None:
    added(desk, pdf(ROUTINE), "Rutine for «blålys» 🚑.pdf")
    (row,) = desk.rows()

    fetched = desk.browser("Kai Kontakt").get(f"{desk.path}/{row.id}")

    assert fetched.content == row.content
    headers = fetched.headers
    assert headers["content-disposition"].startswith('attachment; filename="Rutine for _blalys.pdf"; filename*=UTF-8')
    assert headers["content-disposition"].isascii()
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].endswith("sandbox; default-src 'none'")
    assert headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("who", ["Kirsti Kirurg", "Per Sør"])
def test_who_has_no_part_in_the_case_finds_neither_the_case_nor_its_files(desk: Desk, who: str) -> None:
    added(desk)
    (row,) = desk.rows()
    client, area = desk.browser(who), "nord" if who == "Kirsti Kirurg" else "sor"
    for address in (desk.number, f"{desk.number}@nord", f"{desk.number}@finnesikke", "AV-2026-999", "tull"):
        path = f"/omrade/{area}/saker/{address}/vedlegg"
        assert client.get(path).status_code == 404
        assert client.get(f"{path}/{row.id}").status_code == 404
        assert desk.send(client, TEXT, path=path).status_code == 404
        assert post(client, f"{path}/{row.id}/fjern").status_code == 404
    assert len(desk.rows()) == 1


def test_a_file_of_another_case_is_not_found_under_this_one(desk: Desk) -> None:
    added(desk)
    (row,) = desk.rows()
    client = desk.browser("Gro Gp")

    assert client.get(f"/omrade/nord/saker/AV-2026-002/vedlegg/{row.id}").status_code == 404
    assert client.get(f"{desk.path}/{(row.id or 0) + 1}").status_code == 404


def test_the_same_file_sent_twice_is_stored_once(desk: Desk) -> None:
    first, second = added(desk), added(desk, name="kopi.pdf")

    assert (first.status_code, second.status_code) == (303, 303)
    assert "ligger i saken allerede" in desk.browser("Gro Gp").get(second.headers["location"]).text
    assert [row.name for row in desk.rows()] == ["rutine.txt"]


def test_a_double_click_stores_one_file(desk: Desk) -> None:
    clients = [desk.browser("Gro Gp") for _ in range(2)]
    with ThreadPoolExecutor(2) as at_once:
        answers = list(at_once.map(lambda client: desk.send(client, TEXT, "rutine.txt"), clients))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(desk.rows()) == 1
    assert actions(desk) == ["attachment_added"]


@pytest.mark.parametrize(("maalform", "said"), [("nb", "PDF-en er låst"), ("nn", "Skriv han ut til ein ny PDF")])
def test_a_file_that_is_not_taken_is_explained_with_what_to_do(desk: Desk, maalform: str, said: str) -> None:
    locked = b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"00" * 32 + b">>>"
    content = pdf(ROUTINE, trailer=b"/ID[<00><00>]/Encrypt 100 0 R", more={100: locked})

    refused = desk.send(desk.browser("Gro Gp"), content, path=f"{desk.path}?maalform={maalform}", navn="Rutinen")

    assert refused.status_code == 422
    assert said in told(refused.text)
    assert 'value="Rutinen"' in refused.text


def test_the_same_file_in_another_area_has_another_fingerprint(desk: Desk) -> None:
    with desk.world.database.reading(SYSTEM) as session:
        marks = {fingerprint(session, area, b"likt") for area in desk.world.areas.values()}

    assert len(marks) == 2


def test_a_case_takes_ten_files_and_no_more(desk: Desk) -> None:
    now, gro = desk.world.clock(), desk.world.persons["Gro Gp"]
    with desk.world.database.writing(SYSTEM) as session:
        for number in range(9):
            session.add(
                Attachment(
                    case_id=desk.case_id, name="a.txt", media_type="text/plain", size=1, content=b"a",
                    fingerprint=str(number), added_at=now, added_by=gro,
                )
            )  # fmt: skip
    assert desk.send(desk.browser("Gro Gp"), b"Rutine nummer ti", "ti.txt").status_code == 303

    refused = desk.send(desk.browser("Gro Gp"), b"Rutine nummer elleve", "elleve.txt")

    assert refused.status_code == 422
    assert "Saken har 10 vedlegg" in told(refused.text)


def test_an_identity_number_on_page_three_is_shown_in_the_page_that_refuses_and_nowhere_else(desk: Desk) -> None:
    refused = added(desk, pdf(ROUTINE, "Side to har ingenting.", f"Gjelder {NUMBER} fra mars."))

    assert refused.status_code == 422
    assert refused.headers["cache-control"] == "no-store"
    assert f"Side 3: {NUMBER}" in told(refused.text)
    assert desk.rows() == []
    assert actions(desk) == []
    desk.world.database.empty_log()
    if desk.world.database.is_sqlite:
        folder = Path(desk.world.database.engine.url.database or "").parent
        assert [
            file.name for file in folder.rglob("*") if file.is_file() and NUMBER.encode() in file.read_bytes()
        ] == []


def test_an_identity_number_in_the_name_is_refused_until_the_file_is_called_something_else(desk: Desk) -> None:
    refused = added(desk, name=f"epikrise_{NUMBER}.txt")
    assert refused.status_code == 422
    assert NUMBER in told(refused.text)

    taken = desk.send(desk.browser("Gro Gp"), TEXT, f"epikrise_{NUMBER}.txt", navn="Epikriserutine")

    assert taken.status_code == 303
    assert [row.name for row in desk.rows()] == ["Epikriserutine.txt"]


def test_a_name_that_may_be_a_person_is_asked_about_and_the_answer_counts_what_was_let_through(desk: Desk) -> None:
    text = f"Rutinen er laget av Torgunn Sletthaug ved avdelingen.\n{ROUTINE}".encode()
    asked = added(desk, text)
    boxes = re.findall(r'name="(svar\.[^"]+)"', asked.text)
    assert asked.status_code == 422
    assert boxes
    assert desk.rows() == []

    taken = desk.send(desk.browser("Gro Gp"), text, **dict.fromkeys(boxes, "ja"))

    assert taken.status_code == 303
    details = desk.world.events()[-1].details
    assert sum(details["let_through"].values()) >= 1
    assert "Sletthaug" not in str(details)


def test_answers_given_before_travel_along_when_more_is_asked(desk: Desk) -> None:
    text = f"Laget av Torgunn Sletthaug og Eldrid Vetrhus ved avdelingen.\n{ROUTINE}".encode()
    boxes = re.findall(r'name="(svar\.[^"]+)"', added(desk, text).text)
    assert len(boxes) == 2

    again = desk.send(desk.browser("Gro Gp"), text, **{boxes[0]: "ja"})

    assert f'type="hidden" name="{boxes[0]}"' in again.text
    assert f'type="checkbox" name="{boxes[1]}"' in again.text


def test_a_second_person_can_release_what_was_blocked_wrongly(desk: Desk) -> None:
    content = pdf(f"Bruk kode {NUMBER} på telefonsvareren.\n" + ROUTINE)
    assert added(desk, content).status_code == 422
    values = {"person": str(desk.world.persons["Gro Gp"]), "slag.identity_number": "ja", "hort": "ja"}
    given = re.search(
        r"[A-Z2-9]{4}-[A-Z2-9]{4}", post(desk.browser("Pia Pko"), "/omrade/nord/vern/frigi", **values).text
    )
    assert given is not None

    taken = desk.send(desk.browser("Gro Gp"), content, frigivelse=given.group())

    assert taken.status_code == 303


def test_a_name_with_folders_and_line_breaks_reaches_neither_the_store_nor_a_header(desk: Desk) -> None:
    name = "C:\\Users\\gro\\rutine\r\nX-Innsmett: ja.pdf"
    asked = desk.send(desk.browser("Gro Gp"), TEXT, navn=name)
    boxes = dict.fromkeys(re.findall(r'name="(svar\.[^"]+)"', asked.text), "ja")

    answer = desk.send(desk.browser("Gro Gp"), TEXT, navn=name, **boxes) if boxes else asked

    assert answer.status_code == 303
    (row,) = desk.rows()
    assert row.name == "rutine X-Innsmett: ja.txt"
    fetched = desk.browser("Gro Gp").get(f"{desk.path}/{row.id}")
    assert fetched.headers["content-disposition"].isascii()
    assert "x-innsmett" not in fetched.headers


def test_one_who_added_a_file_takes_it_back_while_it_is_new(desk: Desk) -> None:
    added(desk)
    (row,) = desk.rows()

    assert post(desk.browser("Kai Kontakt"), f"{desk.path}/{row.id}/fjern").status_code == 403
    assert len(desk.rows()) == 1
    post(desk.browser("Gro Gp"), f"{desk.path}/{row.id}/fjern")

    assert desk.rows() == []
    assert actions(desk) == ["attachment_added", "attachment_removed"]


def test_what_the_others_have_had_time_to_see_stays(desk: Desk) -> None:
    added(desk)
    (row,) = desk.rows()
    desk.world.clock.now += timedelta(minutes=16)

    answer = post(desk.browser("Gro Gp"), f"{desk.path}/{row.id}/fjern")

    assert "Skjul fila" in told(desk.browser("Gro Gp").get(answer.headers["location"]).text)
    assert len(desk.rows()) == 1


def test_a_file_over_five_megabytes_is_refused_with_everything_typed_kept(desk: Desk) -> None:
    client = desk.browser("Gro Gp")

    for size in (5_000_001, 9_000_000):
        refused = desk.send(client, b"a" * size, navn="Rutinen")
        assert refused.status_code in (413, 422)
        assert "større enn 5 MB" in told(refused.text)
        assert 'value="Rutinen"' in refused.text


def test_a_file_of_three_megabytes_is_taken_here_and_only_here_and_never_touches_the_disk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/finnes/ikke")
    big = pdf(ROUTINE, more={100: b"(" + b"x" * 3_000_000 + b")"})

    assert desk.send(desk.browser("Gro Gp"), big).status_code == 303
    elsewhere = desk.browser("Gro Gp").post("/sjekk", files={"fil": ("stor.txt", big)})
    assert elsewhere.status_code == 413


def test_without_signing_in_more_than_the_usual_is_not_even_read(desk: Desk) -> None:
    refused = desk.send(desk.pages.browser(None), b"a" * 3_000_000)

    assert refused.status_code in (303, 401, 413)
    assert desk.rows() == []


def test_a_form_without_a_file_asks_for_one(desk: Desk) -> None:
    refused = post(desk.browser("Gro Gp"), desk.path, navn="Rutinen")

    assert refused.status_code == 422
    assert "Velg en fil." in told(refused.text)
