"""What is sent to the national board: who to ask, the facts, the legal basis, all papers with the parties as letters.

No name of a person, an organisation or a body of the area stands in it; the guard looks at the whole of it once more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from samhandling.cases.kinds import Part
from samhandling.cases.tables import Statement
from samhandling.casework import repository as common
from samhandling.casework.slices import Looking
from samhandling.disputes import repository
from samhandling.disputes.showing import HEADINGS
from samhandling.guarding.inspecting import Inspector
from samhandling.kernel.columns import key
from samhandling.web.i18n import gettext, marked


@dataclass(frozen=True, slots=True)
class Check:
    """A point of what the board asks for."""

    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Paper:
    heading: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Package:
    """`copies`: who gets one. `copied_on`: when they got it; None before that.

    `stopped`: papers in which the guard finds something that points at a person; they must be mended first.
    """

    number: str
    question: str
    contact: str
    facts: str
    legal_basis: str
    rules: tuple[str, ...]
    papers: tuple[Paper, ...]
    copies: tuple[str, ...]
    copied_on: date | None
    checks: tuple[Check, ...]
    stopped: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return all(check.holds for check in self.checks)


def package_of(looking: Looking, inspector: Inspector) -> Package:
    """Raises NotFound for a case that is no dispute."""
    case_id = key(looking.case.id)
    row = repository.dispute(looking.session, case_id)
    letters = _letters(looking)
    hide = _hider(looking, letters)
    said = common.statements(looking.session, case_id).values()
    papers = tuple(_paper(each, letters, hide) for each in said if each.sent_at is not None and each.kind in HEADINGS)
    rules = common.rule_links(looking.session, case_id)
    texts = {each.heading: each.text for each in papers} | {gettext(marked("Hva som har skjedd")): hide(row.facts)}
    stopped = tuple(heading for heading, text in texts.items() if text and inspector.blocks(text))
    checks = (
        Check(gettext(marked("En kontakt er oppgitt, som rolle")), bool(row.contact)),
        Check(gettext(marked("Hva som har skjedd, er skrevet ned")), bool(row.facts)),
        Check(gettext(marked("Avtaler og bestemmelser er oppgitt")), bool(row.legal_basis)),
        Check(gettext(marked("Alle papirene er uten personopplysninger")), not stopped),
        Check(gettext(marked("De andre partene har fått kopi")), row.copied_on is not None),
    )
    return Package(
        number=looking.case.number,
        question=hide(looking.case.title),
        contact=row.contact,
        facts=hide(row.facts),
        legal_basis=hide(row.legal_basis),
        rules=tuple(f"{each.statement}{each.letter} {looking.cites.heading(each.statement)}" for each in rules),
        papers=papers,
        copies=tuple(letters.values()),
        copied_on=row.copied_on,
        checks=checks,
        stopped=stopped,
    )


def _paper(statement: Statement, letters: Mapping[int, str], hide: "Hider") -> Paper:
    by = letters.get(statement.participant_id or 0, "")
    return Paper(gettext(HEADINGS[statement.kind]), by, hide(statement.text))


def _letters(looking: Looking) -> dict[int, str]:
    """Participant to «Part A», «Part B», in the order they came."""
    parties = [each for each in common.everyone(looking.session, key(looking.case.id)) if each.part is Part.PARTY]
    name = gettext(marked("Part %(letter)s"))
    return {key(each.id): name % {"letter": letter} for each, letter in zip(parties, ascii_uppercase, strict=False)}


class Hider:
    """Puts letters for the names of parties, and general words for other organisations and bodies, in a text."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)
        longest_first = sorted(self._names, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._names[found.group()], text) if self._pattern else text


def _hider(looking: Looking, letters: Mapping[int, str]) -> Hider:
    parties = common.everyone(looking.session, key(looking.case.id))
    ids = [each.organisation_id for each in parties if each.organisation_id is not None]
    bodies = [each.body_id for each in parties if each.body_id is not None]
    named = common.named(looking.session, ids, bodies, looking.today)
    everywhere = common.names_in_area(looking.session, looking.case.area_id)
    other = gettext(marked("en virksomhet"))
    found = dict.fromkeys(everywhere, other)
    for each in parties:
        found[named.of(each)] = letters.get(key(each.id), gettext(marked("rådet")))
    return Hider({name: instead for name, instead in found.items() if len(name) > 3})
