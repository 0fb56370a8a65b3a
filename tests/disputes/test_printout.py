"""On paper, as on the page: no party reads the others' words before all have sent theirs."""

from tests.casework.test_printout import printed, text_of
from tests.deviations.acting import People
from tests.disputes.test_disputes import PARTIES, WORDS, case  # noqa: F401


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
