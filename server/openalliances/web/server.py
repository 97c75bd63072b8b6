"""Serve a release: granian with one process of threads, which builds the app itself.

What granian does and why it is set up like this:

* Its process is told the folder of the release and the settings, both plain
  values; the app and the engine are made there, so that nothing that holds a
  thread, a pipe or a store has to cross to another process.
* On Linux it binds with ``SO_REUSEPORT``: a second server on the same port would
  share its requests in silence. Hence we look first whether the port is free.
* It writes no access log unless told to; what it has to say beyond errors is
  kept quiet.
* It ends a chunked answer properly even if the iterator fails midway, see
  ``spool.py``.
"""

from __future__ import annotations

import errno
import http.client
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from openalliances.engine.pool import open_pool
from openalliances.errors import MachineError
from openalliances.release import Release, open_release
from openalliances.settings import Settings
from openalliances.web.app import create_app

_START_PATIENCE = 60.0
_STOP_PATIENCE = 10
_HEADER_PATIENCE = 15_000
_ACCEPTED_CONNECTIONS = 1024


def serve(release: Release, settings: Settings, ready: Callable[[str], object]) -> None:
    """Serve *release* until SIGTERM or SIGINT; call *ready* with the URL once it answers.

    :raises MachineError: if the port cannot be had, or the server process ends by itself.
    """
    port = _free_port(settings.host, settings.port)
    server = Granian(
        "openalliances.web.server",
        address=settings.host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        blocking_threads=settings.threads,
        backpressure=_ACCEPTED_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_PATIENCE),
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
        workers_kill_timeout=_STOP_PATIENCE,
    )
    announcer = threading.Thread(target=_announce, args=(settings.host, port, ready), daemon=True)
    announcer.start()
    try:
        server.serve(target_loader=partial(load, release.folder, settings), wrap_loader=False)
    except SystemExit:
        raise MachineError(
            "The server process ended by itself.", "What it said stands above."
        ) from None


def load(folder: Path, settings: Settings) -> Flask:
    """Return the app of the release in *folder*; the pool ends with this process."""
    release = open_release(folder)
    engine = open_pool(release.store, settings)
    # Runs when the server process ends in good order, which atexit does not in a child.
    Finalize(None, engine.close, exitpriority=1)
    return create_app(release, engine, settings)


def _free_port(host: str, port: int) -> int:
    """Return *port* if nobody listens on it, or a free one for 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _unavailable(host, port, error) from None
        return int(probe.getsockname()[1])


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


def _announce(host: str, port: int, ready: Callable[[str], object]) -> None:
    """Call *ready* when the server answers; stay silent if it never does."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  a comparison
    until = time.monotonic() + _START_PATIENCE
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection(asked, port, timeout=5)
            connection.request("HEAD", "/healthz")
            connection.getresponse().read()
            connection.close()
        except OSError:
            time.sleep(0.02)
            continue
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{port}/")
        return


_LOGGING = {
    "handlers": {
        "console": {
            "formatter": "generic",
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
        },
        "access": {
            "formatter": "access",
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
        },
    },
}
