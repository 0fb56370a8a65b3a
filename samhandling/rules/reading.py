"""Reads the statements and rules of a rule file into the model."""

from samhandling.rules.model import Origin, Outcome, Question, Rule, SetsAside, Statement, Text
from samhandling.rules.reader import Reader
from samhandling.rules.yamlfile import Map, span

STATEMENT_KEYS = frozenset({"statement", "source", "heading", "text", "situations", "keywords", "rules"})
RULE_KEYS = frozenset(
    {"id", "version", "valid_from", "heading", "responsible", "strength", "verb", "documents", "human", "machine"}
    | {"machine_note", "applies", "requires", "parameters", "question", "exceptions", "gives_way_to", "same_as"}
    | {"conflicts_with", "label", "message", "remedy", "unreachable"}
)
REQUIRED_KEYS = ("id", "version", "valid_from", "responsible", "strength", "documents", "machine")
LOCAL_RULE_KEYS = RULE_KEYS | {"text"}
_MACHINE = ("full", "partial", "none")
_WHEN = ("applies", "met", "broken")


def read_statement(reader: Reader, given: Map) -> tuple[Statement, tuple[Rule, ...]]:
    """A statement with its rules, from the first YAML document of a rule file."""
    reader.keys(given, STATEMENT_KEYS, ("statement", "source", "heading", "text", "rules"))
    number = reader.word(given, "statement")
    source = reader.map(given, "source")
    reader.keys(source, ("lines",))
    heading = reader.text(given, "heading")
    rules: list[Rule] = []
    listed = reader.seq(given, "rules")
    for at, raw in enumerate(listed):
        if isinstance(raw, Map):
            reader.keys(raw, RULE_KEYS, REQUIRED_KEYS)
            rules.append(read_rule(reader, raw, number, heading))
        else:
            reader.fault(listed.valued[at], "en regel skal være en gruppe")
    statement = Statement(
        number=number,
        heading=heading,
        text=reader.text(given, "text"),
        lines=reader.word(source, "lines"),
        situations=reader.words(given, "situations"),
        keywords=reader.words(given, "keywords"),
        rules=tuple(dict.fromkeys(rule.id for rule in rules)),
        file=reader.source.name,
    )
    return statement, tuple(rules)


def read_rule(reader: Reader, given: Map, statement: str, heading: Text, area: str | None = None) -> Rule:
    """One rule; conditions are checked against the fields and the rule's parameters."""
    parameters = reader.parameters(reader.map(given, "parameters"))
    values = {parameter.name: parameter.value for parameter in parameters}
    message = reader.map(given, "message")
    reader.keys(message, ("sender", "recipient"))
    strength = reader.one_of(given, "strength", reader.book.strengths, "")
    rule = Rule(
        id=reader.word(given, "id"),
        statement=statement,
        version=_version(reader, given),
        valid_from=reader.date(given, "valid_from"),
        heading=reader.text(given, "heading") if "heading" in given else heading,
        responsible=reader.some_of(given, "responsible", reader.book.responsible),
        strength=strength,
        national_strength=strength,
        verb=reader.word(given, "verb"),
        documents=reader.some_of(given, "documents", reader.book.kinds),
        machine=reader.one_of(given, "machine", _MACHINE, ""),
        machine_note=reader.text(given, "machine_note"),
        human=reader.text(given, "human"),
        applies=reader.condition(given, "applies", values),
        requires=reader.condition(given, "requires", values),
        parameters=parameters,
        question=_question(reader, given),
        sets_aside=_sets_aside(reader, given),
        gives_way_to=reader.references(given, "gives_way_to"),
        same_as=reader.word(given, "same_as") or None,
        conflicts_with=reader.references(given, "conflicts_with"),
        label=reader.text(given, "label") if "label" in given else None,
        sender=reader.text(message, "sender"),
        recipient=reader.text(message, "recipient"),
        remedy=reader.text(given, "remedy"),
        unreachable=_unreachable(reader, given),
        origin=Origin(reader.source.name, reader.source.text.count("\n", 0, span(given.place)[0]) + 1),
        area=area,
    )
    _coherent(reader, given, rule)
    return rule


def _version(reader: Reader, given: Map) -> int:
    version = given.get("version", 1)
    if type(version) is not int or version < 1:
        reader.fault(given.valued["version"], "«version» er et helt tall fra 1")
        return 1
    return version


def _question(reader: Reader, given: Map) -> Question | None:
    if "question" not in given:
        return None
    raw = reader.map(given, "question")
    reader.keys(raw, ("name", "text", "yes", "no", "ask"), ("name", "text"))
    outcomes = list(Outcome)
    return Question(
        name=reader.word(raw, "name"),
        text=reader.text(raw, "text"),
        yes=_outcome(reader.one_of(raw, "yes", outcomes, Outcome.MET)),
        no=_outcome(reader.one_of(raw, "no", outcomes, Outcome.BROKEN)),
        ask=frozenset(map(_outcome, reader.some_of(raw, "ask", outcomes))) or frozenset({Outcome.UNKNOWN}),
    )


def _outcome(word: str) -> Outcome:
    """A word that was already found wanting is read as undecided."""
    return Outcome(word) if word in list(Outcome) else Outcome.UNKNOWN


def _sets_aside(reader: Reader, given: Map) -> tuple[SetsAside, ...]:
    found: list[SetsAside] = []
    listed = reader.seq(given, "exceptions")
    for at, raw in enumerate(listed):
        if not isinstance(raw, Map):
            reader.fault(listed.valued[at], "skriv {rule: nummer, when: applies}")
            continue
        reader.keys(raw, ("rule", "when"), ("rule",))
        found.append(SetsAside(reader.references(raw, "rule"), reader.one_of(raw, "when", _WHEN, "applies")))
    return tuple(found)


def _unreachable(reader: Reader, given: Map) -> dict[Outcome, str]:
    raw = reader.map(given, "unreachable")
    reader.keys(raw, list(Outcome))
    return {Outcome(key): reader.text(raw, key).nb for key in raw if key in list(Outcome)}


def _coherent(reader: Reader, given: Map, rule: Rule) -> None:
    """What must hold between a rule's keys."""
    judged = bool(rule.documents)
    explained = bool(rule.human.nb or rule.machine_note.nb)
    checks = [
        (judged and "applies" not in given, "id", "«applies» mangler; en regel som alltid gjelder, skriver «true»"),
        (judged and "requires" not in given and not rule.question, "id", "uten «requires» må regelen ha et spørsmål"),
        (not judged and "applies" in given, "applies", "regelen har ingen dokumenter; da leses ikke «applies»"),
        (not judged and "requires" in given, "requires", "regelen har ingen dokumenter; da leses ikke «requires»"),
        (not judged and not explained, "id", "uten dokumenter må «human» eller «machine_note» si hvorfor"),
        (rule.machine in ("partial", "none") and not explained, "machine", "«machine_note» mangler"),
        (rule.id in (*rule.gives_way_to, *rule.conflicts_with), "id", "regelen viser til seg selv"),
    ]
    for wrong, key, message in checks:
        if wrong:
            reader.fault(given.keyed.get(key, given.place), message)
    conditions = [condition for condition in (rule.applies, rule.requires) if condition is not None]
    if len(conditions) < ("applies" in given) + ("requires" in given):
        return
    used = {name for condition in conditions for name in condition.parameters}
    raw = reader.map(given, "parameters")
    for parameter in rule.parameters:
        if parameter.name not in used:
            hint = f"les den som p.{parameter.name}"
            reader.fault(raw.keyed[parameter.name], f"parameteren «{parameter.name}» brukes ikke", hint)
