"""Serve a release: granian with one process of threads, which builds the app itself.

What granian does and why it is set up like this:

* Its process is told the folder of the release and the settings, both plain
  values; the app and the engine are made there, so that nothing that holds a
  thread, a pipe or a store has to cross to another process.
* It forks that process. At that moment no thread of ours may be at work, since a lock
  that one holds stays locked in the child for good. The one thread that there is waits
  for a message from the child, which says when it listens.
* On Linux it binds with ``SO_REUSEPORT``: a second server on the same port would
  share its requests in silence. Hence we look first whether the port is free.
* It writes no access log unless told to; what it has to say beyond errors is
  kept quiet.
* It ends a chunked answer properly even if the iterator fails midway, see
  ``spool.py``.
"""

from __future__ import annotations

import errno
import signal
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.util import Finalize
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from openalliances.engine.confinement import end_with_parent
from openalliances.engine.open import open_engine
from openalliances.errors import MachineError, OpenAlliancesError
from openalliances.release import Release, open_release
from openalliances.settings import Settings
from openalliances.web.app import create_app

_LISTENING = b"listening"
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
    receiver, sender = Pipe(duplex=False)
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    failures: list[str] = []
    announcer = threading.Thread(
        target=_announce,
        args=(receiver, f"http://{shown}:{port}/", ready, failures),
        daemon=True,
    )
    announcer.start()
    loader = partial(load, release.folder, settings, (settings.host, port), sender)
    try:
        server.serve(target_loader=loader, wrap_loader=False)
    except SystemExit:
        announcer.join(1)
        reason = failures[0] if failures else "What it said stands above."
        raise MachineError("The server process ended by itself.", reason) from None


def load(
    folder: Path, settings: Settings, address: tuple[str, int], listening: Connection
) -> Flask:
    """Return the app of the release in *folder*; the pool ends with this process.

    Called in the server process. Sends a message to *listening* once *address*
    accepts connections, or says why it cannot start, and ends the process.
    """
    end_with_parent()
    # The handler of the process that forked this one would swallow an early SIGTERM.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        release = open_release(folder)
        engine = open_engine(release, settings)
    except OpenAlliancesError as error:
        listening.send_bytes(f"{error.message} {error.hint}".encode())
        raise SystemExit(error.exit_code) from None
    # Runs when the server process ends in good order, which atexit does not in a child.
    Finalize(None, engine.close, exitpriority=1)
    app = create_app(release, engine, settings)
    threading.Thread(target=_tell, args=(address, listening), daemon=True).start()
    return app


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


def _tell(address: tuple[str, int], listening: Connection) -> None:
    """Send a message when *address* accepts connections; give up if it never does."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104
    until = time.monotonic() + _START_PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection((host, address[1]), timeout=5).close()
        except OSError:
            time.sleep(0.01)
            continue
        listening.send_bytes(_LISTENING)
        return


def _announce(
    receiver: Connection, url: str, ready: Callable[[str], object], failures: list[str]
) -> None:
    """Call *ready* when the server process says that it listens; else keep what it says."""
    message = receiver.recv_bytes()
    if message == _LISTENING:
        ready(url)
    else:
        failures.append(message.decode())


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
