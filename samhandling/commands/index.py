"""`samhandling index`: every case into the search anew, as after a restore from before there was one."""

import argparse


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    index = commands.add_parser("index", help="bygg søkeindeksen på nytt fra sakene")
    index.set_defaults(run=_index)


def _index(_args: argparse.Namespace) -> int:
    # Imported here so that a check does not pay for the database.
    from samhandling.commands import stores
    from samhandling.search.refreshing import rebuild

    def work() -> int:
        with stores.opened() as found:
            count = rebuild(found.database)
        print(f"Søkeindeksen er bygd på nytt for {count} saker.")
        return 0

    return stores.run("index", work)
