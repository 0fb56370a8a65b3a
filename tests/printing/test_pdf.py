"""What is printed stands in the PDF as it was written, and anybody's reader can read it."""

import re
from io import BytesIO

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from samhandling.kernel.errors import Refused
from samhandling.printing import child
from samhandling.printing.making import MOST_ROWS, Template, pdf
from tests.printing.values import case

SOURCE = child.source("case")


def text_of(made: bytes) -> str:
    """In one line: where lines end is the paper's business."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())


def printed(**changed: object) -> str:
    return text_of(pdf(Template.CASE, case(**changed)))


def test_every_part_of_the_case_stands_on_paper() -> None:
    found = printed()

    for words in (
        "Hvem følger opp når prøven er tatt?", "Til rådet · Forlik", "Parter", "Slik ser partene det", "Hver for seg.",
        "5 for, 2 mot", "Fremstilling", "Medisinsk avdeling", "Slik ser vi det.", "Bekreftet.", "Tiltak – Gjort",
        "Ny rutine", "Frist: 1. mai", "Kompetanse", "2.3.3.5 Multidose", "Bygger på AV-2026-003",
        "2. mars 2026 kl. 10.00",
        "Utskriften viser det du selv ser.", "TV-2026-001 Side 1 av",
    ):  # fmt: skip
        assert words in found


def test_norwegian_and_sami_letters_stand_as_they_are() -> None:
    words = "Blåbærsyltetøy «på» Ærøy – čáŋđŧž ŠŊ Ǥǧ"

    assert words in printed(heading=words)


@pytest.mark.parametrize(
    "markup",
    ["#panic[]", "*ikke fet*", "_ikke kursiv_", "$x^2$", "= Ikke overskrift", "<merke> @kilde", r"\ \u{1F600}",
     "// ikke bort", '#read("/etc/hostname")', '#import "@preview/x:1.0.0"', "#sys.inputs", "[[]]", '"}', "https://eksempel.no/?a=b&c"],
)  # fmt: skip
def test_markup_in_what_somebody_wrote_is_only_text(markup: str) -> None:
    assert markup in printed(state_label=markup)


def test_a_sign_that_cannot_be_set_becomes_a_square_and_the_rest_stands() -> None:
    assert "a □ b □ c □ å" in printed(state_label="a 😀 b 中 c \x07 a\u030a")


def test_every_sign_that_is_let_through_can_be_set_in_every_weight() -> None:
    signs = "".join(chr(point) for point in range(0x20, 0x3000) if not child._LACKING.match(chr(point)))
    cells = [[signs], [signs]]

    assert len(signs) > 500
    assert child.made(SOURCE, case(sections=[case()["sections"][0] | {"table": cells}], heading=signs))


@settings(max_examples=40, deadline=None)
@example(text=" ")
@example(text="\x1f")
@example(text="\u200b")
@given(text=st.text(max_size=300))
def test_whatever_somebody_writes_there_is_a_pdf(text: str) -> None:
    values = msgspec.json.decode(msgspec.json.encode(case(heading=text or "x", state_label=text, tags=[text])))

    assert child.made(SOURCE, values).startswith(b"%PDF-")


def test_it_is_tagged_has_a_title_and_a_language_and_says_what_it_keeps_to() -> None:
    made = pdf(Template.CASE, case(language="nn"))
    read = PdfReader(BytesIO(made))
    root = read.trailer["/Root"]
    about = root["/Metadata"].get_data().decode()

    assert root["/Lang"] == "nn"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata is not None
    assert read.metadata.title == case()["heading"]
    assert re.search(r"pdfuaid:part>1<", about)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", about, re.S)


def test_the_same_values_give_the_same_bytes() -> None:
    assert pdf(Template.CASE, case()) == pdf(Template.CASE, case())


def test_five_hundred_rows_are_printed_and_one_more_is_refused() -> None:
    def table(rows: int) -> dict[str, object]:
        cells = [["Sak", "Hva"], *([f"AV-2026-{n:03}", f"Linje nummer {n}"] for n in range(rows - 1))]
        return {"sections": [case()["sections"][0] | {"table": cells}]}

    found = printed(**table(MOST_ROWS))
    assert "AV-2026-000 Linje nummer 0" in found
    assert f"Linje nummer {MOST_ROWS - 2}" in found
    with pytest.raises(Refused) as refused:
        pdf(Template.CASE, case(**table(MOST_ROWS + 1)))
    assert (refused.value.code, refused.value.values["most"]) == ("print_too_many_rows", MOST_ROWS)


def test_fifty_thousand_characters_are_printed_also_without_a_space() -> None:
    made = pdf(Template.CASE, case(state_label="x" * 50_000))

    assert text_of(made).replace(" ", "").count("x") >= 50_000
    assert 5 < len(PdfReader(BytesIO(made)).pages) < 40


def test_more_than_anybody_reads_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        pdf(Template.CASE, case(state_label="ord " * 600_000))

    assert refused.value.code == "print_too_large"
