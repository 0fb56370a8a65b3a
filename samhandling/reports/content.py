"""What a report holds, as codes and values: frozen as JSON when it is published, said in words by `telling`.

Not a word of free text is in it, and no number that may not be published.
"""

import hashlib
from datetime import date, datetime
from typing import Final

import msgspec

#: Names in cases/settings.py of what the area has decided about safe numbers.
CASES: Final = "report_cases"
OFFICES: Final = "report_offices"
#: Days to an answer: the buckets of the table, each up to and with so many days; the last is all above.
DAYS: Final = (7, 14, 21, 28)


class Row(msgspec.Struct, frozen=True):
    """`codes`: one a level of the table; None where the row is a total of that level. `value` None: not shown."""

    codes: tuple[str | None, ...]
    value: int | None


class Table(msgspec.Struct, frozen=True):
    """`by`: the levels it is told at, after what had to be gathered; empty for a single total.

    `protected`: whether numbers in it may be hidden. `gathered`: why it was rolled up or, with `dropped`, left out.
    """

    code: str
    by: tuple[str, ...]
    rows: tuple[Row, ...]
    protected: bool
    gathered: tuple[str, ...] = ()
    dropped: bool = False


class YearOfLoad(msgspec.Struct, frozen=True):
    """`minutes`: a year's, of tasks that have come to the GPs, as on the day. `unknown`: tasks without figures."""

    day: date
    minutes: int
    tasks: int
    unknown: int


class TransferLine(msgspec.Struct, frozen=True):
    """`task`: a code of transfers.codes.TASKS. `major`: a larger change that lacks formal anchoring (8b)."""

    number: str
    task: str
    state: str
    unagreed: bool
    unanchored: bool


class DisputeLine(msgspec.Struct, frozen=True):
    number: str
    state: str
    outcome: str
    days: int | None


class ThemeLine(msgspec.Struct, frozen=True):
    number: str
    state: str
    rule: str


class IndicatorLine(msgspec.Struct, frozen=True):
    """`tenths`: of a per cent."""

    code: str
    tenths: int
    read_on: date


class Report(msgspec.Struct, frozen=True):
    """`settings`: what the area had decided, with the limits of disclosure. `kept`: per thousand of the numbers asked
    for that are shown. `before`: the facts of the last published period of the same kind, with its number.
    """

    area: str
    area_name: str
    period: str
    first: date
    last: date
    counted_at: datetime
    ruleset: str
    settings: dict[str, int]
    facts: dict[str, int | None]
    tables: tuple[Table, ...]
    answer_days: tuple[int, ...]
    load: tuple[YearOfLoad, ...]
    transfers: tuple[TransferLine, ...]
    disputes: tuple[DisputeLine, ...]
    themes: tuple[ThemeLine, ...]
    agreements: dict[str, bool]
    indicators: tuple[IndicatorLine, ...]
    kept: int
    before_number: str = ""
    before: dict[str, int | None] = {}
    before_tables: tuple[Table, ...] = ()

    def table(self, code: str) -> Table | None:
        return next((each for each in self.tables if each.code == code), None)


_ENCODER: Final = msgspec.json.Encoder(order="sorted")


def frozen(report: Report) -> str:
    """The same report always gives the same text."""
    return _ENCODER.encode(report).decode()


def thawed(body: str) -> Report:
    return msgspec.json.decode(body, type=Report)


def digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
