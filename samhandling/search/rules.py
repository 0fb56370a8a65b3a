"""The rulebook, searched in memory by the same words as the cases."""

from samhandling.catalogue.content import Rulebook, Statement, is_under
from samhandling.search.words import Question, terms


class RuleIndex:
    """Built once for a rulebook. Statements come in the order of their numbers, those met in the heading first."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._entries = [(statement, _heading(statement), _everything(statement)) for statement in rulebook.statements]

    def find(self, question: Question, under: str = "") -> list[Statement]:
        """`under`: a statement or a chapter, and what stands in it."""
        met = [entry for entry in self._entries if question.met_by(entry[2]) and (not under or _is_under(entry, under))]
        met.sort(key=lambda entry: not question.met_by(entry[1]))
        return [statement for statement, _, _ in met]


_Entry = tuple[Statement, frozenset[str], frozenset[str]]


def _is_under(entry: _Entry, number: str) -> bool:
    return is_under(entry[0].number, number)


def _heading(statement: Statement) -> frozenset[str]:
    headings = [statement.heading, *(rule.heading for rule in statement.rules)]
    own = terms(text for heading in headings for text in (heading.nb, heading.nn))
    # Its numbers as they are written: «1» alone is no rule number to the words.
    return own | {statement.number, *(rule.id for rule in statement.rules)}


def _everything(statement: Statement) -> frozenset[str]:
    texts = [statement.text.nb, statement.text.nn, *statement.keywords]
    for rule in statement.rules:
        texts += [text for each in (rule.message, rule.remedy) if each is not None for text in (each.nb, each.nn)]
    return _heading(statement) | terms(texts)
