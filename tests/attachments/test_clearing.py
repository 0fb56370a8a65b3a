"""What no machine can read waits until the PKO has seen it; what slipped through is hidden, also as a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import select

from samhandling.attachments import attaching
from samhandling.attachments.extracting import Extracted
from samhandling.audit.chain import Actor
from samhandling.cases.kinds import Audience
from samhandling.cases.opening import Deed
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Attachment, CaseSetting, Statement
from samhandling.guarding.tables import Redaction
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotAllowed, NotFound
from samhandling.kernel.scope import SYSTEM, Scope
from tests.attachments.conftest import Desk
from tests.attachments.files import ROUTINE, flat, pdf, png
from tests.tesseract import program
from tests.worlds import World, post, told

LOGO = pdf(
    ROUTINE,
    resources=b"/XObject<</I 100 0 R>>",
    content=b" /I Do",
    more={100: flat(b"\0" * 100, b"/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8")},
)


def waiting(desk: Desk) -> str:
    """The address of a file that waits."""
    assert desk.send(desk.browser("Gro Gp"), LOGO).status_code == 303
    (row,) = desk.rows()
    return f"{desk.path}/{row.id}"


def test_a_pdf_with_a_picture_in_it_is_seen_by_its_owner_and_the_pko_until_it_is_cleared(desk: Desk) -> None:
    path = waiting(desk)

    assert "Venter på klarering" in told(desk.browser("Gro Gp").get(desk.path).text)
    assert "Den har bilder." in told(desk.browser("Pia Pko").get(desk.path).text)
    assert [desk.browser(name).get(path).status_code for name in ("Gro Gp", "Pia Pko", "Kai Kontakt", "Ada Admin")] == [
        200, 200, 404, 404,
    ]  # fmt: skip
    for name in ("Kai Kontakt", "Ada Admin"):
        assert "rutine.pdf" not in desk.browser(name).get(desk.path).text

    post(desk.browser("Pia Pko"), f"{path}/klarer", svar="klarer")

    assert desk.browser("Kai Kontakt").get(path).status_code == 200
    (row,) = desk.rows()
    assert row.cleared_by == desk.world.persons["Pia Pko"]
    assert [event.action for event in desk.world.events()][-2:] == ["attachment_added", "attachment_cleared"]


def test_what_the_pko_refuses_is_gone(desk: Desk) -> None:
    path = waiting(desk)

    answer = post(desk.browser("Pia Pko"), f"{path}/klarer", svar="avvis")

    assert "avvist og slettet" in told(desk.browser("Pia Pko").get(answer.headers["location"]).text)
    assert desk.rows() == []
    assert desk.world.events()[-1].action == "attachment_refused"


def test_a_file_is_cleared_once_and_by_no_one_but_the_pko_of_the_area_that_owns_the_case(desk: Desk) -> None:
    path = waiting(desk)
    desk.world.add_person("Siv Sørpko", desk.world.role("pko", area="sor"))

    for name in ("Gro Gp", "Kai Kontakt", "Ada Admin"):
        assert post(desk.browser(name), f"{path}/klarer", svar="klarer").status_code == 403
    elsewhere = path.replace("/nord/", "/sor/").replace(desk.number, f"{desk.number}@nord")
    assert post(desk.browser("Siv Sørpko"), f"{elsewhere}/klarer", svar="klarer").status_code == 404
    assert desk.rows()[0].cleared_at is None
    post(desk.browser("Pia Pko"), f"{path}/klarer", svar="klarer")
    again = post(desk.browser("Pia Pko"), f"{path}/klarer", svar="avvis")

    assert again.headers["location"].endswith("alt-klarert")
    assert len(desk.rows()) == 1


def test_pictures_are_taken_only_where_the_area_has_switched_them_on_and_something_reads_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client = desk.browser("Gro Gp")
    refused = desk.send(client, png(), "skjermbilde.pdf")
    assert refused.status_code == 422
    assert "Fila er et bilde" in told(refused.text)
    with desk.world.database.writing(SYSTEM) as session:
        session.add(CaseSetting(area_id=desk.world.areas["nord"], name="pictures", value=1))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert desk.send(client, png(), "skjermbilde.pdf").status_code == 422
    program(tmp_path, "nor")

    assert desk.send(client, png(), "skjermbilde.pdf").status_code == 303

    (row,) = desk.rows()
    assert (row.name, row.media_type, row.cleared_at) == ("skjermbilde.png", "image/png", None)
    path = f"{desk.path}/{row.id}"
    seen = {name: desk.browser(name).get(path).status_code for name in ("Gro Gp", "Pia Pko", "Kai Kontakt")}
    assert seen == {"Gro Gp": 200, "Pia Pko": 200, "Kai Kontakt": 404}


def test_two_who_send_the_same_file_learn_nothing_of_each_other_before_it_is_cleared(desk: Desk) -> None:
    waiting(desk)

    other = desk.send(desk.browser("Kai Kontakt"), LOGO)

    assert other.headers["location"].endswith("venter")
    assert len(desk.rows()) == 2


def test_a_hidden_file_is_nowhere_until_a_second_person_has_seen_it_and_cannot_be_sent_again(desk: Desk) -> None:
    world = desk.world
    desk.send(desk.browser("Gro Gp"), b"Rutine for epikrise", "rutine.txt")
    (row,) = desk.rows()
    post(desk.browser("Kai Kontakt"), f"/omrade/nord/vern/skjul/attachment/{row.id}", grunn="patient")

    assert desk.browser("Kai Kontakt").get(f"{desk.path}/{row.id}").status_code == 404
    assert [each.content for each in desk.rows()] == [b""]
    again = desk.send(desk.browser("Gro Gp"), b"Rutine for epikrise", "rutine.txt")
    assert "kan ikke legges ved igjen" in told(again.text)

    (redaction,) = world.rows(Redaction)
    base = f"/omrade/nord/vern/{redaction.id}"
    assert "Last ned fila" in post(desk.browser("Ada Admin"), f"{base}/vis").text
    assert post(desk.browser("Ada Admin"), f"{base}/fil").content == b"Rutine for epikrise"
    post(desk.browser("Ada Admin"), f"{base}/gi-tilbake")
    assert desk.browser("Kai Kontakt").get(f"{desk.path}/{row.id}").content == b"Rutine for epikrise"


def test_a_hidden_name_leaves_the_file(desk: Desk) -> None:
    desk.send(desk.browser("Gro Gp"), b"Rutine for epikrise", "rutine.txt")
    (row,) = desk.rows()

    post(desk.browser("Pia Pko"), f"/omrade/nord/vern/skjul/attachment_name/{row.id}", grunn="patient")

    assert "rutine.txt" not in desk.browser("Kai Kontakt").get(desk.path).text
    assert "[fjernet av hensyn til personvern]" in desk.browser("Kai Kontakt").get(desk.path).text
    assert f'href="{desk.path}/{row.id}"' in desk.browser("Kai Kontakt").get(desk.path).text


def test_what_is_hidden_stays_so_when_something_else_in_the_row_comes_back(desk: Desk) -> None:
    desk.send(desk.browser("Gro Gp"), b"Rutine for epikrise", "rutine.txt")
    (row,) = desk.rows()
    for place in ("attachment", "attachment_name"):
        post(desk.browser("Pia Pko"), f"/omrade/nord/vern/skjul/{place}/{row.id}", grunn="patient")
    name = next(each for each in desk.world.rows(Redaction) if each.place["place"] == "attachment_name")

    post(desk.browser("Ada Admin"), f"/omrade/nord/vern/{name.id}/gi-tilbake")

    (row,) = desk.rows()
    assert (row.name, row.content) == ("rutine.txt", b"")
    assert row.redacted_at is not None


@contextmanager
def deed(world: World, name: str, scope: Scope | None = None) -> Iterator[Deed]:
    with world.database.writing(scope or SYSTEM) as session:
        yield Deed(session, world.services.trail, Actor(world.persons[name], "gp"), world.clock())


def scope_of(world: World, name: str, unit: str) -> Scope:
    return Scope(
        home=frozenset({world.areas["nord"]}),
        organisations=frozenset({world.units[unit]}),
        person=world.persons[name],
    )


def seen(session: DbSession, case_id: int) -> list[str]:
    query = select(Attachment.name).where(Attachment.case_id == case_id)
    return list(session.exec(scoped(session, query)))


@pytest.mark.parametrize(
    ("audience", "sent", "visible"),
    [
        (Audience.PARTICIPANTS, True, True),
        (Audience.PARTICIPANTS, False, False),
        (Audience.OWN_SIDE, True, False),
        (Audience.STEWARDS, True, False),
        (Audience.AREA, True, True),
    ],
)
def test_a_file_that_goes_with_a_statement_is_seen_by_those_who_read_the_statement(
    world: World, case: tuple[int, str], audience: Audience, sent: bool, visible: bool
) -> None:
    now, gro = world.clock(), world.persons["Gro Gp"]
    with world.database.writing(SYSTEM) as session:
        statement = Statement(case_id=case[0], author=gro, kind="report", text="Hei", audience=audience)
        if sent:
            statement.sent_at, statement.sent_on = now, now.date()
        session.add(statement)
        session.flush()
        session.add(
            Attachment(
                case_id=case[0], statement_id=statement.id, name="a.txt", media_type="text/plain", size=1, content=b"a",
                fingerprint="f", added_at=now, added_by=gro, cleared_at=now,
            )
        )  # fmt: skip

    with world.database.reading(scope_of(world, "Kai Kontakt", "Medisinsk avdeling")) as session:
        assert seen(session, case[0]) == (["a.txt"] if visible else [])
    with world.database.reading(scope_of(world, "Gro Gp", "Fjordvik legekontor")) as session:
        assert seen(session, case[0]) == ["a.txt"]
    with world.database.reading(scope_of(world, "Kirsti Kirurg", "Kirurgisk avdeling")) as session:
        assert seen(session, case[0]) == []


def test_the_database_itself_keeps_what_waits_from_the_others(world: World, case: tuple[int, str]) -> None:
    """PostgreSQL's policies, without the repository's filter."""
    if world.database.is_sqlite:
        pytest.skip("SQLite has no row-level security")
    now = world.clock()
    with world.database.writing(scope_of(world, "Gro Gp", "Fjordvik legekontor")) as session:
        session.add(
            Attachment(
                case_id=case[0], name="a.txt", media_type="text/plain", size=1, content=b"a", fingerprint="f",
                added_at=now, added_by=world.persons["Gro Gp"],
            )
        )  # fmt: skip
    with world.database.reading(scope_of(world, "Kai Kontakt", "Medisinsk avdeling")) as session:
        assert session.exec(select(Attachment.id)).all() == []
    with world.database.reading(Scope(areas=frozenset({world.areas["nord"]}))) as session:
        assert len(session.exec(select(Attachment.id)).all()) == 1


def test_a_case_that_is_only_shared_takes_no_files_and_gives_none_out(world: World, case: tuple[int, str]) -> None:
    from samhandling.cases.opening import share

    extracted = Extracted("txt", b"a", "a", (0,), (), ())
    with deed(world, "Gro Gp") as by_gro:
        share(by_gro, case[0])
        attaching.add(by_gro, case[0], attaching.New("a.txt", "f", extracted, None, {}))
    outside = scope_of(world, "Kirsti Kirurg", "Kirurgisk avdeling")
    with world.database.reading(outside) as session:
        assert seen(session, case[0]) == []
    with deed(world, "Kirsti Kirurg", outside) as by_kirsti, pytest.raises(NotFound):
        attaching.add(by_kirsti, case[0], attaching.New("b.txt", "g", extracted, None, {}))


def test_a_file_goes_with_ones_own_draft_only(world: World, case: tuple[int, str]) -> None:
    extracted = Extracted("txt", b"a", "a", (0,), (), ())
    with world.database.writing(SYSTEM) as session:
        draft = Statement(case_id=case[0], author=world.persons["Kai Kontakt"], kind="answer", text="Hei")
        session.add(draft)
        session.flush()
        statement = key(draft.id)

    with deed(world, "Gro Gp") as by_gro, pytest.raises(NotFound):
        attaching.add(by_gro, case[0], attaching.New("a.txt", "f", extracted, statement, {}))
    with deed(world, "Kai Kontakt") as by_kai:
        row = attaching.add(by_kai, case[0], attaching.New("a.txt", "f", extracted, statement, {}))
        assert row.statement_id == statement
    with deed(world, "Gro Gp") as by_gro, pytest.raises(NotAllowed):
        attaching.remove(by_gro, case[0], key(row.id))
