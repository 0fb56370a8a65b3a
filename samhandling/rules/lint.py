"""Finds every fault of a rulebook at once, and runs its examples: what the build refuses.

`python -m samhandling.rules.lint [folder]` prints them as `file:line:column: message`.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from samhandling.paths import data
from samhandling.rules.cel.faults import choices, nearest
from samhandling.rules.cel.undecided import NONE, known_when, may_be_undecided
from samhandling.rules.engine import Ruleset
from samhandling.rules.examples import Example, ReadExample, outcomes_shown, read_examples, run_example
from samhandling.rules.loader import Loaded, UnknownArea, areas, load_all, rule_line
from samhandling.rules.model import EMPTY, Outcome, Rule, Statement, Text
from samhandling.rules.reader import Reader
from samhandling.rules.yamlfile import Fault, FileFault, Map, Source, documents, read_source

MAX_HEADING = 60


@dataclass(frozen=True, slots=True)
class Report:
    """`notes` say what was not checked, and why."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    rules: int
    examples: int


def lint(folder: Path, read_example: ReadExample | None = None) -> Report:
    """The rulebook in `folder` and every area beside it. Without `read_example`, examples with `text` are skipped."""
    try:
        loaded = load_all(folder)
    except FileFault as error:
        return Report(tuple(error.faults), (), 0, 0)
    national = _Lint(loaded, read_example)
    national.whole()
    national.situations(folder / "situations.yaml")
    faults, skipped, run = national.faults, national.skipped, national.run
    for area in areas(folder):
        try:
            local = _Lint(load_all(folder, area), read_example)
        except (FileFault, UnknownArea) as error:
            faults += error.faults if isinstance(error, FileFault) else []
            continue
        local.area(set(loaded.sources))
        faults += [fault for fault in local.faults if fault not in faults]
        skipped += local.skipped
        run += local.run
    notes = (f"{skipped} eksempler med tekst er ikke kjørt: lesedelen er ikke koblet til",) if skipped else ()
    return Report(tuple(sorted(faults, key=_place)), notes, len(loaded.ruleset.rules), run)


def _place(fault: Fault) -> tuple[str, int, int]:
    return fault.file, fault.line, fault.column


class _Lint:
    def __init__(self, loaded: Loaded, read_example: ReadExample | None) -> None:
        self._ruleset = loaded.ruleset
        self._sources = loaded.sources
        self._read = read_example
        self.faults = list(loaded.faults)
        self.skipped = 0
        self.run = 0

    def whole(self) -> None:
        """The national rules: their texts, their examples, and that none is missing."""
        shown = outcomes_shown([example for source in self._sources.values() for example in self._examples(source)])
        for statement in self._ruleset.statements.values():
            self._texts(self._sources[statement.file], _statement_texts(statement), (0, 1))
        for rule in self._ruleset.rules:
            self._rule(rule, shown.get(rule.id, set()))
        self._complete()

    def situations(self, path: Path) -> None:
        """The situations a statement names are those of `situations.yaml`, where the rulebook has one."""
        if not path.is_file():
            return
        source = read_source(path, path.name)
        content = documents(source, 1)
        reader = Reader(source, self._ruleset.schema.document, self._ruleset.book)
        listed = reader.seq(content[0], "situations") if content and isinstance(content[0], Map) else []
        known = [reader.word(item, "id") for item in listed if isinstance(item, Map)]
        for statement in self._ruleset.statements.values():
            for name in statement.situations:
                if name not in known:
                    where = self._sources[statement.file]
                    hint = nearest(name, known) or f"kjente: {choices(known)}"
                    self._fault(where, (0, 1), f"utsagn {statement.number}: ukjent situasjon «{name}»", hint)

    def area(self, before: set[str]) -> None:
        """An area's own file: its texts and examples."""
        own = [source for name, source in self._sources.items() if name not in before]
        shown = outcomes_shown([example for source in own for example in self._examples(source)])
        for rule in self._ruleset.rules:
            if rule.area is not None:
                self._rule(rule, shown.get(rule.id, set()))

    def _examples(self, source: Source) -> tuple[Example, ...]:
        number = Path(source.name).stem
        default = number if number in {rule.id for rule in self._ruleset.rules} else None
        reader = Reader(source, self._ruleset.schema.document, self._ruleset.book)
        try:
            found = read_examples(reader, self._ruleset, default)
        except FileFault as error:
            self.faults += error.faults
            return ()
        self.faults += reader.faults
        for example in found:
            if example.given is None and self._read is None:
                self.skipped += 1
                continue
            values = example.given if example.given is not None or self._read is None else self._read(example)
            self.faults += run_example(source, self._ruleset, example, values or {})
            self.run += 1
        return found

    def _rule(self, rule: Rule, shown: set[Outcome]) -> None:
        source = self._sources[rule.origin.file]
        where = rule_line(source, rule)
        self._texts(source, _rule_texts(rule), where)
        for outcome in Outcome:
            if outcome in shown and outcome in rule.unreachable:
                message = f"regel {rule.id}: «{outcome}» er oppgitt som uoppnåelig, men et eksempel viser det"
                self._fault(source, where, message)
            needed = outcome in reachable(rule, self._ruleset) and outcome not in rule.unreachable
            if needed and outcome not in shown:
                hint = f"eller si hvorfor det ikke kan skje: unreachable: {{{outcome}: …}}"
                self._fault(source, where, f"regel {rule.id} mangler et eksempel på «{outcome}»", hint)

    def _texts(self, source: Source, texts: Iterator[tuple[str, Text]], where: tuple[int, int]) -> None:
        for name, text in texts:
            missing = [language for language, written in (("nb", text.nb), ("nn", text.nn)) if not written.strip()]
            if missing:
                self._fault(source, where, f"{name} mangler på {' og '.join(missing)}")
            if name.endswith("heading") and max(len(text.nb), len(text.nn)) > MAX_HEADING:
                self._fault(source, where, f"{name} er lengre enn {MAX_HEADING} tegn")

    def _fault(self, source: Source, where: tuple[int, int], message: str, hint: str | None = None) -> None:
        self.faults.append(source.fault_at(*where, message, hint))

    def _complete(self) -> None:
        """Every statement and rule of the source is there, and no other."""
        listed = self._ruleset.book.statements
        known = {number for numbers in listed.values() for number in numbers}
        present = {rule.id for rule in self._ruleset.rules}
        name = next(iter(self._sources), "rules/x/y").rsplit("/", 1)[0] + "/ruleset.yaml"
        for number, rules in listed.items():
            missing = [rule for rule in rules if rule not in present]
            if number not in self._ruleset.statements:
                self.faults.append(Fault(name, 1, 1, f"utsagn {number} har ingen fil"))
            elif missing:
                self.faults.append(Fault(name, 1, 1, f"utsagn {number} mangler regel {', '.join(missing)}"))
        for rule in self._ruleset.rules:
            if rule.id not in known:
                source = self._sources[rule.origin.file]
                self._fault(source, rule_line(source, rule), f"regel {rule.id} står ikke i listen i ruleset.yaml")


