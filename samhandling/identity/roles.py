"""The roles as data, read from `roles.yaml` once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import yaml

from samhandling.identity.permissions import Permission
from samhandling.web.i18n import Text


class Place(StrEnum):
    """What a grant of the role must name."""

    SYSTEM = "system"
    AREA = "area"
    ORGANISATION = "organisation"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Limits:
    """`idle`: without a request. `longest`: from sign-in. `device`: how long a browser may skip the second factor."""

    idle: timedelta
    longest: timedelta
    device: timedelta


# Ruling B27: who reports in passing must not be asked all the time; who can change others' rights is.
LIMITS: Final[Mapping[str, Limits]] = {
    "reporter": Limits(timedelta(hours=12), timedelta(days=7), timedelta(days=30)),
    "steward": Limits(timedelta(minutes=30), timedelta(hours=10), timedelta(0)),
}


@dataclass(frozen=True, slots=True)
class Role:
    """`kinds`: codes of the organisations or bodies it can be held in; empty where the place has none."""

    code: str
    label: Text
    means: Text
    place: Place
    kinds: frozenset[str]
    limits: Limits
    permissions: frozenset[Permission]


def _load() -> Mapping[str, Role]:
    rows = yaml.safe_load(Path(__file__).with_name("roles.yaml").read_text("utf-8"))
    return {
        row["code"]: Role(
            code=row["code"],
            label=Text(**row["label"]),
            means=Text(**row["means"]),
            place=Place(row["place"]),
            kinds=frozenset(row.get("kinds", ())),
            limits=LIMITS[row["session"]],
            permissions=frozenset(map(Permission, row["permissions"])),
        )
        for row in rows
    }


ROLES: Final = _load()


def strictest(limits: list[Limits]) -> Limits:
    """For one who holds several roles, or none."""
    limits = limits or [LIMITS["steward"]]
    return Limits(*(min(getattr(each, name) for each in limits) for name in Limits.__slots__))
