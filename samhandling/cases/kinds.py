"""Codes of the case core."""

from enum import StrEnum
from typing import Final

#: The retention class of a case of which only number, month and channel are kept (ruling B39): nothing is added to it.
STUB: Final = "stub"


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


class Audience(StrEnum):
    """Who among those who see a case reads what somebody wrote in it."""

    PARTICIPANTS = "participants"  # whoever takes part, and the PKO
    OWN_SIDE = "own_side"  # the writer's own organisation or body, and the PKO, until the case is released
    STEWARDS = "stewards"  # the PKO of the area
    AREA = "area"  # whoever sees the case, also when it is shared with the whole area
