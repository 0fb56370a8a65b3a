"""Queries of the pages that all kinds of cases share. Everything of a case goes through its scope."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.areas.kinds import BodyKind
from samhandling.areas.repository import belonging
from samhandling.areas.tables import Area, Body, BodyLabel, Organisation, OrganisationVersion
from samhandling.audit.tables import AuditEvent
from samhandling.cases.kinds import STUB, CaseKind
from samhandling.cases.repository import scoped
from samhandling.cases.tables import (
    Assignment,
    Attachment,
    Case,
    CaseLink,
    CaseSetting,
    ClockRow,
    Disqualification,
    Draft,
    Participant,
    RuleLink,
    Ruleset,
    SavedView,
    Statement,
)
from samhandling.identity.tables import PersonName
from samhandling.kernel import collation
from samhandling.kernel.columns import unindexed
from samhandling.kernel.database import DbSession, scope_of
from samhandling.kernel.errors import NotFound
from samhandling.kernel.scope import Scope
from samhandling.web.i18n import language

MOST_COUNTED: Final = 1_000
PAGE: Final = 50
# What leads to a case; whether the case is seen is asked of the case itself.
_participants, _links = (sa.inspect(table).local_table for table in (Participant, RuleLink))


def area_id(session: DbSession, slug: str) -> int:
    """Raises NotFound."""
    found = session.exec(select(Area.id).where(Area.slug == slug)).first()
    if found is None:
        raise NotFound
    return found


def areas(session: DbSession, ids: Collection[int]) -> dict[int, Area]:
    return {each.id or 0: each for each in session.exec(select(Area).where(col(Area.id).in_(ids)))}


def case_numbered(session: DbSession, area: int, number: str, *, to_change: bool = False) -> Case:
    """Raises NotFound, also for one out of sight."""
    query = scoped(session, select(Case).where(Case.area_id == area, Case.number == number))
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound
    return found


def case_of_form(session: DbSession, form_key: str) -> Case | None:
    """The case that this very form has opened already."""
    return session.exec(scoped(session, select(Case).where(Case.form_key == form_key))).first()


def taking_part(session: DbSession, case_id: int) -> tuple[Participant, ...]:
    """Those who take part now, in the order they joined."""
    query = select(Participant).where(Participant.case_id == case_id, col(Participant.left_at).is_(None))
    return tuple(session.exec(scoped(session, query.order_by(col(Participant.id)))))


def everyone(session: DbSession, case_id: int) -> tuple[Participant, ...]:
    """Those who have left, too: their words stay."""
    query = select(Participant).where(Participant.case_id == case_id).order_by(col(Participant.id))
    return tuple(session.exec(scoped(session, query)))


def statements(session: DbSession, case_id: int) -> dict[int, Statement]:
    """What this reader may read, by id, in the order it was written; drafts only one's own."""
    query = select(Statement).where(Statement.case_id == case_id).order_by(col(Statement.id))
    return {each.id or 0: each for each in session.exec(scoped(session, query))}


def assignments(session: DbSession, case_id: int) -> list[Assignment]:
    """By round."""
    query = select(Assignment).where(Assignment.case_id == case_id).order_by(col(Assignment.round), col(Assignment.id))
    return list(session.exec(scoped(session, query)))


def clocks(session: DbSession, case_id: int, kind: str = "answer") -> list[ClockRow]:
    """Of a kind; with an empty one all."""
    query = select(ClockRow).join(Assignment, col(Assignment.id) == ClockRow.assignment_id)
    query = query.where(Assignment.case_id == case_id).order_by(col(ClockRow.id))
    if kind:
        query = query.where(ClockRow.kind == kind)
    return list(session.exec(scoped(session, query)))


def events(session: DbSession, case_id: int) -> list[AuditEvent]:
    """What happened in a case that the caller has got by its scope."""
    query = select(AuditEvent).where(AuditEvent.subject_kind == "case", AuditEvent.subject_id == str(case_id))
    return list(session.exec(query.order_by(col(AuditEvent.chain), col(AuditEvent.sequence))))


