"""From settings to running services. What would make the application unsafe stops it here, with the reason."""

from samhandling.audit.chain import Trail
from samhandling.kernel import clock
from samhandling.kernel.database import Database
from samhandling.kernel.secrets import Secrets, kept_in
from samhandling.migrations import running
from samhandling.services import Services
from samhandling.settings import Settings


class NotReady(RuntimeError):
    """A finished sentence in bokmål: what is missing and what to do."""


def start(settings: Settings, *, now: clock.Clock = clock.now) -> Services:
    """Raises NotReady. A new SQLite file gets its tables; an old database is left for `samhandling migrate`."""
    database = _database(settings)
    secrets = secrets_of(settings, database)
    return Services(
        database=database,
        clock=now,
        secrets=secrets,
        trail=Trail(secrets.key("audit")),
        cookies_are_host=not settings.dev_http,
    )


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


def secrets_of(settings: Settings, database: Database) -> Secrets:
    """Raises NotReady."""
    if settings.secret is not None:
        return Secrets(settings.secret.get_secret_value())
    if not database.is_sqlite:
        raise NotReady("SAMHANDLING_SECRET mangler: minst 32 tilfeldige tegn, oppbevart utenfor databasen.")
    return kept_in(settings.folder / "secret")
