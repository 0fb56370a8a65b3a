"""Examples: the second YAML document of a rule file. They are the rules' tests, and stand on the rules' pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from samhandling.rules.engine import Ruleset
from samhandling.rules.loader import rule_files
from samhandling.rules.model import Outcome, Verdict
from samhandling.rules.reader import Reader
from samhandling.rules.schema import InvalidValues
from samhandling.rules.yamlfile import Fault, Map, Place, Source, documents

_KEYS = ("name", "rule", "kind", "given", "text", "context", "answers", "on", "expect", "decided_by")
_MORE = ("conflict_with", "before_validity")


@dataclass(frozen=True, slots=True)
class Example:
    """A document and what the rules say about it.

    `expect` is rule → outcome. Either `given` (fields) or `text` (a letter, read with `context`) is there.
    """

    name: str
    expect: Mapping[str, Outcome]
    kind: str
    given: Mapping[str, object] | None
    text: str | None
    context: Mapping[str, object]
    answers: Mapping[str, object]
    on: str | None
    decided_by: tuple[str, ...]
    conflict_with: str | None
    before_validity: bool | None
    place: Place


ReadExample = Callable[[Example], Mapping[str, object]]
"""Reads an example's text into values of the schema; the command line hands it in."""


def read_examples(reader: Reader, ruleset: Ruleset, default_rule: str | None) -> tuple[Example, ...]:
    """The examples of one file; faults gather in the reader."""
    content = documents(reader.source, 2)
    if len(content) < 2 or not isinstance(content[1], Map):
        return ()
    reader.keys(content[1], ("examples",), ("examples",))
    listed = reader.seq(content[1], "examples")
    found: list[Example] = []
    for at, raw in enumerate(listed):
        if isinstance(raw, Map):
            example = _example(reader, ruleset, raw, default_rule)
            found += [example] if example is not None else []
        else:
            reader.fault(listed.valued[at], "et eksempel skal være en gruppe")
    return tuple(found)


def _example(reader: Reader, ruleset: Ruleset, raw: Map, default_rule: str | None) -> Example | None:
    before = len(reader.faults)
    reader.keys(raw, (*_KEYS, *_MORE), ("name", "expect"))
    expect = _expected(reader, raw, default_rule)
    known = {rule.id: rule for rule in ruleset.rules}
    for number in expect:
        if number not in known:
            reader.fault(raw.valued.get("rule", raw.place), f"regelen «{number}» finnes ikke")
    if ("given" in raw) == ("text" in raw):
        reader.fault(raw.place, "et eksempel har enten «given» eller «text»")
    first = known.get(next(iter(expect), ""))
    default = first.documents[0] if first is not None and first.documents else ""
    kind = reader.one_of(raw, "kind", ruleset.book.kinds, default)
    if len(reader.faults) > before:
        return None
    early = raw.get("before_validity")
    return Example(
        name=reader.word(raw, "name"),
        expect=expect,
        kind=kind,
        given=reader.map(raw, "given") if "given" in raw else None,
        text=reader.word(raw, "text") if "text" in raw else None,
        context=reader.map(raw, "context"),
        answers=reader.map(raw, "answers"),
        on=reader.word(raw, "on") or None,
        decided_by=reader.words(raw, "decided_by"),
        conflict_with=reader.word(raw, "conflict_with") or None,
        before_validity=early if isinstance(early, bool) else None,
        place=raw.place,
    )


def _expected(reader: Reader, raw: Map, default_rule: str | None) -> dict[str, Outcome]:
    """`expect: broken` for the example's rule, or `expect: {2.1.5: met, 2.1.6a: broken}`."""
    outcomes = list(Outcome)
    if isinstance(raw.get("expect"), Map):
        given = reader.map(raw, "expect")
        words = {number: reader.one_of(given, number, outcomes, "") for number in given}
    else:
        number = reader.word(raw, "rule", default_rule or "")
        if not number:
            reader.fault(raw.place, "«rule» mangler")
        words = {number: reader.one_of(raw, "expect", outcomes, "")}
    return {number: Outcome(word) for number, word in words.items() if word in outcomes}


def run_example(source: Source, ruleset: Ruleset, example: Example, values: Mapping[str, object]) -> list[Fault]:
    """What comes out otherwise than the example says."""
    try:
        verdicts = {found.rule.id: found for found in ruleset.judge(example.kind, values, example.on, example.answers)}
    except InvalidValues as error:
        return [source.fault(example.place, f"eksemplet «{example.name}»: {fault}") for fault in error.faults]
    faults: list[Fault] = []
    for number, outcome in example.expect.items():
        verdict = verdicts.get(number)
        faults += [
            source.fault(example.place, f"eksemplet «{example.name}»: {message}")
            for message in _differences(example, number, outcome, verdict)
        ]
    return faults


def _differences(example: Example, number: str, outcome: Outcome, verdict: Verdict | None) -> list[str]:
    if verdict is None:
        return [f"regel {number} sier ikke noe om {example.kind}"]
    shown = ", ".join(f"{path} = {'mangler' if value is None else value!r}" for path, value in verdict.fields[:8])
    if verdict.outcome != outcome:
        aside = f", viker for {verdict.yields_to}" if verdict.yields_to else ""
        clash = f", i strid med {verdict.conflict_with}" if verdict.conflict_with else ""
        return [f"regel {number} gir {verdict.outcome}, ventet {outcome}{aside}{clash} ({shown})"]
    found: list[str] = []
    paths = {path for path, _ in verdict.fields}
    found += [f"regel {number} avgjøres ikke av {path} ({shown})" for path in example.decided_by if path not in paths]
    if example.conflict_with is not None and verdict.conflict_with != example.conflict_with:
        found.append(f"regel {number} er ikke i strid med {example.conflict_with}")
    if example.before_validity is not None and verdict.before_validity != example.before_validity:
        found.append(f"before_validity er {str(verdict.before_validity).lower()}")
    return found


def examples(folder: Path, ruleset: Ruleset) -> dict[str, tuple[Example, ...]]:
    """Statement number → its examples, for the pages."""
    found: dict[str, tuple[Example, ...]] = {}
    for source in rule_files(folder):
        number = Path(source.name).stem
        reader = Reader(source, ruleset.schema.document, ruleset.book)
        found[number] = read_examples(reader, ruleset, number if number in ruleset.statements else None)
    return found


def outcomes_shown(found: Sequence[Example]) -> dict[str, set[Outcome]]:
    """Rule id → the outcomes that some example shows."""
    shown: dict[str, set[Outcome]] = {}
    for example in found:
        for number, outcome in example.expect.items():
            shown.setdefault(number, set()).add(outcome)
    return shown
