"""Drugs for the first days: what is hard to get, and the time until the next multidose."""

import pytest

from samhandling.documents.canonical import Document
from samhandling.facts import medication
from samhandling.facts.draft import Draft
from tests.facts.letters import letter

_LETTER = """Epikrise, Fjellvik sykehus
Forløp: Innlagt med soppinfeksjon, god effekt av behandling og hjem i bedring.
Legemidler: Vorikonazol 200 mg x 2, ny, mot soppinfeksjon.
{}
Videre: Kontroll hos oss om tre måneder, innkalling kommer.
"""


def draft_of(words: str, **context: object) -> Draft:
    draft = Draft()
    medication.find(letter(Document(type="epikrise", format="text", text=_LETTER.format(words)), context), draft)
    return draft


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Apoteket må bestille vorikonazol, så hun fikk med tabletter for fire dager.", 4),
        ("Apoteket må bestille vorikonazol, og hun fikk ikke med tabletter.", 0),
        ("Vorikonazol er i restordre, derfor fikk familien med to esker herfra.", 1),
        ("Vorikonazol er i restordre. Ho reiste heim utan.", 0),
        ("Vorikonazol er skaffevare. Vi hadde dessverre ingen å sende med henne.", 0),
        ("Vorikonazol er skaffevare. Posten har gitt henne seks tabletter.", 1),
        ("Apoteket lyt tinga mikstura, så han fekk ei flaske med heim for to veker.", 14),
        ("Tablettene er utsolgt, pasienten henter dem på torsdag.", 0),
        ("Preparatet er utsolgt. Pasienten tar opp med fastlegen hva hun gjør så lenge.", 0),
    ],
)
def test_what_the_patient_got_of_a_drug_that_is_hard_to_get(words: str, days: int) -> None:
    values = draft_of(words).values
    assert (values["hard_to_obtain"], values["supplied_days"]) == (True, days)


def test_a_drug_on_order_and_no_word_of_the_first_days_is_left_undecided() -> None:
    values = draft_of("Vorikonazol er bestillingsvare. Resept sendt.").values
    assert values["hard_to_obtain"] is True
    assert "supplied_days" not in values


@pytest.mark.parametrize(
    "words",
    [
        "Resept er sendt, apoteket har den på lager.",
        "Apoteket pakker multidose hver annen uke.",
        "I fjor var tablettene i restordre, det er løst nå.",
        "Reisen til neste kontroll må bestilles av oss.",
    ],
)
def test_a_pharmacy_or_an_order_alone_makes_no_drug_hard_to_get(words: str) -> None:
    assert "hard_to_obtain" not in draft_of(words).values


@pytest.mark.parametrize(
    ("words", "described"),
    [
        ("Vi har lagt dosett frem til ny rull kommer onsdag.", True),
        ("Hjemmesykepleien må selv ordne tabletter frem til ny rull kommer onsdag.", False),
        ("Sjukehuset har pakka medisinar til og med søndag, ny multidose kjem måndag.", True),
        ("Heimetenesta lyt finne ut kva ho skal ta til ny multidose kjem måndag.", False),
        ("Rullen er endret av apoteket og kjøres hjem i kveld.", True),
        ("Multidosen er ikke endret. Dette får kommunen ta seg av.", False),
        ("Datteren tar ut de gamle tablettene fra rullen.", False),
        ("Posten har tatt de gamle tablettene ut av rullen.", True),
        ("Vi vet ikke når neste multidose kommer.", False),
        ("Multidose fra apoteket i sentrum.", None),
    ],
)
def test_whether_the_hospital_secures_the_drugs_until_the_next_multidose(words: str, described: bool | None) -> None:
    values = draft_of("Pasienten har multidose. " + words, multidose=True).values
    assert values["uses_multidose"] is True
    assert values.get("bridging_described") == described


@pytest.mark.parametrize(
    ("words", "told", "uses"),
    [
        ("Pasienten har multidose.", None, True),
        ("Pasienten har ikke multidose.", None, False),
        ("Pasienten styrer medisinene selv.", None, None),
        ("Pasienten styrer medisinene selv.", True, True),
        ("Pasienten styrer medisinene selv.", False, False),
    ],
)
def test_multidose_is_known_from_the_caller_or_the_letter(words: str, told: bool | None, uses: bool | None) -> None:
    assert draft_of(words, multidose=told).values.get("uses_multidose") == uses


@pytest.mark.parametrize(
    ("words", "told"), [("Pasienten har multidose.", False), ("Pasienten har ikke multidose.", True)]
)
def test_a_caller_and_a_letter_that_disagree_on_multidose_leave_it_undecided(words: str, told: bool) -> None:
    draft = draft_of(words, multidose=told)
    assert "uses_multidose" not in draft.values
    assert "uses_multidose" in draft.contradictions
