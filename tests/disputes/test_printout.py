"""On paper, as on the page: no party reads the others' words before all have sent theirs."""

import html
import re
from io import BytesIO

from pypdf import PdfReader

from samhandling.kernel.clock import local_date
from samhandling.web.i18n import long_date
from tests.casework.test_printout import printed, text_of
from tests.deviations.acting import CASE, People
from tests.disputes.test_disputes import PARTIES, WORDS, before_council, case, heard  # noqa: F401
from tests.worlds import World


def test_no_print_holds_anothers_statement_before_the_last_is_sent(people: People, case: str) -> None:  # noqa: F811
    for who in ("Dag Avdeling", "Kim Kommune"):
        people.moved(who, case, "state", tekst=WORDS[who])
    for who in PARTIES:
        found = text_of(printed(people, who, case))
        assert {other for other in WORDS if WORDS[other] in found} == {who} - {"Gro Gp"}
    for who in ("Rut Råd", "Ola Other", "Oda Oso"):
        assert printed(people, who, case).status_code == 404
    people.moved("Gro Gp", case, "state", tekst=WORDS["Gro Gp"])
    for who in PARTIES:
        found = text_of(printed(people, who, case))
        assert all(words in found for words in WORDS.values())


def test_the_package_on_paper_is_the_page_without_names_and_no_party_fetches_it(
    people: People, world: World, before_council: str  # noqa: F811
) -> None:
    package = f"{CASE}/{before_council}/nemndpakke"
    people.moved("Pia Pko", before_council, "lift", organ=world.bodies["OSO Nordmo"])
    unwritten = text_of(people("Oda Oso").get(f"{package}.pdf"))
    assert "Pakken er ikke klar til å sendes" in unwritten
    assert "Mangler – De andre partene har fått kopi" in unwritten
    people.moved("Oda Oso", before_council, "prepare", kontakt="Sekretær for OSO",
                 fakta="Medisinsk avdeling og Fjordvik kommune er uenige. Fastlegerådet i Nordmo har sagt sitt.",
                 rettslig="Samarbeidsavtalen, punkt 4.", kopi="ja")  # fmt: skip

    answer = people("Oda Oso").get(f"{package}.pdf")
    found, read = text_of(answer), PdfReader(BytesIO(answer.content))
    today = long_date(local_date(world.clock()))
    page = html.unescape(re.sub(r"<[^>]+>", " ", people("Oda Oso").get(package).text.partition("<main")[2]))
    for words in (*WORDS.values(), "Part A og Part B er uenige", "Sekretær for OSO", "2.3.3.5", "Samarbeidsavtalen",
                  f"Hvem som får kopi Kopi er sendt {today}. • Part A • Part B • Part C",
                  "Klart – De andre partene har fått kopi"):  # fmt: skip
        assert words in found
    assert set(found.split()) - set(page.split()) <= {*today.split(), "·", "•", "–", "Side", "av", "1", "2"}
    assert not any(name in found for name in (*PARTIES.values(), "Fastlegerådet", "Nordmo", "Nord ", "Gro", "Dag "))
    assert "ikke klar" not in found
    assert read.metadata is not None
    assert read.metadata.title == "Pakke til den nasjonale nemnda"
    assert read.metadata.author is None
    assert "pdfuaid" in read.trailer["/Root"]["/Metadata"].get_data().decode()

    assert people("Pia Pko").get(f"{package}.pdf").status_code == 200
    for who in ("Gro Gp", "Dag Avdeling", "Kim Kommune", "Tor To", "Ola Other"):
        assert people(who).get(f"{package}.pdf").status_code == 404
