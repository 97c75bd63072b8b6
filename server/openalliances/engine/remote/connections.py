"""HTTP to a store of others: connections that are kept, and a deadline that holds.

``http.client`` starts its timeout anew with every read, so that a server which
sends a byte now and then is never too late. Here each read gets what is left
until the deadline, headers included (:class:`_Reader`). How an answer is
delimited (RFC 9112, section 6) is watched in :class:`Body`: what ends before its
length or its last chunk is an error, and so is what has neither, unless its
format says where it ends.
"""

from __future__ import annotations

import contextlib
import io
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, cast
from urllib.parse import urlsplit

from openalliances.errors import SettingError

_CHUNK = 64 * 1024
_CONNECT_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a store listens; ``path`` has the query string of the URL, if there is one."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, url: str) -> Endpoint:
        """Return the endpoint of an http or https URL.

        :raises SettingError: if it is none, or holds a password.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise _no_url(url) from None
        if "@" in parts.netloc:
            raise SettingError(
                "The URL of a store holds a user name or a password.",
                "Set them apart, so that they appear in no list of processes.",
            )
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise _no_url(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, parts.hostname, port, path)


def _no_url(url: str) -> SettingError:
    return SettingError(
        f'"{url}" is not the URL of a store.', "Give one such as http://127.0.0.1:7878/query"
    )


class _Reader(io.RawIOBase):
    """The bytes that come in; every read ends at the deadline of its connection."""

    def __init__(self, sock: socket.socket, connection: Connection) -> None:
        self._sock = sock
        self._connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._connection.left())
        return self._sock.recv_into(buffer)


class _Timed:
    """As much of a socket as ``http.client`` uses."""

    def __init__(self, sock: socket.socket, connection: Connection) -> None:
        self._sock = sock
        self._connection = connection

    def sendall(self, data: Any) -> None:
        self._sock.settimeout(self._connection.left())
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._sock, self._connection), _CHUNK)

    def close(self) -> None:
        """Do nothing: ``http.client`` closes while an answer is still to be read."""


class Connection:
    """One connection, used for one exchange after the other."""

    def __init__(self, endpoint: Endpoint, context: ssl.SSLContext | None) -> None:
        self._sock: socket.socket | None = None
        self._deadline = 0.0
        self._closed = False
        self._http: HTTPConnection = (
            HTTPSConnection(endpoint.host, endpoint.port, context=context)
            if endpoint.scheme == "https"
            else HTTPConnection(endpoint.host, endpoint.port)
        )

    @property
    def fresh(self) -> bool:
        """Return whether it is not connected yet."""
        return self._sock is None

    def left(self) -> float:
        """Return the seconds until the deadline, at least a moment: 0 would mean "never wait".

        :raises TimeoutError: if it has passed.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, deadline: float
    ) -> HTTPResponse:
        """Send a request; return the response as soon as its head is there.

        :raises TimeoutError: at *deadline* (:func:`time.monotonic`).
        :raises OSError: if the connection cannot be made, or breaks.
        :raises HTTPException: if what comes back is not HTTP.
        """
        self._deadline = deadline
        if self._sock is None:
            self._http.timeout = min(self.left(), _CONNECT_PATIENCE)
            self._http.connect()
            self._sock = self._http.sock
            self._http.sock = cast("Any", _Timed(self._sock, self))
        if self._closed:
            raise ConnectionAbortedError
        self._http.request(method, path, body or None, dict(headers))
        return self._http.getresponse()

    @property
    def reusable(self) -> bool:
        """Return whether the server keeps the connection."""
        return not self._closed and self._http.sock is not None

    def close(self) -> None:
        """Close the connection, also under a thread that reads from it."""
        self._closed = True
        if self._sock is not None:
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
            self._sock.close()


class ConnectionPool:
    """The idle connections to one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        # One context for all connections: it reads the certificates of the system.
        self._context = ssl.create_default_context() if endpoint.scheme == "https" else None
        self._idle: list[Connection] = []
        self._lock = threading.Lock()

    def acquire(self, *, fresh: bool = False) -> Connection:
        """Return a connection for one exchange; a *fresh* one is not connected yet."""
        with self._lock:
            if self._idle and not fresh:
                return self._idle.pop()
        return Connection(self._endpoint, self._context)

    def release(self, connection: Connection) -> None:
        """Keep *connection* for the next exchange, if the server does; else close it."""
        if not connection.reusable:
            connection.close()
            return
        with self._lock:
            self._idle.append(connection)

    def close(self) -> None:
        """Close all idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


class Body:
    """The body of a response as a file to read, which knows whether it is whole."""

    def __init__(self, response: HTTPResponse) -> None:
        self._response = response
        self._left = None if response.chunked else response.length
        self.delimited = response.chunked or response.length is not None
        self.ended = False

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes as they come, or none at the end.

        :raises ConnectionError: if it ends too early.
        :raises TimeoutError: at the deadline.
        """
        wanted = _CHUNK if size < 0 else min(size, _CHUNK)
        if self.ended or not wanted:
            return b""
        if self._left is not None:
            wanted = min(wanted, self._left)
        try:
            chunk = self._response.read1(wanted) if wanted else b""
        except HTTPException as error:
            raise ConnectionError(f"it was cut off ({type(error).__name__})") from None
        if chunk:
            if self._left is not None:
                self._left -= len(chunk)
            return chunk
        if self._left:
            raise ConnectionError(f"it was cut off, {self._left} bytes before its end")
        self.ended = True
        self._response.close()
        return b""
