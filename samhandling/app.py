"""Wires the pages together: routers, middleware, error pages. Nothing here knows a rule."""

from functools import partial

import uvicorn
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from samhandling import clockwork
from samhandling.areas import routes as area_routes
from samhandling.areas.answering import Desk
from samhandling.attachments import routes as attachment_routes
from samhandling.attachments.extracting import Extractor
from samhandling.casework import routes as case_routes
from samhandling.casework.room import Room
from samhandling.casework.rulebook import Cites
from samhandling.casework.texts import REFUSALS as CASE_REFUSALS
from samhandling.catalogue import routes as catalogue_routes
from samhandling.catalogue.citing import cited
from samhandling.catalogue.content import Rulebook
from samhandling.catalogue.pages import Catalogue
from samhandling.checks import routes as check_routes
from samhandling.checks.findings import Check
from samhandling.checks.letters import Letter
from samhandling.dashboards import routes as dashboard_routes
from samhandling.deviations import routes as deviation_routes
from samhandling.deviations import slice as deviations
from samhandling.disputes import routes as dispute_routes
from samhandling.disputes import slice as disputes
from samhandling.history import routes as history_routes
from samhandling.housekeeping import schedule, works
from samhandling.identity import link_routes, outside_routes, own_routes
from samhandling.identity import routes as sign_in_routes
from samhandling.identity.access import NotSignedIn, refuse_undeclared
from samhandling.identity.refusal import SignInFirst
from samhandling.importing import making as importing
from samhandling.importing import routes as import_routes
from samhandling.jobs.queue import Worker
from samhandling.jobs.thread import WorkerThread
from samhandling.kernel.errors import DomainError
from samhandling.kernel.scope import SYSTEM
from samhandling.naming import Names
from samhandling.notices import routes as notice_routes
from samhandling.notices.planning import Planner
from samhandling.notices.sending import Sender
from samhandling.paths import data
from samhandling.people import routes as people_routes
from samhandling.protection import routes as protection_routes
from samhandling.reports import public_routes as public_report_routes
from samhandling.reports import region_routes
from samhandling.reports import routes as report_routes
from samhandling.reports.dimensions import Ruled
from samhandling.reports.making import Maker
from samhandling.reports.room import ReportRoom
from samhandling.search import routes as search_routes
from samhandling.services import Services
from samhandling.settings import Settings
from samhandling.starting import alone, head_keeper, office, ready
from samhandling.themes import routes as theme_routes
from samhandling.themes import slice as themes
from samhandling.transfers import routes as transfer_routes
from samhandling.transfers import slice as transfers
from samhandling.web.access_log import AccessLog
from samhandling.web.assets import Assets
from samhandling.web.errors import ErrorPages, Faults
from samhandling.web.headers import SecurityHeaders
from samhandling.web.health import Health
from samhandling.web.i18n import LanguageMiddleware, Text, marked
from samhandling.web.limits import BodyLimit
from samhandling.web.logs import to_standard_error
from samhandling.web.origin import SameOrigin
from samhandling.web.pace import Pace
from samhandling.web.rendering import NavigationItem, Pages
from samhandling.web.sanity import Sanity

SLICES = (deviations.SLICE, themes.SLICE, transfers.SLICE, disputes.SLICE)
NAVIGATION = (
    NavigationItem(marked("Finn regelen"), "/regler"),
    NavigationItem(marked("Sjekk et brev"), "/sjekk"),
)