def rule_links(session: DbSession, case_id: int) -> list[RuleLink]:
    query = select(RuleLink).where(RuleLink.case_id == case_id).order_by(col(RuleLink.main).desc(), col(RuleLink.id))
    return list(session.exec(scoped(session, query)))


def linked(session: DbSession, case_id: int) -> list[tuple[CaseLink, Case]]:
    """Every link of the case whose other end this reader sees, with that other case."""
    found: list[tuple[CaseLink, Case]] = []
    for here, there in ((CaseLink.from_id, CaseLink.to_id), (CaseLink.to_id, CaseLink.from_id)):
        query = select(CaseLink, Case).join(Case, col(Case.id) == there).where(here == case_id)
        found += session.exec(scoped(session, query.order_by(col(CaseLink.id)))).all()
    return found


def ruleset(session: DbSession, hash_: str) -> Ruleset | None:
    return session.exec(select(Ruleset).where(Ruleset.hash == hash_)).first()


def setting_rows(session: DbSession, area: int) -> list[CaseSetting]:
    return list(session.exec(select(CaseSetting).where(CaseSetting.area_id == area)))


def draft(session: DbSession, person: Any, form: str) -> Draft | None:
    return session.exec(select(Draft).where(Draft.person_id == person, Draft.form == form)).first()


def saved_views(session: DbSession, person: Any, area: int) -> list[SavedView]:
    """By name."""
    query = select(SavedView).where(SavedView.person_id == person, SavedView.area_id == area)
    return sorted(session.exec(query), key=lambda each: collation.key(each.name))


def drafts(session: DbSession, person: Any, area: int) -> list[Draft]:
    query = select(Draft).where(Draft.person_id == person, Draft.area_id == area)
    return list(session.exec(query.order_by(col(Draft.saved_at).desc())))


def files(session: DbSession, case_id: int) -> list[Attachment]:
    """With their contents."""
    query = select(Attachment).where(Attachment.case_id == case_id).order_by(col(Attachment.id))
    return list(session.exec(scoped(session, query)))


