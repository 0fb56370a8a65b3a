"""`samhandling backup FILE`, `samhandling restore [FILE]`: a copy known to be whole, redacted again on its way back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samhandling.backups import Damaged, Restorer
    from samhandling.commands.stores import Stores


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="ta en kontrollert sikkerhetskopi (SQLite)")
    backup.add_argument("file", type=Path, metavar="FIL")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="legg tilbake en sikkerhetskopi, med sladdingene")
    restore.add_argument(
        "file", type=Path, nargs="?", metavar="FIL", help="uten fil: sladd på nytt det pg_restore har lagt tilbake"
    )
    restore.set_defaults(run=_restore)


def _backup(args: argparse.Namespace) -> int:
    # Imported here so that a check does not pay for the database.
    from samhandling import backups
    from samhandling.commands import stores

    def work() -> int:
        with stores.opened() as found:
            if not found.database.is_sqlite:
                raise stores.Stopped(stores.USAGE, "PostgreSQL kopieres med pg_dump; se docs/drift.md.")
            try:
                report = backups.back_up(found.database, args.file, found.trail.key, found.kept)
            except backups.Exists:
                raise stores.Stopped(stores.USAGE, f"«{args.file}» finnes fra før.") from None
            except backups.Damaged as damaged:
                raise stores.Stopped(stores.WRONG, _damaged(damaged, "Ingen kopi er laget.")) from None
        print(f"«{args.file}» er hel: {sum(chain.events for chain in report.chains)} hendelser kontrollert.")
        return 0

    return stores.run("backup", work)


def _restore(args: argparse.Namespace) -> int:
    from samhandling import backups
    from samhandling.commands import stores
    from samhandling.kernel import clock
    from samhandling.starting import alone

    def work() -> int:
        try:
            if args.file is None:
                with stores.opened() as found, alone(found.database, found.settings.folder):
                    count = _restorer(found).in_place(found.database, at=clock.now())
            else:
                with stores.to_fill() as found, alone(found.database, found.settings.folder):
                    count = _restorer(found).put_back(args.file, found.file, at=clock.now())
        except backups.Exists:
            raise stores.Stopped(stores.USAGE, "Det ligger en database her fra før; flytt den først.") from None
        except backups.Damaged as damaged:
            raise stores.Stopped(stores.WRONG, _damaged(damaged, "Ingenting er lagt tilbake.")) from None
        print(f"Databasen er lagt tilbake, og {count} tekster er sladdet på nytt. Start programmet nå.")
        return 0

    return stores.run("restore", work)


def _restorer(found: "Stores") -> "Restorer":
    from samhandling import redaction_list
    from samhandling.backups import Restorer
    from samhandling.commands import stores

    path = found.settings.redactions
    try:
        redactions = redaction_list.read(path)
    except redaction_list.Unreadable as fault:
        raise stores.Stopped(
            stores.UNREADABLE, f"Linje {fault.line} i sladdelisten «{path}» kan ikke leses. Ingenting er lagt tilbake."
        ) from None
    return Restorer(found.trail, found.keeper, found.kept, redactions)


def _damaged(damaged: "Damaged", end: str) -> str:
    if damaged.report is None:
        return f"Filen er ødelagt. {end}"
    first = damaged.report.faults[0]
    where = (
        f"kjede {first.chain}, nr. {first.sequence}"
        if first.chain is not None
        else f"hodefilen, linje {first.sequence}"
    )
    return f"Hendelsesloggen er rørt ({where}). {end} Kjør «samhandling audit verify»."
