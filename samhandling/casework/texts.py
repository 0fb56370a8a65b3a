"""What the pages say when a move is refused by its table."""

from collections.abc import Mapping
from typing import Final

from samhandling.web.i18n import marked

REFUSALS: Final[Mapping[str, str]] = {
    "move_unknown": marked("Dette kan ikke gjøres i denne saken."),
    "move_from_here": marked("Dette kan ikke gjøres nå: saken er «%(state)s»."),
    "move_not_yours": marked("Dette er det andre som gjør i denne saken."),
    "move_has_side": marked("Du har en side i saken, og kan ikke avgjøre den. En annen må gjøre det."),
}
