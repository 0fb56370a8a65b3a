"""Measures the rule engine beside its peers, interleaved in one process: `python -m bench.rules [rules/nfa-2018]`.

CPU time; each window runs every engine over the same documents, and the ratio is the median over windows, so that other
work on the machine touches all alike. Engines must agree on every verdict before anything is timed.
"""

import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import datalogic_py
from cel_expr_python import cel

from bench import jsonlogic
from bench.documents import documents
from samhandling.paths import data
from samhandling.rules.cel.codegen import BROKEN, NOT_APPLICABLE, UNKNOWN, UNKNOWN_APPLIES
from samhandling.rules.cel.functions import day, days
from samhandling.rules.cel.text import standard
from samhandling.rules.cel.trace import path
from samhandling.rules.engine import Edition, Program, Ruleset
from samhandling.rules.loader import load_ruleset
from samhandling.rules.model import Rule

RULES = 40
DOCUMENTS = 600
WINDOWS = 9
SEED = 2018
KINDS = {"epikrise": 0.5, "poliklinisk_notat": 0.2, "henvisning": 0.15, "sykmelding": 0.1, "legemiddelliste": 0.05}
EXPLAINED = frozenset({BROKEN, UNKNOWN, UNKNOWN_APPLIES})


@dataclass(frozen=True, slots=True)
class Case:
    """A document in the form each engine takes, made outside the timing."""

    kind: str
    values: dict[str, object]
    decoded: Any
    handle: Any


Engine = Callable[[Case], Sequence[int]]


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0]) if arguments else data("rules") / "nfa-2018"
    print(f"maskin: {_machine()}")
    print(f"lasting, varm, {WINDOWS} ganger: {_load(folder)}")
    ruleset = load_ruleset(folder)
    edition = _forty(ruleset)
    programs = {kind: edition.program(kind) for kind in KINDS}
    cases = [case for kind in KINDS for case in _cases(ruleset, edition, kind)]
    mean = sum(len(programs[case.kind].rules) for case in cases) / len(cases)
    print(f"{len(edition.rules)} regler, {len(cases)} dokumenter, {mean:.1f} regler per dokument")
    engines = _engines(programs)
    if not _agree(engines, cases):
        return 1
    _report(engines, programs, cases)
    _whole(ruleset, cases)
    return 0


def _machine() -> str:
    cpu = Path("/proc/cpuinfo")
    names = [line for line in cpu.read_text().splitlines() if line.startswith("model name")] if cpu.is_file() else []
    model = names[0].split(":", 1)[1].strip() if names else platform.processor()
    return f"{platform.node()}, {model}, {len(names)} kjerner, {platform.system()}, Python {platform.python_version()}"


def _load(folder: Path) -> str:
    load_ruleset(folder)
    taken = sorted(_timed(lambda: load_ruleset(folder)) for _ in range(WINDOWS))
    rules = len(load_ruleset(folder).rules)
    return (
        f"{taken[0] * 1e3:.0f} ms best, {statistics.median(taken) * 1e3:.0f} ms median for {rules} regler (mål ≤ 100)"
    )


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _forty(ruleset: Ruleset) -> Edition:
    """The first rules about the measured kinds that every engine has words for, without local or mutual effects."""
    chosen = [rule for rule in ruleset.rules if set(KINDS) & set(rule.documents) and _translatable(rule)][:RULES]
    return Edition(ruleset, [replace(rule, sets_aside=(), gives_way_to=()) for rule in chosen], frozenset())


def _translatable(rule: Rule) -> bool:
    if rule.applies is None or rule.requires is None:
        return False
    try:
        jsonlogic.rule(rule.applies.node, rule.requires.node)
    except jsonlogic.Untranslatable:
        return False
    return True


def _cases(ruleset: Ruleset, edition: Edition, kind: str) -> list[Case]:
    made = documents(ruleset.schema, edition.rules, kind, round(DOCUMENTS * KINDS[kind]), SEED)
    return [Case(kind, values, ruleset.schema.decode(values), datalogic_py.DataHandle(values)) for values in made]


def _engines(programs: dict[str, Program]) -> dict[str, Engine]:
    def ours(case: Case) -> Sequence[int]:
        return programs[case.kind].run(case.decoded)

    engine = datalogic_py.Engine()
    session = engine.session()
    texts = {kind: [jsonlogic.rule(*_nodes(rule)) for rule in program.rules] for kind, program in programs.items()}
    compiled = {kind: engine.compile(rules) for kind, rules in texts.items()}

    def datalogic_dict(case: Case) -> Sequence[int]:
        found: Sequence[int] = compiled[case.kind].evaluate(case.values)
        return found

    def datalogic_handle(case: Case) -> Sequence[int]:
        found: Sequence[int] = session.evaluate_data(compiled[case.kind], case.handle)
        return found

    return {
        "samhandling, lest": ours,
        "datalogic-py, dict": datalogic_dict,
        "datalogic-py, lest (DataHandle)": datalogic_handle,
        "cel-expr-python": _google(programs),
    }


