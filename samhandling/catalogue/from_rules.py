"""From the rules that judge to the rulebook that is shown."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from samhandling.catalogue.content import (
    Chapter,
    Example,
    Parameter,
    Rule,
    Rulebook,
    Statement,
    is_under,
    parse_situations,
)
from samhandling.naming import Names
from samhandling.rules import model
from samhandling.rules.engine import Ruleset
from samhandling.rules.examples import Example as WorkedExample
from samhandling.rules.examples import examples
from samhandling.web.i18n import Text

_MOST_FIELDS: Final = 12
_CASE_NUMBER: Final = re.compile(r"^T\d\d\s+")
#: the order examples are shown in; letters before fields, since anyone can read them
_OUTCOMES: Final = (model.Outcome.BROKEN, model.Outcome.MET, model.Outcome.UNKNOWN, model.Outcome.NOT_APPLICABLE)


def rulebook(ruleset: Ruleset, folder: Path) -> Rulebook:
    """`folder` is the one the ruleset was loaded from; its situations and examples are read here."""
    situations = yaml.safe_load((folder / "situations.yaml").read_text(encoding="utf-8"))["situations"]
    worked = examples(folder, ruleset)
    book = ruleset.book
    source = f"{book.source['title']}. {book.source['found_in']}"
    return Rulebook(
        title=Text(book.name.nb, book.name.nn),
        source=Text(source, source),
        valid_from=date.fromisoformat(book.source["valid_from"]),
        checksum=ruleset.short_hash,
        statements=tuple(
            _statement(ruleset, statement, worked.get(statement.number, ()))
            for statement in ruleset.statements.values()
        ),
        situations=parse_situations(situations),
        chapters=tuple(_chapters(book, tuple(ruleset.statements))),
    )


def _chapters(book: model.Book, numbers: tuple[str, ...]) -> Iterator[Chapter]:
    """The largest chapters, but the second level where that holds every statement (chapter 2)."""
    for large in (chapter for chapter in book.chapters if "." not in chapter.number):
        inner = [chapter for chapter in book.chapters if re.fullmatch(rf"{large.number}\.\d+", chapter.number)]
        within = [number for number in numbers if is_under(number, large.number)]
        covered = all(any(is_under(number, chapter.number) for chapter in inner) for number in within)
        for chapter in inner if covered and inner else [large]:
            yield Chapter(chapter.number, _text(chapter.title))


def _statement(ruleset: Ruleset, statement: model.Statement, worked: tuple[WorkedExample, ...]) -> Statement:
    names = Names(ruleset.book, ruleset.schema)
    return Statement(
        number=statement.number,
        heading=_text(statement.heading),
        text=_text(statement.text),
        rules=tuple(_rule(ruleset.rule(number), names, worked) for number in statement.rules),
        source_lines="–".join(dict.fromkeys(statement.lines.split("-"))),
        keywords=statement.keywords,
    )


def _rule(rule: model.Rule, names: Names, worked: tuple[WorkedExample, ...]) -> Rule:
    paths = [path for condition in (rule.applies, rule.requires) if condition for path in condition.fields]
    return Rule(
        id=rule.id,
        heading=_text(rule.heading),
        responsible=rule.responsible,
        strength=rule.strength,
        verb=rule.verb,
        version=rule.version,
        valid_from=date.fromisoformat(rule.valid_from),
        documents=rule.documents,
        machine=rule.machine,
        machine_note=_written(rule.machine_note) or _written(rule.human),
        applies=rule.applies.source if rule.applies else None,
        requires=rule.requires.source if rule.requires else None,
        reads=tuple(Text(words, words) for words in _meanings(names, paths)),
        parameters=tuple(
            Parameter(p.name, str(p.value), _text(p.means), Text(p.origin, p.origin)) for p in rule.parameters
        ),
        exceptions=tuple(target for aside in rule.sets_aside for target in aside.targets),
        gives_way_to=rule.gives_way_to,
        never_broken=names.never_broken(rule.strength),
        conflicts_with=rule.conflicts_with[0] if rule.conflicts_with else None,
        same_as=rule.same_as,
        message=_written(rule.sender),
        remedy=_written(rule.remedy),
        question=_text(rule.question.text) if rule.question else None,
        examples=_examples(rule, worked),
    )


def _text(text: model.Text) -> Text:
    return Text(text.get("nb"), text.get("nn"))


def _written(text: model.Text) -> Text | None:
    return _text(text) if text.get("nb") else None


def _meanings(names: Names, paths: list[str]) -> list[str]:
    """What the conditions read, in the schema's words: «oppgavene etter kontakten: hvem som skal gjøre oppgaven, …»."""
    parts: dict[str, list[str]] = {}
    for path in paths:
        inner = parts.setdefault(str(names.field(path.split("[")[0])), [])
        if "." in path and (words := str(names.field(path))) not in inner:
            inner.append(words)
    return [f"{whole}: {', '.join(inner)}" if inner else whole for whole, inner in parts.items()]


def _examples(rule: model.Rule, worked: tuple[WorkedExample, ...]) -> tuple[Example, ...]:
    """Those of the rule, letters first and by outcome; a number from the table of cases is no part of a name."""
    own = [example for example in worked if rule.id in example.expect]
    own.sort(key=lambda example: (example.text is None, _OUTCOMES.index(example.expect[rule.id])))
    return tuple(_example(example, rule.id) for example in own)


def _example(example: WorkedExample, rule: str) -> Example:
    fields = tuple(_flat("", example.given)) if example.given is not None else ()
    name = _CASE_NUMBER.sub("", example.name)
    return Example(name, example.expect[rule].value, example.kind, example.text, fields[:_MOST_FIELDS])


def _flat(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Every leaf with its path, as a verdict names it: `tests[0].indicated_by`."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat(f"{path}.{key}" if path else str(key), item)
    elif isinstance(value, list) and value:
        for at, item in enumerate(value):
            yield from _flat(f"{path}[{at}]", item)
    else:
        yield path, _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    return "–" if value in (None, "", []) else str(value)
