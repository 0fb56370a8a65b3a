"""`samhandling area | org | user | demo`, as anyone runs them, each in a folder of its own."""

import contextlib
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from samhandling.audit.chain import MACHINE
from samhandling.audit.tables import AuditEvent
from samhandling.casework.rulebook import Cites
from samhandling.cli import main
from samhandling.demo.building import Built, build
from samhandling.identity.links import look
from samhandling.identity.roles import ROLES
from samhandling.identity.tables import Account, RoleGrant
from samhandling.kernel.errors import Refused
from samhandling.kernel.scope import SYSTEM
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.starting import NotReady, start

RUN = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RUN:
    """`run("area", "list")`: the exit code, standard output and standard error."""
    monkeypatch.setenv("SAMHANDLING_FOLDER", str(tmp_path / "var"))
    monkeypatch.setenv("SAMHANDLING_PUBLIC_ORIGIN", "https://samhandling.example")

    def ran(*arguments: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(arguments)
        return code, out.getvalue(), err.getvalue()

    return ran


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Services]:
    services = start(Settings(folder=tmp_path / "var"))
    yield services
    services.database.close()


def test_an_area_is_made_from_nothing_and_every_deed_stands_in_the_trail_as_the_machines(
    run: RUN, tmp_path: Path
) -> None:
    assert run("area", "add", "nord", "Nordmo")[:2] == (0, "/omrade/nord\n")
    assert run("area", "label", "nord", "pko", "--nb", "Samhandlingslege")[0] == 0
    hospital = run("org", "add", "nord", "hospital_trust", "Nordmo HF", "--from", "2020-01-01")[1].strip()
    unit = run("org", "add", "nord", "hospital_unit", "Medisin", "--parent", hospital, "--from", "2020-01-01")[
        1
    ].strip()
    other = run("org", "add", "nord", "hospital_unit", "Kirurgi", "--parent", hospital)[1].strip()
    assert run("org", "rename", "nord", unit, "Medisin øst", "--from", "2024-01-01")[0] == 0
    assert run("org", "close", "nord", unit, "--successor", other, "--last-day", "2024-06-30")[0] == 0
    assert "Medisin" not in run("org", "list", "nord")[1]
    assert "Medisin øst  (til 2024-06-30)" in run("org", "list", "nord", "--closed")[1]
    code, link, _ = run("user", "invite", "nord", "hospital_doctor", "Harald Havørn", "--place", other)
    assert (code, link.startswith("https://samhandling.example/lenke/")) == (0, True)
    listed = run("user", "list", "nord")[1]
    grant, person = listed.split()[:2]
    assert "Harald Havørn" in listed
    assert run("user", "grant", "nord", person, "pko")[0] == 0
    assert run("user", "end", "nord", person, grant)[0] == 0
    services = start(Settings(folder=tmp_path / "var", public_origin=None))
    with services.database.reading(SYSTEM) as session:
        assert look(session, link.strip().rpartition("/")[2], services.clock()).name == "Harald Havørn"
        events = session.exec(select(AuditEvent)).all()
    services.database.close()
    assert {(event.actor, event.role) for event in events} == {(MACHINE.person, MACHINE.role)}
    assert {"area_added", "role_labelled", "organisation_closed", "role_given", "link_made"} <= {
        e.action for e in events
    }


def test_what_is_refused_is_said_in_words_without_a_traceback(run: RUN) -> None:
    run("area", "add", "nord", "Nordmo")
    assert run("area", "add", "nord", "Nordmo")[::2] == (1, "samhandling area: Adressen er i bruk. Velg en annen.\n")
    assert run("org", "list", "sor")[0] == 64
    assert "«samhandling area list»" in run("org", "list", "sor")[2]
    assert "må høre under en annen" in run("org", "add", "nord", "hospital_unit", "Medisin")[2]
    assert "Det finnes ikke i dette området" in run("org", "rename", "nord", "77", "X")[2]
    assert run("user", "invite", "nord", "system_administrator", "X")[0] == 64
    with pytest.raises(SystemExit, match="64"):
        run("user", "end", "nord", "ikke-en-kode", "1")


def test_the_first_system_administrator_is_invited_from_the_command_line(run: RUN) -> None:
    code, link, _ = run("user", "invite", "-", "system_administrator", "Stein Steinrøys")
    assert code == 0
    assert re.fullmatch(r"https://samhandling\.example/lenke/\S+\n", link)


def test_the_demo_has_one_for_each_role_and_a_table_of_logins(
    run: RUN, opened: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "bare på maskinen den står på" in run("demo")[2]
    monkeypatch.delenv("SAMHANDLING_PUBLIC_ORIGIN")
    code, table, _ = run("demo")
    assert code == 0
    with opened.database.reading(SYSTEM) as session:
        held = {row.role for row in session.exec(select(RoleGrant))}
        deputies = [row for row in session.exec(select(RoleGrant)) if row.deputy_for_id]
        logins = {row.login for row in session.exec(select(Account))}
    assert held == set(ROLES)
    assert len(deputies) == 1
    assert all(login in table for login in logins if login)
    assert re.search(r"Passord for alle: \S{16}\n", table)
    assert re.fullmatch(r"\d{6}\n", run("demo", "--code")[1])


def test_the_demo_goes_only_into_an_empty_database(
    run: RUN, opened: Services, cites: Cites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAMHANDLING_PUBLIC_ORIGIN")
    run("area", "add", "nord", "Nordmo")
    assert "bare i en tom database" in run("demo")[2]
    assert run("demo", "--code")[0] == 1
    with pytest.raises(Refused, match="not_empty"):
        build(opened, cites)


def test_the_demo_built_again_changes_nothing_but_the_secrets(opened: Services, cites: Cites) -> None:
    first, second = build(opened, cites), build(opened, cites)
    assert isinstance(first, Built)
    assert first.logins == second.logins
    assert first.password != second.password
    assert first.seed != second.seed
    with opened.database.reading(SYSTEM) as session:
        account = session.exec(select(Account).where(Account.login == "pko")).one()
    assert opened.hasher.verify(second.password, account.password_hash or "")
    assert not opened.hasher.verify(first.password, account.password_hash or "")


def test_a_demo_database_is_not_served_to_the_world(opened: Services, cites: Cites, tmp_path: Path) -> None:
    build(opened, cites)
    start(Settings(folder=tmp_path / "var")).database.close()
    with pytest.raises(NotReady, match="demo"):
        start(Settings(folder=tmp_path / "var", public_origin="https://samhandling.example"))
