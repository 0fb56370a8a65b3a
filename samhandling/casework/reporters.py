"""For whom a person opens cases, and the key by which the same form sent twice opens one."""

from uuid import UUID

from samhandling.identity.users import User


def reporter_of(user: User, area: int) -> dict[int, str]:
    """The organisations the person can report for in the area, each with the role held there, in the order held."""
    found: dict[int, str] = {}
    for held in user.roles:
        if held.organisation is not None and any(each.id == area for each in held.areas):
            found.setdefault(held.organisation, held.role.code)
    return found


def form_key_of(person: UUID, key_in_form: str) -> str:
    return f"{person.hex[:16]}:{key_in_form}"[:64]