def drafts_about(session: DbSession, case: Case) -> list[Draft]:
    """Whosever they are, of moves of the case and not sent yet, as they are named from its own area and from others."""
    slugs = select(Area.slug).where(Area.id == case.area_id)
    own = sa.and_(col(Draft.area_id) == case.area_id, col(Draft.form).startswith(f"{case.number}/", autoescape=True))
    away = [col(Draft.form).startswith(f"{case.number}@{slug}/", autoescape=True) for slug in session.exec(slugs)]
    return list(session.exec(select(Draft).where(sa.or_(own, *away))))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for. `before`: (created_on, id) of the last row of the page before.

    `mine`: opened by the person. `unit`: takes part. `rule`: a statement's number. `uncovered`: no rule covers it.
    """

    area: int
    kind: CaseKind | None = None
    open: bool | None = None
    rule: str = ""
    uncovered: bool = False
    unit: int | None = None
    year: int | None = None
    mine: Any = None
    before: tuple[date, int] | None = None


def listed(session: DbSession, wanted: Wanted) -> list[Case]:
    """One page and one row more, newest first: of the area, and of others' where one takes part.

    Newest is by day in an area's whole list, and as they came in all others: each way to a case has an index in that
    order, so that a page costs the same however many cases there are.
    """
    return _cases(session, _newest(session, wanted, PAGE + 1))


def first_listed(session: DbSession, wanted: Wanted) -> tuple[list[Case], int]:
    """The first page and one row more; and how many there are, not further than a thousand and one."""
    ids = _newest(session, replace(wanted, before=None), MOST_COUNTED + 1)
    return _cases(session, ids[: PAGE + 1]), len(ids)


def _cases(session: DbSession, ids: list[int]) -> list[Case]:
    found = session.exec(scoped(session, select(Case).where(col(Case.id).in_(ids))))
    return sorted(found, key=lambda each: ids.index(each.id or 0))


def _newest(session: DbSession, wanted: Wanted, most: int) -> list[int]:
    """Once one way has given as many as are asked for, the others only give what may stand on the page."""
    ways, found = _ways(scope_of(session), wanted), list[int]()
    for query in ways:
        limit = PAGE + 1 if len(found) >= most else most
        found += session.exec(scoped(session, _narrowed(query, wanted).limit(limit)))
    return found if len(ways) == 1 else sorted({*found}, reverse=True)[:most]


def _ways(scope: Scope, wanted: Wanted) -> list[Any]:
    """Ids of cases by each way that leads to what is wanted, in order. Whether they are seen is asked besides."""
    own_area = scope.everything or wanted.area in scope.areas
    by_id = col(Case.id).desc()
    if wanted.mine is not None:
        ways = [_before(select(col(Case.id)).where(Case.created_by == wanted.mine).order_by(by_id), wanted, Case.id)]
    elif wanted.unit is not None:
        ways = [_through(_participants.c.organisation_id == wanted.unit, wanted)]
    elif own_area and wanted.rule:
        query = select(_links.c.case_id).distinct().join(Case, col(Case.id) == _links.c.case_id)
        query = query.where(_links.c.statement == wanted.rule).order_by(_links.c.case_id.desc())
        return [_before(query.where(col(Case.area_id) + 0 == wanted.area), wanted, _links.c.case_id)]
    elif own_area:
        query = select(col(Case.id)).order_by(col(Case.created_on).desc(), by_id)
        if wanted.before is not None:
            last = sa.tuple_(*map(sa.literal, wanted.before))
            query = query.where(sa.tuple_(col(Case.created_on), col(Case.id)) < last)
        ways = [query]
    else:
        parties = [_participants.c.organisation_id == each for each in sorted(scope.organisations)]
        parties += [_participants.c.body_id == each for each in sorted(scope.bodies)]
        own = [select(col(Case.id)).where(each).order_by(by_id) for each in _own(scope, wanted)]
        ways = [_through(party, wanted) for party in parties] + [_before(each, wanted, Case.id) for each in own]
    cites = sa.exists().where(_links.c.case_id == Case.id, _links.c.statement == wanted.rule)
    ways = [query.where(cites) for query in ways] if wanted.rule else ways
    return [query.where(Case.area_id == wanted.area) for query in ways] if own_area else ways


def _own(scope: Scope, wanted: Wanted) -> list[Any]:
    """What one opened, and what is shared with the areas one works in: few of it is open."""
    elsewhere, is_shared = sorted(scope.home - scope.areas), col(Case.shared)
    flag = unindexed(is_shared) if wanted.open else is_shared
    shared = [sa.and_(col(Case.area_id) == area, flag.is_(True)) for area in elsewhere]
    return [Case.created_by == scope.person, *shared]


def _through(party: Any, wanted: Wanted) -> Any:
    case = _participants.c.case_id
    query = select(case).distinct().join(Case, col(Case.id) == case).order_by(case.desc())
    query = query.where(party, _participants.c.left_at.is_(None))
    return _before(query.where(_participants.c.open) if wanted.open else query, wanted, case)


def _before(query: Any, wanted: Wanted, column: Any) -> Any:
    return query if wanted.before is None else query.where(column < wanted.before[1])


def _narrowed(query: Any, wanted: Wanted) -> Any:
    if wanted.kind is not None:
        query = query.where(Case.kind == wanted.kind)
    if wanted.open is not None:
        query = query.where(col(Case.closed_on).is_(None) if wanted.open else col(Case.closed_on).is_not(None))
    if wanted.uncovered:
        query = query.where(~sa.exists().where(_links.c.case_id == Case.id), Case.retention_class != STUB)
    if wanted.year is not None:
        query = query.where(col(Case.created_on).between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    return query


@dataclass(frozen=True, slots=True)
class Named:
    """What organisations and bodies are called on a day, in the reader's language."""

    organisations: Mapping[int, str]
    bodies: Mapping[int, str]

    def of(self, participant: Participant) -> str:
        if participant.organisation_id is not None:
            return self.organisations.get(participant.organisation_id, "")
        return self.bodies.get(participant.body_id or 0, "")


