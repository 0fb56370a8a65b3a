"""Adding to the trail, and finding out whether somebody has touched it.

Each event's hash covers the event and the hash before it, with a key that is not in the database: whoever can write to
the database cannot make a chain that fits. That the tail was cut off is seen against heads kept outside (`heads`).
"""

import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from samhandling.audit.tables import SYSTEM_CHAIN, AuditChain, AuditEvent
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import DbSession
from samhandling.kernel.inserting import insert_into

START: Final = "0" * 64
# Made once: json.dumps would make one for each event.
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a pseudonym and the role it was done in; None and «system» for the machine itself."""

    person: UUID | None
    role: str


MACHINE: Final = Actor(None, "system")


@dataclass(frozen=True, slots=True)
class Subject:
    """What it happened to, e.g. ("organisation", "12")."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Trail:
    """`record` adds one event in the transaction of the change; `key`: 32 bytes (Secrets.key("audit"))."""

    key: bytes = field(repr=False)

    def record(
        self,
        session: DbSession,
        action: str,
        subject: Subject,
        *,
        by: Actor,
        at: datetime,
        area: int | None = None,
        **details: Any,
    ) -> None:
        """`details`: codes, ids, names of fields, counts. Text goes through `Secrets.keyed_hash` first."""
        head = _locked_head(session, SYSTEM_CHAIN if area is None else area)
        event = AuditEvent(
            chain=head.chain,
            sequence=head.sequence + 1,
            happened_at=at,
            happened_on=local_date(at),
            actor=by.person,
            role=by.role,
            action=action,
            subject_kind=subject.kind,
            subject_id=subject.id,
            details=details,
            previous_hash=head.hash,
            hash="",
        )
        event.hash = seal(self.key, event)
        head.sequence, head.hash = event.sequence, event.hash
        session.add(event)
        session.flush()


def seal(key: bytes, event: AuditEvent) -> str:
    """The hash of an event in its place. Instants count in microseconds of UTC, so both databases agree.

    A row with the columns of an event will do as well.
    """
    fields = (
        event.chain,
        event.sequence,
        event.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.happened_on.isoformat(),
        event.actor.hex if event.actor else None,
        event.role,
        event.action,
        event.subject_kind,
        event.subject_id,
        event.details,
        event.previous_hash,
    )
    return hmac.digest(key, _written(fields).encode(), "sha256").hex()


def _locked_head(session: DbSession, chain: int) -> AuditChain:
    head = session.get(AuditChain, chain, with_for_update=True)
    if head is None:
        # Somebody else may be adding the first event at the same moment: whoever comes second waits, and finds it.
        new = insert_into(session, AuditChain).values(chain=chain, sequence=0, hash=START)
        session.execute(new.on_conflict_do_nothing())
        head = session.get_one(AuditChain, chain, with_for_update=True)
    return head
