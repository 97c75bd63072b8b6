"""owlrl, the reference reasoner of OWL 2 RL: the only file that imports it.

It needs rdflib, about a minute for the core graph, and says of literals and of each thing
(that it is the same as itself) what nobody asks; whoever calls this filters that. The rules
of :mod:`~openalliances.builder.inference.owl_rl` give the same faster.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from types import FrameType
from typing import Any

import pyoxigraph as ox
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import Literal, URIRef

from openalliances.builder.rdflib_state import rdflib_state_kept
from openalliances.builder.rdflib_terms import to_graph, to_oxigraph

NAME = "owlrl"


@dataclass(frozen=True, slots=True)
class Entailed:
    """All triples of a closure that RDF 1.1 can have, and owlrl's errors in its own words."""

    triples: frozenset[ox.Triple]
    errors: tuple[str, ...]


def engine() -> str:
    """Return the name and the version of the reasoner."""
    return f"{NAME} {version(NAME)}"


def entail(triples: Iterable[ox.Triple]) -> Entailed:
    """Return the OWL 2 RL closure of *triples*, them included.

    :raises KeyboardInterrupt: at Ctrl-C, even if owlrl has swallowed the first.
    """
    graph = to_graph(triples)
    with rdflib_state_kept(), _interruption() as interrupted:
        reasoner = _Reasoner(graph, interrupted)
        reasoner.closure()
    return Entailed(frozenset(_of_rdf(graph)), tuple(reasoner.found))


class _Reasoner(OWLRL_Semantics):  # type: ignore[misc]  # owlrl has no types
    """owlrl without axiomatic triples, with its errors kept out of the graph."""

    def __init__(self, graph: Any, interrupted: threading.Event) -> None:
        super().__init__(graph, axioms=False, daxioms=False)
        self.found: list[str] = []
        self._interrupted = interrupted

    def add_error(self, message: str) -> None:
        """Keep the message of a contradiction."""
        if message not in self.found:
            self.found.append(message)

    def rules(self, triple: Any, round_: int) -> None:
        """Apply the rules to a triple.

        :raises KeyboardInterrupt: if one was swallowed before, by a bare ``except``.
        """
        if self._interrupted.is_set():
            raise KeyboardInterrupt
        super().rules(triple, round_)


@contextmanager
def _interruption() -> Iterator[threading.Event]:
    """Give what is set once Ctrl-C was pressed; the handler that was there is called, too."""
    pressed = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield pressed
        return
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        pressed.set()
        if callable(before):
            before(number, frame)

    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _of_rdf(graph: Any) -> Iterator[ox.Triple]:
    """Yield what is a triple of RDF: owlrl also speaks of literals, and makes them predicates."""
    for subject, predicate, term in graph:
        if isinstance(subject, Literal) or not isinstance(predicate, URIRef):
            continue
        yield ox.Triple(
            to_oxigraph(subject),  # type: ignore[arg-type]  # no literal
            to_oxigraph(predicate),  # type: ignore[arg-type]  # an IRI
            to_oxigraph(term),
        )
