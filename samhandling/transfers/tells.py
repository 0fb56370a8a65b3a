"""Who is told of what in a transfer."""

from collections.abc import Mapping
from typing import Final

from samhandling.casework.slices import Telling

_SPREAD: Final = ("reporter", "responsible", "parties", "stewards")
TELLS: Final[Mapping[str, tuple[Telling, ...]]] = {
    "propose": (Telling("case_received", ("stewards",)),),
    "make_known": (Telling("case_received", ("stewards",)),),
    "to_council": (Telling("case_assigned", ("council",)),),
    "to_council_light": (Telling("case_assigned", ("council",)),),
    "advise": (Telling("advice_given", _SPREAD),),
    "to_oso": (Telling("case_sent_on", ("reporter", "stewards")),),
    "adopt": (Telling("decision_made", _SPREAD),),
    "reject": (Telling("decision_made", _SPREAD),),
    "remind": (Telling("transfer_review_due", ("stewards", "reporter")),),
    "expire": (Telling("transfer_expired", ("stewards", "reporter")),),
}