def create_app(
    settings: Settings,
    services: Services,
    names: Names,
    rulebook: Rulebook,
    check: Check,
    letters: tuple[Letter, ...] = (),
) -> ASGIApp:
    """The whole application, safe to serve: an answer leaves only through the middleware at the end."""
    assets = Assets(data("static"))
    pages = Pages(data("templates"), assets, NAVIGATION, {"names": names})
    errors = ErrorPages(pages)
    # A redirect to the same address without its slash would name the host that the request named.
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.services = services
    app.mount("/static", assets)
    app.include_router(catalogue_routes.router(Catalogue(rulebook), pages, settings.public_origin))
    app.include_router(check_routes.router(check, letters, names, pages))
    app.include_router(area_routes.router(pages))
    app.include_router(people_routes.router(pages, settings.public_origin))
    for slice_ in (sign_in_routes, link_routes, own_routes):
        app.include_router(slice_.router(pages))
    app.include_router(outside_routes.router(pages, settings.public_origin))
    states = {code: name for kind in SLICES for code, name in kind.machine.states.items()}
    app.include_router(search_routes.router(pages, rulebook, states))
    app.include_router(protection_routes.router(pages))
    app.include_router(history_routes.router(pages))
    room = Room(Desk(pages, CASE_REFUSALS), {each.kind: each for each in SLICES}, cited(rulebook))
    app.include_router(deviation_routes.router(room))
    app.include_router(import_routes.router(room))
    app.include_router(theme_routes.router(room))
    app.include_router(dispute_routes.router(room))
    app.include_router(transfer_routes.router(room))
    app.include_router(dashboard_routes.router(room))
    app.include_router(case_routes.router(room))
    app.include_router(notice_routes.router(pages, sends_mail=office(settings) is not None))
    app.include_router(attachment_routes.router(pages, Extractor()))
    reports = ReportRoom(
        Desk(pages, report_routes.REFUSALS),
        cited(rulebook),
        {each.number: Text(each.title.nb, each.title.nn) for each in names.book.chapters},
        {str(kind.machine.kind): kind.machine.states for kind in SLICES},
    )
    app.include_router(report_routes.router(reports))
    app.include_router(region_routes.router(reports))
    app.include_router(public_report_routes.router(reports))
    for kind in (HTTPException, RequestValidationError, DomainError):
        app.add_exception_handler(kind, errors.for_exception)
    app.add_exception_handler(NotSignedIn, SignInFirst(pages))
    app.add_exception_handler(OperationalError, errors.unavailable)
    refuse_undeclared(app)
    # Inside FastAPI's own net, which would answer a fault in English and hand its message on to the server's log.
    app.add_middleware(Faults, errors=errors)
    https = (settings.public_origin or "").startswith("https:")
    guarded = SameOrigin(BodyLimit(app), errors, settings.public_origin)
    paced = Pace(Sanity(guarded, errors), errors, settings.requests_per_minute, services.clock)
    logged = AccessLog(LanguageMiddleware(paced, services.cookies_are_host))
    return SecurityHeaders(Health(logged, partial(ready, services), settings.folder), https=https)


def serve(settings: Settings, services: Services, app: ASGIApp, cites: Cites, ruled: Ruled) -> None:
    """Until interrupted. Prints the address once it is open; port 0 takes a free one.

    The server's own access log is off: it would write query strings. The queue's worker runs beside the pages.
    """
    to_standard_error()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        ws="none",
        timeout_graceful_shutdown=10,
    )
    with services.database.writing(SYSTEM) as session:
        schedule(session, services.clock())
        clockwork.schedule(session, services.clock())
    keeper = head_keeper(settings, services)
    worker = WorkerThread(
        Worker(
            services.database,
            services.clock,
            {
                **works(services.clock),
                **clockwork.works(services.clock, services.trail, SLICES),
                **importing.works(services.clock, services.trail, services.secrets, cites),
            },
        ),
        lambda: keeper.after_commit(services.database, services.clock()),
    )
    post_office = office(settings)
    # A thread of its own: a mail server that does not answer must not hold up the queue.
    post = WorkerThread(
        Sender(services.database, services.clock, post_office),
        Planner(services.database, services.clock, post_office).step,
        "mail",
    )
    reporter = WorkerThread(Maker(services.database, services.clock, ruled), lambda: None, "reports")
    with alone(services.database, settings.folder), config.bind_socket() as door:
        door.listen(config.backlog)
        print(f"http://{settings.host}:{door.getsockname()[1]}", flush=True)
        worker.start()
        post.start()
        reporter.start()
        try:
            uvicorn.Server(config).run(sockets=[door])
        finally:
            reporter.stop()
            worker.stop()
            keeper.write(services.database, services.clock())
            post.stop()
