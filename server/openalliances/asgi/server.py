"""Serve a release: one process with an event loop, others for pages, workers for queries.

uvicorn is the server: an answer that fails midway ends its connection without the end of
the answer, and it tells when a client has left. (granian ends a chunked answer in good
order even if the app fails, so a broken result would look like a whole one.)
SIGTERM and SIGINT end the server when the requests that run have been answered; SIGHUP
looks for a new release at once, a change of the folder's link or manifest soon after.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import uvicorn

from openalliances.asgi.acceptor import Acceptor
from openalliances.asgi.admission import Front
from openalliances.asgi.app import App, page_processes
from openalliances.asgi.file_watch import watch_files
from openalliances.asgi.memory import give_back_now_and_then
from openalliances.asgi.open_files import allow_open_files
from openalliances.asgi.served import ServedRelease
from openalliances.asgi.site_processes import SiteProcesses
from openalliances.asgi.site_work import Mount
from openalliances.asgi.starting import wait_for_store
from openalliances.engine.open import notes, open_engine
from openalliances.errors import MachineError, OpenAlliancesError
from openalliances.pages.site import Site
from openalliances.release import MANIFEST, Release, open_release
from openalliances.settings import Settings

_STOP_PATIENCE = 10
_BACKLOG = 4096
_UNSENT = 128 * 1024
"""Bytes of a connection that the system takes over before it can send them."""
_QUIET = 100
"""Connections up to which it is a time to give back memory."""
_SWITCH_EVERY = 0.0005
"""Seconds for which a thread computes until others get the interpreter's lock: the event loop
takes it several times a request, and would wait for each page that is made."""
_LOOK_EVERY = 1.0


def serve(
    release: Release,
    settings: Settings,
    ready: Callable[[str], object],
    watched: Path | None = None,
    *,
    mount: Mount,
) -> None:
    """Serve *release* until SIGTERM or SIGINT; call *ready* with the URL once it answers.

    *watched* is the folder, or the link to one, where a new release will be found. *mount*
    makes the app of the pages.

    :raises MachineError: if the port cannot be had.
    :raises EngineError: if the workers do not start.
    """
    connections = allow_open_files(settings)
    if connections < settings.connections:
        print(  # noqa: T201
            f"This process may open few files: {connections} connections are served at a time, not "
            f"{settings.connections}. More with: ulimit -n {4 * settings.connections}",
            file=sys.stderr,
            flush=True,
        )
        settings = replace(settings, connections=connections)
    listening = listen_on(settings.host, settings.port)
    # Pages say where they are asked, also on a port that was found free.
    settings = replace(settings, port=listening.getsockname()[1])
    with contextlib.closing(listening):
        _run(_serve(release.folder, settings, ready, watched, listening, mount))


class Server(uvicorn.Server):
    """uvicorn's server, which takes its connections from our acceptor.

    It ends in good order when it is told to: its own way is to raise the signal again at the end,
    before anything here is closed.
    """

    def __init__(self, config: uvicorn.Config, front: Front) -> None:
        super().__init__(config)
        self._front = front

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections on *sockets*."""
        acceptor = Acceptor(sockets or (), self._protocol, self._front, _BACKLOG)
        acceptor.start()
        self.servers = [acceptor]  # type: ignore[list-item]  # as much of one as is asked for
        self.started = True

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on SIGTERM and SIGINT; the second SIGINT waits for nobody."""
        loop = asyncio.get_running_loop()
        if threading.current_thread() is not threading.main_thread():
            yield  # only the main thread hears signals
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)


def _run(main: object) -> None:
    try:
        import uvloop
    except ImportError:  # there is none for every system; it is faster, not other
        asyncio.run(main)  # type: ignore[arg-type]
    else:
        uvloop.run(main)  # type: ignore[arg-type]


async def _serve(
    folder: Path,
    settings: Settings,
    ready: Callable[[str], object],
    watched: Path | None,
    listening: socket.socket,
    mount: Mount,
) -> None:
    open_ = partial(_open, folder, settings, mount)
    served = await wait_for_store(open_, settings, listening) if settings.engine else open_()
    for note in notes(served.site.engine, settings):
        print(note, file=sys.stderr, flush=True)  # noqa: T201
    app = App(served, settings)
    # What it says of connections that we end on purpose is no news.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    server = Server(
        uvicorn.Config(
            app,
            http=http_protocol(app.front),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=settings.idle_time,  # type: ignore[arg-type]  # seconds, also parts of one
            timeout_graceful_shutdown=_STOP_PATIENCE,
        ),
        app.front,
    )
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    watcher = asyncio.create_task(_watch(app, settings, watched or folder, mount))
    looker = asyncio.create_task(watch_files(app))
    warmer = asyncio.create_task(app.warm(app.served))
    trimmer = asyncio.create_task(give_back_now_and_then(lambda: app.front.held.open <= _QUIET))
    announcer = asyncio.create_task(_announce(server, lambda: ready(f"http://{shown}:{port}/")))
    sys.setswitchinterval(_SWITCH_EVERY)
    # What has been loaded by now stays: to look through it again and again takes time.
    gc.collect()
    gc.freeze()
    try:
        await server.serve(sockets=[listening])
    finally:
        for task in (watcher, looker, warmer, trimmer, announcer):
            task.cancel()
        app.close()
        app.served.close()


def _open(folder: Path, settings: Settings, mount: Mount) -> ServedRelease:
    """Return the release in *folder* with its engine; a link is followed once and for all."""
    release = open_release(folder.resolve(), settings.check_size)
    site = Site(release, open_engine(release, settings), settings)
    return ServedRelease(site, SiteProcesses(site, mount, page_processes(settings)))


def http_protocol(front: Front) -> type[asyncio.Protocol] | Literal["auto"]:
    """Return the class of connections; uvicorn's own where it lacks what ours is built on."""
    try:
        from openalliances.asgi.connection import connection_class
        from openalliances.asgi.uvicorn_names import missing_names
    except ImportError as error:
        missing = [str(error)]
    else:
        missing = missing_names()
        if not missing:
            return connection_class(front)
    print(  # noqa: T201
        f"uvicorn {uvicorn.__version__} lacks {', '.join(missing)}: requests are answered, but "
        "slower, and heads and connections have no limit. Install the version that is asked for.",
        file=sys.stderr,
        flush=True,
    )
    return "auto"


