"""The named graphs and the parts as they are called and downloaded: as values and as data.

The one place where the table of graphs meets what was counted. As data it is DCAT 3
(https://www.w3.org/TR/vocab-dcat-3/) with VoID: each part is a data set with a distribution
for each format. Sizes and checksums are not among the statements, since a file cannot state
its own; they are in ``SHA256SUMS``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pyoxigraph as ox

from openalliances.builder.canonical import Canonical
from openalliances.builder.named_graphs import NamedGraph, NamedGraphs, Part
from openalliances.builder.outputs.triple_terms import formats_of
from openalliances.rdf.formats import N_TRIPLES, Format
from openalliances.rdf.prefixes import (
    BASE,
    DATASET,
    PREFIXES,
    STATEMENTS_GRAPH,
    part_iri,
    shorten,
)
from openalliances.release import WHOLE, FileEntry, GraphEntry, PartEntry

DUMPS = BASE + "dumps/"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_WHOLE = Part(
    WHOLE,
    (),
    "The whole set",
    "L’ensemble complet",
    "All graphs but the statements, which need RDF 1.2: what sources say, the ontology, what "
    "follows from them, and what the data set says of itself.",
    "Tous les graphes sauf les énoncés, qui demandent RDF 1.2 : ce que disent les sources, "
    "l’ontologie, ce qui en découle, et ce que le jeu de données dit de lui-même.",
)


def graph_entries(named: NamedGraphs, graphs: Mapping[str, Canonical]) -> tuple[GraphEntry, ...]:
    """Return the *graphs* in the order of the table, each with its texts and its digest."""
    return tuple(_entry(iri, named.of_iri(iri), graphs[iri]) for iri in named.in_order(graphs))


def parts_of(named: NamedGraphs, graphs: Collection[str]) -> tuple[Part, ...]:
    """Return the parts, the whole set first, each with those of *graphs* that it has.

    A part without any is left out.
    """
    present = named.in_order(graphs)
    parts = [replace(part, graphs=_present(part.graphs, present)) for part in named.parts]
    whole = tuple(iri for iri in present if iri != STATEMENTS_GRAPH)
    return tuple(part for part in (replace(_WHOLE, graphs=whole), *parts) if part.graphs)


def part_entries(parts: Iterable[Part], files: Iterable[FileEntry]) -> tuple[PartEntry, ...]:
    """Return the *parts* with the number of triples that their files have without graphs."""
    counts = {file.part: file.statements for file in files if file.format == N_TRIPLES.name}
    return tuple(
        PartEntry(
            part.name,
            part.title,
            part.title_fr,
            part.description,
            part.description_fr,
            part.graphs,
            counts[part.name],
        )
        for part in parts
    )


def downloads_graph(named: NamedGraphs, graphs: Collection[str]) -> tuple[ox.Triple, ...]:
    """Return what is said of the *graphs* that are there, by IRI, and of the parts."""
    found: list[ox.Triple] = []
    for graph in named.graphs:
        if graph.iri in graphs:
            found.extend(_named(graph.iri, graph))
    for part in parts_of(named, graphs):
        found.extend(_distributions(DATASET, part) if part.name == WHOLE else _part(part))
    return tuple(found)


def _present(graphs: Sequence[str], present: Collection[str]) -> tuple[str, ...]:
    return tuple(iri for iri in graphs if iri in present)


def _entry(iri: str, graph: NamedGraph | None, part: Canonical) -> GraphEntry:
    if graph is None:
        return GraphEntry(iri, shorten(iri), "file", len(part.quads), digest=part.digest)
    return GraphEntry(
        iri,
        graph.title,
        graph.kind,
        len(part.quads),
        graph.title_fr,
        graph.description,
        graph.description_fr,
        part.digest,
    )


def _part(part: Part) -> Iterator[ox.Triple]:
    iri = part_iri(part.name)
    yield _link(iri, "rdf:type", _term("void:Dataset"))
    yield _link(iri, "rdf:type", _term("dcat:Dataset"))
    yield _link(iri, "dcterms:isPartOf", DATASET)
    yield _link(iri, "dcterms:license", _LICENCE)
    yield from _named(iri, part)
    for graph in part.graphs:
        yield _link(iri, "void:subset", graph)
    yield from _distributions(iri, part)


def _named(iri: str, thing: NamedGraph | Part) -> Iterator[ox.Triple]:
    for language, title, description in (
        ("en", thing.title, thing.description),
        ("fr", thing.title_fr, thing.description_fr),
    ):
        for name, text in (("dcterms:title", title), ("dcterms:description", description)):
            yield _statement(iri, name, ox.Literal(text, language=language))


def _distributions(iri: str, part: Part) -> Iterator[ox.Triple]:
    for format_ in formats_of(part):
        file = f"{DUMPS}{part.name}.{format_.extension}"
        one = f"{part_iri(part.name)}/{format_.extension}"
        yield _link(iri, "void:dataDump", file)
        yield _link(iri, "dcat:distribution", one)
        yield from _distribution(one, file, format_)


def _distribution(iri: str, file: str, format_: Format) -> Iterator[ox.Triple]:
    yield _link(iri, "rdf:type", _term("dcat:Distribution"))
    yield _statement(iri, "dcterms:title", ox.Literal(format_.name, language="en"))
    yield _link(iri, "dcterms:license", _LICENCE)
    yield _link(iri, "dcterms:format", format_.iri)
    yield _link(iri, "dcat:mediaType", _MEDIA_TYPE + format_.media_type)
    yield _link(iri, "dcat:accessURL", DUMPS)
    yield _link(iri, "dcat:downloadURL", file)


def _link(subject: str, name: str, iri: str) -> ox.Triple:
    return _statement(subject, name, ox.NamedNode(iri))


def _statement(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(_term(name)), value)


def _term(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
