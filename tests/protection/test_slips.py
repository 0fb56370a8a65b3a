"""A text that slipped through: gone for everybody at once, erased for good by a second person."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from samhandling.areas.tables import OrganisationVersion
from samhandling.audit.chain import Actor
from samhandling.guarding.redacting import MARK, Ground
from samhandling.guarding.tables import Redaction
from samhandling.kernel.errors import NotAllowed, NotFound, Refused
from samhandling.kernel.scope import SYSTEM
from samhandling.redactable import REDACTABLE
from samhandling.redaction_list import Redacted
from tests.worlds import Site, World, post

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SLIP = "Spør etter Torgunn Sletthaug"


@pytest.fixture
def row(world: World) -> int:
    """A note that slipped in before the guard knew better."""
    with world.database.writing(SYSTEM) as session:
        version = session.exec(
            select(OrganisationVersion).where(OrganisationVersion.organisation_id == world.units["Medisinsk avdeling"])
        ).one()
        version.contact_note = SLIP
        session.add(version)
        assert version.id is not None
        return version.id


def note(world: World, row: int) -> str:
    with world.database.reading(SYSTEM) as session:
        version = session.get(OrganisationVersion, row)
        assert version is not None
        return version.contact_note


def hide_it(world: World, row: int, *, by: str = "Ada Admin", area: str = "nord") -> int:
    actor = Actor(world.persons[by], "administrator")
    with world.database.writing(SYSTEM) as session:
        hidden = world.services.redactor.hide(
            session, "organisation_note", row, Ground.PATIENT, area=world.areas[area], by=actor, now=NOON
        )
        assert hidden.id is not None
        return hidden.id


def decide(world: World, redaction: int, what: str, by: str) -> None:
    with world.database.writing(SYSTEM) as session:
        getattr(world.services.redactor, what)(
            session, redaction, area=world.areas["nord"], by=Actor(world.persons[by], "pko"), now=NOON
        )


def test_whatever_can_be_hidden_can_stand_on_the_list_outside_the_database() -> None:
    for each in REDACTABLE.values():
        Redacted(NOON, each.table.name, "1", each.column.name)


def test_a_hidden_text_is_gone_from_its_row_at_once(world: World, row: int) -> None:
    hide_it(world, row)

    assert note(world, row) == MARK


def test_the_one_who_hid_it_cannot_confirm_it(world: World, row: int) -> None:
    redaction = hide_it(world, row)

    for what in ("erase", "withdraw"):
        with pytest.raises(NotAllowed, match="second_person"):
            decide(world, redaction, what, "Ada Admin")
    assert note(world, row) == MARK


def test_a_second_person_erases_it_for_good(world: World, row: int) -> None:
    redaction = hide_it(world, row)

    decide(world, redaction, "erase", "Pia Pko")

    assert note(world, row) == MARK
    with world.database.reading(SYSTEM) as session:
        left = session.get(Redaction, redaction)
        assert left is not None
        assert left.sealed is None
    with pytest.raises(NotFound):
        decide(world, redaction, "withdraw", "Pia Pko")


def test_a_second_person_gives_back_what_was_no_slip(world: World, row: int) -> None:
    redaction = hide_it(world, row)

    decide(world, redaction, "withdraw", "Pia Pko")

    assert note(world, row) == SLIP


def test_what_is_hidden_or_empty_or_elsewhere_is_not_hidden_again(world: World, row: int) -> None:
    world.add_area("sor", "Sør")

    with pytest.raises(NotFound):
        hide_it(world, row, area="sor")
    hide_it(world, row)
    with pytest.raises(Refused, match="already_hidden"):
        hide_it(world, row)


def test_an_erased_text_is_in_no_file_of_the_database(world: World, row: int, tmp_path: Path) -> None:
    if not world.database.is_sqlite:
        pytest.skip("PostgreSQL's files belong to the server; VACUUM is in docs/drift.md")
    redaction = hide_it(world, row)

    decide(world, redaction, "erase", "Pia Pko")
    world.services.forget()

    assert [file.name for file in tmp_path.rglob("*") if file.is_file() and SLIP.encode() in file.read_bytes()] == []


def test_every_step_stands_in_the_trail_without_the_text(world: World, row: int) -> None:
    redaction = hide_it(world, row)
    decide(world, redaction, "read", "Pia Pko")
    decide(world, redaction, "erase", "Pia Pko")

    steps = [event for event in world.events() if event.action.startswith("slip_")]

    assert [event.action for event in steps] == ["slip_hidden", "slip_read", "slip_erased"]
    assert all("Sletthaug" not in str(event.details) for event in steps)


def test_over_the_pages_one_hides_and_another_reads_and_erases(pages: Site, row: int) -> None:
    first, second = pages.browser("Ada Admin"), pages.browser("Ada To")
    unit = pages.world.units["Medisinsk avdeling"]
    assert "Sletthaug" in first.get(f"/omrade/nord/virksomheter/{unit}").text

    answer = post(first, f"/omrade/nord/vern/skjul/organisation_note/{row}", grunn="patient")

    assert answer.status_code == 303
    assert "Sletthaug" not in second.get(f"/omrade/nord/virksomheter/{unit}").text
    assert "En annen må bekrefte" in first.get("/omrade/nord/vern").text
    assert post(first, "/omrade/nord/vern/1/slett").status_code == 403
    assert "Sletthaug" in post(second, "/omrade/nord/vern/1/vis").text
    assert post(second, "/omrade/nord/vern/1/slett").status_code == 303
    assert post(second, "/omrade/nord/vern/1/vis").status_code == 404
    assert "Ingen tekster er skjult" in second.get("/omrade/nord/vern").text


def test_a_number_that_no_row_can_have_is_refused_before_anything_is_asked(pages: Site) -> None:
    answer = post(pages.browser("Ada Admin"), f"/omrade/nord/vern/{10**30}/vis")
    assert answer.status_code == 422
