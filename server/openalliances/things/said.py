"""What is said of things, read by closures and looked up by thing and property.

A query with an optional part for each property takes longer to be planned than this takes to be
read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from openalliances.engine.interface import Closure, Engine
from openalliances.rdf.prefixes import ALLY, PREFIXES, shorten
from openalliances.things.closure import read_closure
from openalliances.things.description import Node, Text
from openalliances.things.naming import NAME_PROPERTIES, best, names_of

Term = NamedNode | Literal

_LABEL = PREFIXES["rdfs"] + "label"


@dataclass(slots=True)
class Said:
    """What was read: the values of each property of each thing, each once, and names."""

    values: dict[tuple[str, str], dict[Term, None]] = field(default_factory=dict)
    names: dict[str, Text] = field(default_factory=dict)

    def read(
        self, engine: Engine, iris: Sequence[str], timeout: float, follow: Sequence[str] = ()
    ) -> None:
        """Read what is said of *iris*, and what is mentioned there is called.

        So is what properties of *follow* lead to from there, however far.

        :raises RequestError: if the engine cannot answer.
        """
        wanted = Closure(tuple(iris), names=NAME_PROPERTIES, follow=tuple(follow))
        quads = read_closure(engine, wanted, timeout)
        self.names |= names_of(quads)
        for quad in quads:
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                pair = (subject.value, quad.predicate.value)
                self.values.setdefault(pair, {})[value] = None

    def all(self, iri: str, name: str) -> list[Term]:
        """Return the values of a property of ours, or of a whole IRI, in a fixed order."""
        predicate = name if ":" in name else ALLY + name
        return sorted(self.values.get((iri, predicate), ()), key=str)

    def iris(self, iri: str, predicate: str) -> list[str]:
        """Return those of the values of a property that are IRIs."""
        return [v.value for v in self.all(iri, predicate) if isinstance(v, NamedNode)]

    def text(self, iri: str, name: str) -> Text | None:
        """Return a literal with its language, None if there is none."""
        found = [v for v in self.all(iri, name) if isinstance(v, Literal)]
        return best([Text(v.value, v.language or "") for v in found]) if found else None

    def first(self, iri: str, name: str) -> str:
        """Return the first value as text, be it an IRI or a literal; empty without one."""
        return next((value.value for value in self.all(iri, name)), "")

    def label(self, iri: str, name: str) -> str:
        """Return what the first value is called, empty without one."""
        found = self.node(iri, name)
        return found.text.value if found else ""

    def number(self, iri: str, name: str) -> int:
        """Return a whole number, 0 if there is none."""
        found = self.text(iri, name)
        return int(found.value) if found and found.value.isdecimal() else 0

    def is_true(self, iri: str, name: str) -> bool:
        """Return whether a boolean is true."""
        found = self.text(iri, name)
        return found is not None and found.value in ("true", "1")

    def node(self, iri: str, name: str) -> Node | None:
        """Return a value as a reader sees it, None if there is none."""
        return next((self.seen(value) for value in self.all(iri, name)), None)

    def seen(self, value: Term) -> Node:
        """Return *value* as a reader sees it."""
        if isinstance(value, Literal):
            return Node(Text(value.value, value.language or ""))
        # Of what was read itself the label is known; a source has a title beside it.
        name = self.text(value.value, _LABEL) or self.names.get(value.value)
        return Node(name or Text(shorten(value.value)), value.value)
