"""Reads an area's file, and lays its decisions over the national rules.

An overlay may change a declared parameter, switch a rule off, strengthen it, or add rules of its own; nothing else. The
national value and strength stay beside the local ones.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from samhandling.rules.cel.checker import Condition, check
from samhandling.rules.cel.faults import ConditionFault, nearest
from samhandling.rules.cel.types import Type
from samhandling.rules.model import Area, Book, Change, LocalDecision, Rule, Statement, Text
from samhandling.rules.reader import Reader
from samhandling.rules.reading import LOCAL_RULE_KEYS, REQUIRED_KEYS, read_rule
from samhandling.rules.schema import InvalidValues, Schema
from samhandling.rules.yamlfile import Map, Seq

_CHANGES = ("parameters", "off", "strengthen", "rules")
_KEYS = ("id", "name", "based_on", "agreements", "routines", "bodies", "facts", *_CHANGES)
_DECISION = ("reason", "decided_by", "valid_from")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*$")


def read_area(reader: Reader, given: Map, book: Book, schema: Schema, rules: Mapping[str, tuple[Rule, ...]]) -> Area:
    """The area; `rules` are the national ones by id, latest version last. Faults gather in the reader."""
    reader.keys(given, _KEYS, ("id", "name", "based_on"))
    identity = reader.word(given, "id")
    if not _ID.match(identity):
        reader.fault(given.valued.get("id", given.place), "områdets id er små bokstaver, tall og bindestrek")
    if reader.word(given, "based_on") not in ("", book.id):
        reader.fault(given.valued["based_on"], f"området bygger på et annet regelverk enn {book.id}")
    found, statements = _local_rules(reader, given, identity)
    return Area(
        id=identity,
        name=reader.word(given, "name"),
        based_on=reader.word(given, "based_on"),
        agreements=_records(reader, given, "agreements", schema),
        routines=_records(reader, given, "routines", schema),
        bodies=tuple(item for item in reader.seq(given, "bodies") if isinstance(item, Map)),
        facts=_facts(reader, given, schema),
        changes=(
            *_parameters(reader, given, rules),
            *_off(reader, given, rules),
            *_strengthened(reader, given, rules, book),
        ),
        rules=found,
        statements=statements,
    )


def apply(change: Change, rule: Rule, document: Type) -> Rule:
    """The rule with one local decision laid over it. Raises ConditionFault when the new value makes no sense."""
    if change.strength is not None:
        return replace(rule, strength=change.strength, strengthened=change.decision)
    if change.parameter is None:
        return replace(rule, off=change.decision)
    if change.value is None or change.parameter not in rule.parameter_values():
        return rule
    parameters = tuple(
        replace(known, value=change.value, local=change.decision) if known.name == change.parameter else known
        for known in rule.parameters
    )
    values = {parameter.name: parameter.value for parameter in parameters}

    def again(condition: Condition | None) -> Condition | None:
        return None if condition is None else check(condition.source, document, values)

    return replace(rule, parameters=parameters, applies=again(rule.applies), requires=again(rule.requires))


def _latest(reader: Reader, inner: Map, number: str, rules: Mapping[str, tuple[Rule, ...]]) -> Rule | None:
    if number in rules:
        return rules[number][-1]
    split = [known for known in rules if known.startswith(number) and known[len(number) :].isalpha()]
    hint = f"regelen er delt: {', '.join(split)}" if split else nearest(number, rules)
    reader.fault(inner.keyed[number], f"regelen «{number}» finnes ikke", hint)
    return None


def _decision(reader: Reader, raw: Map, more: Iterable[str]) -> LocalDecision:
    reader.keys(raw, (*_DECISION, *more), ("reason", "decided_by", *more))
    for key in ("reason", "decided_by"):
        if key in raw and not reader.word(raw, key).strip():
            reader.fault(raw.valued[key], f"«{key}» er tom")
    return LocalDecision(reader.word(raw, "reason"), reader.word(raw, "decided_by"), reader.date(raw, "valid_from"))


def _dated(reader: Reader, inner: Map, key: str) -> list[Map]:
    """One decision, or a list of them from different days."""
    found = inner.get(key)
    listed = found if isinstance(found, Seq) else [reader.map(inner, key)]
    return [item for item in listed if isinstance(item, Map)]


def _parameters(reader: Reader, given: Map, rules: Mapping[str, tuple[Rule, ...]]) -> list[Change]:
    found: list[Change] = []
    inner = reader.map(given, "parameters")
    for number in inner:
        rule = _latest(reader, inner, number, rules)
        values = reader.map(inner, number)
        for name in values:
            if rule is None:
                continue
            if name not in rule.parameter_values():
                known = rule.parameter_values()
                hint = nearest(name, known) or (f"den har {', '.join(known)}" if known else "den har ingen parametre")
                reader.fault(values.keyed[name], f"regel {number} har ingen parameter «{name}»", hint)
                continue
            found += [change for raw in _dated(reader, values, name) if (change := _value(reader, raw, rule, name))]
    return found


def _value(reader: Reader, raw: Map, rule: Rule, name: str) -> Change | None:
    decision = _decision(reader, raw, ("value",))
    value = reader.parameter_value(raw, "value")
    national = next(parameter.national for parameter in rule.parameters if parameter.name == name)
    if value is None:
        return None
    if type(value) is not type(national):
        reader.fault(raw.valued["value"], f"verdien skal være av samme slag som den nasjonale ({_shown(national)})")
        return None
    change = Change(rule.id, decision, parameter=name, value=value)
    try:
        apply(change, rule, reader.document)
    except ConditionFault as error:
        fault = error.faults[0]
        reader.fault(raw.valued["value"], f"verdien går ikke i regelen: {fault.message}", fault.hint)
        return None
    return change


def _shown(value: object) -> str:
    return str(list(value)) if isinstance(value, tuple) else str(value)


def _off(reader: Reader, given: Map, rules: Mapping[str, tuple[Rule, ...]]) -> list[Change]:
    inner = reader.map(given, "off")
    found: list[Change] = []
    for number in inner:
        rule = _latest(reader, inner, number, rules)
        decisions = [_decision(reader, raw, ()) for raw in _dated(reader, inner, number)]
        found += [Change(rule.id, decision) for decision in decisions if rule is not None]
    return found


def _strengthened(reader: Reader, given: Map, rules: Mapping[str, tuple[Rule, ...]], book: Book) -> list[Change]:
    found: list[Change] = []
    inner = reader.map(given, "strengthen")
    for number in inner:
        rule = _latest(reader, inner, number, rules)
        for raw in _dated(reader, inner, number):
            decision = _decision(reader, raw, ("strength",))
            strength = reader.one_of(raw, "strength", book.strengths, "")
            if rule is None or strength not in book.strengths or rule.strength not in book.strengths:
                continue
            if book.strengths[strength].rank <= book.strengths[rule.strength].rank:
                reader.fault(raw.valued["strength"], f"«{strength}» er ikke sterkere enn «{rule.strength}»")
                continue
            found.append(Change(rule.id, decision, strength=strength))
    return found


def _records(reader: Reader, given: Map, key: str, schema: Schema) -> tuple[Mapping[str, object], ...]:
    """Agreements and routines, held against the schema's records."""
    listed = reader.seq(given, key)
    for at, item in enumerate(listed):
        try:
            schema.decode({key: [item]})
        except InvalidValues as error:
            for fault in error.faults:
                reader.fault(listed.valued[at], str(fault).replace(f"{key}[0]", f"{key}[{at}]", 1))
    return tuple(item for item in listed if isinstance(item, Map))