def named(session: DbSession, organisations: Iterable[int], bodies: Iterable[int], day: date) -> Named:
    """Two queries; from any area."""
    versions = (
        select(OrganisationVersion.organisation_id, OrganisationVersion.name)
        .where(col(OrganisationVersion.organisation_id).in_({*organisations}), OrganisationVersion.valid_from <= day)
        .order_by(col(OrganisationVersion.valid_from))
    )
    labels = (
        select(BodyLabel.body_id, BodyLabel.label, BodyLabel.language)
        .where(
            col(BodyLabel.body_id).in_({*bodies}),
            col(BodyLabel.language).in_(["nb", language.get()]),
            BodyLabel.valid_from <= day,
        )
        .order_by(col(BodyLabel.valid_from))
    )
    found = sorted(session.exec(labels).all(), key=lambda row: row[2] != "nb")
    return Named(dict(session.exec(versions).all()), {body: label for body, label, _ in found})


def organisation_rows(session: DbSession, ids: Collection[int]) -> dict[int, Organisation]:
    found = session.exec(select(Organisation).where(col(Organisation.id).in_(ids)))
    return {each.id or 0: each for each in found}


def area_of_body(session: DbSession, body: int) -> int | None:
    return session.exec(select(Body.area_id).where(Body.id == body)).first()


def bodies(session: DbSession, area: int, kinds: Collection[BodyKind]) -> list[int]:
    """Those that are open, the oldest first."""
    query = select(Body.id).where(Body.area_id == area, col(Body.kind).in_(kinds), col(Body.valid_to).is_(None))
    return [each or 0 for each in session.exec(query.order_by(col(Body.id)))]


def open_themes(session: DbSession, area: int) -> list[Case]:
    """Newest first, at most a hundred."""
    query = select(Case).where(Case.area_id == area, Case.kind == CaseKind.THEME, Case.state == "open")
    return list(session.exec(scoped(session, query.order_by(unindexed(Case.created_on).desc()).limit(100))))


def person_name(session: DbSession, person: Any) -> str | None:
    """None when it has been deleted."""
    return session.exec(select(PersonName.name).where(PersonName.person_id == person)).first()


def person_names(session: DbSession, persons: Collection[Any]) -> dict[Any, str]:
    """Without those that have been deleted."""
    query = select(PersonName.person_id, PersonName.name).where(col(PersonName.person_id).in_(persons))
    return dict(session.exec(query).all())


def disqualified(session: DbSession, case_id: int) -> list[Disqualification]:
    query = select(Disqualification).where(Disqualification.case_id == case_id).order_by(col(Disqualification.id))
    return list(session.exec(scoped(session, query)))


def main_rules(session: DbSession, case_ids: Collection[int]) -> dict[int, str]:
    """The number that each case counts under."""
    query = select(RuleLink).where(col(RuleLink.case_id).in_(case_ids), col(RuleLink.main).is_(True))
    return {each.case_id: each.statement for each in session.exec(scoped(session, query))}


def in_states(session: DbSession, area: int, kind: CaseKind, states: frozenset[str], most: int = 100) -> list[Case]:
    """Of the area, the oldest first."""
    query = select(Case).where(Case.area_id == area, Case.kind == kind, col(Case.state).in_(sorted(states)))
    return list(session.exec(scoped(session, query.order_by(unindexed(Case.created_on), col(Case.id)).limit(most))))


def names_in_area(session: DbSession, area: int) -> list[str]:
    """Every name that an organisation or a body of the area has or had, and the area's own."""
    versions = select(OrganisationVersion.name).where(col(OrganisationVersion.organisation_id).in_(belonging(area)))
    labels = select(BodyLabel.label).join(Body, col(Body.id) == BodyLabel.body_id).where(Body.area_id == area)
    own = select(Area.name).where(Area.id == area)
    return [*session.exec(versions), *session.exec(labels), *session.exec(own)]