def reachable(rule: Rule, ruleset: Ruleset) -> set[Outcome]:
    """The outcomes a rule can have by itself, as far as its conditions show."""
    if not rule.documents or rule.applies is None:
        return set()
    found: set[Outcome] = set()
    never_broken = ruleset.book.strengths[rule.strength].never_broken
    if rule.applies.constant is not True:
        found.add(Outcome.NOT_APPLICABLE)
    if rule.applies.constant is False:
        return found
    if rule.requires is None:
        return found | {Outcome.UNKNOWN}
    if rule.requires.constant is not False:
        found.add(Outcome.MET)
    if rule.requires.constant is not True:
        found.add(Outcome.NOT_APPLICABLE if never_broken else Outcome.BROKEN)
    known = known_when(rule.applies.node, True)
    if may_be_undecided(rule.applies.node, NONE) or may_be_undecided(rule.requires.node, known):
        found.add(Outcome.UNKNOWN)
    return found


def _statement_texts(statement: Statement) -> Iterator[tuple[str, Text]]:
    yield f"utsagn {statement.number}: heading", statement.heading
    yield f"utsagn {statement.number}: text", statement.text


def _rule_texts(rule: Rule) -> Iterator[tuple[str, Text]]:
    """The texts the rule must have, and those it has begun on."""
    if rule.documents:
        yield f"regel {rule.id}: message.sender", rule.sender
        yield f"regel {rule.id}: message.recipient", rule.recipient
        yield f"regel {rule.id}: remedy", rule.remedy
    yield f"regel {rule.id}: heading", rule.heading
    if rule.question is not None:
        yield f"regel {rule.id}: question.text", rule.question.text
    for parameter in rule.parameters:
        yield f"regel {rule.id}: parameters.{parameter.name}.means", parameter.means
    for name, text in (("machine_note", rule.machine_note), ("human", rule.human), ("label", rule.label or EMPTY)):
        if text != EMPTY:
            yield f"regel {rule.id}: {name}", text


def main(arguments: Sequence[str]) -> int:
    """Prints the report; 1 when there are faults."""
    report = lint(Path(arguments[0]) if arguments else data("rules") / "nfa-2018")
    for fault in report.faults:
        print(fault)
    for note in report.notes:
        print(note)
    print(f"{report.rules} regler, {report.examples} eksempler kjørt, {len(report.faults)} feil")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
