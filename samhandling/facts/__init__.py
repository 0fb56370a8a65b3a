"""From a document to the rulebook's fields: what the message's fields and the letter's words say, each with its
evidence.
"""

from samhandling.facts.deriving import Deriving
from samhandling.facts.draft import Evidence, Facts

__all__ = ["Deriving", "Evidence", "Facts"]
