"""The remote engine: a store that speaks the SPARQL 1.1 Protocol, for data that outgrow a machine.

The second :class:`~openalliances.engine.interface.Engine`. What holds for the pool
holds here: the deadline covers everything, an answer is whole or an error, and
there are as many queries at a time as the settings say. What cannot hold: how the
store evaluates. Closing the connection ends the waiting; whether it ends the
evaluation is up to the store, whose own time limit should be set as well.

A thread per answer reads from the store and converts, since a parser and a
serialiser of pyoxigraph pull and push for themselves. It never outlives the
deadline by more than the making of a connection.
"""

from __future__ import annotations

import base64
import contextlib
import math
import threading
import time
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlencode

from openalliances.engine.calls import calling, current_call
from openalliances.engine.chunks import ChunkedAnswer
from openalliances.engine.errors import cancelled, timed_out, unwritable
from openalliances.engine.interface import Call, Query, Solution, State
from openalliances.engine.local.xml_wellformed import FormatError
from openalliances.engine.remote.bindings import bind
from openalliances.engine.remote.bounded_queue import BoundedQueue
from openalliances.engine.remote.closure import GatheredAnswer, gather
from openalliances.engine.remote.connections import Body, Connection, ConnectionPool, Endpoint
from openalliances.engine.remote.conversion import accept, convert
from openalliances.engine.remote.errors import from_response, incomplete, unreachable
from openalliances.engine.scheduler import LIGHT, Limits, Scheduler, Slot
from openalliances.engine.select import columns, select
from openalliances.errors import EngineError, QuerySyntaxError, RequestError
from openalliances.rdf.formats import RESULTS_JSON, RESULTS_TSV, Format
from openalliances.rdf.prefixes import PUSHED_GRAPH
from openalliances.settings import Settings

# Virtuoso 7.2.5 answers this in 50 ms, and the same with DISTINCT in no time that we waited for.
_GRAPHS = "SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_ERROR_TEXT = 8000


