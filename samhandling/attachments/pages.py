"""What the page of a case's attachments shows. Who added one is told nobody but that person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from samhandling.attachments import repository
from samhandling.attachments.attaching import REGRET, may_be_removed
from samhandling.attachments.sniffing import MEDIA_TYPES
from samhandling.cases.tables import Attachment, Case
from samhandling.identity.access import Visitor
from samhandling.identity.permissions import Permission
from samhandling.kernel.clock import local_date
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.web.fields import Filled
from samhandling.web.i18n import gettext, marked, ngettext

DONE: Final[Mapping[str, str]] = {
    "lagt-til": marked("Fila er lagt ved. De andre i saken ser den."),
    "venter": marked("Fila er lagt ved. De andre i saken ser den når praksiskonsulenten har klarert den."),
    "var-der": marked("Fila ligger i saken allerede, og er ikke lagt ved en gang til."),
    "fjernet": marked("Fila er fjernet."),
    "klarert": marked("Fila er klarert. De andre i saken ser den nå."),
    "avvist": marked("Fila er avvist og slettet."),
    "for-sent": marked("Fila er ikke fjernet: de andre i saken har hatt tid til å se den. Står det noe der som ikke skal stå, velg «Skjul fila»."),  # noqa: E501
    "alt-klarert": marked("Noen andre har klarert fila allerede."),
}  # fmt: skip
_UNREAD: Final[Mapping[str, str]] = {
    "picture": marked("Den har bilder."),
    "font": marked("Den har skrift som kan se ut som andre bokstaver enn maskinen leser."),
    "pattern": marked("Den har mønstre eller tegninger som kan være tekst."),
    "damage": marked("Noe i den kunne ikke leses."),
    "textless": marked("Den har sider uten tekst."),
    "not_read": marked("Maskinen fikk ikke lest alle bildene i den: vernet har ikke sett teksten i dem."),
}
_KINDS: Final[Mapping[str, str]] = {
    "pdf": "PDF",
    "txt": marked("Tekst"),
    "png": marked("Bilde (PNG)"),
    "jpg": marked("Bilde (JPEG)"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """`href`: where it is fetched; empty when it is hidden. `waits`: for the PKO, who is told why in `unread`."""

    id: int
    name: str
    kind: str
    size: str
    added_on: date
    href: str
    mine: bool
    waits: bool
    may_remove: bool
    may_clear: bool
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentsPage:
    """`base`: this page's own address; `area`: the slug of the reader's."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    number: str
    base: str
    attachments: tuple[Shown, ...]
    form: Filled
    takes_pictures: bool
    area: str
    done: str = ""
    statement: int | None = None
    regret: int = REGRET.seconds // 60


def is_steward(who: Visitor, case: Case) -> bool:
    """The PKO of the area that owns the case."""
    return any(
        Permission.CASE_STEWARD in held.role.permissions and any(area.id == case.area_id for area in held.areas)
        for held in who.me.roles
    )


def attachments_of(session: DbSession, who: Visitor, case: Case, base: str, now: datetime) -> tuple[Shown, ...]:
    """What this reader is shown of a case's attachments, for any page. `base`: of the page of attachments."""
    steward = is_steward(who, case)
    rows, hidden = repository.listed(session, key(case.id)), repository.hidden(session, key(case.id))
    return tuple(
        _shown(session, who, row, "" if row.id in hidden else f"{base}/{row.id}", now, steward=steward)
        for row in rows
        if row.cleared_at is not None or steward or row.added_by == who.me.person
    )


def _shown(session: DbSession, who: Visitor, row: Attachment, href: str, now: datetime, *, steward: bool) -> Shown:
    waits = row.cleared_at is None
    return Shown(
        id=key(row.id),
        name=row.name,
        kind=_kind(row),
        size=_size(row.size),
        added_on=local_date(row.added_at),
        href=href,
        mine=row.added_by == who.me.person,
        waits=waits,
        may_remove=may_be_removed(session, row, who.me.person, now),
        may_clear=steward and waits,
        unread=tuple(gettext(_UNREAD[code]) for code in row.unread) if steward and waits else (),
    )


def _kind(row: Attachment) -> str:
    code = next((code for code, media_type in MEDIA_TYPES.items() if media_type == row.media_type), "")
    name = gettext(_KINDS[code]) if code in _KINDS else row.media_type
    return f"{name}, " + ngettext("%(n)s side", "%(n)s sider", row.pages) % {"n": row.pages} if code == "pdf" else name


def _size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
