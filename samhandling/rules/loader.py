"""Loads a rulebook's folder, with an area's overlay when one is named.

Only the first YAML document of each file is read: the second holds examples, which a check has no use for. Every fault
in every file is found before anything is refused.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from samhandling.rules.book import read_book
from samhandling.rules.cel.faults import nearest
from samhandling.rules.engine import Ruleset
from samhandling.rules.model import Area, Book, Rule, SetsAside, Statement
from samhandling.rules.overlay import read_area
from samhandling.rules.reader import Reader
from samhandling.rules.reading import read_statement
from samhandling.rules.schema import Schema, load_schema
from samhandling.rules.yamlfile import Fault, FileFault, Map, Source, documents, read_source

_NOT_RULES = ("ruleset.yaml", "situations.yaml")
_AREA = re.compile(r"[a-z0-9][a-z0-9-]*$")


class UnknownArea(LookupError):
    """No overlay of that name; `known` are those there are."""

    def __init__(self, area: str, known: tuple[str, ...]) -> None:
        self.area = area
        self.known = known
        hint = nearest(area, known)
        super().__init__(f"området «{area}» finnes ikke" + (f" – {hint}" if hint else ""))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be read, and every fault; `sources` are the rule files by name, for the examples."""

    ruleset: Ruleset
    faults: tuple[Fault, ...]
    sources: Mapping[str, Source]


def load_ruleset(folder: Path, area: str | None = None) -> Ruleset:
    """The rulebook in `folder` (`rules/nfa-2018`), with `rules/areas/<area>.yaml` over it.

    Raises FileFault with every fault in every file, and UnknownArea.
    """
    loaded = load_all(folder, area)
    if loaded.faults:
        raise FileFault(list(loaded.faults))
    return loaded.ruleset


def load_all(folder: Path, area: str | None = None) -> Loaded:
    """As `load_ruleset`, but gives the faults beside what could be read. Raises FileFault when that is nothing."""
    schema = load_schema(folder.parent / "schema.yaml")
    book, content = read_book(_source(folder / "ruleset.yaml"))
    faults: list[Fault] = []
    sources: dict[str, Source] = {}
    statements: list[Statement] = []
    rules: list[Rule] = []
    digest = hashlib.sha256(_canonical(content))
    for path in _rule_paths(folder):
        try:
            source = _source(path)
            sources[source.name] = source
            given = _first(source)
        except FileFault as error:
            faults += error.faults
            continue
        reader = Reader(source, schema.document, book)
        statement, found = read_statement(reader, given)
        faults += [*reader.faults, *_misplaced(source, path, given, statement, found, rules)]
        statements.append(statement)
        rules += found
        digest.update(_canonical(given))
    local = None
    if area is not None:
        local, source, given = _area(folder.parent / "areas", area, schema, book, rules, faults)
        sources[source.name] = source
        digest.update(_canonical(given))
        statements += local.statements
        rules += local.rules
    rules = _resolved(rules, {statement.number: statement.rules for statement in statements}, sources, faults)
    ruleset = Ruleset(book, schema, tuple(statements), tuple(rules), local, digest.hexdigest())
    faults += [_cycle(sources, rules, cycle) for cycle in ruleset.cycles]
    return Loaded(ruleset, tuple(faults), sources)


def areas(folder: Path) -> tuple[str, ...]:
    """The names of the overlays beside the rulebook in `folder`."""
    return tuple(sorted(path.stem for path in (folder.parent / "areas").glob("*.yaml") if _AREA.match(path.stem)))


def rule_files(folder: Path) -> tuple[Source, ...]:
    """The rule files as text. Raises FileFault."""
    return tuple(_source(path) for path in _rule_paths(folder))


def _rule_paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.yaml") if path.name not in _NOT_RULES)


def _source(path: Path) -> Source:
    shown = path.parts[-3:] if path.parent.parent.name else path.parts[-2:]
    return read_source(path, "/".join(shown))


def _first(source: Source) -> Map:
    content = documents(source, 1)
    if not content or not isinstance(content[0], Map):
        raise FileFault([Fault(source.name, 1, 1, "filen har ingen regel")])
    return content[0]


