"""Telling persons what happened in a case, in the transaction in which it happened: neither exists without the other.

Whether a mail tells of it too is settled afterwards by the worker (`planning`), which knows if there is a mail server.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from samhandling.cases.opening import Deed
from samhandling.cases.tables import Case
from samhandling.kernel.columns import key
from samhandling.kernel.database import as_system
from samhandling.notices import repository
from samhandling.notices.texts import CODES

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


def notify(deed: Deed, case: Case, code: str, persons: Iterable[UUID], **values: object) -> None:
    """Never tells the one who did it, nor one who has stepped aside from the case.

    `values`: dates, numbers, codes; `due` is shown. Raises ValueError for a text among them, and for an unknown code.
    """
    if code not in CODES:
        raise ValueError(f"no such code: {code}")
    stored = {name: _stored(name, value) for name, value in values.items()}
    case_id, told = key(case.id), set(persons) - {deed.by.person}
    # Notices belong to those who are told, whom the one who did it does not see into.
    with as_system(deed.session):
        told -= repository.stepped_aside_from(deed.session, case_id)
        repository.tell(deed.session, told, case_id, code, stored, deed.at)


def _stored(name: str, value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) or (isinstance(value, str) and _CODE.fullmatch(value)):
        return value
    raise ValueError(f"not a code, a number or a date: {name}")
