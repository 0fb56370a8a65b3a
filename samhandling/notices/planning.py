"""Settles, for each new notice, whether a mail tells of it and when. Done by the worker, a transaction at a time."""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from samhandling.kernel.clock import Clock
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import SYSTEM
from samhandling.notices import repository
from samhandling.notices.kinds import MailChoice
from samhandling.notices.mornings import next_morning
from samhandling.notices.smtp import Office
from samhandling.notices.tables import Mail, Notice
from samhandling.notices.texts import CODES

_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Planner:
    """`office`: None where no mail is sent; notices are then settled without, and not sent when one is set up later."""

    database: Database
    clock: Clock
    office: Office | None

    def step(self) -> bool:
        """Settles the oldest. False when there was nothing to settle."""
        with self.database.writing(SYSTEM) as session:
            notices = repository.unsettled(session, _AT_ONCE)
            if not notices:
                return False
            if self.office is not None:
                self._plan(session, [notice for notice in notices if notice.read_at is None], self.office)
            for notice in notices:
                notice.settled_at = self.clock()
                session.add(notice)
        return True

    def _plan(self, session: DbSession, notices: list[Notice], office: Office) -> None:
        persons = repository.reached(session, {notice.person_id for notice in notices})
        coming = repository.on_their_way(session, [key(notice.id) for notice in notices])
        for notice in notices:
            person = persons.get(notice.person_id)
            if person is None or person.address is None or key(notice.id) in coming:
                continue
            if person.choice is MailChoice.DAILY:
                self._in_digest(session, notice, office)
            elif person.choice is MailChoice.AT_ONCE or (
                person.choice is MailChoice.SERIOUS and CODES[notice.code].serious
            ):
                self._alone(session, notice, office)

    def _alone(self, session: DbSession, notice: Notice, office: Office) -> None:
        now = self.clock()
        mail = Mail(message_id=_message_id(office), person_id=notice.person_id, due_at=now, changed_at=now)
        session.add(mail)
        session.flush()
        repository.add_line(session, key(mail.id), notice)

    def _in_digest(self, session: DbSession, notice: Notice, office: Office) -> None:
        now = self.clock()
        day, due = next_morning(now)
        mail = repository.digest(session, notice.person_id, day, _message_id(office), due, now)
        repository.add_line(session, mail, notice)


def _message_id(office: Office) -> str:
    return f"<{uuid4().hex}@{office.domain}>"
