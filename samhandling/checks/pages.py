"""Page objects of `/sjekk`: the form, and the result with its groups, cards and marked letter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from samhandling.checks.evidence import Shown, lacks_a_date, shown
from samhandling.checks.findings import Checked, Finding, Question
from samhandling.checks.form import ANSWERS, KINDS, PLACES, FieldError, Values
from samhandling.checks.letters import Letter
from samhandling.checks.marks import Quote, Stretch, stretches
from samhandling.checks.reply import reply
from samhandling.naming import Names
from samhandling.web.i18n import gettext, marked, ngettext

#: groups in the order they are shown; the later ones start folded
GROUPS: Final = ("brutt", "maal", "avklar", "oppfylt")
_FOLDED: Final = frozenset({"oppfylt"})
#: how many of the cards that ask something stand open, and of the quotes on a card; the rest are a click away
OPEN_QUESTIONS: Final = 6
OPEN_QUOTES: Final = 3
_WEIGHTS: Final = {"brutt": 3, "maal": 2, "avklar": 1, "oppfylt": 0}

#: the group of the strongest words, «må» and «skal»
_STRONGEST: Final = "brudd"

_KIND_IN_LETTER: Final[Mapping[str, str]] = {
    "epikrise": marked("epikrisen"),
    "poliklinisk_notat": marked("notatet"),
    "legevaktepikrise": marked("legevaktepikrisen"),
    "henvisning": marked("henvisningen"),
    "innkallingsbrev": marked("innkallingsbrevet"),
}


@dataclass(frozen=True, slots=True)
class FormPage:
    title: str
    values: Values
    errors: tuple[FieldError, ...]
    letters: tuple[Letter, ...]
    asks_for_dates: bool = False
    kinds: tuple[str, ...] = KINDS
    places: Mapping[str, str] = field(default_factory=lambda: PLACES)

    def error(self, name: str) -> str:
        return next((error.message for error in self.errors if error.field == name), "")


@dataclass(frozen=True, slots=True)
class RuleReference:
    """`href` is None for a local rule, which has no page of its own."""

    id: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One finding, or several that say the same. `asked_in`: the number of the card that already asks the question.

    `lacks_a_date`: a date would help, and the form has a field for it.
    """

    number: int
    group: str
    finding: Finding
    rules: tuple[RuleReference, ...]
    shown: tuple[Shown, ...]
    question: Question | None
    answer: str
    asked_in: int | None
    conflict: RuleReference | None
    lacks_a_date: bool

    @property
    def quotes(self) -> tuple[str, ...]:
        return tuple(each.words for each in self.shown if not each.label)

    @property
    def first(self) -> tuple[Shown, ...]:
        """The first quotes, and everything that is no quote."""
        return tuple(each for each in self.shown if each not in self.rest)

    @property
    def rest(self) -> tuple[Shown, ...]:
        quotes = [each for each in self.shown if not each.label]
        return tuple(quotes[OPEN_QUOTES:]) if len(quotes) > OPEN_QUOTES + 1 else ()


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    cards: tuple[Card, ...]
    folded: bool

    @property
    def first(self) -> tuple[Card, ...]:
        return self.cards[:OPEN_QUESTIONS] if self.id == "avklar" else self.cards

    @property
    def rest(self) -> tuple[Card, ...]:
        return self.cards[len(self.first) :]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question somebody has answered, to be changed or taken back."""

    question: Question
    answer: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """`is_clean`: something was checked and nothing is broken."""

    title: str
    lead: str
    kind: str
    is_clean: bool
    groups: tuple[Group, ...]
    not_applicable: tuple[RuleReference, ...]
    letter: tuple[Stretch, ...]
    cards: Mapping[int, Card]
    answered: tuple[Answered, ...]
    reply: str
    warnings: tuple[str, ...]
    values: Values
    ruleset: str
    choices: Mapping[str, str] = field(default_factory=lambda: ANSWERS)

    def group(self, group_id: str) -> Group | None:
        return next((group for group in self.groups if group.id == group_id), None)


def form_page(
    given: Values, letters: tuple[Letter, ...], errors: tuple[FieldError, ...] = (), *, asks_for_dates: bool = False
) -> FormPage:
    return FormPage(gettext("Sjekk et brev"), given, errors, letters, asks_for_dates)


def result_page(checked: Checked, given: Values, names: Names) -> ResultPage:
    cards = _cards(checked, given.answers, names)
    groups = [Group(g, tuple(card for card in cards if card.group == g), _is_folded(g, cards)) for g in GROUPS]
    asked = {card.question.name for card in cards if card.question}
    return ResultPage(
        title=_title(checked, cards),
        lead=_lead(checked, cards),
        kind=checked.kind,
        is_clean=_is_clean(cards),
        groups=tuple(group for group in groups if group.cards),
        not_applicable=tuple(_reference(f.rule) for f in checked.findings if f.outcome == "not_applicable"),
        letter=stretches(checked.text, _quotes(cards)),
        cards={card.number: card for card in cards},
        answered=tuple(
            Answered(Question(name, checked.questions[name]), answer)
            for name, answer in given.answers.items()
            if name not in asked and name in checked.questions
        ),
        reply=reply(
            gettext(_KIND_IN_LETTER.get(checked.kind, marked("brevet"))),
            [(card.finding, card.quotes) for card in cards if card.group == "brutt"],
        ),
        warnings=checked.warnings,
        values=given,
        ruleset=checked.ruleset,
    )


def _group_of(finding: Finding) -> str | None:
    if finding.outcome == "broken":
        return "maal" if finding.strength == "mål" else "brutt"
    return {"unknown": "avklar", "met": "oppfylt"}.get(finding.outcome)


def _cards(checked: Checked, answers: Mapping[str, str], names: Names) -> list[Card]:
    kept = _one_for_the_same(checked.findings, names)
    ordered = [(g, f) for g in GROUPS for f in _in_order(g, [f for f in kept if _group_of(f) == g], names)]
    asked: dict[str, int] = {}
    cards = []
    for number, (group, finding) in enumerate(ordered, start=1):
        question = finding.question if group in ("avklar", "brutt") else None
        first = asked.setdefault(question.name, number) if question else number
        cards.append(
            Card(
                number=number,
                group=group,
                finding=finding,
                rules=tuple(map(_reference, _same(finding, checked.findings))),
                shown=shown(number, finding, checked.text, answers, names),
                question=question if first == number else None,
                answer=answers.get(question.name, "") if question else "",
                asked_in=first if first != number else None,
                conflict=_reference(finding.conflict_with) if finding.conflict_with else None,
                lacks_a_date=lacks_a_date(finding),
            )
        )
    return cards


def _in_order(group: str, findings: Sequence[Finding], names: Names) -> Sequence[Finding]:
    """What weighs most first: strong words and words of the letter; a question that is asked already comes last."""
    if group == "brutt":
        return sorted(findings, key=lambda finding: -names.rank(finding.strength))
    if group != "avklar":
        return findings

    def weight(finding: Finding) -> tuple[int, int]:
        is_strong = names.strength_group(finding.strength) == _STRONGEST
        has_words = any(evidence.start is not None for evidence in finding.evidence)
        return -(is_strong + has_words), -names.rank(finding.strength)

    ordered = sorted(findings, key=weight)
    first = {f.question.name: f for f in reversed(ordered) if f.question}
    return sorted(ordered, key=lambda f: f.question is not None and first[f.question.name] is not f)


def _one_for_the_same(findings: Sequence[Finding], names: Names) -> list[Finding]:
    """Of findings that say the same, the one in the strongest words stands for all – as long as they agree."""
    strongest_first = sorted(findings, key=lambda finding: -names.rank(finding.strength))
    kept: list[Finding] = []
    for finding in strongest_first:
        if not any(_says_the_same(finding, other) for other in kept):
            kept.append(finding)
    return [finding for finding in findings if finding in kept]


def _says_the_same(one: Finding, other: Finding) -> bool:
    return one.outcome == other.outcome and (one.same_as == other.rule or other.same_as == one.rule)


def _same(finding: Finding, findings: Sequence[Finding]) -> list[str]:
    return [finding.rule, *(other.rule for other in findings if _says_the_same(finding, other))]


def _reference(rule: str) -> RuleReference:
    if ":" in rule:
        return RuleReference(rule, None)
    statement = re.sub(r"[a-z]$", "", rule)
    return RuleReference(rule, f"/regler/{statement}" + (f"#{rule}" if statement != rule else ""))


def _quotes(cards: Sequence[Card]) -> list[Quote]:
    return [
        Quote(each.anchor, card.number, _WEIGHTS[card.group], *each.place)
        for card in cards
        for each in card.shown
        if each.anchor is not None and each.place is not None
    ]


def _count(cards: Sequence[Card], group: str) -> int:
    return sum(card.group == group for card in cards)


def _is_clean(cards: Sequence[Card]) -> bool:
    return _count(cards, "oppfylt") > 0 and not _count(cards, "brutt")


def _is_folded(group: str, cards: Sequence[Card]) -> bool:
    return group in _FOLDED and any(card.group not in _FOLDED for card in cards)


def _title(checked: Checked, cards: Sequence[Card]) -> str:
    broken, open_ = _count(cards, "brutt"), _count(cards, "avklar")
    if broken:
        return ngettext("%(num)d anbefaling er ikke fulgt", "%(num)d anbefalinger er ikke fulgt", broken) % {
            "num": broken
        }
    if _is_clean(cards):
        return gettext("Ingen avvik funnet")
    if open_:
        return ngettext("%(num)d ting må avklares", "%(num)d ting må avklares", open_) % {"num": open_}
    if checked.findings:
        return gettext("Ingen av anbefalingene gjelder dette brevet")
    return gettext("Ikke sjekket")


def _lead(checked: Checked, cards: Sequence[Card]) -> str:
    """What the heading does not say, in short sentences."""
    if not checked.findings and not checked.warnings:
        return gettext("Anbefalingene sier ikke noe om denne slags dokument.")
    met, goals, open_ = (_count(cards, group) for group in ("oppfylt", "maal", "avklar"))
    sentences = (
        (met, ngettext("%(num)d anbefaling er fulgt.", "%(num)d anbefalinger er fulgt.", met)),
        (goals, ngettext("%(num)d mål er ikke nådd.", "%(num)d mål er ikke nådd.", goals)),
        (
            open_,
            ngettext("%(num)d kan brevet alene ikke avgjøre.", "%(num)d kan brevet alene ikke avgjøre.", open_),
        ),
    )
    return " ".join(sentence % {"num": number} for number, sentence in sentences if number)
