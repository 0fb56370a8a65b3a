"""Page objects of an area: its front page, its organisations, its bodies with the ladder, and what roles are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from samhandling.areas.answering import Crumbs
from samhandling.areas.domain import Body, Label, Organisation, label_on
from samhandling.areas.kinds import OrganisationKind
from samhandling.areas.names import BODY_KINDS, LABEL_LANGUAGES, ORGANISATION_KINDS
from samhandling.areas.tables import AreaMembership, OrganisationVersion, RoleLabel
from samhandling.identity.roles import ROLES, Role
from samhandling.identity.tables import RoleGrant
from samhandling.kernel.collation import key
from samhandling.web.i18n import Text, language

_KIND_ORDER: Final = {kind: place for place, kind in enumerate(ORGANISATION_KINDS)}


@dataclass(frozen=True, slots=True)
class Card:
    """A way on from the front page. `icon`: a name among the vendored icons."""

    title: str
    text: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class MyRole:
    label: str
    place: str
    means: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name and a page."""

    name: str
    href: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class FrontPage:
    title: str
    cards: tuple[Card, ...]
    roles: tuple[MyRole, ...]
    ladder: tuple[Named, ...]
    bodies: tuple[Named, ...]
    waiting: tuple[Named, ...]
    empty: bool
    may_administer: bool
    base: str


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation in the tree. `inside`: what stands under it. `hit`: matches what was searched for.

    `obvious`: its kind is seen from where it stands, as a department's under its hospital.
    """

    id: int
    name: str
    kind: str
    obvious: bool
    former: str
    closed: date | None
    left: bool
    successor: Named | None
    inside: tuple["Node", ...]
    hit: bool

    @property
    def size(self) -> int:
        return self.hit + sum(each.size for each in self.inside)


@dataclass(frozen=True, slots=True)
class OrganisationsPage:
    title: str
    crumbs: Crumbs
    base: str
    query: str
    kind: str
    with_closed: bool
    kinds: Mapping[str, str]
    tree: tuple[Node, ...]
    found: int
    may_administer: bool
    stopped: bool
    done: str

    @property
    def filtered(self) -> bool:
        return bool(self.query or self.kind)


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    title: str
    crumbs: Crumbs
    base: str
    organisation: Organisation
    kind: str
    now: OrganisationVersion
    parent: Named | None
    successor: Named | None
    predecessors: tuple[Named, ...]
    inside: tuple[Named, ...]
    bodies: tuple[Named, ...]
    memberships: tuple[AreaMembership, ...]
    history: tuple[OrganisationVersion, ...]
    closed: date | None
    today: date
    may_administer: bool
    may_read_people: bool
    done: str


@dataclass(frozen=True, slots=True)
class Choice:
    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class JoinPage:
    title: str
    crumbs: Crumbs
    base: str
    query: str
    found: tuple[Choice, ...]
    stopped: bool


@dataclass(frozen=True, slots=True)
class BodyRow:
    id: int
    name: str
    kind: str
    owner: str
    valid_from: date
    closed: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of the ladder, and the orders that the buttons send."""

    body: Named
    up: str
    down: str
    out: str


@dataclass(frozen=True, slots=True)
class BodiesPage:
    title: str
    crumbs: Crumbs
    base: str
    open: tuple[BodyRow, ...]
    closed: tuple[BodyRow, ...]
    ladder: tuple[Step, ...]
    addable: tuple[tuple[str, str], ...]
    version: int
    may_administer: bool
    done: str


@dataclass(frozen=True, slots=True)
class LabelSpan:
    language: str
    label: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    href: str
    role: str
    deputy_for: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class BodyPage:
    """`members`: None when the reader may not see who holds which role."""

    title: str
    crumbs: Crumbs
    base: str
    body: Body
    kind: str
    owner: Named | None
    step: int | None
    labels: tuple[LabelSpan, ...]
    members: tuple[Member, ...] | None
    former: tuple[Member, ...]
    closed: date | None
    may_administer: bool
    may_administer_people: bool
    done: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    code: str
    label: str
    usual: str
    means: str
    own: bool
    spans: tuple[LabelSpan, ...]


@dataclass(frozen=True, slots=True)
class RoleLabelsPage:
    title: str
    crumbs: Crumbs
    base: str
    rows: tuple[RoleRow, ...]
    may_administer: bool
    done: str


def tree(
    known: Mapping[int, Organisation], today: date, base: str, *, query: str = "", kind: str = "", with_closed: bool
) -> tuple[Node, ...]:
    """Every organisation that matches, under the ones above it. Ordered by kind, then by name."""
    below: dict[int | None, list[Organisation]] = {}
    for each in known.values():
        below.setdefault(each.parent if each.parent in known else None, []).append(each)

    def node(each: Organisation, above: bool = True) -> Node | None:
        member = above and each.is_member(today)
        inside = tuple(found for child in _ordered(below.get(each.id, ()), today) if (found := node(child, member)))
        shown = with_closed or (member and not each.is_closed(today))
        hit = shown and (not kind or each.kind.value == kind) and _matches(each, query)
        return _node(each, inside, known, today, base, hit=hit) if hit or inside else None

    return tuple(found for top in _ordered(below.get(None, ()), today) if (found := node(top)))


