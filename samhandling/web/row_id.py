"""A row's number in an address: one that no column could hold is refused (422) before a database is asked."""

from typing import Annotated

from fastapi import Path

RowId = Annotated[int, Path(ge=1, le=2**31 - 1)]
