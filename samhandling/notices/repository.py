"""Every query about notices and mails.

A person's own are asked for by person; what looks after mails goes through the scope of the cases they are about.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.areas.tables import Area
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Case, Disqualification
from samhandling.identity.roles import Place
from samhandling.identity.tables import Account, Person, PersonName, RoleGrant
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import NotFound
from samhandling.kernel.inserting import insert_into
from samhandling.notices.kinds import MailChoice, MailState
from samhandling.notices.tables import UNREAD, Mail, MailLine, MailPreference, Notice

_PLACES: Final = {
    Place.ORGANISATION: col(RoleGrant.organisation_id),
    Place.BODY: col(RoleGrant.body_id),
    Place.AREA: col(RoleGrant.area_id),
}
#: States that need somebody's eyes.
TROUBLED: Final = (MailState.UNCERTAIN, MailState.FAILED)


@dataclass(frozen=True, slots=True)
class Reached:
    """A person who can sign in. `address`: None when there is none to send to."""

    address: str | None
    maalform: str
    choice: MailChoice


@dataclass(frozen=True, slots=True)
class Line:
    """What a mail says of one notice. `owner`: the slug of the area that owns the case."""

    code: str
    count: int
    number: str
    owner: str


def unread(session: DbSession, person: UUID) -> int:
    query = select(sa.func.count()).select_from(Notice).where(_mine(person), col(Notice.read_at).is_(None))
    return session.exec(query).one()


def page(session: DbSession, person: UUID, first: int, most: int) -> list[tuple[Notice, str | None, str | None]]:
    """Newest first, each with the case's number and its area's slug; without them when the case is no longer seen."""
    newest = (col(Notice.made_at).desc(), col(Notice.id).desc())
    notices = session.exec(select(Notice).where(_mine(person)).order_by(*newest).offset(first).limit(most)).all()
    seen = (
        select(Case.id, Case.number, Area.slug)
        .join(Area, col(Area.id) == Case.area_id)
        .where(col(Case.id).in_({notice.case_id for notice in notices}))
    )
    cases = {row[0]: (row[1], row[2]) for row in session.exec(scoped(session, seen))}
    return [(notice, *cases.get(notice.case_id, (None, None))) for notice in notices]


def mark_read(
    session: DbSession, person: UUID, now: datetime, *, notice: int | None = None, case: int | None = None,
    until: datetime | None = None,
) -> None:  # fmt: skip
    """All of the person's, one, or those of a case. `until`: not what happened after that, which nobody has seen."""
    wanted = sa.update(Notice).where(_mine(person), col(Notice.read_at).is_(None)).values(read_at=now)
    for column, value in ((col(Notice.id), notice), (col(Notice.case_id), case)):
        wanted = wanted if value is None else wanted.where(column == value)
    session.execute(wanted if until is None else wanted.where(col(Notice.made_at) <= until))


def has_unread(session: DbSession, person: UUID, case: int) -> bool:
    query = select(Notice.id).where(_mine(person), Notice.case_id == case, col(Notice.read_at).is_(None)).limit(1)
    return session.exec(query).first() is not None


def tell(
    session: DbSession, persons: Iterable[UUID], case: int, code: str, values: Mapping[str, Any], at: datetime
) -> None:
    """One unread notice a person; what was not read yet counts up, and is then settled anew."""
    # In order: two that tell the same persons at once would otherwise wait for each other.
    rows = [
        {"person_id": person, "case_id": case, "code": code, "values": dict(values), "count": 1, "made_at": at}
        for person in sorted(persons)
    ]
    if not rows:
        return
    new = insert_into(session, Notice).values(rows)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["person_id", "case_id", "code"],
            index_where=UNREAD,
            set_={
                "count": Notice.count + 1,
                "values": new.excluded["values"],
                "made_at": new.excluded["made_at"],
                "settled_at": None,
            },
        )
    )


def stepped_aside_from(session: DbSession, case: int) -> frozenset[UUID]:
    query = select(Disqualification.person_id).where(Disqualification.case_id == case)
    return frozenset(session.exec(scoped(session, query)))


def holders(session: DbSession, place: Place, where: int, roles: Collection[str], today: date) -> frozenset[UUID]:
    """Persons with an account that is not disabled, and one of the roles there today."""
    query = (
        select(RoleGrant.person_id)
        .join(Account, col(Account.person_id) == RoleGrant.person_id)
        .where(
            _PLACES[place] == where,
            col(RoleGrant.role).in_(roles),
            RoleGrant.valid_from <= today,
            sa.or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) >= today),
            col(Account.disabled_at).is_(None),
        )
    )
    return frozenset(session.exec(query))


def unsettled(session: DbSession, most: int) -> list[Notice]:
    """Oldest first; locked. Two workers never get the same."""
    query = select(Notice).where(col(Notice.settled_at).is_(None)).order_by(col(Notice.id)).limit(most)
    return list(session.exec(query.with_for_update(skip_locked=True)))


def reached(session: DbSession, persons: Collection[UUID]) -> dict[UUID, Reached]:
    """Those with an account that is not disabled."""
    can_sign_in = sa.select(Account.person_id).where(col(Account.disabled_at).is_(None))  # type: ignore[call-overload]
    query = (
        select(Person.id, Person.maalform, PersonName.email, MailPreference.choice)
        .outerjoin(PersonName, col(PersonName.person_id) == Person.id)
        .outerjoin(MailPreference, col(MailPreference.person_id) == Person.id)
        .where(col(Person.id).in_(persons), col(Person.id).in_(can_sign_in))
    )
    return {
        person: Reached(email or None, maalform, MailChoice(choice) if choice else MailChoice.AT_ONCE)
        for person, maalform, email, choice in session.exec(query)
    }


