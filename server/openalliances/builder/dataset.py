"""The data set: named graphs in one store, with the files that they come from.

What is built asks it: rules and queries by SPARQL in :attr:`Dataset.store`, the
documentation and the indexes by :class:`Statements`, the outputs by
:attr:`Dataset.graphs`, which keeps each literal as it was written (the store takes
``01`` for ``1``). Nothing here knows rdflib.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeAlias

import pyoxigraph as ox

from openalliances.rdf.prefixes import Prefixes

Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
"""A term of RDF 1.1."""
Triples: TypeAlias = Sequence[ox.Triple]

SCHEMA_KINDS = ("ontology", "vocab")
"""What the data are reasoned over with."""
NOT_REASONED = ("shapes", "alignments")
"""What is published beside the data and never reasoned over: rules for files, links by choice."""
_NO_FACTS = (*NOT_REASONED, "inferred", "description", "statements", "links", "names", "counts")
NOT_ASKED = ("alignments",)
"""What is not in the default graph, which rules and queries ask."""

_DEFAULT = ox.DefaultGraph()


class Places(Protocol):
    """Where a file says something: lines, counted from 1."""

    def subject(self, iri: str) -> int | None:
        """Return the line where something is first said about *iri*, or None."""
        ...

    def statement(self, subject: str, predicate: str, term: str | None = None) -> int | None:
        """Return the line of a statement, or of its predicate if *term* is not found there."""
        ...

    def cell(self, subject: str, predicate: str, term: str | None = None) -> tuple[int, int] | None:
        """Return the line and the column of a statement; the column is 0 if it is not known."""
        ...


class SourceFile(Protocol):
    """A file that has been read: Turtle or a table.

    ``name`` is the path to show. ``graph_iri`` is the named graph that it is part of;
    several files may be of one graph, one without triples of none. ``kind`` is
    ontology, vocab, alignments, shapes,
    catalog, claims, reference, sources, links, or file for one from elsewhere. ``text``
    is empty if the file has no canonical form.
    """

    @property
    def path(self) -> Path:
        """The file itself."""
        ...

    @property
    def name(self) -> str:
        """The path to show."""
        ...

    @property
    def graph_iri(self) -> str:
        """The graph that its triples are in."""
        ...

    @property
    def kind(self) -> str:
        """The kind of what it holds."""
        ...

    @property
    def text(self) -> str:
        """What stands in it."""
        ...

    @property
    def triples(self) -> tuple[ox.Triple, ...]:
        """What it says, with each literal as it is written."""
        ...

    def places(self) -> Places:
        """Return where it says what; the text is looked through for that."""
        ...

    def canonical_text(self) -> str:
        """Return the text that it should have."""
        ...


class Dataset:
    """Named graphs in one Oxigraph store, their kinds, and the files that they come from.

    ``store`` holds each named graph, and in its default graph all of them but the
    alignments: to ask one graph is several times as fast as to ask many as one.
    """

    def __init__(self, files: Iterable[SourceFile] = ()) -> None:
        """Make a data set of *files*."""
        self.store = ox.Store()
        self._files: list[SourceFile] = []
        self._graphs: dict[str, list[ox.Triple]] = {}
        self._kinds: dict[str, str] = {}
        for file in files:
            self.add(file)

    def add(self, file: SourceFile) -> None:
        """Take a file's triples into its graph, if it has one."""
        self._files.append(file)
        if file.graph_iri:
            self.add_graph(file.graph_iri, file.kind, file.triples)

    def add_graph(
        self, name: str, kind: str, triples: Iterable[ox.Triple], *, asked: bool = True
    ) -> None:
        """Take *triples* into the graph called *name*, which is made if it is not there.

        With *asked* they can be asked for, too; else they are only written.
        """
        found = list(triples)
        known = self._graphs.setdefault(name, [])
        known[:] = dict.fromkeys((*known, *found)) if known else found
        self._kinds.setdefault(name, kind)
        if asked:
            graph = ox.NamedNode(name)
            self.store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in found)
            if kind not in NOT_ASKED:
                self.store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in found)

    def close(self) -> None:
        """Give back the memory of the store; the graphs stay, and nothing can be asked."""
        self.store = ox.Store()

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """The files, in the order in which they were added."""
        return tuple(self._files)

    @property
    def graphs(self) -> Mapping[str, Triples]:
        """The triples of each graph, with each literal as it was written, by name."""
        return MappingProxyType(self._graphs)

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each graph, by name."""
        return MappingProxyType(self._kinds)

    def named(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the graphs of these *kinds*."""
        wanted = frozenset(kinds)
        return tuple(name for name, kind in self._kinds.items() if kind in wanted)

    def triples(self, *kinds: str) -> Iterator[ox.Triple]:
        """Yield the triples of all graphs of these *kinds*; some come twice."""
        for name in self.named(kinds):
            yield from self._graphs[name]

    def fact_kinds(self) -> frozenset[str]:
        """Return the kinds of what is reasoned over: not shapes, alignments and what follows."""
        return frozenset(self._kinds.values()) - frozenset(_NO_FACTS)

    def facts(self) -> Iterator[ox.Triple]:
        """Yield what is reasoned over and checked, with what the rules have derived."""
        yield from self.triples(*self.fact_kinds())

    def statements(self, *kinds: str) -> Statements:
        """Return the graphs of these *kinds*, asked as one; without any, the default graph."""
        return Statements(self.store, self.named(kinds) if kinds else None)


