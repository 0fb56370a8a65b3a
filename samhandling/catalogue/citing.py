"""The rulebook that is shown, as cases cite it."""

from samhandling.casework.rulebook import Cites, Statement
from samhandling.catalogue.content import Rulebook


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
