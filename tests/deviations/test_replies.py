"""Ready texts that quote the rule in the reporter's form of Norwegian, added to what is typed."""

import html
import re

import httpx
import pytest

from samhandling.cases.tables import Case, Statement
from samhandling.casework.rulebook import Cites
from samhandling.deviations.replies import REPLIES
from samhandling.kernel.scope import SYSTEM
from tests.deviations.acting import ANSWER, CASE, People
from tests.worlds import World, post, told

TYPED = "Vi har snakket med legene."


def area(page: str, name: str) -> str:
    found = re.search(rf'<textarea class="ds-input" id="{name}"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert found is not None
    return html.unescape(found.group(1))


def chosen(page: str, name: str) -> str:
    body = re.search(rf'<select class="ds-input" id="{name}".*?>(.*?)</select>', page, re.S)
    assert body is not None
    found = re.search(r'value="([^"]*)" selected', body.group(1))
    return found.group(1) if found else ""


def asked(people: People, who: str, case: str, code: str, move: str = "answer", **typed: str) -> httpx.Response:
    return post(people(who), f"{CASE}/{case}/steg/{move}/svartekst", svartekst=code, **{"versjon": "2"} | typed)


def offered(people: People, who: str, case: str, code: str, move: str = "answer", **typed: str) -> str:
    answer = asked(people, who, case, code, move, **typed)
    assert answer.status_code == 200, told(answer.text)
    return answer.text


@pytest.mark.parametrize(("maalform", "thanks"), [("nb", "Takk for meldingen."), ("nn", "Takk for meldinga.")])
def test_the_rule_is_quoted_in_the_reporters_form_of_norwegian(
    people: People, world: World, cites: Cites, maalform: str, thanks: str
) -> None:
    case = people.case()
    with world.database.writing(SYSTEM) as session:
        row = world.rows(Case)[0]
        row.maalform = maalform
        session.add(row)
    rule = cites.statements["2.1.2"]
    heading, said = (getattr(each, maalform) for each in (rule.heading, rule.text))

    for code in REPLIES["answer"]:
        text = area(offered(people, "Dag Avdeling", case, code, regel="2.1.2"), "svar")
        assert f"2.1.2 {heading}: «{said}»" in text
        assert text.startswith(thanks)
    page = told(people("Dag Avdeling").get(f"{CASE}/{case}/steg/answer").text)
    assert f"på målformen til melderen: {'nynorsk' if maalform == 'nn' else 'bokmål'}" in page


def test_what_is_typed_stays_first_and_nothing_else_is_lost_or_added_twice(people: People) -> None:
    case = people.case()
    page = offered(people, "Dag Avdeling", case, "agreed", svar=TYPED, tiltak="Sjekke hver dag")

    once = area(page, "svar")
    assert once.startswith(f"{TYPED}\n\nTakk for meldingen.")
    assert 'value="Sjekke hver dag"' in page
    assert chosen(page, "resultat") == "agreed"
    assert 'name="versjon" value="2"' in page

    again = offered(people, "Dag Avdeling", case, "agreed", svar=once, resultat="partly")

    assert area(again, "svar") == once
    assert chosen(again, "resultat") == "partly"


def test_not_a_deviation_quotes_the_rule_that_was_chosen_and_asks_for_it_first(people: People) -> None:
    case = people.case()
    nothing = asked(people, "Dag Avdeling", case, "not_deviation", svar=TYPED)
    assert nothing.status_code == 422
    assert "Velg regelen først" in told(nothing.text)
    assert area(nothing.text, "svar") == TYPED

    page = offered(people, "Dag Avdeling", case, "not_deviation", regel="2.5.5")
    assert "\n2.5.5 " in area(page, "svar")
    assert (chosen(page, "resultat"), chosen(page, "regel")) == ("not_deviation", "2.5.5")

    people.moved("Dag Avdeling", case, "answer", svar="Etter regelen.", resultat="not_deviation", regel="2.5.5")
    reason = area(offered(people, "Pia Pko", case, "not_deviation", "confirm_not_deviation", regel="2.5.5"), "grunn")
    assert reason.startswith("Dette er ikke et avvik.")
    assert "\n2.5.5 " in reason


def test_nothing_is_stored_until_the_answer_is_sent_and_the_text_passes_the_guard(people: People, world: World) -> None:
    case = people.case()
    before = len(world.rows(Statement))
    page = offered(people, "Dag Avdeling", case, "agreed")
    assert len(world.rows(Statement)) == before

    people.moved("Dag Avdeling", case, "answer", **ANSWER | {"svar": area(page, "svar") + " Diktatet lå usignert."})
    assert "Diktatet lå usignert." in people.page("Gro Gp", case)

    late = asked(people, "Dag Avdeling", case, "agreed", svar=TYPED)
    assert late.status_code == 422
    assert area(late.text, "svar") == TYPED


def test_a_text_that_is_not_offered_is_not_found(people: People) -> None:
    case = people.case()

    for move, code in (("answer", "tull"), ("answer", ""), ("extend", "agreed"), ("tull", "x")):
        assert asked(people, "Dag Avdeling", case, code, move).status_code == 404


def test_every_text_has_one_place_for_the_rule() -> None:
    for replies in REPLIES.values():
        for reply in replies.values():
            assert reply.text.nb.count("{rule}") == reply.text.nn.count("{rule}") == 1
