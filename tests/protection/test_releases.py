"""A wrong block: written otherwise, answered for, or released by a second person for one text."""

import re
from datetime import timedelta

import httpx

from tests.worlds import Site, post

WRONGLY_BLOCKED = "Ring sentralen. Bruk kode 13873312345 på telefonsvareren."
PATH = "/omrade/nord/virksomheter/{unit}/rett"


def form(pages: Site, client: httpx.Client, text: str, **more: str) -> httpx.Response:
    path = PATH.format(unit=pages.world.units["Medisinsk avdeling"])
    version = re.search(r'name="versjon" value="(\d+)"', client.get(path).text)
    assert version is not None
    values = {"navn": "Medisinsk avdeling", "maalform": "nb", "kontakt": text, "versjon": version.group(1)}
    return post(client, path, **(values | more))


def code_for(pages: Site, who: str, kind: str = "identity_number") -> str:
    values = {"person": str(pages.world.persons[who]), f"slag.{kind}": "ja", "hort": "ja"}
    page = post(pages.browser("Pia Pko"), "/omrade/nord/vern/frigi", **values).text
    found = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", page)
    assert found is not None, page
    return found.group()


def stored(pages: Site, client: httpx.Client) -> str:
    return client.get(f"/omrade/nord/virksomheter/{pages.world.units['Medisinsk avdeling']}").text


def test_a_blocked_text_comes_back_in_the_page_and_is_not_stored(pages: Site) -> None:
    admin = pages.browser("Ada Admin")

    answer = form(pages, admin, WRONGLY_BLOCKED)

    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert WRONGLY_BLOCKED in answer.text
    assert "ser ut som et fødselsnummer" in answer.text
    assert "13873312345" not in stored(pages, admin)


def test_a_second_persons_code_lets_this_text_pass_once_and_no_other(pages: Site) -> None:
    admin = pages.browser("Ada Admin")
    code = code_for(pages, "Ada Admin")

    assert form(pages, admin, WRONGLY_BLOCKED, frigivelse=code.lower()).status_code == 303
    assert "13873312345" in stored(pages, admin)
    other = form(pages, admin, WRONGLY_BLOCKED.replace("345", "346"), frigivelse=code)
    assert other.status_code == 422
    assert "Koden gjelder ikke" in other.text


def test_a_code_is_for_one_person_some_kinds_and_a_quarter_of_an_hour(pages: Site) -> None:
    admin, second = pages.browser("Ada Admin"), pages.browser("Ada To")
    assert form(pages, second, WRONGLY_BLOCKED, frigivelse=code_for(pages, "Ada Admin")).status_code == 422
    assert form(pages, admin, WRONGLY_BLOCKED, frigivelse=code_for(pages, "Ada Admin", "address")).status_code == 422
    code = code_for(pages, "Ada Admin")
    pages.world.clock.now += timedelta(minutes=16)
    assert form(pages, admin, WRONGLY_BLOCKED, frigivelse=code).status_code == 422


def test_nobody_releases_a_text_of_their_own(pages: Site) -> None:
    pko = pages.browser("Pia Pko")
    values = {"person": str(pages.world.persons["Pia Pko"]), "slag.identity_number": "ja", "hort": "ja"}

    assert post(pko, "/omrade/nord/vern/frigi", **values).status_code == 422


def test_a_warning_is_answered_for_each_place_and_the_answer_holds_for_those_words_only(pages: Site) -> None:
    admin = pages.browser("Ada Admin")
    text = "Spør etter overlege Tormod Skagestad på dagtid."

    asked = form(pages, admin, text)
    boxes = re.findall(r'name="(svar\.kontakt\.[0-9a-f]+)"', asked.text)
    assert asked.status_code == 422
    assert boxes

    assert form(pages, admin, text.replace("Tormod", "Sigmund"), **dict.fromkeys(boxes, "ja")).status_code == 422
    assert form(pages, admin, text, **dict.fromkeys(boxes, "ja")).status_code == 303


def test_a_box_that_is_ticked_stays_ticked_while_another_is_unanswered(pages: Site) -> None:
    admin, text = pages.browser("Ada Admin"), "Spør overlege Tormod Skagestad, eller sykepleier Oddveig Rabbersvik."
    boxes = re.findall(r'type="checkbox" name="(svar\.kontakt\.[0-9a-f]+)"', form(pages, admin, text).text)
    assert len(boxes) > 1

    again = form(pages, admin, text, **{boxes[0]: "ja"}).text
    kept = re.findall(r'type="hidden" name="(svar\.[^"]+)" value="ja"', again)
    assert kept == boxes[:1]
    assert re.findall(r'type="checkbox" name="(svar\.[^"]+)"', again) == boxes[1:]
    assert form(pages, admin, text, **dict.fromkeys(boxes, "ja"), navn="").text.count('value="ja"') >= len(boxes)
    assert form(pages, admin, text, **dict.fromkeys([*kept, *boxes[1:]], "ja")).status_code == 303
