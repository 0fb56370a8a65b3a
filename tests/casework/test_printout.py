"""A case as PDF: what its reader sees on the page, and nothing else."""

import html
import re
from datetime import date
from io import BytesIO

import httpx
import pytest
from pypdf import PdfReader
from sqlmodel import select

from samhandling.cases.tables import Case
from samhandling.deviations.tables import Measure
from samhandling.kernel.columns import key
from samhandling.kernel.scope import SYSTEM
from samhandling.printing.making import MOST_ROWS
from tests.casework.test_visibility import FACTS, TOLD, case  # noqa: F401
from tests.deviations.acting import CASE, People
from tests.worlds import World

#: What the paper says of itself, and the page elsewhere or in other words.
FRAME = (
    "Nord · skrevet ut 2. mars 2026 – • Side av Regler Avvik "
    "Utskriften viser det du selv ser i saken. Andre kan se mer eller mindre."
)


def printed(people: People, who: str, number: str) -> httpx.Response:
    return people(who).get(f"{CASE}/{number}/sak.pdf")


def text_of(answer: httpx.Response) -> str:
    """In one line: where lines end is the paper's business."""
    assert answer.status_code == 200
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


def test_a_case_is_a_pdf_to_be_saved_under_its_number(people: People) -> None:
    number = people.case()
    answer = printed(people, "Gro Gp", number)

    assert f'href="/omrade/nord/saker/{number}/sak.pdf"' in people.page("Gro Gp", number)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="{number}.pdf"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize("who", TOLD)
def test_the_pdf_tells_each_what_the_page_tells_them(people: People, case: str, who: str) -> None:  # noqa: F811
    answer = printed(people, who, case)
    if not TOLD[who]:
        assert answer.status_code == 404
        return
    found = text_of(answer)
    page = html.unescape(re.sub(r"<[^>]+>", " ", people.page(who, case)))

    assert {fact for fact, words in FACTS.items() if words in found} == TOLD[who]
    assert {word for word in set(found.split()) - set(page.split()) - set(FRAME.split()) if not word.isdigit()} == set()


def test_the_pdf_is_in_the_readers_language(people: People) -> None:
    number = people.case()
    answer = people("Gro Gp").get(f"{CASE}/{number}/sak.pdf?maalform=nn")

    assert "Utskrifta viser det du sjølv ser i saka." in text_of(answer)
    assert PdfReader(BytesIO(answer.content)).trailer["/Root"]["/Lang"] == "nn"


def test_a_case_with_too_long_a_list_says_so_on_its_page(people: People, world: World) -> None:
    number, unit = people.case(), world.units["Medisinsk avdeling"]
    with world.database.writing(SYSTEM) as session:
        found = key(session.exec(select(Case).where(Case.number == number)).one().id)
        for n in range(MOST_ROWS + 1):
            session.add(Measure(case_id=found, organisation_id=unit, text=f"Tiltak {n}", due_on=date(2026, 6, 1)))
    answer = printed(people, "Pia Pko", number)

    assert answer.status_code == 422
    assert "mer enn 500 linjer" in answer.text
    assert "Tiltak 17" in answer.text
