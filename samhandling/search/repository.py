"""Every query that asks the index, newest first. `cases.repository.scoped` says what is seen, here as elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col, select

from samhandling.areas.tables import Area
from samhandling.cases.kinds import Audience
from samhandling.cases.repository import scoped
from samhandling.cases.tables import Case, Participant, RuleLink, Statement
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession, scope_of
from samhandling.search import facets
from samhandling.search.facets import SeenBy
from samhandling.search.indexing import About, day_of, place_of
from samhandling.search.tables import PLACE, SearchEntry, Subject
from samhandling.search.words import Question

#: A page of hits, and how far they are counted: «1 000+».
PAGE: Final = 50
COUNTED: Final = 1_000
# A Core table: what is seen is asked of the case beside it, by its key.
_entries: Final = sa.inspect(SearchEntry).local_table
_words: Final = sa.table("search_words", sa.column("rowid", PLACE), sa.column("search_words"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """`kind`: of a case; empty: any. `rule`: a statement or a chapter. `before`: the last place of the page before."""

    question: Question
    subject: Subject = Subject.CASE
    kind: str = ""
    rule: str = ""
    year: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`owner`: the slug of the case's area."""

    place: int
    case: Case
    owner: str

    @property
    def day(self) -> date:
        return day_of(self.place)


def found(session: DbSession, wanted: Wanted, most: int = PAGE) -> list[Found]:
    """Newest first."""
    places = _places(session, wanted, most)
    if places is None:
        return []
    query = (
        select(places.c.place, Case, Area.slug)
        .join(Case, col(Case.id) == places.c.case_id)
        .join(Area, col(Area.id) == Case.area_id)
        .order_by(places.c.place.desc())
        .limit(most)
    )
    return [Found(place, case, slug) for place, case, slug in session.exec(scoped(session, query))]


def count(session: DbSession, wanted: Wanted) -> int:
    """From the newest on, whatever page is shown; COUNTED + 1 for more than are counted."""
    places = _places(session, wanted, COUNTED + 1)
    if places is None:
        return 0
    seen = select(places.c.place).join(Case, col(Case.id) == places.c.case_id).limit(COUNTED + 1)
    # Around the whole: inside a subquery the filter would not be heard.
    return session.exec(scoped(session, select(sa.func.count()).select_from(seen.subquery()))).one()


def open_texts(session: DbSession, case_ids: Iterable[int]) -> dict[int, list[str]]:
    """What everybody reads who sees the case, by case, oldest first: of a shared one what is for the area, no more."""
    for_all = (
        (col(Statement.audience) == Audience.AREA)
        | (col(Statement.audience) == Audience.PARTICIPANTS) & ~col(Case.shared)
        | (col(Statement.audience) == Audience.OWN_SIDE) & ~col(Case.shared) & col(Case.released)
    )
    query = (
        select(Statement.case_id, Statement.text)
        .join(Case, col(Case.id) == Statement.case_id)
        .where(col(Statement.case_id).in_(list(case_ids)), col(Statement.sent_at).is_not(None), for_all)
        .order_by(col(Statement.id))
    )
    texts: dict[int, list[str]] = {}
    for case_id, text in session.exec(scoped(session, query)):
        texts.setdefault(case_id, []).append(text)
    return texts


def about(session: DbSession, case_id: int) -> tuple[str, About] | None:
    """The title of a case and what else the index says of it; None for one that is not seen."""
    # As it stands: the copy in this session may be older than the title that was just redacted.
    query = select(Case).where(Case.id == case_id).execution_options(populate_existing=True)
    case = session.exec(scoped(session, query)).first()
    if case is None:
        return None
    parts = session.exec(
        scoped(
            session,
            select(Participant.organisation_id, Participant.body_id).where(
                Participant.case_id == case_id, col(Participant.left_at).is_(None)
            ),
        )
    ).all()
    rules = session.exec(scoped(session, select(RuleLink.statement).where(RuleLink.case_id == case_id))).all()
    seen_by = SeenBy(
        area=case.area_id,
        person=case.created_by,
        shared=case.shared,
        organisations=frozenset(organisation for organisation, _ in parts if organisation is not None),
        bodies=frozenset(body for _, body in parts if body is not None),
    )
    return case.title, About(case.kind.value, case.number, case.created_on, seen_by, tuple(sorted(rules)))


def case_of_statement(session: DbSession, statement_id: int) -> int | None:
    return session.exec(scoped(session, select(Statement.case_id).where(Statement.id == statement_id))).first()


def case_ids(session: DbSession, after: int, most: int) -> list[int]:
    """The next cases by id, for an index that is built anew."""
    query = select(Case.id).where(col(Case.id) > after).order_by(col(Case.id)).limit(most)
    return [key(case_id) for case_id in session.exec(scoped(session, query))]


def _places(session: DbSession, wanted: Wanted, most: int) -> Any:
    """Place and case of what is met; None when the scope sees nothing."""
    scope = scope_of(session)
    seers = facets.seen_in(scope)
    if not seers and not scope.everything:
        return None
    groups = [*wanted.question.groups, *_labels(wanted), *([] if scope.everything else [seers])]
    since, before = _between(wanted)
    if session.connection().dialect.name == "postgresql":
        return sa.func.app_search(_in_postgresql(groups), since, before, most).table_valued(
            sa.column("place", PLACE), sa.column("case_id", sa.Integer()), name="found"
        )
    rowid = _words.c.rowid
    return (
        sa.select(rowid.label("place"), _entries.c.case_id)
        .select_from(_words.join(_entries, _entries.c.place == rowid))
        .where(_words.c.search_words.op("MATCH")(_in_sqlite(groups)), rowid >= since, rowid < before)
        .subquery("found")
    )


def _labels(wanted: Wanted) -> list[tuple[str, ...]]:
    labels = [facets.of_subject(wanted.subject)]
    if wanted.kind:
        labels.append(facets.of_kind(wanted.kind))
    if wanted.rule:
        labels.append(facets.of_rule(wanted.rule))
    return [(label,) for label in labels]


def _between(wanted: Wanted) -> tuple[int, int]:
    """From the first place to the one after the last."""
    since, before = 0, place_of(date.max)
    if wanted.year is not None:
        since, before = place_of(date(wanted.year, 1, 1)), place_of(date(wanted.year + 1, 1, 1))
    return since, min(before, before if wanted.before is None else wanted.before)


def _in_sqlite(groups: Sequence[Sequence[str]]) -> str:
    return " AND ".join(f"({' OR '.join(_quoted(term, chr(34)) for term in group)})" for group in groups)


def _in_postgresql(groups: Sequence[Sequence[str]]) -> str:
    return " & ".join(f"({' | '.join(_quoted(term, chr(39)) for term in group)})" for group in groups)


def _quoted(term: str, mark: str) -> str:
    """A term holds no marks of quotation (words.py); should one, it is still one term."""
    return f"{mark}{term.replace(mark, '')}{mark}"
