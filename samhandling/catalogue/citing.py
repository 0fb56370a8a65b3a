"""The rulebook that is shown, as cases cite it and reports count by it."""

from collections.abc import Mapping

from samhandling.casework.rulebook import Cites, Statement
from samhandling.catalogue.content import Rulebook
from samhandling.reports.dimensions import Ruled
from samhandling.rules.model import Strength


def cited(book: Rulebook) -> Cites:
    return Cites(
        book.checksum,
        {
            each.number: Statement(
                each.number,
                each.heading,
                each.text,
                frozenset(rule.id[-1] for rule in each.rules if rule.id[-1].isalpha()),
            )
            for each in book.statements
        },
    )


def counted(book: Rulebook, strengths: Mapping[str, Strength]) -> Ruled:
    """Of each statement, the group of the strongest of its rules."""
    found = {}
    for each in book.statements:
        strongest = max((strengths[rule.strength] for rule in each.rules), key=lambda strength: strength.rank)
        found[each.number] = strongest.group
    return Ruled(found, book.checksum)
