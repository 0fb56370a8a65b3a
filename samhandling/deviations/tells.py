"""Who is told of what in a deviation."""

from collections.abc import Mapping
from typing import Final

from samhandling.casework.slices import Telling

_ANSWERED: Final = (Telling("case_answered", ("reporter",), frozenset({"answered"})),)
_ASKED: Final = (Telling("case_assigned", ("named",)),)
_CLOSED: Final = (Telling("case_closed", ("reporter", "responsible")),)

TELLS: Final[Mapping[str, tuple[Telling, ...]]] = {
    "send": (Telling("case_received", ("stewards",)),),
    "route": _ASKED,
    "route_at_once": _ASKED,
    "ask_another": _ASKED,
    "delegate": _ASKED,
    "not_us": (Telling("case_sent_on", ("stewards",)),),
    "ask_back": (Telling("question_asked", ("reporter",)),),
    "tell_more": (Telling("question_answered", ("responsible", "stewards")),),
    "answer": _ANSWERED,
    "answer_on_behalf": _ANSWERED,
    "disagree": (Telling("case_sent_on", ("stewards",)),),
    "send_back": (Telling("case_reopened", ("responsible",)),),
    "reopen": (Telling("case_reopened", ("responsible", "stewards")),),
    "accept": (Telling("case_closed", ("responsible",)),),
    "confirm_not_deviation": _CLOSED,
    "close_silent": _CLOSED,
    "close_unanswered": _CLOSED,
    "escalate": (Telling("deadline_passed", ("responsible", "stewards")),),
    "tell_council": (Telling("deadline_passed", ("responsible", "stewards", "council")),),
    "remind": (Telling("deadline_near", ("responsible",)),),
    "merge": (Telling("case_closed", ("reporter",)),),
}
