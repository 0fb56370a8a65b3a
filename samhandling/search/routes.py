"""`/omrade/{omraade}/sok`: rules, cases and decisions by the same words, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from samhandling.areas import answering
from samhandling.areas.answering import (
    READ,
    Desk,
    Search,
    here,
    made_of,
    searched_list,
    sent_search,
    today_of,
    trail_of,
)
from samhandling.catalogue.content import Rulebook
from samhandling.catalogue.search import Search as Suggestions
from samhandling.identity.access import Visitor, needs
from samhandling.identity.permissions import Permission
from samhandling.kernel.columns import key
from samhandling.kernel.database import DbSession
from samhandling.search import pages, repository
from samhandling.search.pages import DECISIONS, FEW, KINDS, RULES, Asked, Group, SearchPage
from samhandling.search.repository import PAGE, Wanted
from samhandling.search.rules import RuleIndex
from samhandling.search.tables import Subject
from samhandling.search.words import Question, asked
from samhandling.web.forms import searched
from samhandling.web.i18n import gettext, marked
from samhandling.web.rendering import Pages

Reader = Annotated[Visitor, needs(Permission.CASE_READ)]
Sent = Annotated[answering.Asked, Depends(searched)]
_TEMPLATE: Final = "search/search.html"
_NO_STATES: Final[Mapping[str, str]] = MappingProxyType({})


def router(pages_: Pages, rulebook: Rulebook, states: Mapping[str, str] = _NO_STATES) -> APIRouter:
    """`states`: code of a case's state to its name, a message id; a code without one is shown as it is."""
    desk, finder = Desk(pages_, {}), _Finder(RuleIndex(rulebook), Suggestions(rulebook), states)
    routes = APIRouter()

    @routes.api_route("/omrade/{omraade}/sok", methods=READ)
    def search(request: Request, who: Reader) -> Response:
        return searched_list(request, lambda found: finder.page(request, who, found), desk, _TEMPLATE)

    @routes.post("/omrade/{omraade}/sok")
    def send(request: Request, who: Reader, sent: Sent) -> Response:
        return sent_search(request, sent, lambda found: finder.page(request, who, found), desk, _TEMPLATE)

    return routes


@dataclass(frozen=True, slots=True)
class _Finder:
    rules: RuleIndex
    suggestions: Suggestions
    states: Mapping[str, str]

    def page(self, request: Request, who: Visitor, search: Search) -> SearchPage:
        wanted = _asked(search, self.rules.rulebook)
        question = asked(wanted.words)
        empty = SearchPage(
            title=gettext(marked("Søk i saker og regler")),
            crumbs=trail_of(who),
            base=here(who),
            asked=wanted,
            kinds=KINDS,
            rules=pages.rule_choices(self.rules.rulebook.statements),
            years=pages.years(today_of(request)),
            stopped=search.stopped,
        )
        if search.stopped or not (question or (wanted.filtered and not wanted.words)):
            return empty
        with made_of(request).database.reading(who.scope) as session:
            stored = [self._stored(session, who, wanted, question, each) for each in Subject]
        groups = tuple(group for group in (self._rules(wanted, question), *stored) if group is not None)
        near = () if groups else tuple(self.suggestions.near(wanted.words))
        return replace(empty, groups=groups, near=near, searched=True)

    def _rules(self, wanted: Asked, question: Question) -> Group | None:
        """Rules have no year. A filter on a rule alone is about cases: the rule itself is one click away."""
        if not question or wanted.year or wanted.before or wanted.kind not in ("", RULES):
            return None
        found = self.rules.find(question, wanted.rule)
        if not found:
            return None
        shown = found if wanted.kind == RULES else found[:FEW]
        return Group(
            code="regler",
            title=gettext(marked("Regler")),
            count=pages.said(len(found), marked("%(num)s regel"), marked("%(num)s regler")),
            rules=tuple(pages.rule_hit(statement, question) for statement in shown),
            all=wanted.address(slag=RULES) if len(shown) < len(found) else "",
        )

    def _stored(
        self, session: DbSession, who: Visitor, asked_for: Asked, question: Question, subject: Subject
    ) -> Group | None:
        alone = asked_for.kind == DECISIONS
        if asked_for.kind == RULES or (alone and subject is Subject.CASE):
            return None
        if subject is Subject.DECISION and not alone and asked_for.before:
            return None
        kind = "" if alone else asked_for.kind
        wanted = Wanted(question, subject, kind, asked_for.rule, asked_for.year, asked_for.before)
        most = PAGE if subject is Subject.CASE or alone else FEW
        found = repository.found(session, wanted, most + 1)
        if not found:
            return None
        more, found = len(found) > most, found[:most]
        count = repository.count(session, wanted)
        texts = repository.open_texts(session, (key(each.case.id) for each in found))
        words = _COUNTED[subject]
        return Group(
            code=subject.value,
            title=gettext(words[0]),
            count=pages.said(count, words[1], words[2]),
            cases=tuple(
                pages.case_hit(each, texts.get(key(each.case.id), ()), question, who.here.slug, self.states)
                for each in found
            ),
            all=asked_for.address(slag=DECISIONS) if more and most == FEW else "",
            older=asked_for.address(**{"for": found[-1].place}) if more and most == PAGE else "",
            newest=asked_for.address() if asked_for.before else "",
        )


#: Title, and the count in one and in many.
_COUNTED: Final = {
    Subject.CASE: (marked("Saker"), marked("%(num)s sak"), marked("%(num)s saker")),
    Subject.DECISION: (marked("Vedtak og råd"), marked("%(num)s vedtak eller råd"), marked("%(num)s vedtak og råd")),
}


def _asked(search: Search, rulebook: Rulebook) -> Asked:
    kind, rule, year, before = (search.text(name) for name in ("slag", "regel", "aar", "for"))
    return Asked(
        words=search.words,
        kind=kind if kind in KINDS else "",
        rule=rule if rule in rulebook.by_number else "",
        year=_number(year, 4),
        before=_number(before, 18),
    )


def _number(text: str, longest: int) -> int | None:
    """A positive one. A year is one that a date can have: four digits, and there is a year after it."""
    value = int(text) if text.isascii() and text.isdigit() and len(text) <= longest else 0
    return value if value > 0 and value != 9999 else None
