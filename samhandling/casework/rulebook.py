"""What a case cites: the statements of the rulebook in force, by number, and the whole of it by its hash.

A rulebook is stored the first time something cites it, so that a case leads back to the rule as it stood.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from samhandling.cases.tables import RuleLink, Ruleset
from samhandling.casework import repository
from samhandling.kernel.database import DbSession
from samhandling.kernel.errors import Refused
from samhandling.web.i18n import Text


@dataclass(frozen=True, slots=True)
class Statement:
    """`letters`: of the rules it holds; empty when it holds one without."""

    number: str
    heading: Text
    text: Text
    letters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cites:
    """`order`: the numbers as the source has them."""

    hash: str
    statements: Mapping[str, Statement]

    def body(self) -> str:
        return json.dumps(
            {
                number: {"heading": [each.heading.nb, each.heading.nn], "text": [each.text.nb, each.text.nn]}
                for number, each in self.statements.items()
            },
            ensure_ascii=False,
        )

    def heading(self, number: str) -> str:
        """In the reader's language; the number itself when the rulebook has no such statement any more."""
        found = self.statements.get(number)
        return str(found.heading) if found else number


def parted(rule: str) -> tuple[str, str]:
    """«2.1.6a» is statement 2.1.6 with the letter a."""
    return (rule[:-1], rule[-1]) if rule and rule[-1].isalpha() else (rule, "")


def cite(
    session: DbSession, cites: Cites, case_id: int, rule: str, month: str, *, main: bool, at: datetime
) -> RuleLink:
    """Refused («rule_unknown»). The rulebook itself is stored at its first citation."""
    statement, letter = parted(rule)
    known = cites.statements.get(statement)
    if known is None or (letter and letter not in known.letters):
        raise Refused("rule_unknown", field="regel", rule=rule[:12])
    if repository.ruleset(session, cites.hash) is None:
        session.add(Ruleset(hash=cites.hash, body=cites.body(), stored_at=at))
        session.flush()
    link = RuleLink(
        case_id=case_id, statement=statement, letter=letter, ruleset_hash=cites.hash, month=month, main=main
    )
    session.add(link)
    session.flush()
    return link


def as_it_stood(session: DbSession, link: RuleLink) -> Statement:
    """From the stored rulebook that the link names."""
    stored = repository.ruleset(session, link.ruleset_hash)
    entry = json.loads(stored.body).get(link.statement) if stored else None
    if entry is None:
        return Statement(link.statement, Text(link.statement, link.statement), Text("", ""))
    return Statement(link.statement, Text(*entry["heading"]), Text(*entry["text"]))
