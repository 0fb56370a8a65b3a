"""One change under way: who makes it, where and when. A use case that writes gets one, and tells the trail by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from samhandling.audit.chain import Actor, Subject
from samhandling.kernel.clock import local_date
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import Stale
from samhandling.services import Services


@dataclass(frozen=True, slots=True)
class Change:
    """`area`: whose chain it stands in; None for the system's. `let_through`: what the writer answered to the guard."""

    session: DbSession
    services: Services
    by: Actor
    at: datetime
    area: int | None
    let_through: Mapping[str, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return local_date(self.at)

    def record(self, action: str, kind: str, row: object, **details: Any) -> None:
        """`details`: codes, ids, days and names of fields; text only by `hashed`."""
        if self.let_through:
            details["let_through"] = dict(self.let_through)
        subject = Subject(kind, str(row))
        self.services.trail.record(self.session, action, subject, by=self.by, at=self.at, area=self.area, **details)

    def hashed(self, text: str) -> str:
        """Tells whether a text was changed back, and not what it was."""
        return self.services.secrets.keyed_hash("trail text", text)


def fresh(opened: int, stored: int) -> None:
    """Stale when somebody has changed the row since the form was opened."""
    if opened != stored:
        raise Stale("changed_meanwhile", version=stored)
