"""What it takes to let an invented person do something at an invented instant, as the pages would let a real one.

The forms are read, the guard looks at every text, the tables of moves decide, and each transaction has the scope of the
one who acts. What is refused stops the building: a demo that shows what nobody could do would mislead.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from samhandling.areas import repository as areas
from samhandling.audit.chain import MACHINE, Actor
from samhandling.cases.kinds import CaseKind
from samhandling.cases.opening import Deed
from samhandling.casework import moving
from samhandling.casework import repository as common
from samhandling.casework.rulebook import Cites
from samhandling.casework.slices import Looking, Slice
from samhandling.identity.accounts import by_login
from samhandling.identity.permissions import Permission
from samhandling.identity.repository import held_roles
from samhandling.identity.users import User
from samhandling.kernel.clock import NORWAY, local_date
from samhandling.kernel.columns import key
from samhandling.kernel.scope import SYSTEM
from samhandling.services import Services
from samhandling.web.fields import Field, Filled, Kind, read
from samhandling.web.forms import Submitted
from samhandling.web.i18n import gettext

Row = Mapping[str, Any]
#: Who does what the night does.
CLOCK: Final = "clock"


class Impossible(RuntimeError):
    """The file asks for what the application does not let anybody do, or ends otherwise than it says."""


@dataclass(slots=True)
class Stage:
    """The area that is played in. `slices`: the kinds of cases that take part. Loaded once: persons and names."""

    services: Services
    cites: Cites
    slices: Mapping[CaseKind, Slice]
    area: int
    _users: dict[str, User] = field(default_factory=dict)
    _units: dict[str, int] = field(default_factory=dict)

    def unit(self, name: str, day: date) -> int:
        """By what it is called on the day."""
        if not self._units:
            with self.services.database.reading(SYSTEM) as session:
                known = areas.organisations(session, self.area)
            self._units = {each.name(day): each.id for each in known.values() if not each.is_closed(day)}
        return self._units[name]

    def user(self, login: str, day: date) -> User:
        if login not in self._users:
            with self.services.database.reading(SYSTEM) as session:
                account = by_login(session, login)
                if account is None:
                    raise Impossible(f"nobody signs in as {login}")
                roles = held_roles(session, account.person_id, day)
            self._users[login] = User(account.person_id, login, key(account.id), 0, "nb", roles)
        return self._users[login]

    @contextmanager
    def acting(self, row: Row, permission: Permission) -> Iterator["Act"]:
        """One transaction of whoever stands in the row, at its instant."""
        at = instant(row)
        if row["by"] == CLOCK:
            with self.services.database.writing(SYSTEM) as session:
                yield Act(self, Deed(session, self.services.trail, MACHINE, at), None)
            return
        user = self.user(row["by"], local_date(at))
        held = (each for each in user.roles if any(area.id == self.area for area in each.areas))
        role = next((each.role for each in held if permission in each.role.permissions), None)
        if role is None:
            raise Impossible(f"{row['by']} may not: {permission}")
        with self.services.database.writing(user.scope) as session:
            deed = Deed(session, self.services.trail, Actor(user.person, role.code), at)
            yield Act(self, deed, user)


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody acting; `user` None: the clock."""

    stage: Stage
    deed: Deed
    user: User | None

    @property
    def me(self) -> User:
        if self.user is None:
            raise Impossible("the clock is nobody")
        return self.user

    def looking(self, number: str, *, to_change: bool = True) -> Looking:
        case = common.case_numbered(self.deed.session, self.stage.area, number, to_change=to_change)
        return moving.looking(self.deed.session, case, self.user, now=self.deed.at, cites=self.stage.cites)

    def move(self, number: str, row: Row) -> None:
        """The row's move, with the fields of its form."""
        seen = self.looking(number)
        kind = self.stage.slices[CaseKind(seen.case.kind)]
        step = kind.steps.get(row["move"])
        filled = self.typed(step.fields(seen) if step else (), row)
        redactor = self.stage.services.redactor
        moving.move(self.deed, kind, seen, row["move"], replace(filled, version=seen.case.version), redactor)

    def typed(self, fields: tuple[Field, ...], row: Row) -> Filled:
        """As the form is sent; a warning is answered with «no patient», as writers do. Impossible when it is refused.

        A choice may be given by what it is called.
        """
        sent = {each.name: _sent(each, row[each.name]) for each in fields if each.name in row}
        if not fields or self.user is None:
            return Filled(fields, sent)
        inspect = self.stage.services.inspector.for_person(self.user.person)
        filled = read(fields, Submitted(sent), inspect)
        answers = {mark.answer: "ja" for problem in filled.problems for mark in problem.marks if mark.answer}
        if answers:
            filled = read(fields, Submitted(sent | answers), inspect)
        if filled.problems:
            raise Impossible("; ".join(f"{each.field}: {each.message}" for each in filled.problems))
        return filled


def instant(row: Row) -> datetime:
    """What the file gives is Norwegian time."""
    return datetime.fromisoformat(row["at"]).replace(tzinfo=NORWAY)


def _sent(each: Field, value: Any) -> str:
    text = str(value)
    if each.kind is not Kind.CHOICE or text in each.options:
        return text
    return next((code for code, label in each.options.items() if gettext(label) == text), text)
