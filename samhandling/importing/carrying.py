"""The checked rows on their way from the dry run to the import: sealed in the page, nowhere on the server.

The seal is of the area and the person, so that rows another has checked, or for another place, do not open.
"""

import zlib
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
from cryptography.fernet import InvalidToken

from samhandling.importing.checking import Ready
from samhandling.importing.rows import Unreadable
from samhandling.kernel.errors import Refused
from samhandling.kernel.secrets import Secrets
from samhandling.web.i18n import marked

#: Characters; the form must stay within what a request may send.
_LONGEST: Final = 800_000


def seal(secrets: Secrets, area: int, person: UUID, ready: Sequence[Ready]) -> str:
    """Raises Unreadable for more text than a form can carry."""
    sealed = secrets.seal(_purpose(area, person), zlib.compress(msgspec.json.encode(list(ready)), 9)).decode()
    if len(sealed) > _LONGEST:
        raise Unreadable(marked("Filen har for mye tekst. Del den i flere filer."))
    return sealed


def unseal(secrets: Secrets, area: int, person: UUID, sealed: str) -> tuple[Ready, ...]:
    """Refused («rows_altered») for what was not sealed here, for this person, in this area."""
    try:
        packed = secrets.unseal(_purpose(area, person), sealed.encode("ascii", "replace"))
    except InvalidToken:
        raise Refused("rows_altered") from None
    return tuple(msgspec.json.decode(zlib.decompress(packed), type=list[Ready]))


def _purpose(area: int, person: UUID) -> str:
    return f"import:{area}:{person}"
