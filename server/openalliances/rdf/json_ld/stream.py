"""JSON-LD of statements that come one by one: nested while they are few, else as they come.

A document needs all statements of a thing at once. What is longer than :data:`HELD` is written
flat: statements that follow each other and have one subject are one object, each on a line. A
thing that comes back has another object; readers take both for the same (JSON-LD 1.1 API,
section 7.2, node map generation).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from typing import Any

import pyoxigraph as ox

from openalliances.rdf.json_ld.context import Context
from openalliances.rdf.json_ld.layout import compact
from openalliances.rdf.json_ld.options import Form, JsonLdOptions
from openalliances.rdf.json_ld.values import Compacted, Expanded, Node, Style, Term
from openalliances.rdf.json_ld.writer import write_json_ld

HELD = 20_000
"""Statements that are held to be written as a document."""


def json_ld_stream(
    triples: Iterable[ox.Triple], context: Context, options: JsonLdOptions
) -> Iterator[bytes]:
    """Yield *triples* as JSON-LD.

    :raises TripleTermError: if there is a triple term among the first.
    """
    coming = iter(triples)
    first = list(islice(coming, HELD))
    if len(first) < HELD:
        yield write_json_ld(first, context, options=options)
        return
    is_expanded = options.form is Form.EXPANDED
    head = options.address or context.document
    yield b"[\n" if is_expanded else f'{{"@context":{compact(head)},"@graph":[\n'.encode()
    style = Expanded() if is_expanded else Compacted(context)
    between = b""
    for node in _nodes(chain(first, coming), context, style):
        yield between + compact(node).encode()
        between = b",\n"
    yield b"\n]\n" if is_expanded else b"\n]}\n"


def _nodes(
    triples: Iterable[ox.Triple], context: Context, style: Style
) -> Iterator[dict[str, Any]]:
    for subject, group in groupby(triples, lambda triple: triple.subject):
        said: dict[str, list[Term]] = {}
        for triple in group:
            said.setdefault(triple.predicate.value, []).append(triple.object)  # type: ignore[arg-type]  # no triple terms
        yield _node(subject, said, context, style)


def _node(
    subject: Node, said: dict[str, list[Term]], context: Context, style: Style
) -> dict[str, Any]:
    node: dict[str, Any] = {}
    if isinstance(style, Compacted) and (masked := _masked(subject, said, context)):
        # A local context, in which the prefix that an IRI looks like is none (section 4.1.1).
        node["@context"] = dict.fromkeys(masked)
        style = Compacted(context.without(masked))

    def identifier(node: Node) -> str:
        return f"_:{node.value}" if isinstance(node, ox.BlankNode) else style.identifier(node)

    node["@id"] = identifier(subject)
    for predicate in sorted(said):
        style.add(node, predicate, list(dict.fromkeys(said[predicate])), identifier)
    return node


def _masked(subject: Node, said: dict[str, list[Term]], context: Context) -> list[str]:
    iris = [subject.value, *said]
    for terms in said.values():
        iris += (t.datatype.value if isinstance(t, ox.Literal) else t.value for t in terms)
    return sorted({prefix for iri in iris if (prefix := context.disguised(iri))})
