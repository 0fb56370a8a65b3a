"""Page objects of persons. They are ordered by name, and never counted or ranked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from samhandling.areas.answering import Crumbs
from samhandling.areas.domain import Body, Organisation
from samhandling.areas.pages import grant_place, role_name
from samhandling.areas.periods import holds
from samhandling.areas.tables import RoleLabel
from samhandling.identity.roles import ROLES, Place
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.collation import key
from samhandling.web.i18n import gettext, marked


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds, held or will hold. `state`: now, coming or former."""

    id: int
    role: str
    place: str
    deputy_for: str
    valid_from: date
    valid_to: date | None
    state: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: UUID
    name: str
    roles: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    title: str
    crumbs: Crumbs
    base: str
    query: str
    role: str
    organisation: str
    body: str
    with_former: bool
    roles: Mapping[str, str]
    organisations: Mapping[str, str]
    bodies: Mapping[str, str]
    rows: tuple[PersonRow, ...]
    may_administer: bool
    stopped: bool
    done: str

    @property
    def filtered(self) -> bool:
        return bool(self.query or self.role or self.organisation or self.body)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """`kind`: «local» or «outside»."""

    id: int
    kind: str
    login: str
    disabled: bool
    version: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reset that a second person is to confirm. `mine`: asked for by the reader, who therefore cannot."""

    purpose: str
    text: str
    asked_by: str
    until: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`looked_after`: this area takes care of the name and the account; otherwise nothing is said of where."""

    title: str
    crumbs: Crumbs
    base: str
    id: UUID
    named: bool
    email: str
    hpr: str
    now: tuple[Held, ...]
    coming: tuple[Held, ...]
    former: tuple[Held, ...]
    accounts: tuple[AccountRow, ...]
    invited_until: datetime | None
    waiting: tuple[Waiting, ...]
    looked_after: bool
    is_me: bool
    may_administer: bool
    may_confirm: bool
    done: str


@dataclass(frozen=True, slots=True)
class RoleChoice:
    code: str
    label: str
    means: str
    href: str


@dataclass(frozen=True, slots=True)
class RoleChoicePage:
    title: str
    crumbs: Crumbs
    lead: str
    groups: tuple[tuple[str, tuple[RoleChoice, ...]], ...]
    other: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A link, shown this once."""

    title: str
    crumbs: Crumbs
    person: str
    link: str
    lifetime: str
    back: str
    back_label: str


@dataclass(frozen=True, slots=True)
class Known:
    """What names of roles and places are made of; the same few queries for one person as for all."""

    organisations: Mapping[int, Organisation]
    bodies: Mapping[int, Body]
    labels: tuple[RoleLabel, ...]
    today: date

    def held(self, grant: RoleGrant, names: Mapping[int, str]) -> Held:
        """`names`: of the holders, by the grant's id; for whom a deputy stands in."""
        return Held(
            id=grant.id or 0,
            role=role_name(self.labels, grant.role, self.today),
            place=grant_place(grant, self.organisations, self.bodies, self.today),
            deputy_for=names.get(grant.deputy_for_id or 0, ""),
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
            state=_state(grant, self.today),
        )


def shown_name(name: str) -> str:
    return name or gettext(marked("Navnet er slettet"))


def rows(grants: Iterable[tuple[RoleGrant, str]], known: Known, query: str) -> tuple[PersonRow, ...]:
    """One row a person, with the grants given; by name."""
    grants = tuple(grants)
    names = {grant.id or 0: shown_name(name) for grant, name in grants}
    persons: dict[UUID, list[tuple[RoleGrant, str]]] = {}
    for grant, name in grants:
        persons.setdefault(grant.person_id, []).append((grant, name))
    found = [
        PersonRow(person, shown_name(held[0][1]), tuple(known.held(grant, names) for grant, _ in held))
        for person, held in persons.items()
    ]
    words = query.casefold().split()
    fit = [row for row in found if all(word in row.name.casefold() for word in words)]
    return tuple(sorted(fit, key=lambda row: (key(row.name), row.id)))


def choices(labels: Iterable[RoleLabel], today: date, href: str) -> tuple[tuple[str, tuple[RoleChoice, ...]], ...]:
    """The roles that can be given in an area, by where they are held. `href`: ends before the role's code."""
    labels = tuple(labels)
    headings = {
        Place.AREA: marked("I hele området"),
        Place.ORGANISATION: marked("I en virksomhet"),
        Place.BODY: marked("I et råd eller utvalg"),
    }
    return tuple(
        (
            gettext(heading),
            tuple(
                RoleChoice(role.code, role_name(labels, role.code, today), str(role.means), href + role.code)
                for role in ROLES.values()
                if role.place is place
            ),
        )
        for place, heading in headings.items()
    )


def _state(grant: RoleGrant, today: date) -> str:
    if holds(grant, today):
        return "now"
    return "coming" if grant.valid_from > today else "former"
