"""Writes docs/tilgangsmatrise.md: who may use which route, from what the routes declare and what the roles hold.

usage: python -m tools.access_matrix [--check]. A reviewed file: a new route or permission shows in its diff.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from samhandling.identity.access import Declared
from samhandling.identity.permissions import Permission
from samhandling.identity.roles import ROLES

FILE = Path(__file__).parent.parent / "docs" / "tilgangsmatrise.md"
_HEAD = """# Tilgangsmatrise

Laget av `python -m tools.access_matrix` fra det rutene selv oppgir og rollene i `samhandling/identity/roles.yaml`.
Testene i `tests/access` går hver rute med hver rolle og sammenligner.

En rute med område i adressen: rollene under får den i sitt eget område; andre roller i området får 403; den som ikke
har noen rolle i området, får 404, med samme side som for et område som ikke finnes; uten innlogging vises innloggingen
(303), og et sendt skjema kommer tilbake utfylt (401).

## Ruter

| metode | adresse | tillatelse | roller |
|---|---|---|---|
"""
_CASES = """
## Saker

Det samme i repositoriet og i PostgreSQLs rad-sikkerhet: `tests/access/test_relations.py`,
`tests/database/test_scope.py`.

| forhold til saken | ser den |
|---|---|
| egen (meldte den) | ja |
| eget kontor deltar | ja |
| part, fra hvilket som helst område | ja |
| rådet eller utvalget en sitter i, deltar | ja |
| samme område, rolle for hele området (PKO, administrator) | ja |
| samme område, rolle ved en virksomhet som ikke deltar | nei |
| inhabil, uansett hvilket forhold ellers | nei |
| annet område | nei |
"""


def holders(permission: Permission) -> list[str]:
    """Codes of the roles that hold it."""
    return [code for code, role in ROLES.items() if permission in role.permissions]


def matrix(routes: Iterable[Declared]) -> str:
    """The whole document. `routes`: every one of the application's."""
    rows = sorted(
        (route.path, method, route.permission)
        for route in routes
        for method in sorted(route.methods)
        if method != "HEAD"
    )
    return _HEAD + "".join(_row(path, method, permission) for path, method, permission in rows) + _CASES


def _row(path: str, method: str, permission: Permission | None) -> str:
    who = {
        None: "INGEN OPPGITT",
        Permission.PUBLIC: "alle",
        Permission.SIGNED_IN: "alle innloggede",
    }.get(permission) or ", ".join(holders(permission or Permission.PUBLIC))
    return f"| {method} | `{path}` | {permission} | {who} |\n"


def main() -> int:
    from tests.access.application import routes

    text = matrix(routes())
    if "--check" in sys.argv:
        return 0 if FILE.read_text("utf-8") == text else 1
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
