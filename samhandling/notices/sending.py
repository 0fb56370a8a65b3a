"""Hands mails over to the server, never one twice by itself (ruling A17).

A mail is taken by a lease; the server is asked; then «sending» is committed, and only after that is the mail handed
over. A process that dies before that commit leaves the mail to the next one; one that dies after it leaves a mail that
the server may have, which becomes «uncertain» and waits for somebody to choose.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from samhandling.identity.repository import held_roles
from samhandling.kernel.clock import Clock, local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import Database, DbSession
from samhandling.kernel.scope import SYSTEM
from samhandling.notices import repository
from samhandling.notices.kinds import MailState
from samhandling.notices.letters import letter, recipient
from samhandling.notices.repository import Line, Reached
from samhandling.notices.smtp import Broken, Declined, Office, announce, hand_over, line
from samhandling.notices.tables import Mail

logger = logging.getLogger("samhandling.mail")
#: Longer than all the time limits of one mail together.
LEASE: Final = timedelta(minutes=5)
GIVE_UP: Final = timedelta(days=2)
_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=2)
_FIRST_REST: Final = timedelta(seconds=30)
_LONGEST_REST: Final = timedelta(minutes=15)
_OVER: Final = (MailState.SENT, MailState.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A mail one has the lease of. `attempt` tells this lease from a later one. `cases`: for the log."""

    mail: int
    attempt: int
    address: str
    maalform: str
    own: tuple[str, ...]
    told: tuple[Line, ...]
    message_id: str
    digest: bool

    @property
    def cases(self) -> str:
        return " ".join(dict.fromkeys(each.number for each in self.told))


@dataclass(slots=True)
class _Rest:
    """A server that does not answer is left alone a while, by all mails."""

    until: datetime | None = None
    failures: int = 0

    def begin(self, now: datetime) -> None:
        self.until = now + min(_FIRST_REST * 2 ** min(self.failures, 10), _LONGEST_REST)
        self.failures += 1

    def end(self) -> None:
        self.until, self.failures = None, 0


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends one mail at a time. `office`: None where no mail is sent."""

    database: Database
    clock: Clock
    office: Office | None
    _rest: _Rest = field(default_factory=_Rest)

    def step(self) -> bool:
        """Takes a mail that is due and tries to send it. False when there was none, or the server is left alone."""
        self._give_up_the_lost()
        if self.office is None or (self._rest.until is not None and self.clock() < self._rest.until):
            return False
        taken = self._take()
        if taken is None:
            return False
        try:
            self._send(taken, self.office)
        except Declined as declined:
            self._declined(taken, declined)
        except Broken:
            self._settle(taken, MailState.UNCERTAIN, "connection")
        return True

    def _give_up_the_lost(self) -> None:
        now = self.clock()
        with self.database.reading(SYSTEM) as session:
            if not repository.given_up(session, now):
                return
        with self.database.writing(SYSTEM) as session:
            for mail in repository.given_up(session, now):
                self._change(session, mail, MailState.UNCERTAIN, "died")

    def _take(self) -> _Taken | None:
        """What has nothing left to tell, or nobody to tell it to, is taken away on the way."""
        now = self.clock()
        with self.database.writing(SYSTEM) as session:
            while (mail := repository.next_due(session, now)) is not None:
                person = repository.reached(session, [mail.person_id]).get(mail.person_id)
                told = repository.lines(session, mail)
                if person is None or person.address is None or not told:
                    session.delete(mail)
                    session.flush()
                    continue
                mail.attempts, mail.leased_until = mail.attempts + 1, now + LEASE
                mail.first_tried_at = mail.first_tried_at or now
                session.add(mail)
                return self._taken(session, mail, person, person.address, told)
        return None

    def _taken(self, session: DbSession, mail: Mail, person: Reached, address: str, told: list[Line]) -> _Taken:
        held = held_roles(session, mail.person_id, local_date(self.clock()))
        own = sorted({area for each in held for area in each.areas}, key=lambda area: area.name)
        return _Taken(
            mail=key(mail.id),
            attempt=mail.attempts,
            address=address,
            maalform=person.maalform,
            own=tuple(area.slug for area in own),
            told=tuple(told),
            message_id=mail.message_id,
            digest=mail.digest_on is not None,
        )

    def _send(self, taken: _Taken, office: Office) -> None:
        to = recipient(taken.address)
        content = letter(
            taken.told, to, taken.maalform, taken.own, office,
            message_id=taken.message_id, at=self.clock(), digest=taken.digest,
        )  # fmt: skip
        with line(office) as smtp:
            announce(smtp, office.sender, to.addr_spec)
            if not self._begin(taken):
                return
            hand_over(smtp, content)
            self._rest.end()
            self._settle(taken, MailState.SENT, "")

    def _begin(self, taken: _Taken) -> bool:
        """From here on the server may have it. False when the lease ran out and another has the mail."""
        with self.database.writing(SYSTEM) as session:
            mail = repository.locked(session, taken.mail)
            if mail is None or mail.attempts != taken.attempt or mail.state is not MailState.WAITING:
                return False
            mail.leased_until = self.clock() + LEASE
            self._change(session, mail, MailState.SENDING, mail.error)
        return True

    def _declined(self, taken: _Taken, declined: Declined) -> None:
        if declined.everything:
            self._rest.begin(self.clock())
        else:
            self._rest.end()
        self._settle(taken, MailState.FAILED if declined.for_good else MailState.WAITING, declined.code)

    def _settle(self, taken: _Taken, state: MailState, error: str) -> None:
        """What came of it; nothing when somebody has settled it, or it was taken anew."""
        now = self.clock()
        with self.database.writing(SYSTEM) as session:
            mail = repository.locked(session, taken.mail)
            if mail is None or mail.attempts != taken.attempt or mail.state in _OVER:
                return
            if state is MailState.WAITING and mail.first_tried_at and now - mail.first_tried_at >= GIVE_UP:
                state = MailState.FAILED
            mail.due_at = now + min(_FIRST_WAIT * 2 ** min(mail.attempts - 1, 10), _LONGEST_WAIT)
            mail.leased_until = None
            mail.sent_at = now if state is MailState.SENT else None
            self._change(session, mail, state, error)
        logger.info("mail %d, case %s: %s %s", taken.mail, taken.cases, state.value, error or "-")

    def _change(self, session: DbSession, mail: Mail, state: MailState, error: str) -> None:
        mail.state, mail.error, mail.changed_at = state, error, self.clock()
        session.add(mail)
