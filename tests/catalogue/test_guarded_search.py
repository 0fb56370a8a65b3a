"""What somebody types in the search is looked at before it stands in an address."""

import httpx
import pytest

NUMBER = "13813312345"  # month +80: no living person's


def post(address: str, **fields: str) -> httpx.Response:
    return httpx.post(f"{address}/regler", data=fields)


def test_a_search_is_sent_and_answered_with_an_address_to_keep(address: str) -> None:
    answer = post(address, q="multidose", situasjon="", ansvarlig="sykehus")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/regler?q=multidose&ansvarlig=sykehus"


@pytest.mark.parametrize("words", [NUMBER, f"epikrise {NUMBER}", "pasient Kari Nordmann", "f. 12.03.1956"])
def test_words_that_point_at_a_person_are_stopped_before_they_stand_in_an_address(address: str, words: str) -> None:
    answer = post(address, q=words)

    assert answer.status_code == 422
    assert "Det ble ikke søkt" in answer.text
    assert "location" not in answer.headers


def test_an_address_that_holds_such_words_is_not_searched_either(address: str) -> None:
    answer = httpx.get(f"{address}/regler", params={"q": NUMBER})

    assert answer.status_code == 422
    assert "Det ble ikke søkt" in answer.text


@pytest.mark.parametrize("words", ["Ortopedisk avdeling", "Dr. Sandvik", "Parkinson", "2.1.6", "Tromsø"])
def test_staff_places_and_diseases_may_be_searched_for(address: str, words: str) -> None:
    assert post(address, q=words).status_code == 303


def test_a_body_that_is_no_search_is_refused(address: str) -> None:
    assert httpx.post(f"{address}/regler", files={"q": (None, "x")}).status_code == 400
    latin = {"content-type": "application/x-www-form-urlencoded"}
    assert httpx.post(f"{address}/regler", content=b"q=%ff%fe", headers=latin).status_code == 400
    assert httpx.post(f"{address}/regler", content=b"\xff", headers=latin).status_code == 400