class Statements:
    """Some graphs of a store as one, asked by pattern; answers come once each, in no order."""

    def __init__(
        self,
        store: ox.Store,
        graphs: Iterable[str] | None = None,
        *,
        everything: bool = False,
        most: int | None = None,
        prefixes: Prefixes | None = None,
    ) -> None:
        """Ask the *graphs* of these names, or the default graph, or *everything* in the store.

        *most* is how many statements are looked at for an answer; *prefixes* shorten IRIs.
        """
        self._store = store
        self._most = most
        self._everything = everything
        self._prefixes = prefixes or Prefixes()
        self._one: ox.NamedNode | ox.DefaultGraph | None = _DEFAULT
        self._names: frozenset[ox.NamedNode] = frozenset()
        if graphs is not None:
            names = [ox.NamedNode(name) for name in graphs]
            self._one = names[0] if len(names) == 1 else None
            self._names = frozenset(names)

    def __contains__(self, triple: tuple[Node, ox.NamedNode | None, Node | None]) -> bool:
        """Return whether there is a statement of that form; None stands for anything."""
        return next(self._quads(*triple), None) is not None

    def objects(self, subject: Node, predicate: ox.NamedNode) -> list[Node]:
        """Return the values of a property of *subject*."""
        return self._once(q.object for q in self._quads(subject, predicate, None))

    def subjects(self, predicate: ox.NamedNode, term: Node | None = None) -> list[Node]:
        """Return what has *term*, or anything, for that property."""
        return self._once(q.subject for q in self._quads(None, predicate, term))

    def pairs(self, predicate: ox.NamedNode) -> list[tuple[Node, Node]]:
        """Return the subjects and objects of a property."""
        found = ((q.subject, q.object) for q in self._quads(None, predicate, None))
        return list(dict.fromkeys(found))  # type: ignore[arg-type]  # no triple terms (RDF 1.2)

    def value(self, subject: Node, predicate: ox.NamedNode) -> Node | None:
        """Return the first of the values of a property, by their text; None if there is none."""
        return min(self.objects(subject, predicate), key=str, default=None)

    def members(self, head: Node) -> list[Node]:
        """Return the members of the RDF list at *head*, in order."""
        found: list[Node] = []
        seen: set[Node] = set()
        node: Node | None = head
        while node is not None and node != _NIL and node not in seen:
            seen.add(node)
            found.extend(self.objects(node, _FIRST)[:1])
            node = self.value(node, _REST)
        return found

    def shorten(self, iri: str) -> str:
        """Return *iri* as people read it: with a prefix if there is one for it."""
        return self._prefixes.shorten(iri)

    def _quads(
        self, subject: Node | None, predicate: ox.NamedNode | None, term: Node | None
    ) -> Iterator[ox.Quad]:
        if isinstance(subject, ox.Literal):
            return iter(())
        graph = None if self._everything else self._one
        quads: Iterator[ox.Quad] = self._store.quads_for_pattern(subject, predicate, term, graph)
        if graph is None and not self._everything:
            quads = (quad for quad in quads if quad.graph_name in self._names)
        return islice(quads, self._most)

    @staticmethod
    def _once(terms: Iterable[object]) -> list[Node]:
        return list(dict.fromkeys(terms))  # type: ignore[arg-type]  # no triple terms (RDF 1.2)


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (ox.NamedNode(_RDF + name) for name in ("first", "rest", "nil"))
