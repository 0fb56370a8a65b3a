"""Who is told what, in the transaction in which it happens; on both databases, as row-level security lets the actor."""

from datetime import date, timedelta

import pytest

from samhandling.kernel.database import DbSession, as_system, scope_of
from samhandling.kernel.scope import SYSTEM, Scope
from samhandling.notices import audience, repository
from samhandling.notices.notifying import notify
from samhandling.notices.texts import CODES
from tests.notices.house import House, later, person


def test_everybody_else_is_told_once_and_the_one_who_did_it_is_not(house: House) -> None:
    house.tell("Gro Gp", "Geir Gp", "Gro Gp", "Dag Dept", by="Dag Dept")

    assert sorted(row.person_id for row in house.notices()) == sorted(
        [person(house, "Gro Gp"), person(house, "Geir Gp")]
    )
    assert {(row.case_id, row.code, row.count, row.read_at) for row in house.notices()} == {
        (house.first, "case_answered", 1, None)
    }


def test_what_is_told_again_before_it_is_read_counts_up_and_is_read_as_one(house: House) -> None:
    house.tell("Gro Gp")
    moment = later(house, hours=1)
    house.tell("Gro Gp", due=date(2026, 4, 1))
    (notice,) = house.notices()
    assert (notice.count, notice.made_at, notice.values) == (2, moment, {"due": "2026-04-01"})

    house.tell("Gro Gp", code="case_closed")
    assert [row.count for row in house.notices()] == [2, 1]


def test_what_happens_after_it_was_read_is_a_new_notice(house: House) -> None:
    house.tell("Gro Gp")
    with house.world.database.writing(house.scope("Gro Gp")) as session:
        repository.mark_read(session, person(house, "Gro Gp"), house.world.clock())

    house.tell("Gro Gp")

    assert [row.count for row in house.notices()] == [1, 1]
    assert [row.read_at is None for row in house.notices()] == [False, True]


def test_a_deed_that_is_undone_tells_nobody(house: House) -> None:
    def breaks() -> None:
        with house.doing() as (deed, case):
            notify(deed, case, "case_answered", [person(house, "Gro Gp")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()

    assert house.notices() == []


def test_who_has_stepped_aside_is_not_told_whoever_names_them(house: House) -> None:
    house.step_aside("Gro Gp")

    house.tell("Gro Gp", "Geir Gp")

    assert [row.person_id for row in house.notices()] == [person(house, "Geir Gp")]


def test_telling_leaves_the_actors_scope_as_it_was(house: House) -> None:
    with house.doing() as (deed, case):
        notify(deed, case, "case_answered", [person(house, "Gro Gp")])

        assert scope_of(deed.session) == house.scope("Dag Dept")
        if not house.world.database.is_sqlite:
            # Row-level security has it back as well: the actor sees no notice of another's.
            assert repository.unread(deed.session, person(house, "Gro Gp")) == 0


def test_what_fails_in_the_systems_name_leaves_the_scope_as_it_was(house: House) -> None:
    def fails(session: DbSession) -> None:
        with as_system(session):
            assert scope_of(session) == SYSTEM
            raise ZeroDivisionError

    house.tell("Gro Gp")
    with house.doing() as (deed, _):
        with pytest.raises(ZeroDivisionError):
            fails(deed.session)
        assert scope_of(deed.session) == house.scope("Dag Dept")
        if not house.world.database.is_sqlite:
            assert repository.unread(deed.session, person(house, "Gro Gp")) == 0


@pytest.mark.parametrize("value", ["Kari Nordmann", "kari nordmann 12", "", 1.5, None, "æ"])
def test_a_text_among_the_values_is_refused(house: House, value: object) -> None:
    with house.doing() as (deed, case), pytest.raises(ValueError, match="not a code"):
        notify(deed, case, "case_answered", [person(house, "Gro Gp")], why=value)


def test_a_code_nobody_has_words_for_is_refused(house: House) -> None:
    with house.doing() as (deed, case), pytest.raises(ValueError, match="no such code"):
        notify(deed, case, "case_eaten", [person(house, "Gro Gp")])


def test_the_words_of_every_code_are_there_in_both_languages_and_a_mails_name_no_kind_of_case() -> None:
    assert len(CODES) == 17
    for code, words in CODES.items():
        for text in (words.short, words.text):
            assert text.nb, code
            assert text.nn, code
        for word in ("avvik", "overføring", "tvist", "pasient", "avdeling", "kontor"):
            assert word not in (words.short.nb + words.short.nn).lower(), code


def test_on_behalf_of_an_organisation_those_hear_who_hold_a_role_there_that_day(house: House) -> None:
    world = house.world
    today = world.clock().date()
    unit = "Medisinsk avdeling"
    world.add_person("Vikar", world.role("department_contact", unit=unit, start=today, end=today))
    world.add_person("Sluttet", world.role("department_contact", unit=unit, end=today - timedelta(days=1)))
    world.add_person("Begynner", world.role("department_contact", unit=unit, start=today + timedelta(days=1)))
    world.add_person("Sperret", world.role("department_contact", unit=unit))
    house.disable("Sperret")
    house.step_aside("Lise Leder")

    with house.doing("Gro Gp") as (deed, case):
        found = audience.of_organisation(deed, case, world.units[unit])

    assert found == {person(house, "Dag Dept"), person(house, "Vikar")}


def test_a_deputy_hears_as_the_one_stood_in_for_does(house: House) -> None:
    world = house.world
    principal = next(grant for grant in world.grants() if grant.person_id == person(house, "Dag Dept"))
    deputy = world.role("department_contact", unit="Medisinsk avdeling")
    deputy.deputy_for_id = principal.id
    world.add_person("Vara", deputy)

    with house.doing("Gro Gp") as (deed, case):
        found = audience.of_organisation(deed, case, world.units["Medisinsk avdeling"])

    assert {person(house, "Vara"), person(house, "Dag Dept")} <= found


def test_bodies_and_stewards_hear_and_no_steward_of_another_area(house: House) -> None:
    world = house.world
    world.add_person("Sør Pko", world.role("pko", area="sor"))
    with house.doing("Gro Gp") as (deed, case):
        assert audience.of_body(deed, case, world.bodies["Fastlegerådet"]) == {person(house, "Rita Råd")}
        assert audience.of_stewards(deed, case) == {person(house, "Pia Pko")}


def test_nobody_reads_anothers_notices_whatever_their_scope(house: House) -> None:
    house.tell("Gro Gp")
    everywhere = Scope(areas=frozenset(house.world.areas.values()), person=person(house, "Pia Pko"))
    with house.world.database.reading(everywhere) as session:
        assert repository.unread(session, person(house, "Pia Pko")) == 0
        if not house.world.database.is_sqlite:
            assert repository.unread(session, person(house, "Gro Gp")) == 0
    with house.world.database.reading(house.scope("Gro Gp")) as session:
        assert repository.unread(session, person(house, "Gro Gp")) == 1
