"""A store that speaks the SPARQL 1.1 Graph Store HTTP Protocol, seen from a client.

Graphs are named indirectly (section 4.2), which all stores understand. Requests
that failed by the connection or by the state of the store are sent again: each of
them has the same effect if it is sent twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from urllib.parse import quote

from openalliances.client.authorization import Authorization
from openalliances.engine.remote.connections import Body, ConnectionPool, Endpoint
from openalliances.errors import MachineError
from openalliances.rdf.formats import N_TRIPLES, TURTLE

_PAUSES = (0, 1, 2, 4, 8)
_LONGEST_PAUSE = 60
_LONGEST_ANSWER = 64 * 1024 * 1024
_REASON = 300
# Virtuoso 7.2.5 reads N-Triples under their own name, and does not write them here.
_ACCEPT = f"{N_TRIPLES.media_type}, {TURTLE.media_type};q=0.9"


class _LaterError(Exception):
    """The request failed in a way that may pass; ``after`` are seconds to wait."""

    def __init__(self, reason: str, after: int = 0) -> None:
        super().__init__(reason)
        self.after = after


class GraphStore:
    """The graphs at *url*; each request has *timeout* seconds, *pause* waits between attempts.

    :raises SettingError: if *url* is none of http or https.
    """

    def __init__(
        self,
        url: str,
        authorization: Authorization,
        timeout: float,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self._endpoint = Endpoint.parse(url)
        self._connections = ConnectionPool(self._endpoint)
        self._authorization = authorization
        self._timeout = timeout
        self._pause = pause

    def get(self, graph: str) -> bytes:
        """Return *graph* in Turtle or N-Triples, its subset; nothing if there is no such graph."""
        status, data = self._send("GET", graph)
        return data if status == 200 else b""

    def put(self, graph: str, data: bytes) -> None:
        """Replace *graph* by the N-Triples *data*."""
        self._send("PUT", graph, data)

    def post(self, graph: str, data: bytes) -> None:
        """Add the N-Triples *data* to *graph*."""
        self._send("POST", graph, data)

    def delete(self, graph: str) -> None:
        """Delete *graph*; it is no error if it is not there."""
        self._send("DELETE", graph)

    def close(self) -> None:
        """Close the connections."""
        self._connections.close()

    def _send(self, method: str, graph: str, data: bytes = b"") -> tuple[int, bytes]:
        """Return status and body of a request that succeeded, or of a 404 where that is fine.

        :raises MachineError: if the store refuses, or fails again and again.
        """
        last = _LaterError("")
        for pause in _PAUSES:
            if wait := max(pause, last.after):
                self._pause(wait)
            try:
                return self._attempt(method, graph, data)
            except _LaterError as error:
                last = error
            except TimeoutError:
                # Another attempt would wait as long; what was sent may still be worked on.
                raise MachineError(
                    f"The store did not answer {method} of <{graph}> within "
                    f"{self._timeout:g} seconds.",
                    "Look whether it works. If it only needs longer, give it more time with "
                    "--timeout, or less at a time with --chunk; the same command goes on here.",
                ) from None
            except (OSError, HTTPException) as error:
                last = _LaterError(str(error) or type(error).__name__)
        raise MachineError(
            f"The store failed {len(_PAUSES)} times at {method} of <{graph}>: {last}.",
            "Look whether it runs; the same command then goes on where this one stopped.",
        )

    def _attempt(self, method: str, graph: str, data: bytes) -> tuple[int, bytes]:
        path = self._path(graph)
        response, body = self._exchange(method, path, data)
        if response.status == 401 and self._authorization.accept(
            response.headers.get("WWW-Authenticate", "")
        ):
            response, body = self._exchange(method, path, data)
        status = response.status
        if status in (200, 201, 202, 204) or (status == 404 and method in ("GET", "DELETE")):
            return status, body
        reason = " ".join(body.decode(errors="replace").split())[:_REASON] or response.reason
        if status in (408, 429, 500, 502, 503, 504):
            after = response.headers.get("Retry-After", "")
            wait = min(int(after), _LONGEST_PAUSE) if after.isdecimal() else 0
            raise _LaterError(f"HTTP {status}, {reason}", wait)
        raise _refused(status, reason)

    def _exchange(self, method: str, path: str, data: bytes) -> tuple[HTTPResponse, bytes]:
        # Virtuoso 7.2.5 replaces a graph and then answers 406 if its page about that is not taken.
        accept = _ACCEPT if method == "GET" else "*/*"
        headers = {"Accept": accept, "Accept-Encoding": "identity"}
        headers["User-Agent"] = "openalliances"
        if data:
            headers["Content-Type"] = N_TRIPLES.media_type
        headers |= self._authorization.header(method, path)
        connection = self._connections.acquire()
        try:
            response = connection.ask(method, path, headers, data, time.monotonic() + self._timeout)
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise ConnectionError("it answers in a content coding that nobody asked for")
            body, found = Body(response), bytearray()
            while chunk := body.read():
                found += chunk
                if len(found) > _LONGEST_ANSWER:
                    raise ConnectionError("it answers without end")
        except BaseException:
            connection.close()
            raise
        self._connections.release(connection)
        return response, bytes(found)

    def _path(self, graph: str) -> str:
        """Return the path with the graph (section 4.2); the default graph has no name."""
        mark = "&" if "?" in self._endpoint.path else "?"
        named = f"graph={quote(graph, safe='')}" if graph else "default"
        return f"{self._endpoint.path}{mark}{named}"


def _refused(status: int, reason: str) -> MachineError:
    hints = {
        401: "Give --user, and the password as OPENALLIANCES_ENGINE_PASSWORD.",
        403: "This user may not write there.",
        404: "Is this the address for the Graph Store Protocol? See the page /about/engines.",
        405: "Is this the address for the Graph Store Protocol? See the page /about/engines.",
        413: "Give smaller chunks with --chunk.",
    }
    return MachineError(
        f"The store refuses what was sent (HTTP {status}: {reason}).",
        hints.get(status, "Look at what the store says about it in its log."),
    )
