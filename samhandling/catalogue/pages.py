"""Page objects of the rule pages, built from the rulebook and what was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from samhandling.catalogue.content import Chapter, Rule, Rulebook, Situation, Statement
from samhandling.catalogue.search import Search, highlight
from samhandling.search.marking import Piece
from samhandling.web.i18n import gettext, ngettext

#: facet name in the address → the codes of a rule it filters on, in the order they are shown
FACETS: Final[Mapping[str, tuple[str, ...]]] = {
    "ansvarlig": ("sykehus", "avtalespesialist", "fastlege", "kommune", "pasient", "felles"),
    "styrke": ("må", "skal", "ansvar", "indikativ", "imperativ", "bør", "anbefales", "mål", "kan", "fakta"),
    "dokument": (
        "epikrise", "poliklinisk_notat", "legevaktepikrise", "henvisning", "innkallingsbrev", "legemiddelliste",
        "resept", "sykmelding", "rekvisisjon", "transport", "multidose", "journalnotat", "meeting", "transfer",
        "phone", "area",
    ),
}  # fmt: skip
#: how many choices of a facet stand open; the rest are a click away, unless they are few
OPEN_OPTIONS: Final = 6
_NOT_WORTH_FOLDING: Final = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: words, a situation's id, and the chosen codes of each facet."""

    query: str = ""
    situation: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def without_filters(self) -> str:
        return _address({"q": self.query, "situasjon": self.situation})

    def without_situation(self) -> str:
        return _address({"q": self.query})


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    options: tuple[Option, ...]

    @property
    def first(self) -> tuple[Option, ...]:
        return self.options[:OPEN_OPTIONS] if len(self.options) > OPEN_OPTIONS + _NOT_WORTH_FOLDING else self.options

    @property
    def rest(self) -> tuple[Option, ...]:
        return self.options[len(self.first) :]


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement in the list; its rules that pass the filters give strength and party."""

    statement: Statement
    heading: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    strengths: tuple[str, ...]
    responsible: tuple[str, ...]
    undecidable: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Hits under a chapter of the source; all of them under None when the list has another order than the source."""

    chapter: Chapter | None
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    title: str
    count: str
    asked: Asked
    situation: Situation | None
    sections: tuple[Section, ...]
    facets: tuple[Facet, ...]
    filtered: bool
    near: tuple[str, ...]
    situations: tuple[Situation, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class StartPage:
    title: str
    statements: int
    rules: int
    situations: tuple[Situation, ...]


@dataclass(frozen=True, slots=True)
class StatementPage:
    title: str
    statement: Statement
    chapter: Chapter | None
    situations: tuple[Situation, ...]
    previous: Statement | None
    following: Statement | None
    rulebook: Rulebook
    permalink: str


@dataclass(frozen=True, slots=True)
class UnknownNumberPage:
    title: str
    number: str
    near: tuple[Statement, ...]


class Catalogue:
    """The rulebook with its search, ready to be asked for pages."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.search = Search(rulebook)
        self._situations = {situation.id: situation for situation in rulebook.situations}

    def start_page(self) -> StartPage:
        book = self.rulebook
        return StartPage(gettext("Hvem gjør hva?"), len(book.statements), len(book.by_rule), book.situations)

    def rules_page(self, asked: Asked) -> RulesPage:
        situation = self._situations.get(asked.situation)
        found = self._candidates(asked.query, situation)
        chosen = {name: frozenset(codes) for name, codes in asked.chosen}
        hits = tuple(_hit(s, rules, asked.query) for s in found if (rules := _passing(s.rules, chosen)))
        return RulesPage(
            title=gettext("Finn regelen"),
            count=_count(len(hits), asked.query.strip()),
            asked=asked,
            situation=situation,
            sections=self._sections(hits, by_chapter=situation is None and not asked.query.strip()),
            facets=tuple(_facet(name, codes, found, chosen) for name, codes in FACETS.items()),
            filtered=any(chosen.values()),
            near=tuple(self.search.near(asked.query)) if not hits else (),
            situations=self.rulebook.situations,
        )

    def stopped_page(self, asked: Asked) -> RulesPage:
        """For words that look like a person's: nothing is searched, and they stand in this page only."""
        return replace(self.rules_page(Asked()), asked=asked, count="", sections=(), facets=(), stopped=True)

    def statement_page(self, number: str, origin: str) -> StatementPage | None:
        statement = self.rulebook.by_number.get(number)
        if statement is None:
            return None
        order = self.rulebook.statements
        place = order.index(statement)
        return StatementPage(
            title=str(statement.heading),
            statement=statement,
            chapter=self.rulebook.chapter(number),
            situations=tuple(s for s in self.rulebook.situations if number in s.numbers),
            previous=order[place - 1] if place else None,
            following=order[place + 1] if place + 1 < len(order) else None,
            rulebook=self.rulebook,
            permalink=f"{origin}/regler/{number}",
        )

    def unknown_number_page(self, number: str) -> UnknownNumberPage:
        """Suggests the statements under the longest part of the number that exists."""
        head = number
        near: Sequence[Statement] = ()
        while head and not near:
            near = [s for s in self.rulebook.statements if s.number == head or s.number.startswith(head + ".")]
            head = head.rpartition(".")[0]
        return UnknownNumberPage(gettext("Fant ikke regelen"), number, tuple(near[:8]))

    def _sections(self, hits: Sequence[Hit], *, by_chapter: bool) -> tuple[Section, ...]:
        if not by_chapter:
            return (Section(None, tuple(hits)),) if hits else ()
        parted = groupby(hits, key=lambda hit: self.rulebook.chapter(hit.statement.number))
        return tuple(Section(chapter, tuple(inside)) for chapter, inside in parted)

    def _candidates(self, query: str, situation: Situation | None) -> list[Statement]:
        found = self.search.find(query)
        if situation is None:
            return found
        if query.strip():
            return [statement for statement in found if statement.number in situation.numbers]
        return [self.rulebook.by_number[number] for number in situation.numbers if number in self.rulebook.by_number]


def _codes(rule: Rule, facet: str) -> tuple[str, ...]:
    return {"ansvarlig": rule.responsible, "styrke": (rule.strength,), "dokument": rule.documents}[facet]


def _passing(rules: Sequence[Rule], chosen: Mapping[str, frozenset[str]]) -> list[Rule]:
    return [r for r in rules if all(not codes or codes & set(_codes(r, name)) for name, codes in chosen.items())]


def _facet(
    name: str, codes: tuple[str, ...], found: Sequence[Statement], chosen: Mapping[str, frozenset[str]]
) -> Facet:
    """Counts what each choice would give beside the choices already made in the other facets."""
    others = {other: picked for other, picked in chosen.items() if other != name}
    reachable = [{c for rule in _passing(s.rules, others) for c in _codes(rule, name)} for s in found]
    options = (Option(c, sum(c in each for each in reachable), c in chosen.get(name, ())) for c in codes)
    return Facet(name, tuple(option for option in options if option.count or option.checked))


def _hit(statement: Statement, rules: Sequence[Rule], query: str) -> Hit:
    return Hit(
        statement=statement,
        heading=highlight(str(statement.heading), query),
        excerpt=highlight(str(statement.text), query),
        strengths=tuple(dict.fromkeys(rule.strength for rule in rules)),
        responsible=tuple(dict.fromkeys(party for rule in rules for party in rule.responsible)),
        undecidable=all(not rule.documents for rule in rules),
    )


def _count(number: int, query: str) -> str:
    if not number:
        return gettext("Ingen regler for «%(query)s»") % {"query": query} if query else gettext("Ingen regler")
    if query:
        return ngettext("%(num)d regel for «%(query)s»", "%(num)d regler for «%(query)s»", number) % {
            "num": number,
            "query": query,
        }
    return ngettext("%(num)d regel", "%(num)d regler", number) % {"num": number}


def _address(parameters: Mapping[str, str]) -> str:
    kept = urlencode({name: value for name, value in parameters.items() if value})
    return "/regler" + (f"?{kept}" if kept else "")
