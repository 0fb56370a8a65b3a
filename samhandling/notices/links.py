"""Where a case is read: in the area that owns it, or from one's own area when one works in another."""

from collections.abc import Sequence
from typing import Final

ALL: Final = "/varsler"
CHOICE: Final = "/varsler/valg"


def case_path(number: str, owner: str, own: Sequence[str]) -> str:
    """`owner`, `own`: slugs. Somebody without any area is led to the notices, which say why."""
    if owner in own:
        return f"/omrade/{owner}/saker/{number}"
    return f"/omrade/{own[0]}/saker/{number}@{owner}" if own else ALL
