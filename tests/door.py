"""The real server in a thread of the test: both doors, over a release and any engine."""

from __future__ import annotations

import asyncio
import http.client
import json
import string
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from typing import Any
from urllib.parse import quote, urlencode

import uvicorn

from openalliances.asgi.admission import Front
from openalliances.asgi.app import App
from openalliances.asgi.connection import connection_class
from openalliances.asgi.exchange import RepeatedRequests
from openalliances.asgi.served import ServedRelease
from openalliances.asgi.server import Server, listen_on
from openalliances.asgi.site_work import WorkHere, Workplace
from openalliances.pages.site import Site
from openalliances.settings import Settings
from openalliances.web.app import create_app

FORM = "application/x-www-form-urlencoded"


class Names(set[str]):
    """Names of headers, whose case does not count."""

    def __contains__(self, name: object) -> bool:
        """Return whether *name* is among them."""
        return super().__contains__(str(name).lower())


class Response:
    """What was answered, with the names that Flask's test client has for it."""

    def __init__(self, status: int, headers: Message, data: bytes) -> None:
        self.status_code = status
        self.headers = headers
        self.data = data

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.data.decode()

    @property
    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.data)

    @property
    def content_type(self) -> str:
        """Return the Content-Type."""
        return self.headers["Content-Type"]

    @property
    def vary(self) -> Names:
        """Return the names in Vary."""
        names = (
            name.strip().lower()
            for header in self.headers.get_all("Vary", [])
            for name in header.split(",")
        )
        return Names(names)

    @property
    def content_length(self) -> int | None:
        """Return the length that was said; None where none was."""
        said = self.headers["Content-Length"]
        return None if said is None else int(said)


class Door:
    """A client of the server at *port*; each request has a connection of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def open(
        self,
        path: str,
        *,
        method: str = "GET",
        query_string: Mapping[str, str] | None = None,
        data: Mapping[str, str] | str | bytes | None = None,
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Send one request and read its answer to the end."""
        sent = dict(headers or {})
        if query_string:
            path += "?" + urlencode(query_string)
        if isinstance(data, Mapping):
            data, content_type = urlencode(data), content_type or FORM
        if content_type:
            sent["Content-Type"] = content_type
        body = data.encode() if isinstance(data, str) else data
        path = quote(path, safe=string.punctuation)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {k: v.encode() for k, v in sent.items()})
            response = connection.getresponse()
            return Response(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **given: Any) -> Response:
        """Send GET."""
        return self.open(path, **given)

    def head(self, path: str, **given: Any) -> Response:
        """Send HEAD."""
        return self.open(path, method="HEAD", **given)

    def post(self, path: str, **given: Any) -> Response:
        """Send POST."""
        return self.open(path, method="POST", **given)

    def options(self, path: str, **given: Any) -> Response:
        """Send OPTIONS."""
        return self.open(path, method="OPTIONS", **given)


@contextmanager
def running(app: Any, settings: Settings | None = None) -> Iterator[int]:
    """Run the ASGI app *app* behind our connections in a thread; yield its port."""
    front = Front(settings or Settings(), RepeatedRequests(10_000, 10_000))
    config = uvicorn.Config(
        app,
        http=connection_class(front),
        timeout_keep_alive=front.settings.idle_time,  # type: ignore[arg-type]
        lifespan="off",
        log_config=None,
        ws="none",
    )
    server = Server(config, front)
    listening = listen_on("127.0.0.1", 0)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


@contextmanager
def opened(release: Any, engine: Any, settings: Any) -> Iterator[Door]:
    """Serve *release*; the engine is whoever's it is, and is closed by them."""
    made: list[App] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        # Made in the loop that it runs in.
        if not made:
            site = Site(release, engine, settings)
            work = WorkHere(Workplace(site, create_app(site)))
            made.append(App(ServedRelease(site, work), settings))
        await made[0](scope, receive, send)

    try:
        with running(app, settings) as port:
            yield Door(port)
    finally:
        for one in made:
            one.close()
