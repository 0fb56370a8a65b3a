"""What the search page shows: what was asked for, and the hits in their groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from samhandling.areas.answering import Crumbs
from samhandling.cases.kinds import CaseKind
from samhandling.catalogue.content import Statement
from samhandling.search.marking import Piece, excerpt, mark
from samhandling.search.repository import COUNTED, Found
from samhandling.search.words import Question
from samhandling.web.i18n import gettext, marked

RULES: Final = "regel"
DECISIONS: Final = "vedtak"
#: The kinds a search can be narrowed to, by their code in the address.
KINDS: Final[Mapping[str, str]] = {
    RULES: marked("Regler"),
    CaseKind.DEVIATION: marked("Avvik"),
    CaseKind.TRANSFER: marked("Oppgaveoverføringer"),
    CaseKind.DISPUTE: marked("Tvister"),
    CaseKind.THEME: marked("Temaer"),
    DECISIONS: marked("Vedtak og råd"),
}
#: What a case of the kind is called beside its number.
KIND: Final[Mapping[str, str]] = {
    CaseKind.DEVIATION: marked("Avvik"),
    CaseKind.TRANSFER: marked("Oppgaveoverføring"),
    CaseKind.DISPUTE: marked("Tvist"),
    CaseKind.THEME: marked("Tema"),
}
#: How many rules, and how many decisions, are shown before somebody asks for all of them.
FEW: Final = 3
_OLDEST_YEAR: Final = 2018


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what cannot be understood is left out. `before`: where a further page begins."""

    words: str = ""
    kind: str = ""
    rule: str = ""
    year: int | None = None
    before: int | None = None

    @property
    def filtered(self) -> bool:
        return bool(self.kind or self.rule or self.year)

    def address(self, **instead: object) -> str:
        values = {"q": self.words, "slag": self.kind, "regel": self.rule, "aar": self.year} | instead
        return "?" + urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class RuleHit:
    number: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class CaseHit:
    """`path`: within the area. `elsewhere`: the slug of another area that owns the case."""

    number: str
    path: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    kind: str
    state: str
    day: date
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Group:
    """`all`, `older`, `newest`: where the rest is, in addresses of the same page; empty when there is none."""

    code: str
    title: str
    count: str
    rules: tuple[RuleHit, ...] = ()
    cases: tuple[CaseHit, ...] = ()
    all: str = ""
    older: str = ""
    newest: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`searched`: something was asked for that can be looked for. `near`: words of the rulebook like those."""

    title: str
    crumbs: Crumbs
    base: str
    asked: Asked
    kinds: Mapping[str, str]
    rules: Mapping[str, str]
    years: Sequence[int]
    groups: tuple[Group, ...] = ()
    near: tuple[str, ...] = ()
    searched: bool = False
    stopped: bool = False

    @property
    def without_filters(self) -> str:
        return f"{self.base}/sok{Asked(self.asked.words).address()}"


def years(today: date) -> range:
    """Newest first."""
    return range(today.year, min(_OLDEST_YEAR, today.year) - 1, -1)


def rule_choices(statements: Sequence[Statement]) -> dict[str, str]:
    return {statement.number: f"{statement.number} {statement.heading}" for statement in statements}


def rule_hit(statement: Statement, question: Question) -> RuleHit:
    return RuleHit(statement.number, mark(str(statement.heading), question), mark(str(statement.text), question))


def case_hit(found: Found, texts: Sequence[str], question: Question, here: str, states: Mapping[str, str]) -> CaseHit:
    """`here`: the slug of the area the reader is in. `states`: code of a state to message id."""
    case = found.case
    elsewhere = "" if found.owner == here else found.owner
    state = states.get(case.state)
    return CaseHit(
        number=case.number,
        path=f"saker/{case.number}" + (f"@{elsewhere}" if elsewhere else ""),
        title=mark(case.title or case.number, question),
        excerpt=excerpt(tuple(texts), question),
        kind=gettext(KIND[case.kind]),
        state=gettext(state) if state else case.state,
        day=found.day,
        elsewhere=elsewhere,
    )


def said(count: int, singular: str, plural: str) -> str:
    """«1 000+ saker» when there are more than are counted. `singular`, `plural`: message ids with %(num)s."""
    number = f"{COUNTED:,}+".replace(",", "\N{NO-BREAK SPACE}") if count > COUNTED else str(count)
    return gettext(singular if count == 1 else plural) % {"num": number}
