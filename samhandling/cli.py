"""The command line, `samhandling check | serve | …`. Exit codes are the contract's; a traceback is never shown."""

import argparse
import sys
from collections.abc import Sequence

from samhandling.commands import administration, audit, backup, check, guard, index, migrate, rules

USAGE = 64
FAULT = 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit code."""
    parser = argparse.ArgumentParser(prog="samhandling", description="Hvem gjør hva mellom fastlege og sykehus.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="kommando")
    check.add(commands)
    guard.add(commands)
    rules.add(commands)
    for each in (migrate, audit, backup, index, administration):
        each.add(commands)
    _add_serve(commands)
    args = _parsed(parser, arguments)
    try:
        code: int = args.run(args)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as fault:  # noqa: BLE001 – the contract promises that a traceback is never shown
        print(f"samhandling: intern feil ({type(fault).__name__}). Dette er en feil i programmet.", file=sys.stderr)
        return FAULT
    return code


def _parsed(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    """argparse ends with 2 on wrong usage, which the contract keeps for what could not be read."""
    try:
        return parser.parse_args(arguments)
    except SystemExit as end:
        raise SystemExit(USAGE if end.code else 0) from None


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("serve", help="start nettsidene")
    parser.add_argument("--host", help="adressen som lyttes på (SAMHANDLING_HOST)")
    parser.add_argument("--port", type=int, help="porten (SAMHANDLING_PORT)")
    parser.set_defaults(run=_serve)


def _serve(args: argparse.Namespace) -> int:
    # Imported here so that a check does not pay for the web framework.
    from pydantic import ValidationError

    from samhandling.app import serve
    from samhandling.checks.judging import Judge
    from samhandling.paths import data
    from samhandling.settings import Settings
    from samhandling.site import rules_cited, rules_counted, site
    from samhandling.starting import NotReady, start

    given = {name: value for name, value in (("host", args.host), ("port", args.port)) if value is not None}
    try:
        settings = Settings(**given)
        services = start(settings)
    except (ValidationError, NotReady) as error:
        reasons = [each["msg"] for each in error.errors()] if isinstance(error, ValidationError) else [str(error)]
        print("samhandling serve: " + " ".join(reasons), file=sys.stderr)
        return USAGE
    judge = Judge(data("rules"))
    try:
        serve(settings, services, site(settings, services, judge), rules_cited(judge), rules_counted(judge))
    except NotReady as error:
        print(f"samhandling serve: {error}", file=sys.stderr)
        return USAGE
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
