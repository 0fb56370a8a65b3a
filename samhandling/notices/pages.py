"""What the pages about notices and mails show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from samhandling.identity.users import Area, User
from samhandling.kernel.clock import NORWAY
from samhandling.kernel.columns import key
from samhandling.notices.kinds import MailChoice, MailState
from samhandling.notices.links import case_path
from samhandling.notices.tables import Mail, Notice
from samhandling.notices.texts import CODES
from samhandling.web.fields import Field, Filled, Kind
from samhandling.web.i18n import gettext, marked

SIZE: Final = 30
CHOICES: Final[Mapping[str, str]] = {
    MailChoice.AT_ONCE: marked("Med en gang noe skjer"),
    MailChoice.DAILY: marked("Samlet én gang om dagen, klokken 7 på arbeidsdager"),
    MailChoice.SERIOUS: marked("Bare når noe kreves av meg, eller en frist er ute"),
    MailChoice.NONE: marked("Aldri, jeg ser etter her"),
}
CHOICE: Final = (Field("epost", marked("Når vil du ha e-post?"), Kind.CHOICE, options=CHOICES),)
# A code of its own for each way it can go wrong (smtp.py, sending.py); `refused_` and the server's number is one more.
_ERRORS: Final[Mapping[str, str]] = {
    "connection": marked("Forbindelsen til e-posttjeneren brøt sammen"),
    "timeout": marked("E-posttjeneren svarte ikke i tide"),
    "tls": marked("E-posttjeneren kunne ikke gi en sikker forbindelse"),
    "login": marked("E-posttjeneren godtok ikke innloggingen vår"),
    "address": marked("Adressen kan ikke brukes i e-post"),
    "died": marked("Programmet stoppet mens den ble sendt"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """`number` and `href`: empty when the reader no longer sees the case."""

    id: int
    what: str
    number: str
    href: str
    at: datetime
    times: int
    unread: bool


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """`until`: what the reader has seen; newer ones stay unread. `newer`, `older`: numbers of pages, 0 for none."""

    title: str
    entries: tuple[Entry, ...]
    unread: int
    until: str
    newer: int
    older: int
    steward_of: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """`not_arrived`: how many mails lately."""

    title: str
    form: Filled
    sends_mail: bool
    address: str
    not_arrived: int
    saved: bool


@dataclass(frozen=True, slots=True)
class Troubled:
    """A mail that somebody must look at. `cases`: number and what the mail said, of each."""

    id: int
    uncertain: bool
    why: str
    cases: tuple[tuple[str, str], ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class MailsPage:
    title: str
    area: Area
    mails: tuple[Troubled, ...]


def entries(rows: Sequence[tuple[Notice, str | None, str | None]], user: User) -> tuple[Entry, ...]:
    own = [area.slug for area in user.areas]
    return tuple(
        Entry(
            id=key(notice.id),
            what=CODES[notice.code].said(notice.values) if notice.code in CODES else notice.code,
            number=number or "",
            href=case_path(number, slug, own) if number and slug else "",
            at=notice.made_at.astimezone(NORWAY),
            times=notice.count,
            unread=notice.read_at is None,
        )
        for notice, number, slug in rows
    )


def troubled(rows: Sequence[tuple[Mail, str, str]]) -> tuple[Troubled, ...]:
    cases: dict[int, list[tuple[str, str]]] = {}
    mails: dict[int, Mail] = {}
    for mail, code, number in rows:
        mails[key(mail.id)] = mail
        cases.setdefault(key(mail.id), []).append((number, str(CODES[code].short) if code in CODES else code))
    return tuple(
        Troubled(
            id=mail_id,
            uncertain=mail.state is MailState.UNCERTAIN,
            why=_why(mail.error),
            cases=tuple(cases[mail_id]),
            at=mail.changed_at.astimezone(NORWAY),
        )
        for mail_id, mail in mails.items()
    )


def _why(error: str) -> str:
    if error in _ERRORS:
        return gettext(_ERRORS[error])
    return gettext("E-posttjeneren tok ikke imot den (%(code)s)") % {"code": error.removeprefix("refused_")}
