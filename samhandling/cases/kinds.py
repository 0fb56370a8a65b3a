"""Codes of the case core."""

from enum import StrEnum


class CaseKind(StrEnum):
    """The value is the prefix of the case number."""

    DEVIATION = "AV"
    TRANSFER = "OV"
    DISPUTE = "TV"
    THEME = "TE"


class Part(StrEnum):
    """How an organisation or a body takes part in a case."""

    REPORTER = "reporter"
    RESPONSIBLE = "responsible"
    PARTY = "party"
    INFORMED = "informed"
    COUNCIL = "council"


class LinkKind(StrEnum):
    """Why one case points at another."""

    SOURCE = "source"
    DUPLICATE = "duplicate"
    SAME_THEME = "same_theme"
    LED_TO = "led_to"
    FOLLOWS = "follows"
