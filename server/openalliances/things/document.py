"""The document about a thing in an RDF format: which statements it holds."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from openalliances.engine.interface import Engine, Query, Solution
from openalliances.rdf.formats import Format
from openalliances.rdf.prefixes import PREFIXES
from openalliances.things.page_queries import ask, text_of

_WITH_GRAPHS = frozenset(("nq", "trig"))
"""Formats in which the document keeps the graphs; JSON-LD is left flat for its readers."""


def is_mentioned(engine: Engine, iri: str, timeout: float) -> bool:
    """Return whether *iri* occurs in the data, be it only as the object of a statement."""
    return bool(ask(engine, "mentioned", timeout, iri))


def statements(engine: Engine, iri: str, timeout: float) -> list[Quad]:
    """Return the statements about *iri*, each with its graph, those that begin with it first.

    Of something of which nothing is said it is the statements that mention it.

    :raises RequestError: if the engine cannot answer.
    """
    found = [_quad(row) for row in ask(engine, "document", timeout, iri)]
    if not found:
        return [_quad(row) for row in ask(engine, "mentions", timeout, iri)]
    if any(isinstance(quad.object, BlankNode) for quad in found):
        found += [_quad(row) for row in ask(engine, "nested", timeout, iri)]
    return sorted(found, key=lambda quad: quad.subject != NamedNode(iri))


def whole_graphs(engine: Engine, iri: str, timeout: float) -> tuple[str, ...]:
    """Return the graphs that *iri* stands for: itself, or those that declare it.

    A named graph stands for itself; an ontology, a scheme or a catalogue for the
    graph that declares it. Other things stand for none.
    """
    if iri in engine.graphs():
        return (iri,)
    rows = ask(engine, "whole", timeout, iri)
    return tuple(row["graph"].value for row in rows if isinstance(row["graph"], NamedNode))


def graph_query(graphs: tuple[str, ...], form: Format, timeout: float) -> Query:
    """Return the query whose answer is all statements of *graphs* in one format.

    Several graphs are an ontology and what it imports; they answer as one ontology.
    """
    text = text_of("graph" if len(graphs) == 1 else "merged")
    return Query(text, form, timeout, default_graphs=graphs, union=False)


def write(quads: list[Quad], form: Format) -> bytes:
    """Return *quads* in one format; TriG and N-Quads keep the graphs."""
    if form.extension in _WITH_GRAPHS:
        target, prefixes = _target(form), _used_prefixes([quad.triple for quad in quads])
        return serialize(quads, format=target, prefixes=prefixes) or b""
    return write_triples([quad.triple for quad in quads], form)


def write_triples(triples: Iterable[Triple], form: Format) -> bytes:
    """Return *triples* in one format, each once, with our prefixes where it has prefixes."""
    once = list(dict.fromkeys(triples))
    return serialize(once, format=_target(form), prefixes=_used_prefixes(once)) or b""


def _target(form: Format) -> RdfFormat:
    target = RdfFormat.from_media_type(form.media_type)
    if target is None:
        raise ValueError(f"{form.name} is not an RDF format")
    return target


def _used_prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    iris: set[str] = set()
    for triple in triples:
        terms = (triple.subject, triple.predicate, triple.object)
        iris.update(term.value for term in terms if isinstance(term, NamedNode))
        if isinstance(triple.object, Literal):
            iris.add(triple.object.datatype.value)
    return {
        prefix: namespace
        for prefix, namespace in PREFIXES.items()
        if any(iri.startswith(namespace) for iri in iris)
    }


def _quad(row: Solution) -> Quad:
    subject, predicate, graph = row["subject"], row["predicate"], row.get("graph")
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        raise TypeError("a statement that RDF does not have")
    place = graph if isinstance(graph, NamedNode | BlankNode) else DefaultGraph()
    return Quad(subject, predicate, row["object"], place)