def _facts(reader: Reader, given: Map, schema: Schema) -> Map:
    """Other fields of the schema that are known of the area."""
    inner = reader.map(given, "facts")
    for name, value in inner.items():
        try:
            schema.decode({name: value})
        except InvalidValues as error:
            for fault in error.faults:
                reader.fault(inner.keyed[name], str(fault))
    return inner


def _local_rules(reader: Reader, given: Map, area: str) -> tuple[tuple[Rule, ...], tuple[Statement, ...]]:
    rules: list[Rule] = []
    statements: list[Statement] = []
    listed = reader.seq(given, "rules")
    for at, raw in enumerate(listed):
        if not isinstance(raw, Map):
            reader.fault(listed.valued[at], "en regel skal være en gruppe")
            continue
        reader.keys(raw, LOCAL_RULE_KEYS, (*REQUIRED_KEYS, "heading", "text"))
        number = reader.word(raw, "id")
        prefix = f"{area.upper()}:"
        if not number.startswith(prefix) or not number[len(prefix) :]:
            reader.fault(raw.valued.get("id", raw.place), f"egne regler heter «{prefix}NAVN»")
        rule = read_rule(reader, raw, number, Text("", ""), area=area)
        rules.append(rule)
        statements.append(
            Statement(number, rule.heading, reader.text(raw, "text"), "", (), (), (number,), reader.source.name)
        )
    return tuple(rules), tuple({statement.number: statement for statement in statements}.values())