def on_their_way(session: DbSession, notices: Collection[int]) -> frozenset[int]:
    """Those of the notices that a mail of their own, not sent yet, will tell of."""
    query = (
        select(MailLine.notice_id)
        .join(Mail, col(Mail.id) == MailLine.mail_id)
        .where(col(MailLine.notice_id).in_(notices), Mail.state == MailState.WAITING, col(Mail.digest_on).is_(None))
    )
    return frozenset(session.exec(query))


def digest(session: DbSession, person: UUID, day: date, message_id: str, due: datetime, now: datetime) -> int:
    """The id of the person's digest of a morning; made when there is none."""
    new = insert_into(session, Mail).values(
        message_id=message_id, person_id=person, digest_on=day, state=MailState.WAITING, attempts=0,
        due_at=due, error="", changed_at=now,
    )  # fmt: skip
    session.execute(new.on_conflict_do_nothing(index_elements=["person_id", "digest_on"]))
    query = select(Mail.id).where(Mail.person_id == person, Mail.digest_on == day)
    return session.exec(query).one() or 0


def add_line(session: DbSession, mail: int, notice: Notice) -> None:
    new = insert_into(session, MailLine).values(
        mail_id=mail, notice_id=notice.id, case_id=notice.case_id, code=notice.code
    )
    session.execute(new.on_conflict_do_nothing(index_elements=["mail_id", "notice_id"]))


def next_due(session: DbSession, now: datetime) -> Mail | None:
    """The oldest that is due and that nobody holds; locked."""
    free = sa.or_(col(Mail.leased_until).is_(None), col(Mail.leased_until) < now)
    query = select(Mail).where(Mail.state == MailState.WAITING, Mail.due_at <= now, free)
    ordered = query.order_by(col(Mail.due_at), col(Mail.id)).limit(1)
    return session.exec(ordered.with_for_update(skip_locked=True)).first()


def given_up(session: DbSession, now: datetime) -> list[Mail]:
    """Those being sent by somebody who has not been heard of since the lease; locked."""
    query = select(Mail).where(Mail.state == MailState.SENDING, col(Mail.leased_until) < now)
    return list(session.exec(query.with_for_update(skip_locked=True)))


def locked(session: DbSession, mail: int) -> Mail | None:
    query = select(Mail).where(Mail.id == mail).with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def lines(session: DbSession, mail: Mail) -> list[Line]:
    """What the mail has left to tell: not what is read, nor what the person has stepped aside from since."""
    aside = sa.select(Disqualification.case_id).where(  # type: ignore[call-overload]
        Disqualification.person_id == mail.person_id
    )
    query = (
        select(Notice.code, Notice.count, Case.number, Area.slug)
        .join(MailLine, col(MailLine.notice_id) == Notice.id)
        .join(Case, col(Case.id) == Notice.case_id)
        .join(Area, col(Area.id) == Case.area_id)
        .where(MailLine.mail_id == mail.id, col(Notice.read_at).is_(None), col(Case.id).not_in(aside))
        .order_by(col(MailLine.id))
    )
    return [Line(*row) for row in session.exec(scoped(session, query))]


def troubled(session: DbSession, area: int, most: int) -> list[tuple[Mail, str, str]]:
    """The mails about the area's cases that need somebody's eyes, newest first, with code and number of each case."""
    query = (
        select(Mail, MailLine.code, Case.number)
        .join(MailLine, col(MailLine.mail_id) == Mail.id)
        .join(Case, col(Case.id) == MailLine.case_id)
        .where(Case.area_id == area, col(Mail.state).in_(TROUBLED))
        .order_by(col(Mail.changed_at).desc(), col(Mail.id).desc(), col(MailLine.id))
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in session.exec(scoped(session, query))]


def mail_here(session: DbSession, area: int, mail: int) -> tuple[Mail, str]:
    """One that is about a case of the area, locked, with the number of the first. Raises NotFound."""
    query = (
        select(Case.number)
        .join(MailLine, col(MailLine.case_id) == Case.id)
        .where(MailLine.mail_id == mail, Case.area_id == area)
        .order_by(col(MailLine.id))
    )
    number = session.exec(scoped(session, query)).first()
    found = locked(session, mail) if number else None
    if found is None or number is None:
        raise NotFound
    return found, number


def not_arrived(session: DbSession, person: UUID, since: datetime) -> int:
    """How many mails to the person lately did not arrive, as far as is known."""
    query = select(sa.func.count()).select_from(Mail).where(
        Mail.person_id == person, col(Mail.state).in_(TROUBLED), Mail.changed_at >= since
    )  # fmt: skip
    return session.exec(query).one()


def preference(session: DbSession, person: UUID) -> MailPreference:
    """As it is when nobody has chosen, too; its version is then 0."""
    return session.get(MailPreference, person) or MailPreference(person_id=person, version=0)


def address_of(session: DbSession, person: UUID) -> str | None:
    return session.exec(select(PersonName.email).where(PersonName.person_id == person)).first()


def lately(now: datetime) -> datetime:
    return now - timedelta(days=14)


def _mine(person: UUID) -> sa.ColumnElement[bool]:
    return col(Notice.person_id) == person
