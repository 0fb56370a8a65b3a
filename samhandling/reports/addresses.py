"""Where a published report stands: an address that never changes."""


def address_of(area: str, number: str) -> str:
    return f"/rapporter/{area}/{number}"
