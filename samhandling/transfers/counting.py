"""The balance of an area from what is stored: the same for every reader, of what the whole area knows of."""

from collections.abc import Mapping, Sequence

from samhandling.areas.domain import Organisation
from samhandling.kernel.database import DbSession
from samhandling.transfers import repository
from samhandling.transfers.balance import Balance, balance
from samhandling.transfers.repository import Pair
from samhandling.transfers.whole import told


def balance_of(
    session: DbSession, area: int, known: Mapping[int, Organisation], *, shared: bool = True, without: int | None = None
) -> Balance:
    """Three queries. `without`: a case that is not counted, because something is to be said of what it comes on top of.

    Not `shared`: of what the area does not know of yet, for the PKO.
    """
    pairs = [pair for pair in repository.known_in(session, area, shared=shared) if pair.id != without]
    return balance_of_pairs(session, pairs, known)


def balance_of_pairs(session: DbSession, pairs: Sequence[Pair], known: Mapping[int, Organisation]) -> Balance:
    found = repository.ids(pairs)
    volumes = {case_id: told(rows) for case_id, rows in repository.volumes(session, found).items()}
    return balance(pairs, volumes, repository.places(session, found), known)
