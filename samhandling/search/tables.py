"""What a case is found by. On SQLite an FTS5 index stands over it, on PostgreSQL a column of lexemes: see 0004."""

from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from samhandling.kernel.columns import code_type

#: The width of a row's place, SQLite's own kind of key.
PLACE: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Subject(StrEnum):
    """What of a case an entry speaks about. Rules are not stored: they are searched in memory."""

    CASE = "case"
    DECISION = "decision"


class SearchEntry(SQLModel, table=True):
    """One for a case, another for what was decided or advised in it.

    `place`: its day, then its case; the newest is the greatest, so that a list is read off the index from the end.
    `words`: terms of its texts, so it is erased with them. `facets`: of what kind it is, its rules, and who sees it.
    """

    __tablename__ = "search_entries"
    __table_args__ = (sa.UniqueConstraint("case_id", "subject"),)

    place: int = Field(primary_key=True, sa_type=PLACE, sa_column_kwargs={"autoincrement": False})
    case_id: int = Field(foreign_key="cases.id", ondelete="CASCADE")
    subject: Subject = Field(sa_type=code_type(Subject))
    words: str
    facets: str