class RemoteEngine:
    """An :class:`~openalliances.engine.interface.Engine`; see the module.

    *listed* says that the default graph of the store is not the union of its
    graphs, so that a query that wants the union names them all. *rows* is the format in
    which the store is asked for rows.
    """

    def __init__(
        self, settings: Settings, *, listed: bool = False, rows: Format = RESULTS_JSON
    ) -> None:
        self.endpoint = Endpoint.parse(settings.engine)
        self.connections = ConnectionPool(self.endpoint)
        # The store alone knows what is light for it, so there is one lane.
        self.scheduler = Scheduler(
            Limits(
                light=settings.query_workers,
                heavy=0,
                queue=settings.query_queue,
                client=settings.client_queries,
                light_time=math.inf,
            )
        )
        self.listed = listed
        self.rows = rows
        self._patience = settings.query_timeout
        self._headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Encoding": "identity",
            "User-Agent": "openalliances",
        }
        if settings.engine_user:
            pair = f"{settings.engine_user}:{settings.engine_password}".encode()
            self._headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        self._graphs: frozenset[str] | None = None
        self._asking = threading.Lock()

    def run(self, query: Query, call: Call | None = None) -> RemoteAnswer | GatheredAnswer:
        """Start *query*; return when the first bytes of its answer are there.

        :raises RequestError: see :meth:`~openalliances.engine.interface.Engine.run`.
        """
        deadline = time.monotonic() + query.timeout
        if query.closure is not None:
            with calling(call or current_call()):
                return GatheredAnswer(gather(query.closure, lambda text: self._ask(text, deadline)))
        call = call or current_call()
        *first, last = query.texts
        for text in first:
            with contextlib.suppress(QuerySyntaxError):
                return self._started(query, text, call, deadline)
        return self._started(query, last, call, deadline)

    def _started(self, query: Query, text: str, call: Call, deadline: float) -> RemoteAnswer:
        form = self._form(query, text)
        slot = self.scheduler.enter(call, deadline)
        answer = RemoteAnswer(self, query, slot)
        call.on_cancel(answer.cancel)
        answer.start(form)
        return answer

    def _ask(self, text: str, deadline: float) -> list[Solution]:
        return select(self, text, timeout=max(deadline - time.monotonic(), 1e-3))

    def start(self, query: Query, call: Call) -> None:
        """Return None: nothing is started here without waiting for the store."""

    @property
    def variant(self) -> str:
        """Return the same word always: how that store holds its data is not known."""
        return "remote"

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs; asked once, since a release never changes."""
        with self._asking:
            if self._graphs is None:
                rows = select(self, _GRAPHS, timeout=self._patience, union=False)
                found = frozenset(str(value.value) for (value,) in columns(rows, "g"))
                self._graphs = found - {PUSHED_GRAPH}
            return self._graphs

    def state(self) -> State:
        """Return what the engine does now."""
        load = self.scheduler.load()
        return State(running_heavy=load.running[LIGHT], waiting_heavy=load.waiting[LIGHT])

    def close(self) -> None:
        """Close the idle connections and turn away new queries; what runs ends by itself."""
        self.scheduler.close()
        self.connections.close()

    def send(
        self, connection: Connection, query: Query, form: bytes, deadline: float
    ) -> HTTPResponse:
        """Send the request of *query* over *connection*."""
        headers = {**self._headers, "Accept": accept(query.format, self.rows)}
        return connection.ask("POST", self.endpoint.path, headers, form, deadline)

    def _form(self, query: Query, text: str) -> bytes:
        """Return the request body (SPARQL 1.1 Protocol, section 2.1.2)."""
        text = bind(text, query.bindings)
        if query.base:
            text = f"BASE <{query.base}>\n{text}"
        default, named = query.default_graphs, query.named_graphs
        if query.union and self.listed and not default and not named:
            # Naming the default graphs alone would leave nothing for GRAPH.
            default = named = tuple(sorted(self.graphs()))
        pairs = [("query", text)]
        pairs += [("default-graph-uri", iri) for iri in default]
        pairs += [("named-graph-uri", iri) for iri in named]
        return urlencode(pairs).encode()


class RemoteAnswer(ChunkedAnswer):
    """The :class:`~openalliances.engine.interface.Answer` of a remote store."""

    def __init__(self, engine: RemoteEngine, query: Query, slot: Slot) -> None:
        self._engine = engine
        self._query = query
        self._slot = slot
        self._deadline = slot.deadline
        self._queue = BoundedQueue(slot.deadline)
        self._connection: Connection | None = None
        self._closed = False

    def start(self, form: bytes) -> None:
        """Send the request body *form*; return when the first bytes are there.

        :raises RequestError: if there will be no answer.
        """
        try:
            threading.Thread(target=self._work, args=(form,), daemon=True).start()
        except RuntimeError:
            self._engine.scheduler.leave(self._slot)
            raise EngineError("The system lets us start no further thread.") from None
        self._chunk = self._read()

    def close(self) -> None:
        """Close the connection if the answer was not read to its end."""
        self._chunk = None
        if self._closed:
            return
        self._closed = True
        self._queue.close()
        if (connection := self._connection) is not None:
            connection.close()

    def cancel(self) -> None:
        """Let whoever reads know that the answer was taken back, and close the connection."""
        self._queue.end(cancelled())
        if (connection := self._connection) is not None:
            connection.close()

    def _read(self) -> bytes | None:
        """Return the next chunk, or None at the end."""
        if self._closed:
            return None
        try:
            chunk = self._queue.get()
        except TimeoutError:
            self.close()
            raise timed_out(self._query.timeout) from None
        except RequestError:
            self.close()
            raise
        self._closed = chunk is None
        return chunk

    def _work(self, form: bytes) -> None:
        """Ask, convert and close; the thread of this answer. Its end is always told."""
        # What nobody has foreseen must not look like the end of a whole answer.
        error: RequestError | None = EngineError("The answer of the store was lost on its way.")
        try:
            self._exchange(form)
            error = None
        except RequestError as refused:
            error = refused
        except TimeoutError:
            error = timed_out(self._query.timeout)
        except (OSError, HTTPException) as broken:
            error = EngineError(
                f"The connection to the store failed: {str(broken) or type(broken).__name__}.",
                "If it goes on, the operator should look whether the store runs.",
            )
        except FormatError as unfit:
            error = unwritable(self._query.format, str(unfit))
        except (SyntaxError, ValueError, MemoryError) as malformed:
            # A parser says MemoryError of a term that is longer than it holds.
            error = EngineError(f"The answer of the store cannot be read: {malformed}.")
        finally:
            self._engine.scheduler.leave(self._slot)
            self._slot.call.end()
            if error is not None:
                # What the frames of this thread hold (a result of pyoxigraph) must end in it.
                error.__traceback__ = error.__context__ = None
            self._queue.end(error)

    def _exchange(self, form: bytes) -> None:
        connection, response = self._ask(form)
        try:
            body = Body(response)
            if response.status != 200:
                raise self._refused(response, body)
            if error := incomplete(response.headers, self._query.timeout):
                raise error
            self._convert(response, body)
        except BaseException:
            connection.close()
            raise
        self._engine.connections.release(connection)

    def _ask(self, form: bytes) -> tuple[Connection, HTTPResponse]:
        """Send the query; once more if a kept connection turns out to have been closed."""
        for fresh in (False, True):
            self._connection = connection = self._engine.connections.acquire(fresh=fresh)
            was_fresh = connection.fresh
            try:
                if self._closed:
                    raise BrokenPipeError
                return connection, self._engine.send(connection, self._query, form, self._deadline)
            except TimeoutError:
                connection.close()
                if time.monotonic() < self._deadline:
                    raise unreachable("it did not accept the connection in time") from None
                raise
            except OSError as error:
                connection.close()
                if was_fresh or self._closed:
                    raise unreachable(str(error) or type(error).__name__) from None
            except HTTPException:
                connection.close()
                if was_fresh or self._closed:
                    raise
        raise AssertionError

    def _convert(self, response: HTTPResponse, body: Body) -> None:
        encoding = response.headers.get("Content-Encoding", "identity")
        if encoding != "identity":
            raise ValueError(f"it came with the encoding {encoding[:40]}, which nobody asked for")
        media_type = response.headers.get_content_type()
        endless = self._query.format.kind == "graph" or media_type == RESULTS_TSV.media_type
        if endless and not body.delimited:
            raise ValueError("it has no length, so that nobody can tell whether it is whole")
        convert(body, media_type, self._query.format, self._queue, self._query.json_ld)

    def _refused(self, response: HTTPResponse, body: Body) -> RequestError:
        text = b""
        # A reason that breaks off is better than none.
        with contextlib.suppress(ConnectionError):
            while len(text) < _ERROR_TEXT and (chunk := body.read(_ERROR_TEXT)):
                text += chunk
        return from_response(
            response.status,
            response.headers,
            text.decode(errors="replace"),
            self._query.timeout,
            added_lines=1 if self._query.base else 0,
        )
