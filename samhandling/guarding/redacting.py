"""A text that slipped through is hidden at once, and erased for good when a second person confirms.

While it is hidden the text is sealed with a key outside the database; the row itself holds only a mark, so every page,
search and copy shows the mark from that moment. A sent text is redacted, not changed: law calls it kassasjon, so the
ground is kept. The redaction list stands outside the database, so that a restored backup is redacted again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from samhandling.audit.chain import Actor, Subject, Trail
from samhandling.guarding.repository import redaction
from samhandling.guarding.tables import Redaction
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotAllowed, NotFound, Refused
from samhandling.kernel.secrets import Secrets

MARK: Final = "[fjernet av hensyn til personvern]"
_SEAL: Final = "redaction"


class Ground(StrEnum):
    """Why it goes: codes of the grounds a page offers."""

    PATIENT = "patient"
    RELATIVE = "relative"
    STAFF = "staff"
    THIRD_PARTY = "third_party"
    OTHER_CHANNEL = "other_channel"  # given by a case that is diverted, never chosen


@dataclass(frozen=True, slots=True)
class Redactable:
    """A column of free text, or of files. `areas`: those a row belongs to. `stamp`: says that the row is redacted."""

    column: sa.Column[Any]
    areas: Callable[[DbSession, int], frozenset[int]]
    stamp: sa.Column[Any] | None = None

    @property
    def table(self) -> sa.Table:
        return self.column.table

    @property
    def key(self) -> sa.Column[Any]:
        """What a row is known by."""
        (only,) = self.table.primary_key.columns
        return only

    @property
    def mark(self) -> str | bytes:
        """What stands there afterwards: of a file nothing."""
        return b"" if isinstance(self.column.type, sa.LargeBinary) else MARK


#: Told of the table and the row whose text was hidden or came back, in the same transaction.
Changed = Callable[[DbSession, str, int], None]
#: Gets when, table, row and column, and whether it was withdrawn.
Listed = Callable[[datetime, str, int, str, bool], None]


@dataclass(frozen=True, slots=True)
class Redactor:
    """`places`: every column that may hold free text, by code. `listed`: tells the list outside the database, before
    the change is committed. `changed`: the search follows.
    """

    places: Mapping[str, Redactable]
    secrets: Secrets
    trail: Trail
    listed: Listed
    changed: Changed

    def hide(
        self, session: DbSession, place: str, row: int, ground: Ground, *, area: int, by: Actor, now: datetime
    ) -> Redaction:
        """NotFound for a row that is not in the area; Refused («already_hidden», «nothing_to_hide»)."""
        where = self._place(place)
        if area not in where.areas(session, row):
            raise NotFound
        content: str | bytes = session.execute(sa.select(where.column).where(where.key == row)).scalar_one()
        if content == where.mark:
            raise Refused("already_hidden")
        if not content:
            raise Refused("nothing_to_hide")
        hidden = Redaction(
            area_id=area,
            place={"place": place, "table": where.table.name, "column": where.column.name, "row": row},
            sealed=self.secrets.seal(_SEAL, _bytes(content)),
            ground=ground.value,
            hidden_at=now,
            hidden_by=_person(by),
        )
        session.add(hidden)
        session.flush()
        self._write(session, where, row, where.mark, stamp=now)
        self.changed(session, where.table.name, row)
        self._record(session, "slip_hidden", hidden, by, now)
        self.listed(now, where.table.name, row, where.column.name, False)
        return hidden

    def read(self, session: DbSession, redaction_id: int, *, area: int, by: Actor, now: datetime) -> str | bytes:
        """The hidden text or file, for the one who is to confirm. That it was read is recorded."""
        found = redaction(session, area, redaction_id)
        self._record(session, "slip_read", found, by, now)
        return self._content(found)

    def erase(self, session: DbSession, redaction_id: int, *, area: int, by: Actor, now: datetime) -> Redaction:
        """NotAllowed («second_person») for the one who hid it."""
        found = redaction(session, area, redaction_id)
        if by.person is None or by.person == found.hidden_by:
            raise NotAllowed("second_person")
        found.sealed, found.erased_at, found.erased_by = None, now, by.person
        session.add(found)
        self._record(session, "slip_erased", found, by, now)
        return found

    def withdraw(self, session: DbSession, redaction_id: int, *, area: int, by: Actor, now: datetime) -> Redaction:
        """The text comes back: it was no slip. NotAllowed («second_person») as for `erase`.

        NotAllowed («only_stub») for a text of a case that was diverted: of that no more than a stub may be kept.
        """
        found = redaction(session, area, redaction_id)
        if found.ground == Ground.OTHER_CHANNEL:
            raise NotAllowed("only_stub")
        if by.person is None or by.person == found.hidden_by:
            raise NotAllowed("second_person")
        where, row = self._place(found.place["place"]), int(found.place["row"])
        self._write(session, where, row, self._content(found), stamp=now)
        if not self._hides_more(session, where, row):
            self._stamp(session, where, row, None)
        self.changed(session, where.table.name, row)
        found.sealed, found.withdrawn_at, found.withdrawn_by = None, now, by.person
        session.add(found)
        self._record(session, "slip_withdrawn", found, by, now)
        self.listed(now, where.table.name, row, where.column.name, True)
        return found

    def _place(self, place: str) -> Redactable:
        if place not in self.places:
            raise NotFound
        return self.places[place]

    def _content(self, found: Redaction) -> str | bytes:
        if found.sealed is None:
            raise NotFound
        content = self.secrets.unseal(_SEAL, found.sealed)
        is_file = isinstance(self._place(found.place["place"]).mark, bytes)
        return content if is_file else content.decode("utf-8", "surrogatepass")

    def _write(
        self, session: DbSession, where: Redactable, row: int, content: str | bytes, *, stamp: datetime
    ) -> None:
        """The stamp first: a sent text may be changed only in a row that is stamped."""
        self._stamp(session, where, row, stamp)
        session.execute(sa.update(where.table).where(where.key == row).values({where.column.name: content}))

    def _hides_more(self, session: DbSession, where: Redactable, row: int) -> bool:
        """Whether something else in the row is hidden or erased: then it stays stamped."""
        return any(
            session.execute(sa.select(each.column).where(where.key == row)).scalar_one() == each.mark
            for each in self.places.values()
            if each.table is where.table and each.column is not where.column
        )

    def _stamp(self, session: DbSession, where: Redactable, row: int, at: datetime | None) -> None:
        if where.stamp is not None:
            session.execute(sa.update(where.table).where(where.key == row).values({where.stamp.name: at}))

    def _record(self, session: DbSession, action: str, found: Redaction, by: Actor, now: datetime) -> None:
        subject = Subject("redaction", str(key(found.id)))
        details = {"place": found.place["place"], "row": found.place["row"], "ground": found.ground}
        self.trail.record(session, action, subject, by=by, at=now, area=found.area_id, **details)


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")


def _person(by: Actor) -> Any:
    if by.person is None:
        raise NotAllowed("second_person")
    return by.person
