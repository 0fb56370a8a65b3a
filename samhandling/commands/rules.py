"""`samhandling rules lint | list | show NUMBER`."""

import argparse
import sys
from collections.abc import Iterator, Mapping

from samhandling import documents
from samhandling.facts import Deriving
from samhandling.paths import data
from samhandling.rules.engine import Ruleset
from samhandling.rules.examples import Example
from samhandling.rules.lint import lint
from samhandling.rules.loader import load_ruleset
from samhandling.rules.model import Rule, Statement


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("rules", help="les og kontroller reglene")
    inner = parser.add_subparsers(dest="what", required=True, metavar="hva")
    inner.add_parser("lint", help="kontroller regelfilene og kjør eksemplene").set_defaults(run=_lint)
    inner.add_parser("list", help="alle utsagn og regler").set_defaults(run=_list)
    show = inner.add_parser("show", help="én regel")
    show.add_argument("number", metavar="NUMMER", help="for eksempel 2.1.6 eller 2.1.6a")
    show.set_defaults(run=_show)


def _list(args: argparse.Namespace) -> int:
    ruleset = load_ruleset(data("rules") / "nfa-2018")
    for statement in ruleset.statements.values():
        print(f"{statement.number:8} {statement.heading.nb}")
        for number in statement.rules:
            rule = ruleset.rule(number)
            print(f"         {rule.id:8} {rule.strength:10} {', '.join(rule.responsible):28} {rule.heading.nb}")
    return 0


def _show(args: argparse.Namespace) -> int:
    ruleset = load_ruleset(data("rules") / "nfa-2018")
    wanted = args.number
    statement = next((s for s in ruleset.statements.values() if wanted in (s.number, *s.rules)), None)
    if statement is None:
        print(
            f"samhandling rules: ingen regel har nummer «{wanted}». `samhandling rules list` viser alle.",
            file=sys.stderr,
        )
        return 64
    print("\n".join(_shown(ruleset, statement, wanted)))
    return 0


def _shown(ruleset: Ruleset, statement: Statement, wanted: str) -> Iterator[str]:
    yield f"{statement.number} {statement.heading.nb}\n\n{statement.text.nb}\n"
    for number in statement.rules:
        if wanted in (statement.number, number):
            yield from _rule(ruleset.rule(number))
    yield f"Kilde: {ruleset.book.source['title']}, linje {statement.lines}. Regelverk {ruleset.reference}."


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}  {rule.heading.nb}"
    yield f"  ansvar: {', '.join(rule.responsible)} · styrke: {rule.strength} («{rule.verb}»)"
    yield f"  versjon {rule.version}, gjelder fra {rule.valid_from}"
    yield f"  gjelder: {', '.join(rule.documents) or 'kan ikke vises i et dokument'}"
    if rule.applies:
        yield f"  når: {rule.applies.source}"
    if rule.requires:
        yield f"  krav: {rule.requires.source}"
    for parameter in rule.parameters:
        yield f"  parameter {parameter.name} = {parameter.value} ({parameter.means.nb}; {parameter.origin})"
    if rule.machine_note.nb or rule.human.nb:
        yield f"  merk: {rule.machine_note.nb or rule.human.nb}"
    if rule.question:
        yield f"  spørsmål: {rule.question.text.nb}"
    yield ""


def _lint(args: argparse.Namespace) -> int:
    deriving = Deriving.load(data("rules") / "language")
    found = lint(data("rules") / "nfa-2018", lambda example: _facts(deriving, example))
    for line in (*found.faults, *found.notes):
        print(line)
    print(f"{found.rules} regler, {found.examples} eksempler kjørt, {len(found.faults)} feil")
    return 1 if found.faults else 0


def _facts(deriving: Deriving, example: Example) -> Mapping[str, object]:
    document = documents.read((example.text or "").encode(), kind=example.kind)
    return deriving.derive(document, example.context, {}).values
