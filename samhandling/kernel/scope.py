"""What a transaction may see. Repositories filter by it, and PostgreSQL's row-level security again behind them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids. A row belongs to an area; it is seen by those who work for that area and by those who take part in it.

    `areas`: where the actor's role reaches every case. `home`: where the actor may open one. `organisations`, `bodies`:
    on whose behalf the actor takes part. `person`: sees what he or she opened, and nothing he or she is disqualified
    from. `everything`: the system itself, never a person.
    """

    areas: frozenset[int] = frozenset()
    home: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()
    person: UUID | None = None
    everything: bool = False


SYSTEM: Final = Scope(everything=True)
NOBODY: Final = Scope()
