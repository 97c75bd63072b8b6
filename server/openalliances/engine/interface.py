"""Who answers a query: the interface that every engine has, and its values."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from openalliances.rdf.formats import Format

Term: TypeAlias = NamedNode | BlankNode | Literal
"""A term of a solution."""

Solution: TypeAlias = Mapping[str, Term]
"""A row: variable name (without ``?``) to term; unbound variables are absent."""


@dataclass(frozen=True, slots=True)
class Query:
    """A read-only query that has been judged, and how its answer is wanted.

    ``default_graphs`` and ``named_graphs`` are the data set of the SPARQL 1.1
    Protocol (section 2.1.4) and win over ``FROM``; empty means that none was
    given. ``union`` makes the default graph the union of all graphs; it wins over
    ``FROM``, so whoever gives a text with ``FROM`` sets it to False (the judge
    does). ``bindings`` fixes variables to terms, so that nothing is pasted into
    query text; a SELECT must have them in its projection (SEP-0007).
    ``timeout`` is in seconds. ``federated`` says that it asks other endpoints, as it may.
    """

    text: str
    format: Format
    timeout: float
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = True
    base: str = ""
    bindings: Mapping[str, Term] = field(default_factory=dict)
    federated: bool = False


class Call:
    """Somebody's wish to have a query answered, which can be taken back from any thread.

    ``client`` says who asks, so that places are shared fairly; empty for ourselves. ``id``
    names the call to those who may stop it.
    """

    def __init__(self, client: str = "", given_id: str = "") -> None:
        self.client = client
        self._id = given_id
        self.cancelled = False
        self._lock = threading.Lock()
        self._stop: Callable[[], object] | None = None

    @property
    def id(self) -> str:
        """Return the id, which nobody can guess who has not been told."""
        if not self._id:
            self._id = secrets.token_hex(16)
        return self._id

    def on_cancel(self, stop: Callable[[], object]) -> None:
        """Have *stop* called when the call is cancelled; at once if it was already."""
        with self._lock:
            self._stop = stop
            late = self.cancelled
        if late:
            stop()

    def cancel(self) -> None:
        """Take the wish back: what waits or runs for it is stopped."""
        with self._lock:
            self.cancelled = True
            stop, self._stop = self._stop, None
        if stop is not None:
            stop()

    def end(self) -> None:
        """Forget how to stop; there is nothing left to be stopped."""
        with self._lock:
            self._stop = None


@dataclass(frozen=True, slots=True)
class State:
    """What an engine does now, for operators; ``pids`` are its worker processes.

    ``in_memory`` says whether it holds the data in memory; None where it does not know.
    """

    running_light: int = 0
    running_heavy: int = 0
    waiting_light: int = 0
    waiting_heavy: int = 0
    workers_idle: int = 0
    workers_working: int = 0
    kills: int = 0
    deaths: int = 0
    pids: tuple[int, ...] = ()
    in_memory: bool | None = None


class Answer(AbstractContextManager["Answer"], Protocol):
    """The bytes of an answer, as they come.

    Iterating raises a :class:`~openalliances.errors.RequestError` when the
    query fails; bytes that came before it are then no whole answer. Closing
    early (also by leaving the ``with`` block) stops the evaluation.
    """

    def __iter__(self) -> Iterator[bytes]:
        """Yield the serialised answer in pieces."""
        ...

    def close(self) -> None:
        """Give the worker back, or stop it if the answer was not read to its end."""
        ...


class Engine(Protocol):
    """Something that evaluates queries."""

    @property
    def variant(self) -> str:
        """Return a word; while it is the same, equal queries get equal bytes.

        An order that a query does not ask for depends on how the store is held.
        """
        ...

    def run(self, query: Query, call: Call | None = None) -> Answer:
        """Start *query*; cancelling *call* stops it, wherever it is.

        :raises QuerySyntaxError: if the query does not parse.
        :raises EngineBusyError: if there is no place for it.
        :raises QueryTimeoutError: if it did not begin to answer in time.
        :raises QueryCancelledError: if *call* was cancelled.
        """
        ...

    def graphs(self) -> frozenset[str]:
        """Return the IRIs of the named graphs."""
        ...

    def state(self) -> State:
        """Return what the engine does now."""
        ...

    def close(self) -> None:
        """Stop all that the engine has started."""
        ...
