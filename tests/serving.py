"""Runs an application in a thread, for tests that speak HTTP with it."""

import socket
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from samhandling.services import Services


def _config(app: ASGIApp) -> uvicorn.Config:
    """A connection is kept while a busy machine is slow to use it again."""
    return uvicorn.Config(app, log_config=None, access_log=False, ws="none", timeout_keep_alive=120)


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of a server that runs `app` in a thread of its own."""
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


#: By what they are made of: an application takes half a second to put together, so a process makes each once.
_SERVED: dict[Hashable, tuple[FastAPI, str]] = {}


def served_once(made_of: Hashable, create: Callable[[Services], ASGIApp], services: Services) -> str:
    """The address of an application served until the process ends, now with these services in it."""
    parts = (made_of, services.cookies_are_host)
    if parts not in _SERVED:
        app: Any = create(services)
        door = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(_config(app))
        threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True).start()
        while not isinstance(app, FastAPI):
            app = app.app
        _SERVED[parts] = app, f"http://127.0.0.1:{door.getsockname()[1]}"
    app, address = _SERVED[parts]
    app.state.services = services
    return address
