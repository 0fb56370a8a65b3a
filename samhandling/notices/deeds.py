"""What persons do with their notices and with mails: read, choose, and decide what became of a mail nobody knows of."""

from datetime import datetime
from uuid import UUID

from samhandling.audit.chain import Subject
from samhandling.identity.access import Visitor
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import Refused, Stale
from samhandling.notices import repository
from samhandling.notices.kinds import MailChoice, MailState
from samhandling.notices.tables import Mail
from samhandling.services import Services


def seen(session: DbSession, person: UUID, case: int, now: datetime) -> None:
    """For the page of a case: what it was told of is read. Writes only when something was unread (ruling B28)."""
    if repository.has_unread(session, person, case):
        repository.mark_read(session, person, now, case=case, until=now)


def choose(services: Services, who: Visitor, choice: MailChoice, version: int) -> None:
    """Which mails the person wants. Raises Stale."""
    person = who.me.person
    with services.database.writing(who.scope) as session:
        stored = repository.preference(session, person)
        if stored.version != version:
            raise Stale("stale", version=stored.version)
        if stored.choice is choice and stored.version:
            return
        stored.choice, stored.version = choice, version + 1
        session.add(stored)
        subject = Subject("person", str(person))
        services.trail.record(session, "mail_chosen", subject, by=who.actor, at=services.clock(), choice=choice.value)


def send_again(services: Services, who: Visitor, mail_id: int) -> None:
    """By choice: it may arrive twice, with the same Message-ID. Raises NotFound, Refused («mail_settled»)."""
    with services.database.writing(who.scope) as session:
        mail, number = _troubled(session, who, mail_id)
        now = services.clock()
        mail.state, mail.due_at, mail.first_tried_at, mail.changed_at = MailState.WAITING, now, None, now
        session.add(mail)
        _record(session, services, who, "mail_sent_again", mail, number)


def settle(services: Services, who: Visitor, mail_id: int) -> None:
    """It arrived, says somebody who knows; a failed one is set aside. Raises as `send_again`."""
    with services.database.writing(who.scope) as session:
        mail, number = _troubled(session, who, mail_id)
        now = services.clock()
        arrived = mail.state is MailState.UNCERTAIN
        mail.state = MailState.SENT if arrived else MailState.SET_ASIDE
        mail.sent_at = mail.changed_at = now
        session.add(mail)
        if arrived:
            _record(session, services, who, "mail_arrived", mail, number)
        else:
            _record(session, services, who, "mail_set_aside", mail, number)


def _troubled(session: DbSession, who: Visitor, mail_id: int) -> tuple[Mail, str]:
    mail, number = repository.mail_here(session, who.here.id, mail_id)
    if mail.state not in repository.TROUBLED:
        raise Refused("mail_settled")
    return mail, number


def _record(session: DbSession, services: Services, who: Visitor, action: str, mail: Mail, number: str) -> None:
    subject = Subject("mail", str(key(mail.id)))
    services.trail.record(session, action, subject, by=who.actor, at=services.clock(), area=who.here.id, number=number)
