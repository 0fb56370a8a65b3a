"""`samhandling demo`: an invented area with its cases in an empty database, and a table of logins.

`--code` gives the code of now.
"""

import argparse
import sys

from samhandling.catalogue.citing import cited, counted
from samhandling.catalogue.from_rules import rulebook
from samhandling.commands.administering import origin
from samhandling.commands.stores import USAGE, Stopped
from samhandling.demo import building
from samhandling.paths import data
from samhandling.rules.loader import load_ruleset
from samhandling.services import Services
from samhandling.settings import Settings


def demo(services: Services, args: argparse.Namespace) -> int:
    if not Settings().is_local:
        raise Stopped(USAGE, "Demoen bygges og vises bare på maskinen den står på.")
    return _code(services) if args.code else _build(services)


def _code(services: Services) -> int:
    code = building.code(services)
    if code is None:
        print("samhandling demo: Dette er ikke demoens database.", file=sys.stderr)
        return 1
    print(code)
    return 0


def _build(services: Services) -> int:
    folder = data("rules") / "nfa-2018"
    ruleset = load_ruleset(folder)
    book = rulebook(ruleset, folder)
    built = building.build(services, cited(book), ruled=counted(book, ruleset.book.strengths))
    width = max(len(each.login) for each in built.logins)
    for each in built.logins:
        print(f"{each.login:{width}}  {each.name:22} {each.role:28} {each.place}".rstrip())
    print(f"\nPassord for alle: {built.password}")
    print(f"Nøkkel til engangskoder: {built.seed}  (eller «samhandling demo --code»)")
    print("Begge vises bare nå. Kjør kommandoen igjen for nye.")
    print(f"Logg inn på {origin()}/logg-inn")
    return 0
