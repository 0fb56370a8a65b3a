"""Column types and habits that every table shares."""

from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import SQLModel

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


def key(row_id: int | None) -> int:
    """The id of a row that is stored. Raises ValueError for one that is not, yet."""
    if row_id is None:
        raise ValueError("the row has no id before it is flushed")
    return row_id


def code_type(kind: type[StrEnum]) -> Any:
    """Stores an enum by its value, as text without a constraint, so that a new member needs no migration."""
    return sa.Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=40,
    )


def unindexed(column: Any) -> sa.ColumnElement[Any]:
    """For the order or a condition of the few rows that others find: its own index would be walked to its end."""
    return sa.func.coalesce(column, sa.null())


def both_or_neither(first: str, second: str) -> sa.CheckConstraint:
    """What happened and when, or neither."""
    return sa.CheckConstraint(f"({first} IS NULL) = ({second} IS NULL)", name=f"{first}_with_{second}")


def in_order(first: str = "valid_from", second: str = "valid_to") -> sa.CheckConstraint:
    """The last day is not before the first; an open end is allowed."""
    return sa.CheckConstraint(f"{second} IS NULL OR {second} >= {first}", name=f"{first}_before_{second}")
