"""Safe numbers: which numbers of a report may be published so that no one learns of few cases or few offices.

    publish(records, tables, dimensions, limits, insiders, ledger) → Publication(tables, numbers, kept, …)

Pure: codes in, tables out. Method: docs/adr/0012.
"""

from samhandling.disclosure.describing import Dimension, Insider, Limits, Measure, Protection, Record, Table
from samhandling.disclosure.publishing import publish
from samhandling.disclosure.results import Dropped, Hidden, Number, Publication, Published, Shown

__all__ = [
    "Dimension", "Dropped", "Hidden", "Insider", "Limits", "Measure", "Number", "Protection", "Publication",
    "Published", "Record", "Shown", "Table", "publish",
]  # fmt: skip