def _area(
    folder: Path, area: str, schema: Schema, book: Book, rules: list[Rule], faults: list[Fault]
) -> tuple[Area, Source, Map]:
    path = folder / f"{area}.yaml"
    if not _AREA.match(area) or not path.is_file():
        raise UnknownArea(area, areas(folder / "x"))
    source = _source(path)
    given = _first(source)
    reader = Reader(source, schema.document, book)
    found = read_area(reader, given, book, schema, by_id(rules))
    if found.id != area:
        reader.fault(given.valued.get("id", given.place), f"filen heter «{area}», men id er «{found.id}»")
    faults += reader.faults
    return found, source, given


def by_id(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """Rule id → its versions, oldest first."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.id, []).append(rule)
    return {key: tuple(sorted(versions, key=lambda rule: rule.valid_from)) for key, versions in found.items()}


def _misplaced(
    source: Source, path: Path, given: Map, statement: Statement, found: tuple[Rule, ...], before: list[Rule]
) -> list[Fault]:
    """A statement in the wrong file, a rule with the wrong number, an id or a version that is already there."""
    faults: list[Fault] = []
    if statement.number != path.stem:
        faults.append(source.fault(given.place, f"filen heter «{path.name}», men statement er «{statement.number}»"))
    known = {rule.id: rule for rule in before}
    seen: set[tuple[str, str]] = set()
    for rule in found:
        where = rule_line(source, rule)
        letter = rule.id.removeprefix(statement.number)
        if not rule.id.startswith(statement.number) or (letter and not (letter.isalpha() and len(letter) == 1)):
            faults.append(source.fault_at(*where, f"regelen «{rule.id}» hører ikke til utsagn {statement.number}"))
        if rule.id in known:
            faults.append(source.fault_at(*where, f"regelen «{rule.id}» finnes alt i {known[rule.id].origin.file}"))
        if (rule.id, rule.valid_from) in seen:
            faults.append(source.fault_at(*where, f"to versjoner av «{rule.id}» gjelder fra samme dag"))
        seen.add((rule.id, rule.valid_from))
    return faults


def rule_line(source: Source, rule: Rule) -> tuple[int, int]:
    """The offsets of the line a rule begins on."""
    start = 0
    for _ in range(rule.origin.line - 1):
        start = source.text.find("\n", start) + 1
    indent = len(source.text[start:]) - len(source.text[start:].lstrip(" -"))
    stop = source.text.find("\n", start)
    return start + indent, len(source.text) if stop < 0 else stop


def _resolved(
    rules: list[Rule], statements: Mapping[str, tuple[str, ...]], sources: Mapping[str, Source], faults: list[Fault]
) -> list[Rule]:
    """References to a statement become its rules; unknown ones are faults."""
    ids = {rule.id for rule in rules}

    def resolve(rule: Rule, references: Iterable[str]) -> tuple[str, ...]:
        found: list[str] = []
        for reference in references:
            targets = (reference,) if reference in ids else statements.get(reference, ())
            if not targets:
                source = sources[rule.origin.file]
                message = f"regel {rule.id} viser til «{reference}», som ikke finnes"
                faults.append(source.fault_at(*rule_line(source, rule), message, nearest(reference, ids)))
            found += [target for target in targets if target != rule.id]
        return tuple(found)

    return [
        replace(
            rule,
            sets_aside=tuple(SetsAside(resolve(rule, aside.targets), aside.when) for aside in rule.sets_aside),
            gives_way_to=resolve(rule, rule.gives_way_to),
            conflicts_with=resolve(rule, rule.conflicts_with),
            same_as=next(iter(resolve(rule, [rule.same_as])), None) if rule.same_as else None,
        )
        for rule in rules
    ]


def _cycle(sources: Mapping[str, Source], rules: list[Rule], cycle: tuple[str, ...]) -> Fault:
    rule = next(rule for rule in rules if rule.id == cycle[0])
    source = sources[rule.origin.file]
    return source.fault_at(*rule_line(source, rule), f"regler setter hverandre til side i ring: {' → '.join(cycle)}")


def _canonical(content: Map) -> bytes:
    """What a file says, however it is written; one line, so that files cannot run into one another."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
