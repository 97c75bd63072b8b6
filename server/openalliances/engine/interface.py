"""The engine interface: what each engine can do, and the values that go in and out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from openalliances.engine.scheduler import Call as Call
from openalliances.rdf.formats import Format

Term: TypeAlias = NamedNode | BlankNode | Literal
"""A term of a solution."""

Solution: TypeAlias = Mapping[str, Term]
"""A row: variable name (without ``?``) to term; unbound variables are absent."""


@dataclass(frozen=True, slots=True)
class Closure:
    """Things, and what hangs on them by way of blank nodes: their concise bounded description.

    The statements with one of ``iris`` as subject, and those of each blank node that these
    lead to, at any depth (CBD, W3C Member Submission of 3 June 2005, without its reifications;
    what ``DESCRIBE`` answers, SPARQL 1.1 Query, section 16.4). At most ``limit`` of them; 0 takes
    all. ``incoming`` asks for at most so many statements that lead to the things: those of a
    blank node bring along what leads to it, up to something with a name. ``names`` are
    properties, the best first, whose literals are added for everything that is mentioned; those
    after one that names it in English, or in no language, may be left out.

    ``reified`` adds the reifiers with a name of each statement of the things (RDF 1.2 Concepts,
    section 3.5), with what is said of them. All that properties of ``follow`` lead to from
    there, however far, is described as well, and so are the things of ``beside``, if they are of
    one of the classes ``kinds`` where these are given. They are named in any case.
    """

    iris: tuple[str, ...]
    limit: int = 0
    incoming: int = 0
    names: tuple[str, ...] = ()
    reified: bool = False
    follow: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


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
    ``projection`` is what the ``*`` of ``SELECT *`` stands for: its place in ``text``, and the
    variables as they are written there.
    ``json_ld`` is the form of JSON-LD (:class:`~openalliances.rdf.json_ld.options.Form`).
    ``closure`` asks for that in place of what the text says: the answer is quads, each statement
    in the graph that states it, which no form of query can say.
    """

    text: str
    format: Format
    timeout: float
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = True
    base: str = ""
    bindings: Mapping[str, Term] = field(default_factory=dict)
    closure: Closure | None = None
    federated: bool = False
    projection: tuple[int, str] | None = None
    json_ld: str = "compacted"

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the texts to try: with its projection written out, and, if that fails, as it is.

        Its columns then have the order of writing; what does not parse has its own error.
        """
        if self.projection is None:
            return (self.text,)
        at, names = self.projection
        return f"{self.text[:at]} {names} {self.text[at + 1 :]}", self.text


@dataclass(frozen=True, slots=True)
class State:
    """What an engine does now, for operators; ``pids`` are its worker processes.

    ``in_memory`` says whether it holds the data in memory; None where it does not know.
    ``damage`` says what is wrong with the store, if anything is.
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
    damage: str = ""


class Answer(AbstractContextManager["Answer"], Protocol):
    """The bytes of an answer, as they come.

    Iterating raises a :class:`~openalliances.errors.RequestError` when the
    query fails; bytes that came before it are then no whole answer. Closing
    early (also by leaving the ``with`` block) stops the evaluation.
    """

    def __iter__(self) -> Iterator[bytes]:
        """Yield the serialised answer in chunks."""
        ...

    def close(self) -> None:
        """Give the worker back, or stop it if the answer was not read to its end."""
        ...


class InlineAnswer(Protocol):
    """A light query that runs now and is read without a thread, by whoever has an event loop.

    :meth:`read` when :attr:`file` can be read, until it is whole; then :meth:`close` it, when
    nobody waits for the file any more. At ``until`` (:func:`time.monotonic`) it is no light
    query any more, and goes on in a thread by :meth:`hand_over`.
    """

    until: float

    @property
    def file(self) -> int:
        """Return the number of the file to wait for."""
        ...

    def read(self) -> bytes | None:
        """Return the whole answer if it is there; None if there is more to wait for.

        :raises RequestError: if the query failed.
        :raises InlineLimitReached: if it takes longer, or is larger, than a light query may.
        """
        ...

    def hand_over(self) -> Answer:
        """Return the same answer for a thread, from its first byte on. It waits.

        :raises RequestError: if the query fails.
        """
        ...

    def close(self) -> None:
        """Give slot and worker back; nothing is done if the answer has been handed over."""
        ...


class InlineLimitReached(Exception):  # noqa: N818  not an error: the answer goes on in a thread
    """The answer takes longer or is larger than what is answered without a thread."""


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

        Without one it is that of the thread (:mod:`openalliances.engine.calls`).

        :raises QuerySyntaxError: if the query does not parse.
        :raises EngineBusyError: if there is no place for it.
        :raises QueryTimeoutError: if it did not begin to answer in time.
        :raises QueryCancelledError: if *call* was cancelled.
        """
        ...

    def start(self, query: Query, call: Call) -> InlineAnswer | None:
        """Start *query* without waiting for anything; None where that cannot be: then :meth:`run`.

        :raises ClientBusyError: if this client has too many queries here already.
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
