"""What is found, by whom and in which order: the same corpus gives the same hits on both engines."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from samhandling.cases import opening
from samhandling.cases.kinds import CaseKind, Part
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database
from samhandling.kernel.scope import Scope
from samhandling.search import refreshing, repository
from samhandling.search.repository import Wanted
from samhandling.search.words import asked
from tests.database.world import AT, World, deed, populate

# title, and what was sent about it; each a day older than the one before
CORPUS = (
    ("Epikrisen kom tre uker for sent", "Legemiddellisten manglet da pasienten kom hjem."),
    ("Epikrisa kom ikkje", "Sjukehuset har ikkje sendt legemiddelliste."),
    ("Sykmelding ikke skrevet ved utskrivning", "Fastlegen måtte sykmelde."),
    ("Sjukmeldinga var for kort", "Avdelinga skreiv sjukmelding i ei veke."),
    ("Henvisning sendt i retur", "Poliklinikken ba om ny henvisning, jf. AV-2026-001."),
    ("Tilvising avvist", "E-resept vart ikkje skriven."),
    ("Multidose uten beskjed", "Endring i legemidler, anbefaling 2.2.3, ble ikke meldt."),
)
QUESTIONS = {
    "epikrise": [0, 1],
    "EPIKRISENE": [0, 1],
    "legemiddelliste": [0, 1],
    "liste": [0, 1],
    "medisin": [0, 1, 6],
    "sykmelding": [2, 3],
    "sjukmelding veke": [3],
    "sykehus": [1],
    "henvisning": [4, 5],
    "tilvisinga": [4, 5],
    "ikke sendt": [1],
    "sendt ikkje": [1],
    "eresept": [5],
    "e-resept": [5],
    "av 2026 1": [0, 4],
    "AV-2026-001": [0, 4],
    "AV-2026-0010": [],
    "2.2.3": [6],
    "2.2": [],
    "multi": [6],
    "multid": [],
    "sen epik": [0],
    "fastlege": [2],
    "lege": [2],
    "tulipan": [],
    "epikrise tulipan": [],
    '"epikrise" OR kind:AV': [],
    "kind:AV": [],
    "'epikrise' & !'x'": [],
}


@pytest.fixture
def world(database: Database) -> World:
    return populate(database)


def filed(database: Database, world: World, number: int = 0, corpus: Sequence[tuple[str, str]] = CORPUS) -> list[int]:
    """The corpus as cases; the first is the newest."""
    return [
        file(database, world, title, [text], area=number, at=AT - timedelta(days=days))
        for days, (title, text) in enumerate(corpus)
    ]


def file(
    database: Database,
    world: World,
    title: str,
    texts: Sequence[str] = (),
    *,
    area: int = 0,
    kind: CaseKind = CaseKind.DEVIATION,
    organisation: int | None = None,
    at: datetime = AT,
) -> int:
    with database.writing(world.worker(area)) as session:
        done = deed(session, world.persons[area], at)
        case = key(opening.open_case(done, area=world.areas[area], kind=kind, title=title, state="open").id)
        part = opening.add_participant(
            done, case, Part.REPORTER, organisation=organisation or world.organisations[area]
        )
        for text in texts:
            sent = opening.write_draft(done, case, key(part.id), kind="report", text=text)
            opening.send(done, case, key(sent.id), version=1)
        refreshing.refresh(session, case)
    return case


def hits(database: Database, scope: Scope, question: str, **wanted: object) -> list[int]:
    with database.reading(scope) as session:
        asked_for = Wanted(asked(question), **wanted)  # type: ignore[arg-type]
        shown = [key(each.case.id) for each in repository.found(session, asked_for)]
        assert repository.count(session, asked_for) == len(shown) or "before" in wanted
        return shown


def test_the_same_questions_find_the_same_cases_newest_first(database, world):
    cases = filed(database, world)
    found = {question: hits(database, world.worker(), question) for question in QUESTIONS}
    assert found == {question: [cases[each] for each in wanted] for question, wanted in QUESTIONS.items()}