async def _announce(server: uvicorn.Server, ready: Callable[[], object]) -> None:
    while not server.started:
        await asyncio.sleep(0.005)
    ready()


async def _watch(app: App, settings: Settings, folder: Path, mount: Mount) -> None:
    """Put a new release in place of the old one when there is one, until cancelled."""
    hurry = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, hurry.set)
    known = _state(folder)
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_EVERY):
                await hurry.wait()
        asked, now = hurry.is_set(), _state(folder)
        hurry.clear()
        if (now == known and not asked) or not now:
            continue
        known = now
        try:
            new = await asyncio.to_thread(_open, folder, settings, mount)
            await app.warm(new)
        except OpenAlliancesError as error:
            app.served.refused = error.message
            print(f"The release stays: {error.message} {error.hint}", file=sys.stderr, flush=True)  # noqa: T201
            continue
        except Exception as error:
            print(f"The release stays: {error!r}", file=sys.stderr, flush=True)  # noqa: T201
            continue
        app.replace(new)
        version = new.site.release.manifest.version
        print(f"Serving release {version} now", file=sys.stderr, flush=True)  # noqa: T201


def _state(folder: Path) -> tuple[str, int, int]:
    """Return what changes when another release is there; empty values while there is none."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return ("", 0, 0)
    return (str(folder.resolve()), found.st_mtime_ns, found.st_ino)


def listen_on(host: str, port: int) -> socket.socket:
    """Return a socket that listens on *port*, or on a free one for 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        # Connections inherit it (tcp(7)): what waits for a reader waits here, and is counted.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise _unavailable(host, port, error) from None
    return listening


def _unavailable(host: str, port: int, error: OSError) -> MachineError:
    if error.errno == errno.EADDRINUSE:
        return MachineError(
            f"Port {port} is in use by another program.",
            f"Take another one with --port {port + 1}, or --port 0 for any that is free.",
        )
    if error.errno == errno.EACCES:
        return MachineError(
            f"Port {port} may not be opened by you.", "Take one above 1023 with --port 8000."
        )
    return MachineError(
        f"Cannot listen on {host}, port {port}: {error.strerror or error}.",
        "Give an address of this machine with --host, for example 127.0.0.1.",
    )
