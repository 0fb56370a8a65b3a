"""Every route declares what it asks for, in its signature: `who: Annotated[Visitor, needs(Permission.AREA_READ)]`.

An area in the address is one the person has a role in, or it does not exist. `declared` tells the walk over all routes
(and the start of the application) which permission each route declared.
"""

from dataclasses import dataclass
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from samhandling.audit.chain import Actor
from samhandling.guarding.inspecting import Inspector
from samhandling.identity import sessions
from samhandling.identity.permissions import Permission
from samhandling.identity.users import Area, User
from samhandling.kernel.errors import NotAllowed, NotFound
from samhandling.kernel.scope import NOBODY, Scope
from samhandling.services import services
from samhandling.web.fields import Inspect
from samhandling.web.i18n import CHOSEN, language
from samhandling.web.rendering import UNREAD, USER

AREA_PARAMETER = "omraade"


class NotSignedIn(Exception):
    """Nobody, or no longer."""


class Undeclared(RuntimeError):
    """A route that does not say who may use it; the application does not start."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking, where, and in which role. `user` is None only on public routes."""

    user: User | None
    area: Area | None
    role: str
    inspector: Inspector

    @property
    def inspect(self) -> Inspect:
        """What the person's free texts pass on their way in."""
        return self.inspector.for_person(self.me.person)

    @property
    def me(self) -> User:
        """The signed-in user; never None behind `needs`, except for Permission.PUBLIC."""
        if self.user is None:
            raise NotSignedIn
        return self.user

    @property
    def here(self) -> Area:
        """The area in the address; never None where the address names one."""
        if self.area is None:
            raise NotFound
        return self.area

    @property
    def scope(self) -> Scope:
        return self.user.scope if self.user else NOBODY

    @property
    def actor(self) -> Actor:
        return Actor(self.user.person if self.user else None, self.role)


@dataclass(frozen=True, slots=True)
class _Gate:
    permission: Permission

    async def __call__(self, request: Request) -> Visitor:
        user, inspector = await run_in_threadpool(_user, request), services(request).inspector
        if user is not None and not _chosen(request):
            # Set here and not in the thread, so that the route sees it.
            language.set(user.maalform)
        if self.permission is Permission.PUBLIC:
            return Visitor(user, None, "", inspector)
        if user is None:
            raise NotSignedIn
        area = _area(request, user)
        if self.permission is Permission.SIGNED_IN:
            return Visitor(user, area, user.roles[0].role.code if user.roles else "", inspector)
        role = user.role_for(self.permission, area)
        if role is None:
            raise NotAllowed("no_permission")
        return Visitor(user, area, role.code, inspector)


def needs(permission: Permission) -> Any:
    """NotSignedIn, NotFound (an area that is not yours) or NotAllowed, before anything of the route runs."""
    return Depends(_Gate(permission))


@dataclass(frozen=True, slots=True)
class Declared:
    """A route as the application answers it. `permission`: None when it declares none, or several."""

    path: str
    methods: frozenset[str]
    permission: Permission | None


def declared(app: FastAPI) -> tuple[Declared, ...]:
    """Every route, also of routers inside routers; mounted applications (static files) are not routes of ours."""
    return tuple(
        Declared(context.path or "", frozenset(context.methods or ()), _permission(context.dependant))
        for context in iter_route_contexts(app.routes)
        if context.methods is not None
    )


def refuse_undeclared(app: FastAPI) -> None:
    """Raises Undeclared with the routes that declare no permission, or several."""
    silent = sorted(route.path for route in declared(app) if route.permission is None)
    if silent:
        raise Undeclared(", ".join(silent))


def _permission(dependant: Dependant) -> Permission | None:
    gates = [each.call for each in dependant.dependencies if isinstance(each.call, _Gate)]
    return gates[0].permission if len(gates) == 1 else None


def _user(request: Request) -> User | None:
    made = services(request)
    token = sessions.cookie(request, made)
    found = sessions.find(made.database, token, made.clock()) if token else None
    user = request.scope[USER] = found.user if found else None
    if user is not None:
        with made.database.reading(user.scope) as session:
            request.scope[UNREAD] = made.unread(session, user.person)
    return user


def _chosen(request: Request) -> bool:
    """The browser has said which form of Norwegian it wants; that goes before what the person has said."""
    return bool(request.scope.get(CHOSEN))


def _area(request: Request, user: User) -> Area | None:
    slug = request.path_params.get(AREA_PARAMETER)
    if slug is None:
        return None
    area = next((area for area in user.areas if area.slug == slug), None)
    if area is None:
        raise NotFound
    return area
