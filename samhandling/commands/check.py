"""`samhandling check`: files, standard input or JSON lines in, one answer each out."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from samhandling.checks.answer import answer, failure
from samhandling.checks.judging import Judge, Judged, Task
from samhandling.checks.report import report
from samhandling.documents import DOCUMENT_KINDS, Unreadable
from samhandling.paths import data
from samhandling.rules.loader import UnknownArea
from samhandling.rules.placing import UnknownEvent
from samhandling.rules.schema import InvalidValues

_MOST_BYTES = 10_000_000
BROKEN, UNREADABLE, USAGE = 1, 2, 64


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("check", help="sjekk brev og hendelser mot anbefalingene")
    parser.add_argument("files", nargs="*", metavar="FIL", help="filer; «-» er standard inn")
    parser.add_argument(
        "--jsonl", metavar="FIL", help="én post per linje: {id, type, text | event, context, answers, on, area}"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--type", dest="kind", metavar="SLAG", choices=sorted(DOCUMENT_KINDS), help="dokumentets slag")
    parser.add_argument(
        "--context", metavar="JSON", type=_object, default={}, help="discharged_on, sent_on, discharged_to, multidose"
    )
    parser.add_argument("--answers", metavar="JSON", type=_object, default={}, help="svar på spørsmål, etter navn")
    parser.add_argument("--on", metavar="DATO", help="døm etter reglene denne dagen")
    parser.add_argument("--area", metavar="OMRÅDE", help="lokale avtaler og parametere")
    parser.add_argument("--language", choices=("nb", "nn"), default="nb")
    parser.add_argument("--text", action="store_true", help="ta med teksten i svaret")
    parser.set_defaults(run=run)


def _object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except ValueError:
        raise argparse.ArgumentTypeError("er ikke JSON") from None
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError("er ikke et JSON-objekt")
    return value


@dataclass(slots=True)
class _Tally:
    """What the exit code rests on."""

    broken: bool = False
    unreadable: bool = False

    def count(self, row: Mapping[str, Any]) -> None:
        self.unreadable |= row["error"] is not None
        self.broken |= any(f["outcome"] == "broken" and f["strength"] != "mål" for f in row["findings"])

    @property
    def code(self) -> int:
        return UNREADABLE if self.unreadable else BROKEN if self.broken else 0


def run(args: argparse.Namespace) -> int:
    if bool(args.files) == bool(args.jsonl):
        print("samhandling check: gi enten filer eller --jsonl", file=sys.stderr)
        return USAGE
    judge = Judge(data("rules"))
    try:
        judge.ruleset(args.area)
    except UnknownArea as error:
        print(f"samhandling check: {error}", file=sys.stderr)
        return USAGE
    tally = _Tally()
    for source in _jsonl(args) if args.jsonl else _files(args):
        row, judged = _answer(judge, source, with_text=args.text)
        tally.count(row)
        if args.jsonl or args.format == "json":
            print(json.dumps(source.head | row, ensure_ascii=False, allow_nan=False))
        elif judged is None:
            print(f"{source.head['file']}: kan ikke leses. {row['error']['message']}\n")
        else:
            print(report(str(source.head["file"]), judged))
    return tally.code


@dataclass(frozen=True, slots=True)
class _Source:
    """What goes first in the answer, and the task, or why there is none."""

    head: dict[str, object]
    task: Task | None
    error: tuple[str, str] | None = None


def _answer(judge: Judge, source: _Source, *, with_text: bool) -> tuple[dict[str, Any], Judged | None]:
    if source.task is None:
        return failure(*(source.error or ("missing", ""))), None
    try:
        judged = judge(source.task)
    except Unreadable as error:
        return failure(error.code, error.message), None
    except UnknownArea as error:
        return failure("unknown_area", str(error)), None
    except UnknownEvent as error:
        return failure("unknown_event", str(error)), None
    except InvalidValues as error:
        return failure("invalid_values", str(error)), None
    return answer(judged, with_text=with_text), judged


def _files(args: argparse.Namespace) -> Iterator[_Source]:
    for name in args.files:
        head: dict[str, object] = {"file": name}
        try:
            with sys.stdin.buffer if name == "-" else Path(name).open("rb") as stream:
                content = stream.read(_MOST_BYTES + 1)
        except OSError as error:
            yield _Source(head, None, ("no_file", f"Filen kunne ikke åpnes: {error.strerror}. Sjekk navnet."))
            continue
        yield _Source(head, _task(args, {}, content))


def _jsonl(args: argparse.Namespace) -> Iterator[_Source]:
    if args.jsonl == "-":
        yield from _records(args, sys.stdin)
        return
    try:
        stream = Path(args.jsonl).open(encoding="utf-8", newline="\n")  # noqa: SIM115 – closed below, after the last record
    except OSError as error:
        yield _Source({"file": args.jsonl}, None, ("no_file", f"Filen kunne ikke åpnes: {error.strerror}."))
        return
    with stream:
        yield from _records(args, stream)


def _records(args: argparse.Namespace, stream: TextIO) -> Iterator[_Source]:
    for line in stream:
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            yield _Source({"id": None}, None, ("not_json", "Linjen er ikke et JSON-objekt."))
            continue
        yield _record(args, {"id": record["id"]} if "id" in record else {}, record)


def _record(args: argparse.Namespace, head: dict[str, object], record: dict[str, Any]) -> _Source:
    text, event = record.get("text"), record.get("event")
    if (text is None) == (event is None) or not isinstance(text, str | None) or not isinstance(event, dict | None):
        return _Source(head, None, ("bad_record", "Posten må ha enten «text» (tekst) eller «event» (objekt)."))
    wrong = [key for key in ("context", "answers") if not isinstance(record.get(key) or {}, dict)]
    wrong += [key for key in ("type", "on", "area") if not isinstance(record.get(key), str | None)]
    if wrong:
        return _Source(head, None, ("bad_record", f"Feltet «{wrong[0]}» har feil form."))
    kind = record.get("type") or args.kind
    if event is None and kind is not None and kind not in DOCUMENT_KINDS:
        return _Source(head, None, ("unknown_kind", f"Ukjent slags dokument: «{kind}»."))
    return _Source(head, _task(args, record, (text or "").encode("utf-8", "replace")))


def _task(args: argparse.Namespace, record: Mapping[str, Any], content: bytes) -> Task:
    """Record before command line before nothing."""
    return Task(
        content=content,
        event=record.get("event"),
        kind=record.get("type") or args.kind,
        context=args.context | (record.get("context") or {}),
        answers=args.answers | (record.get("answers") or {}),
        on=record.get("on") or args.on,
        area=record.get("area") or args.area,
        language=args.language,
    )
