"""How a case comes into the index, and out of it. Whoever changes a case says what it holds now, in one transaction.

The caller decides which texts may be found: only what everybody reads who sees the case, and only what has been sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.search import facets, index_repository
from samhandling.search.facets import SeenBy
from samhandling.search.tables import SearchEntry, Subject
from samhandling.search.words import terms

_CASE_BITS: Final = 32
_SUBJECT_BITS: Final = 2
_SUBJECTS: Final = tuple(Subject)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an entry beside its texts. `day`: the local date it is listed under. `rules`: statements."""

    kind: str
    number: str
    day: date
    seen_by: SeenBy
    rules: tuple[str, ...] = ()
    subject: Subject = Subject.CASE


def index_case(session: DbSession, case_id: int, texts: Sequence[str], about: About) -> None:
    """(Re)builds the entry of a case, or of what was decided in it. The title is one of `texts`."""
    entry = SearchEntry(
        place=place_of(about.day, key(case_id), about.subject),
        case_id=case_id,
        subject=about.subject,
        words=" ".join(sorted(terms([about.number, *texts]))),
        facets=labels(about),
    )
    index_repository.put(session, entry)


def labels(about: About) -> str:
    """The facets of an entry, as it is stored."""
    kind, subject = facets.of_kind(about.kind), facets.of_subject(about.subject)
    return " ".join(sorted({kind, subject, *facets.of_rules(about.rules), *about.seen_by.facets}))


def forget(session: DbSession, case_id: int) -> None:
    """The case is found by nothing until it is indexed again."""
    index_repository.drop(session, case_id)


def place_of(day: date, case_id: int = 0, subject: Subject = Subject.CASE) -> int:
    return (day.toordinal() << _CASE_BITS) + (case_id << _SUBJECT_BITS) + _SUBJECTS.index(subject)


def day_of(place: int) -> date:
    return date.fromordinal(place >> _CASE_BITS)