def _node(
    each: Organisation,
    inside: tuple[Node, ...],
    known: Mapping[int, Organisation],
    today: date,
    base: str,
    *,
    hit: bool,
) -> Node:
    now = each.on(today)
    former = [version.name for version in each.versions if version.valid_from < now.valid_from]
    return Node(
        id=each.id,
        name=now.name,
        kind=str(ORGANISATION_KINDS[each.kind]),
        obvious=each.kind is OrganisationKind.HOSPITAL_UNIT,
        former=former[-1] if former and former[-1] != now.name else "",
        closed=each.last_day() if each.is_closed(today) else None,
        left=not each.is_member(today),
        successor=link(known.get(each.successor or 0), today, base),
        inside=inside,
        hit=hit,
    )


def link(each: Organisation | None, today: date, base: str) -> Named | None:
    if each is None:
        return None
    return Named(each.name(today), f"{base}/virksomheter/{each.id}", str(ORGANISATION_KINDS[each.kind]))


def links(found: Iterable[Organisation], today: date, base: str) -> tuple[Named, ...]:
    return tuple(named for each in _ordered(found, today) if (named := link(each, today, base)))


def choices(found: Iterable[Organisation], today: date) -> tuple[Choice, ...]:
    fit = [each for each in found if not each.is_closed(today)]
    return tuple(Choice(each.id, each.name(today), str(ORGANISATION_KINDS[each.kind])) for each in _ordered(fit, today))


def body_link(each: Body, today: date, base: str) -> Named:
    return Named(body_name(each, today), f"{base}/organer/{each.id}", str(BODY_KINDS[each.kind]))


def body_name(each: Body, today: date) -> str:
    return each.label(today, language.get())


def body_row(each: Body, known: Mapping[int, Organisation], today: date) -> BodyRow:
    owner = known.get(each.organisation or 0)
    return BodyRow(
        id=each.id,
        name=body_name(each, today),
        kind=str(BODY_KINDS[each.kind]),
        owner=owner.name(today) if owner else "",
        valid_from=each.valid_from,
        closed=each.valid_to,
    )


def ladder(bodies: Mapping[int, Body], today: date, base: str) -> tuple[Step, ...]:
    order = [each.id for each in sorted((b for b in bodies.values() if b.step), key=lambda body: body.step or 0)]

    def moved(place: int, to: int) -> str:
        if not 0 <= to < len(order):
            return ""
        rest = order[:place] + order[place + 1 :]
        return ",".join(map(str, [*rest[:to], order[place], *rest[to:]]))

    return tuple(
        Step(
            body_link(bodies[each], today, base),
            up=moved(place, place - 1),
            down=moved(place, place + 1),
            out=",".join(str(other) for other in order if other != each) or "ingen",
        )
        for place, each in enumerate(order)
    )


def addable(bodies: Mapping[int, Body], today: date) -> tuple[tuple[str, str], ...]:
    """The order with one more at the end, and the name of the one, for each open body that is not in the ladder."""
    order = [str(each.id) for each in sorted((b for b in bodies.values() if b.step), key=lambda body: body.step or 0)]
    free = [each for each in bodies.values() if each.step is None and not each.is_closed(today)]
    free.sort(key=lambda body: key(body_name(body, today)))
    return tuple((",".join([*order, str(each.id)]), body_name(each, today)) for each in free)


def spans(rows: Iterable[Label]) -> tuple[LabelSpan, ...]:
    """Names with their languages in words, the newest first."""
    newest = sorted(rows, key=lambda row: (row.valid_from, row.language != "se"), reverse=True)
    return tuple(
        LabelSpan(str(LABEL_LANGUAGES[each.language]), each.label, each.valid_from, each.valid_to) for each in newest
    )


def role_name(labels: Iterable[RoleLabel], role: str, today: date) -> str:
    """What the area calls the role today; else what everybody does."""
    mine = [each for each in labels if each.role == role]
    return label_on(mine, today, (language.get(), "nb")) or usual_name(role)


def grant_place(grant: RoleGrant, known: Mapping[int, Organisation], bodies: Mapping[int, Body], today: date) -> str:
    """Where a role is held, as it is called today; empty for the area as a whole."""
    if grant.organisation_id is not None:
        unit = known.get(grant.organisation_id)
        return place_name(unit, known, today) if unit else ""
    body = bodies.get(grant.body_id or 0)
    return body_name(body, today) if body else ""


def usual_name(role: str) -> str:
    known: Role | None = ROLES.get(role)
    label: Text | str = known.label if known else role
    return str(label)


def _ordered(found: Iterable[Organisation], today: date) -> list[Organisation]:
    return sorted(found, key=lambda each: (_KIND_ORDER[each.kind], key(each.name(today))))


def _matches(each: Organisation, query: str) -> bool:
    return all(
        any(word in version.name.casefold() for version in each.versions) or word == str(each.id)
        for word in query.casefold().split()
    )


def places(known: Mapping[int, Organisation], today: date, kinds: Iterable[OrganisationKind]) -> dict[str, str]:
    """Open organisations of some kinds as choices: id to name, with the one above where it has one."""
    wanted = frozenset(kinds)
    fit = [each for each in known.values() if each.kind in wanted and not each.is_closed(today)]
    return {str(each.id): place_name(each, known, today) for each in _ordered(fit, today)}


def place_name(each: Organisation, known: Mapping[int, Organisation], today: date) -> str:
    above = known.get(each.parent or 0)
    return f"{each.name(today)} – {above.name(today)}" if above else each.name(today)
