"""`samhandling migrate [--app-role NAME] [--down]`: brings the database to the schema that the program expects."""

import argparse
import re


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("migrate", help="bring databasen til versjonen programmet venter")
    parser.add_argument(
        "--app-role",
        type=_role,
        metavar="ROLLE",
        help="PostgreSQL-rollen som programmet kobler til med; får rettigheter",
    )
    parser.add_argument("--down", action="store_true", help="ett trinn tilbake")
    parser.set_defaults(run=_run)


def _role(text: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", text):
        raise argparse.ArgumentTypeError("en rolle har små bokstaver, tall og understrek")
    return text


def _run(args: argparse.Namespace) -> int:
    # Imported here so that a check does not pay for the database.
    from samhandling.commands import stores
    from samhandling.migrations import running

    def work() -> int:
        with stores.to_migrate() as database:
            before = running.current(database)
            if not args.down:
                running.upgrade(database, app_role=args.app_role)
            elif before is None:
                raise stores.Stopped(stores.USAGE, "Databasen er tom: det er ingenting å gå tilbake fra.")
            else:
                running.downgrade(database)
            print(f"Databasen gikk fra versjon {before or 'ingen'} til {running.current(database) or 'ingen'}.")
        return 0

    return stores.run("migrate", work)
