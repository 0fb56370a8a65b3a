"""What every page keeps to, whatever it shows."""

import re

import httpx
import pytest

PAGES = [
    "/",
    "/regler",
    "/regler?q=multidose&ansvarlig=sykehus",
    "/regler/2.1.6",
    "/regler/9.9",
    "/sjekk",
    "/sjekk/eksempel/epikrise-med-avvik",
    "/finnes-ikke",
]


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_that_begins_its_title_and_no_id_twice(
    client: httpx.Client, path: str, language: str
) -> None:
    page = client.get(path, headers={"Cookie": f"__Host-maalform={language}"}).text
    headings = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    assert len(headings) == 1
    assert title is not None
    assert title.group(1).startswith(headings[0].strip())
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert f'<html lang="{language}"' in page
    assert page.count("<main") == 1


@pytest.mark.parametrize("path", PAGES)
def test_every_label_and_every_link_within_the_page_has_its_target(client: httpx.Client, path: str) -> None:
    page = client.get(path).text
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    for attribute in ("for", "aria-labelledby", "form"):
        assert set(re.findall(rf'\s{attribute}="([^"]+)"', page)) <= ids
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_inline_script_or_style(client: httpx.Client, path: str) -> None:
    page = client.get(path).text
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|javascript:", page)


@pytest.mark.parametrize("path", ["/", "/regler", "/regler?q=zzz", "/sjekk", "/sjekk/eksempel/epikrise-med-avvik"])
def test_no_bokmaal_text_of_the_interface_is_left_on_a_nynorsk_page(client: httpx.Client, path: str) -> None:
    page = client.get(path, headers={"Cookie": "__Host-maalform=nn"}).text
    content = r"<textarea.*?</textarea>|<article.*?</article>|<section class=.letter.*?</section>"
    interface = re.sub(rf"{content}|<[^>]*>", "", page, flags=re.S)
    assert not re.search(r"\b(ikke|hvem|hva|hvor|jeg|sykehus|anbefaling\w*|noe|fra)\b", interface.lower())


def test_the_written_language_is_chosen_by_address_and_then_remembered(client: httpx.Client) -> None:
    answer = client.get("/regler?q=multidose&maalform=nn")
    assert "Finn regelen" in answer.text
    remembered = answer.headers["set-cookie"].partition(";")[0]
    assert "Kva slags" in client.get("/sjekk", headers={"Cookie": remembered}).text
    assert 'href="?q=multidose&amp;maalform=nb"' in answer.text
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=Lax" in answer.headers["set-cookie"]
    assert 'lang="nn"' in client.get("/sjekk?maalform=tlh").text


def test_what_a_reader_types_is_shown_as_text(client: httpx.Client) -> None:
    page = client.get("/regler", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_head_request_is_answered_like_a_get_without_its_body(client: httpx.Client) -> None:
    assert client.head("/regler/2.1.6").status_code == 200
    assert client.head("/sjekk").status_code == 200
