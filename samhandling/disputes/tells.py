"""Who is told of what in a dispute."""

from collections.abc import Mapping
from typing import Final

from samhandling.casework.slices import Telling

TELLS: Final[Mapping[str, tuple[Telling, ...]]] = {
    "report": (Telling("case_received", ("stewards",)),),
    "invite": (Telling("statement_wanted", ("parties",)),),
    "release": (Telling("statements_released", ("parties",)),),
    "escalate": (Telling("deadline_passed", ("parties", "stewards", "council")),),
    "submit": (Telling("case_assigned", ("council",)),),
    "advise": (Telling("advice_given", ("parties", "stewards")),),
    "lift": (Telling("case_assigned", ("council",)), Telling("case_sent_on", ("parties",))),
    "decide": (Telling("decision_made", ("parties", "stewards")),),
    "send_on": (Telling("case_sent_on", ("parties",)),),
    "opinion": (Telling("decision_made", ("parties", "stewards")),),
    "settle": (Telling("case_closed", ("parties",)),),
    "end": (Telling("case_closed", ("parties",)),),
    "drop": (Telling("case_closed", ("parties",)),),
}
