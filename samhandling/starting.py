"""From settings to running services. What would make the application unsafe stops it here, with the reason."""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pwdlib import PasswordHash

from samhandling import redaction_list
from samhandling.audit.chain import Trail
from samhandling.audit.heads import HeadKeeper
from samhandling.demo.marking import is_demo
from samhandling.guard import Guard
from samhandling.guarding.inspecting import Inspector
from samhandling.guarding.redacting import Listed, Redactor
from samhandling.guarding.releasing import ReleaseDesk
from samhandling.identity import providers
from samhandling.kernel import clock
from samhandling.kernel.database import Database
from samhandling.kernel.scope import NOBODY, SYSTEM
from samhandling.kernel.secrets import Secrets, kept_in, password_hasher
from samhandling.migrations import running
from samhandling.notices.repository import unread
from samhandling.notices.smtp import Office, Security
from samhandling.paths import data
from samhandling.redactable import REDACTABLE
from samhandling.search.index_repository import rewrite
from samhandling.search.refreshing import text_changed
from samhandling.services import OutsideProvider, Services
from samhandling.settings import Settings

_NO_PROVIDERS: Final[Mapping[str, OutsideProvider]] = MappingProxyType({})


class NotReady(RuntimeError):
    """A finished sentence in bokmål: what is missing and what to do."""


def start(settings: Settings, *, now: clock.Clock = clock.now) -> Services:
    """Raises NotReady. A new SQLite file gets its tables; an old database is left for `samhandling migrate`."""
    database = _database(settings)
    _refuse_demo(settings, database)
    secrets = secrets_of(settings, database)
    return assembled(database, secrets, now, cookies_are_host=not settings.dev_http, outside=_providers(settings))


def _refuse_demo(settings: Settings, database: Database) -> None:
    """Accounts with one password, told on a screen, never meet the world."""
    with database.reading(SYSTEM) as session:
        demo = is_demo(session)
    if demo and not settings.is_local:
        database.close()
        raise NotReady("Dette er en demo med oppdiktede kontoer. Den vises bare på maskinen den står på.")


def _listed(path: Path, at: datetime, table: str, row: int, column: str, withdrawn: bool) -> None:
    redaction_list.add(path, redaction_list.Redacted(at, table, str(row), column), withdrawn=withdrawn)


def _nowhere(at: datetime, table: str, row: int, column: str, withdrawn: bool) -> None:
    """For tests of something else."""


def assembled(
    database: Database,
    secrets: Secrets,
    now: clock.Clock = clock.now,
    *,
    cookies_are_host: bool = True,
    hasher: PasswordHash | None = None,
    outside: Mapping[str, OutsideProvider] = _NO_PROVIDERS,
    listed: Listed = _nowhere,
) -> Services:
    """What the application runs on, of its parts. `hasher`: a quick one, for tests. `outside`: providers by id.

    `listed`: where redactions are told outside the database.
    """
    trail = Trail(secrets.key("audit"))
    desk = ReleaseDesk(database, now, secrets)
    return Services(
        database=database,
        clock=now,
        secrets=secrets,
        trail=trail,
        inspector=Inspector(_guard(), partial(secrets.keyed_hash, "guard"), desk),
        release_desk=desk,
        redactor=Redactor(REDACTABLE, secrets, trail, listed, text_changed),
        forget=partial(_forget, database),
        unread=unread,
        cookies_are_host=cookies_are_host,
        hasher=hasher or password_hasher(),
        providers=outside,
    )


def _forget(database: Database) -> None:
    rewrite(database)
    database.empty_log()


@cache
def _guard() -> Guard:
    return Guard.load(data("rules") / "guard")


@contextmanager
def alone(database: Database, folder: Path) -> Iterator[None]:
    """On SQLite one server at a time (ruling B31): a second one raises NotReady. The lock goes with the process."""
    if not database.is_sqlite:
        yield
        return
    with (folder / "server.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotReady("En annen server bruker denne SQLite-databasen. Stopp den, eller bruk PostgreSQL.") from None
        yield


def head_keeper(settings: Settings, services: Services) -> HeadKeeper:
    """Writes the chains' heads outside the database."""
    return HeadKeeper(settings.heads, services.secrets.key("audit heads"))


def office(settings: Settings) -> Office | None:
    """Where mail is handed in; None when none is sent."""
    if settings.smtp_host is None or settings.mail_from is None:
        return None
    return Office(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=Security(settings.smtp_security),
        sender=settings.mail_from,
        origin=settings.origin,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else "",
    )


def ready(services: Services) -> None:
    """Raises what keeps the application from its work: no database, none that can be written, or an old one."""
    with services.database.writing(NOBODY):
        pass
    if running.current(services.database) != running.newest():
        raise NotReady("databasen er ikke på siste versjon")


def _database(settings: Settings) -> Database:
    if settings.database_url is None:
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(settings.database)
    found = running.current(database)
    if found is None and database.is_sqlite:
        running.upgrade(database)
    elif found != running.newest():
        raise NotReady(
            f"Databasen er på versjon {found or 'ingen'}, programmet venter {running.newest()}. "
            "Kjør «samhandling migrate»."
        )
    return database


def _providers(settings: Settings) -> Mapping[str, OutsideProvider]:
    if settings.providers is None:
        return {}
    try:
        return providers.load(settings.providers)
    except providers.ProvidersUnusable as error:
        raise NotReady(str(error)) from error


def secrets_of(settings: Settings, database: Database) -> Secrets:
    """Raises NotReady."""
    if settings.secret is not None:
        return Secrets(settings.secret.get_secret_value())
    if not database.is_sqlite:
        raise NotReady("SAMHANDLING_SECRET mangler: minst 32 tilfeldige tegn, oppbevart utenfor databasen.")
    return kept_in(settings.folder / "secret")
