"""Codes of a dispute, and what they are called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from samhandling.web.i18n import marked


class Outcome(StrEnum):
    SETTLED = "settled"
    FOLLOWED = "followed"
    NOT_FOLLOWED = "not_followed"
    DECIDED = "decided"
    OPINION = "opinion"
    DROPPED = "dropped"


OUTCOMES: Final[Mapping[str, str]] = {
    Outcome.SETTLED: marked("Forlik"),
    Outcome.FOLLOWED: marked("Rådet blir fulgt"),
    Outcome.NOT_FOLLOWED: marked("Rådet blir ikke fulgt"),
    Outcome.DECIDED: marked("Avgjort i OSO"),
    Outcome.OPINION: marked("Uttalelse fra den nasjonale nemnda"),
    Outcome.DROPPED: marked("Bortfalt"),
}
#: What may come of advice.
AFTER_ADVICE: Final[Mapping[str, str]] = {
    code: OUTCOMES[code] for code in (Outcome.FOLLOWED, Outcome.NOT_FOLLOWED, Outcome.SETTLED)
}