def _nodes(rule: Rule) -> tuple[Any, Any]:
    if rule.applies is None or rule.requires is None:
        raise ValueError(rule.id)
    return rule.applies.node, rule.requires.node


def _google(programs: dict[str, Program]) -> Engine:
    """Each condition as it stands, one program each, one activation a document."""
    kind = cel.Type
    functions = [
        cel.FunctionDecl("day", [cel.Overload("d", return_type=kind.STRING, parameters=[kind.STRING], impl=day)]),
        cel.FunctionDecl("days", [cel.Overload("ds", return_type=kind.INT, parameters=[kind.STRING] * 2, impl=days)]),
        cel.FunctionDecl(
            "lower", [cel.Overload("l", return_type=kind.STRING, parameters=[kind.STRING], impl=str.lower)]
        ),
    ]
    environment = cel.NewEnv(variables={"d": kind.DYN}, functions=functions)
    pairs = {
        name: [[environment.compile(standard(node)) for node in _nodes(rule)] for rule in program.rules]
        for name, program in programs.items()
    }

    def run(case: Case) -> Sequence[int]:
        activation = environment.Activation({"d": case.values})
        codes = []
        for applies, requires in pairs[case.kind]:
            held = applies.eval(activation)
            if held.type() == kind.ERROR:
                codes.append(UNKNOWN_APPLIES)
            elif not held.value():
                codes.append(NOT_APPLICABLE)
            else:
                met = requires.eval(activation)
                codes.append(UNKNOWN if met.type() == kind.ERROR else 1 if met.value() else BROKEN)
        return codes

    return run


def _agree(engines: dict[str, Engine], cases: list[Case]) -> bool:
    wanted = [list(engines["cel-expr-python"](case)) for case in cases]
    total = sum(map(len, wanted))
    right = True
    for name, engine in engines.items():
        found = [list(engine(case)) for case in cases]
        wrong = sum(
            one != other
            for case, answer in zip(wanted, found, strict=True)
            for one, other in zip(case, answer, strict=True)
        )
        print(f"enige med Googles CEL: {name}: {total - wrong} av {total}")
        right = right and not wrong
    return right


def _report(engines: dict[str, Engine], programs: dict[str, Program], cases: list[Case]) -> None:
    taken: dict[str, list[float]] = {name: [] for name in engines}
    explained: list[float] = []
    for _ in range(WINDOWS):
        for name, engine in engines.items():
            taken[name].append(_timed(lambda engine=engine: [engine(case) for case in cases]) / len(cases) * 1e6)  # type: ignore[misc]
        explained.append(_timed(lambda: [_explained(programs[case.kind], case) for case in cases]) / len(cases) * 1e6)
    ours = taken["samhandling, lest"]
    for name, times in taken.items():
        ratio = statistics.median(other / own for other, own in zip(times, ours, strict=True))
        goal = {"datalogic-py, dict": " (mål ≥ 2)", "cel-expr-python": " (mål ≥ 8)"}.get(name, "")
        print(f"{name:34} {min(times):8.1f} µs/dokument best, {ratio:6.2f} × vår{goal}")
    print(f"{'vår, med felt som avgjorde':34} {min(explained):8.1f} µs/dokument best (mål ≤ 60)")


def _explained(program: Program, case: Case) -> list[list[tuple[str, object]]]:
    """Verdicts, and for each broken or undecided rule the deciding fields."""
    found = []
    for at, code in enumerate(program.run(case.decoded)):
        if code in EXPLAINED:
            applies, requires = program.tracer(at)
            deciding = applies if code == UNKNOWN_APPLIES or requires is None else requires
            found.append([(path(leaf), leaf[2]) for leaf in deciding.run(case.decoded)[1]])
    return found


def _whole(ruleset: Ruleset, cases: list[Case]) -> None:
    """What a caller pays: dict in, every rule of the book, precedence, explanation of every rule."""
    for case in cases[:50]:
        ruleset.judge(case.kind, case.values)
    taken = min(_timed(lambda: [ruleset.judge(case.kind, case.values) for case in cases]) for _ in range(3))
    print(f"{'Ruleset.judge, hele regelverket':34} {taken / len(cases) * 1e6:8.1f} µs/dokument best")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
