"""`samhandling audit verify | drop --before YEAR`: whether the trail has been touched, and the end of its old years."""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samhandling.audit.verifying import ChainReport, Fault, Report


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("audit", help="kontroller hendelsesloggen")
    inner = parser.add_subparsers(dest="what", required=True, metavar="hva")
    inner.add_parser("verify", help="finn ut om noen har rørt loggen").set_defaults(run=_verify)
    drop = inner.add_parser("drop", help="slett gamle år; bare for den som eier tabellene")
    drop.add_argument("--before", type=int, required=True, metavar="ÅR", help="alt før dette året slettes")
    drop.set_defaults(run=_drop)


def _verify(_args: argparse.Namespace) -> int:
    # Imported here so that a check does not pay for the database.
    from samhandling.audit.verifying import verify
    from samhandling.commands import stores

    def work() -> int:
        with stores.opened() as found:
            report = verify(found.database, found.trail.key, found.kept)
        if report.fits_nothing:
            raise stores.Stopped(
                stores.UNREADABLE,
                "Ingen hendelse passer med nøkkelen. Er SAMHANDLING_SECRET den loggen ble skrevet med?",
            )
        for line in _told(report):
            print(line)
        if report.is_whole:
            return 0
        for fault in report.faults:
            print(_fault(fault), file=sys.stderr)
        return stores.WRONG

    return stores.run("audit verify", work)


def _drop(args: argparse.Namespace) -> int:
    from samhandling.audit.dropping import drop_before
    from samhandling.commands import stores
    from samhandling.kernel import clock
    from samhandling.kernel.errors import Refused

    reasons = {
        "year_not_over": (stores.USAGE, f"Året {args.before} har ikke begynt: bare år som er over, kan slettes."),
        "trail_touched": (
            stores.WRONG,
            "Loggen er rørt og må stå til det er funnet ut av («samhandling audit verify»).",
        ),
    }

    def work() -> int:
        with stores.opened() as found:
            try:
                dropped = drop_before(found.database, found.trail, found.kept, args.before, at=clock.now())
            except Refused as refused:
                raise stores.Stopped(*reasons[refused.code]) from None
            found.keeper.write(found.database, clock.now())
        for segment in dropped:
            print(f"{_named(segment.chain)}: {segment.events} hendelser slettet, til og med nr. {segment.last}.")
        if not dropped:
            print(f"Ingen hendelser er eldre enn {args.before}.")
        return 0

    return stores.run("audit drop", work)


def _told(report: "Report") -> Iterator[str]:
    for chain in report.chains:
        yield f"{_named(chain.chain)}: {chain.events} hendelser, {_extent(chain)}{'' if chain.count else ', hel'}."
    for number, sequence, when in report.restored:
        yield f"{_named(number)}: sikkerhetskopi lagt tilbake {when}; det som kom etter nr. {sequence}, gikk tapt."
    yield "Loggen er hel." if report.is_whole else "Loggen er rørt."


def _extent(chain: "ChainReport") -> str:
    return f"nr. {chain.first}–{chain.last}" + (" (eldre år er slettet)" if chain.first > 1 else "")


def _fault(fault: "Fault") -> str:
    """What each kind says, in `samhandling.audit.verifying.FaultKind`."""
    number = fault.sequence
    where = "Filen med hoder" if fault.chain is None else _named(fault.chain)
    said = {
        "altered": f"hendelse nr. {number} er endret, flyttet eller satt inn",
        "removed": f"hendelse nr. {number} er fjernet",
        "unlinked": f"hendelse nr. {number} følger ikke den foran",
        "cut_off": f"slutten er kuttet: hendelse nr. {number} har stått her",
        "replaced": f"hendelse nr. {number} er en annen enn den som var notert",
        "heads_forged": f"linje {number} er endret",
        "heads_disagree": f"hendelse nr. {number} er notert på to måter utenfor databasen",
    }
    return f"{where}: {said[fault.kind]}."


def _named(chain: int) -> str:
    return f"Kjede {chain} ({'systemet' if chain == 0 else 'område'})"
