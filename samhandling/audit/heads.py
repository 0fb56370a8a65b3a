"""Heads of the chains, kept in a file outside the database: without them a tail cut off would leave no trace.

The file is only added to; best on another machine or a disk that refuses more than that. A line a chain:

    2026-11-25T10:00:00+00:00 head 3 1200 <hash of event 1200 of chain 3> <HMAC of the line so far>

`restored` instead of `head`: a backup was put in place, and what came after this event in the chain is gone on purpose.
"""

import hmac
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from samhandling.audit.tables import AuditChain
from samhandling.audit.trail_repository import heads_now
from samhandling.kernel.database import Database
from samhandling.kernel.scope import SYSTEM

EVENTS: Final = 100
SECONDS: Final = 60
_HEAD: Final = "head"
_RESTORED: Final = "restored"
_HEX: Final = 64


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file says. `heads`: chain → sequence → hash, that the chain must still hold.

    `forged`: numbers of lines whose HMAC is wrong, `twice`: (chain, sequence) kept with two hashes; somebody touched
    the file or the chain. `restored`: (chain, sequence, when). A line cut short by a crash is left out.
    """

    heads: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    forged: tuple[int, ...] = ()
    twice: tuple[tuple[int, int], ...] = ()
    restored: tuple[tuple[int, int, str], ...] = ()


class HeadKeeper:
    """`key`: 32 bytes (Secrets.key("audit heads")). One for each process; several may write to one file."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._lock = threading.Lock()
        self._written: dict[int, int] | None = None
        self._written_at: datetime | None = None

    def after_commit(self, database: Database, now: datetime) -> bool:
        """Called after each commit; writes when EVENTS are new or SECONDS gone. Says whether it wrote.

        The first call of a process writes whatever a crash may have kept from the file.
        """
        heads = _read(database)
        with self._lock:
            if not self._is_due(heads, now):
                return False
            self._write(heads, _HEAD, now)
        return True

    def write(self, database: Database, now: datetime) -> None:
        """At once: when the application stops, and before a backup."""
        with self._lock:
            self._write(_read(database), _HEAD, now)

    def restored(self, database: Database, now: datetime) -> None:
        """A backup stands in the database's place: from its heads on the chains go another way."""
        with self._lock:
            self._write(_read(database), _RESTORED, now)

    def _is_due(self, heads: list[AuditChain], now: datetime) -> bool:
        if self._written is None or self._written_at is None:
            return True
        new = sum(head.sequence - self._written.get(head.chain, 0) for head in heads)
        return new >= EVENTS or (new > 0 and now - self._written_at >= timedelta(seconds=SECONDS))

    def _write(self, heads: list[AuditChain], kind: str, now: datetime) -> None:
        written = self._written or {}
        moved = [head for head in heads if kind == _RESTORED or head.sequence != written.get(head.chain)]
        self._append(_line(self._key, now, kind, head) for head in moved)
        self._written, self._written_at = {head.chain: head.sequence for head in heads}, now

    def _append(self, lines: Iterable[str]) -> None:
        # The line break comes first: if the last line was cut short, it does not take this one with it.
        text = "".join(f"\n{line}" for line in lines)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            file.write(text.encode("ascii"))
            os.fsync(file.fileno())


def read(path: Path, key: bytes) -> Kept:
    """An absent file is an empty one. Raises OSError."""
    heads: dict[int, dict[int, str]] = {}
    forged: list[int] = []
    twice: list[tuple[int, int]] = []
    restored: list[tuple[int, int, str]] = []
    for number, text in _lines(path):
        body, _, seal = text.rpartition(" ")
        parts = body.split(" ")
        if len(parts) != 5 or len(seal) != _HEX:
            continue
        if not hmac.compare_digest(seal, _seal(key, body)):
            forged.append(number)
            continue
        chain, sequence = int(parts[2]), int(parts[3])
        of_chain = heads.setdefault(chain, {})
        if parts[1] == _RESTORED:
            restored.append((chain, sequence, parts[0]))
            heads[chain] = of_chain = {each: known for each, known in of_chain.items() if each <= sequence}
        if of_chain.setdefault(sequence, parts[4]) != parts[4]:
            twice.append((chain, sequence))
    return Kept(heads, tuple(forged), tuple(twice), tuple(restored))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    if path.exists():
        with path.open(encoding="ascii", errors="replace") as file:
            yield from ((number, line.rstrip("\n")) for number, line in enumerate(file, 1))


def _line(key: bytes, now: datetime, kind: str, head: AuditChain) -> str:
    body = f"{now.isoformat(timespec='seconds')} {kind} {head.chain} {head.sequence} {head.hash}"
    return f"{body} {_seal(key, body)}"


def _seal(key: bytes, body: str) -> str:
    return hmac.digest(key, body.encode(errors="replace"), "sha256").hex()


def _read(database: Database) -> list[AuditChain]:
    with database.reading(SYSTEM) as session:
        return heads_now(session)
