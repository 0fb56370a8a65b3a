"""From a request to a `Change`: the visitor, the area in the address and the open transaction together."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from samhandling.areas.change import Change
from samhandling.audit.chain import MACHINE
from samhandling.identity.access import Visitor
from samhandling.kernel.scope import SYSTEM
from samhandling.services import Services


@contextmanager
def changing(made: Services, who: Visitor, let_through: Mapping[str, int] | None = None) -> Iterator[Change]:
    """Committed when the block ends without an error."""
    with made.database.writing(who.scope) as session:
        area = who.area.id if who.area else None
        yield Change(session, made, who.actor, made.clock(), area, let_through or {})


@contextmanager
def machine_changing(made: Services, area: int | None) -> Iterator[Change]:
    """For the command line, which sees everything and is nobody."""
    with made.database.writing(SYSTEM) as session:
        yield Change(session, made, MACHINE, made.clock(), area)
