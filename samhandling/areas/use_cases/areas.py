"""Areas themselves, and what an area calls the roles. A short name is unique: a form sent twice makes one."""

import re
import secrets
from datetime import date
from typing import Final

from samhandling.areas import repository
from samhandling.areas.change import Change, fresh
from samhandling.areas.tables import Area, RoleLabel
from samhandling.areas.use_cases.labels import Labels, carry_out, plan
from samhandling.identity.roles import ROLES
from samhandling.kernel.columns import key
from samhandling.kernel.errors import NotFound, Refused

_SLUG: Final = re.compile(r"[a-z][a-z0-9-]{1,39}")
# They would be read as pages of ours.
_TAKEN: Final = frozenset({"ny", "system"})


def add(change: Change, slug: str, name: str, maalform: str) -> int:
    """The id. Refused: «slug_unfit», «slug_taken»."""
    if not _SLUG.fullmatch(slug) or slug in _TAKEN:
        raise Refused("slug_unfit", field="adresse")
    if repository.area_by_slug(change.session, slug) is not None:
        raise Refused("slug_taken", field="adresse")
    row = Area(slug=slug, name=name, maalform=maalform, fingerprint_key=secrets.token_bytes(32))
    change.session.add(row)
    change.session.flush()
    change.record("area_added", "area", row.id, slug=slug, name=change.hashed(name))
    return key(row.id)


def label_role(change: Change, area: int, role: str, opened: int, labels: Labels, start: date) -> None:
    """What the area calls a role from a day; without any name, what everybody calls it."""
    if role not in ROLES:
        raise NotFound
    row = repository.locked(change.session, area)
    mine = [each for each in repository.role_labels(change.session, area) if each.role == role]
    steps = plan(mine, labels, start)
    if not steps:
        return
    fresh(opened, row.version)

    def make(language: str, text: str, since: date, end: date | None) -> RoleLabel:
        return RoleLabel(area_id=area, role=role, language=language, label=text, valid_from=since, valid_to=end)

    carry_out(change, steps, labels, start, make)
    row.version += 1
    change.session.add(row)
    change.record("role_labelled", "area", area, role=role, since=start.isoformat(), languages=sorted(steps))
