"""The parsers of `samhandling area | org | user | demo`. What they do is imported only when it is done."""

import argparse
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Final
from uuid import UUID

from samhandling.areas.kinds import OrganisationKind

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]
_LANGUAGES: Final = ("nb", "nn", "se")


def add(commands: "_Commands") -> None:
    _areas(_inner(commands, "area", "områder"))
    _organisations(_inner(commands, "org", "virksomheter i et område"))
    _users(_inner(commands, "user", "personer, roller og innlogging"))
    demo = commands.add_parser("demo", help="bygg et oppdiktet område i en tom database")
    demo.add_argument("--code", action="store_true", help="skriv engangskoden som gjelder nå, for alle demokontoene")
    demo.set_defaults(run=_later("demo", "demo"))


def _areas(inner: "_Commands") -> None:
    new = inner.add_parser("add", help="opprett et område")
    new.add_argument("slug", metavar="ADRESSE", help="små bokstaver, tall og bindestrek")
    new.add_argument("name", metavar="NAVN")
    _maalform(new)
    new.set_defaults(run=_later("area", "add"))
    inner.add_parser("list", help="alle områder").set_defaults(run=_later("area", "show"))
    label = _in_area(inner, "area", "label", "hva området kaller en rolle")
    label.add_argument("role", metavar="ROLLE")
    for language in _LANGUAGES:
        label.add_argument(f"--{language}", default="", metavar="NAVN")
    _since(label)


def _organisations(inner: "_Commands") -> None:
    new = _in_area(inner, "org", "add", "legg til en virksomhet")
    new.add_argument("kind", metavar="SLAG", choices=[kind.value for kind in OrganisationKind])
    new.add_argument("name", metavar="NAVN")
    new.add_argument("--parent", type=int, metavar="NUMMER", help="den den hører under")
    new.add_argument("--contact", default="", metavar="TEKST", help="hvordan man når dem")
    new.add_argument("--single-person", action="store_true", help="færre enn tre leger")
    _maalform(new)
    _since(new)
    rename = _in_area(inner, "org", "rename", "nytt navn fra en dag")
    rename.add_argument("id", type=int, metavar="NUMMER")
    rename.add_argument("name", metavar="NAVN")
    _since(rename)
    close = _in_area(inner, "org", "close", "avslutt en virksomhet")
    close.add_argument("id", type=int, metavar="NUMMER")
    close.add_argument("--last-day", type=_day, metavar="DATO", help="i dag om den ikke gis")
    close.add_argument("--successor", type=int, metavar="NUMMER", help="den som tar over")
    _in_area(inner, "org", "list", "virksomhetene i området").add_argument(
        "--closed", action="store_true", help="ta med de avsluttede"
    )
    _in_area(inner, "org", "join", "legg til en som finnes i et annet område").add_argument(
        "id", type=int, metavar="NUMMER"
    )


def _users(inner: "_Commands") -> None:
    invite = _in_area(inner, "user", "invite", "inviter en person og skriv ut lenken")
    invite.add_argument("role", metavar="ROLLE")
    invite.add_argument("name", metavar="NAVN")
    invite.add_argument("--email", default="", metavar="ADRESSE")
    invite.add_argument("--hpr", default="", metavar="NUMMER")
    _in_area(inner, "user", "list", "hvem som har hvilken rolle")
    grant = _of_person(inner, "grant", "gi en rolle")
    grant.add_argument("role", metavar="ROLLE")
    for each in (invite, grant):
        each.add_argument("--place", type=int, metavar="NUMMER", help="virksomheten eller organet")
        each.add_argument("--to", dest="until", type=_day, metavar="DATO", help="siste dag")
        _since(each)
    end = _of_person(inner, "end", "avslutt en rolle")
    end.add_argument("grant", type=int, metavar="TILDELING", help="nummeret i «user list»")
    end.add_argument("--last-day", type=_day, metavar="DATO", help="i dag om den ikke gis")
    reset = _of_person(inner, "reset", "skriv ut en lenke til nytt passord eller ny engangskode")
    reset.add_argument("lost", metavar="HVA", choices=("password", "second_factor"))
    _of_person(inner, "disable", "sperr kontoene til en person")


def _inner(commands: "_Commands", name: str, about: str) -> "_Commands":
    return commands.add_parser(name, help=about).add_subparsers(dest="what", required=True, metavar="hva")


def _in_area(inner: "_Commands", module: str, name: str, about: str) -> argparse.ArgumentParser:
    parser = inner.add_parser(name, help=about)
    parser.add_argument("area", metavar="OMRÅDE", help="«-» for systemet selv" if module == "user" else None)
    parser.set_defaults(run=_later(module, "show" if name == "list" else name))
    return parser


def _of_person(inner: "_Commands", name: str, about: str) -> argparse.ArgumentParser:
    parser = _in_area(inner, "user", name, about)
    parser.add_argument("person", type=UUID, metavar="PERSON", help="koden i «user list»")
    return parser


def _since(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="since", type=_day, metavar="DATO", help="i dag om den ikke gis")


def _maalform(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--maalform", choices=("nb", "nn"), default="nb")


def _later(module: str, deed: str) -> Callable[[argparse.Namespace], int]:
    """Runs a function of a module beside this one, imported then."""

    def run(args: argparse.Namespace) -> int:
        administer = import_module("samhandling.commands.administering").administer
        work = getattr(import_module(f"samhandling.commands.{module}"), deed)
        code: int = administer(module, lambda services: work(services, args))
        return code

    return run


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("er ikke en dato, for eksempel 2026-03-01") from None
