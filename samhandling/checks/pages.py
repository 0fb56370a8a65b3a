"""Page objects of `/sjekk`: the form, and the result with its groups, cards and marked letter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from samhandling.checks.findings import Checked, Evidence, Finding, Question
from samhandling.checks.form import ANSWERS, KINDS, PLACES, FieldError, Values
from samhandling.checks.letters import Letter
from samhandling.checks.marks import Quote, Stretch, stretches
from samhandling.checks.reply import reply
from samhandling.web.i18n import gettext, marked, ngettext

#: groups in the order they are shown; the later ones start folded
GROUPS: Final = ("brutt", "maal", "avklar", "oppfylt")
_FOLDED: Final = frozenset({"oppfylt"})
#: how many of the cards that ask something stand open; the rest are a click away
OPEN_QUESTIONS: Final = 6
_WEIGHTS: Final = {"brutt": 3, "maal": 2, "avklar": 1, "oppfylt": 0}

_STRENGTHS: Final = ("må", "skal", "ansvar", "indikativ", "imperativ", "bør", "anbefales", "mål", "kan", "fakta")

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
    kinds: tuple[str, ...] = KINDS
    places: tuple[str, ...] = PLACES

    def error(self, field: str) -> str:
        return next((error.message for error in self.errors if error.field == field), "")


@dataclass(frozen=True, slots=True)
class Shown:
    """Evidence on a card; `anchor` leads to its words in the letter, if it has any there."""

    evidence: Evidence
    anchor: str | None


@dataclass(frozen=True, slots=True)
class RuleReference:
    """`href` is None for a local rule, which has no page of its own."""

    id: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One finding, or several that say the same. `asked_in`: the number of the card that already asks the question."""

    number: int
    group: str
    finding: Finding
    rules: tuple[RuleReference, ...]
    shown: tuple[Shown, ...]
    question: Question | None
    answer: str
    asked_in: int | None
    conflict: RuleReference | None


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
    """`words` holds each card's heading by number, for the links in the letter."""

    title: str
    lead: str
    kind: str
    groups: tuple[Group, ...]
    not_applicable: tuple[RuleReference, ...]
    letter: tuple[Stretch, ...]
    cards: Mapping[int, Card]
    answered: tuple[Answered, ...]
    reply: str
    warnings: tuple[str, ...]
    values: Values
    ruleset: str
    choices: tuple[str, ...] = ANSWERS

    def group(self, group_id: str) -> Group | None:
        return next((group for group in self.groups if group.id == group_id), None)


def form_page(given: Values, letters: tuple[Letter, ...], errors: tuple[FieldError, ...] = ()) -> FormPage:
    return FormPage(gettext("Sjekk et brev"), given, errors, letters)


def result_page(checked: Checked, given: Values) -> ResultPage:
    cards = _cards(checked.findings, given.answers)
    groups = [Group(g, tuple(card for card in cards if card.group == g), g in _FOLDED) for g in GROUPS]
    asked = {card.question.name for card in cards if card.question}
    return ResultPage(
        title=_title(cards),
        lead=_lead(cards),
        kind=checked.kind,
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
            [card.finding for card in cards if card.group == "brutt"],
        ),
        warnings=checked.warnings,
        values=given,
        ruleset=checked.ruleset,
    )


def _group_of(finding: Finding) -> str | None:
    if finding.outcome == "broken":
        return "maal" if finding.strength == "mål" else "brutt"
    return {"unknown": "avklar", "met": "oppfylt"}.get(finding.outcome)


def _cards(findings: Sequence[Finding], answers: Mapping[str, str]) -> list[Card]:
    shown = _one_for_the_same(findings)
    ordered = [(g, f) for g in GROUPS for f in shown if _group_of(f) == g]
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
                rules=tuple(map(_reference, _same(finding, findings))),
                shown=_shown(number, finding.evidence),
                question=question if first == number else None,
                answer=answers.get(question.name, "") if question else "",
                asked_in=first if first != number else None,
                conflict=_reference(finding.conflict_with) if finding.conflict_with else None,
            )
        )
    return cards


def _one_for_the_same(findings: Sequence[Finding]) -> list[Finding]:
    """Of findings that say the same, the one in the strongest words stands for all – as long as they agree."""
    strongest_first = sorted(findings, key=lambda finding: _STRENGTHS.index(finding.strength))
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


def _shown(card: int, evidence: Sequence[Evidence]) -> tuple[Shown, ...]:
    """Each piece once, also where several fields rest on the same words or are missing alike."""
    distinct: dict[tuple[object, ...], Evidence] = {}
    for each in evidence:
        words = each.kind == "text" or (each.kind == "absence" and not each.quote)
        where = (each.start, each.end) if words else (each.locator,)
        distinct.setdefault((each.kind, each.quote, *where), each)
    return tuple(
        Shown(each, f"ord-{card}-{place}" if _has_place(each) else None)
        for place, each in enumerate(distinct.values(), start=1)
    )


def _has_place(evidence: Evidence) -> bool:
    return evidence.start is not None and evidence.end is not None and evidence.start < evidence.end


def _quotes(cards: Sequence[Card]) -> list[Quote]:
    return [
        Quote(shown.anchor, card.number, _WEIGHTS[card.group], shown.evidence.start, shown.evidence.end)
        for card in cards
        for shown in card.shown
        if shown.anchor is not None and shown.evidence.start is not None and shown.evidence.end is not None
    ]


def _count(cards: Sequence[Card], group: str) -> int:
    return sum(card.group == group for card in cards)


def _title(cards: Sequence[Card]) -> str:
    broken, open_ = _count(cards, "brutt"), _count(cards, "avklar")
    if broken:
        return ngettext("%(num)d anbefaling er ikke fulgt", "%(num)d anbefalinger er ikke fulgt", broken) % {
            "num": broken
        }
    if open_:
        return ngettext("%(num)d ting må avklares", "%(num)d ting må avklares", open_) % {"num": open_}
    return gettext("Ingen avvik funnet")


def _lead(cards: Sequence[Card]) -> str:
    judged = len(cards)
    return ngettext(
        "%(num)d anbefaling gjelder for dette brevet.", "%(num)d anbefalinger gjelder for dette brevet.", judged
    ) % {"num": judged}
