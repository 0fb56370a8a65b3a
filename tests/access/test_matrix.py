"""Every route with every role: what the matrix says is what the application does, and what was reviewed."""

import re
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from samhandling.identity.access import Declared, Undeclared, Visitor, needs, refuse_undeclared
from samhandling.identity.permissions import Permission
from samhandling.identity.roles import ROLES
from tests.access.application import routes
from tests.worlds import Site, post
from tools.access_matrix import FILE, holders, matrix

NOWHERE = {
    "person": "00000000-0000-4000-8000-000000000000",
    "omraade": "nord",
    "formaal": "password",
    "sted": "statement",
}
NOBODYS = "999999"


@pytest.fixture(scope="module")
def every() -> tuple[Declared, ...]:
    return routes()


def calls(every: tuple[Declared, ...], *, area: str = "nord") -> list[tuple[str, str, Permission]]:
    """Method, address and permission of each; ids that nobody has, so that nothing is changed."""
    filled = NOWHERE | {"omraade": area}
    found = []
    for route in every:
        path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: filled.get(name.group(1), NOBODYS), route.path)
        for method in sorted(route.methods - {"HEAD"}):
            assert route.permission is not None
            found.append((method, path, route.permission))
    return found


def call(client: httpx.Client, method: str, path: str) -> httpx.Response:
    return client.get(path) if method == "GET" else post(client, path, tom="1")


def test_the_reviewed_matrix_is_the_one_the_routes_declare(every: tuple[Declared, ...]) -> None:
    """After a change: `python -m tools.access_matrix`, and read the difference."""
    assert FILE.read_text("utf-8") == matrix(every)
    assert len(every) > 60


def test_a_route_that_declares_nothing_or_two_permissions_stops_the_start() -> None:
    def silent() -> None: ...

    def double(
        one: Annotated[Visitor, needs(Permission.AREA_READ)], other: Annotated[Visitor, needs(Permission.PUBLIC)]
    ) -> None: ...

    for endpoint in (silent, double):
        inner, outer, app = APIRouter(), APIRouter(), FastAPI(openapi_url=None)
        inner.add_api_route("/glemt", endpoint)
        outer.include_router(inner, prefix="/omrade")
        app.include_router(outer)
        with pytest.raises(Undeclared, match="/omrade/glemt"):
            refuse_undeclared(app)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_exactly_the_routes_its_permissions_open(
    pages: Site, every: tuple[Declared, ...], role: str
) -> None:
    client, wrong = pages.browser(f"nord {role}"), []
    for method, path, permission in calls(every):
        if permission in (Permission.PUBLIC, Permission.SIGNED_IN):
            continue
        status = call(client, method, path).status_code
        if role in holders(permission):
            right = status not in (401, 403) and status < 500
        elif "/omrade/" in path and role == "system_administrator":
            right = status == 404
        else:
            right = status == 403
        if not right:
            wrong.append((method, path, permission.value, status))

    assert wrong == []


@pytest.mark.parametrize("role", ["administrator", "gp"])
def test_another_area_does_not_exist_whatever_the_role_there(
    pages: Site, every: tuple[Declared, ...], role: str
) -> None:
    client = pages.browser(f"nord {role}")
    wrong = []
    for method, path, _ in calls(every, area="sor"):
        if not path.startswith("/omrade/"):
            continue
        other, unknown = call(client, method, path), call(client, method, path.replace("/sor", "/finnesikke", 1))
        if (other.status_code, other.text) != (404, unknown.text):
            wrong.append((method, path, other.status_code))

    assert wrong == []


def test_without_signing_in_pages_lead_to_the_sign_in_and_forms_come_back(
    pages: Site, every: tuple[Declared, ...]
) -> None:
    client = pages.browser(None)
    wrong = []
    for method, path, permission in calls(every):
        if permission is Permission.PUBLIC:
            continue
        answer = call(client, method, path)
        right = (
            answer.status_code == 303 and answer.headers["location"].startswith("/logg-inn")
            if method == "GET"
            else answer.status_code == 401 and "Send på nytt" in answer.text
        )
        if not right:
            wrong.append((method, path, answer.status_code))

    assert wrong == []
