"""Ontology documents: what an ontology, a module or an alignment answers when it is opened.

All modules are one named graph, so a module is not a graph of its own; what each file says
is kept in ``indexes/ontologies.nq`` of the release, a graph for each ontology, by its IRI. A
document has what is imported in place of the imports, as one ontology: without the headers
of the imported ones. One with several headers is one that OWL tools cannot name (OWL 2
Mapping to RDF Graphs, section 3.1.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from openalliances.rdf.prefixes import PREFIXES
from openalliances.release import ONTOLOGIES

_IMPORTS = NamedNode(PREFIXES["owl"] + "imports")
_VERSION = NamedNode(PREFIXES["owl"] + "versionIRI")


@dataclass(frozen=True, slots=True)
class Ontologies:
    """The ontologies of a release: the statements of each by its IRI, and IRIs of versions."""

    statements: Mapping[str, tuple[Triple, ...]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    def document(self, iri: str) -> list[Triple] | None:
        """Return what an ontology and its imports say, as one; None for any other *iri*.

        A version IRI answers as its ontology does.
        """
        ontology = self.versions.get(iri, iri)
        if ontology not in self.statements:
            return None
        imported = self._imported(ontology)
        triples = [t for name in (ontology, *imported) for t in self.statements[name]]
        headers = {NamedNode(name) for name in imported}
        return [t for t in triples if not _left_out(t, headers)]

    def _imported(self, ontology: str) -> tuple[str, ...]:
        """Return what is imported, also by what is imported, as far as it is ours."""
        found = [ontology]
        for name in found:
            for triple in self.statements[name]:
                value = triple.object
                if triple.predicate != _IMPORTS or not isinstance(value, NamedNode):
                    continue
                if value.value in self.statements and value.value not in found:
                    found.append(value.value)
        return tuple(found[1:])


def read_ontologies(indexes: Path) -> Ontologies:
    """Return the ontologies of a release; none for a user's own files."""
    path = indexes / ONTOLOGIES
    if not path.is_file():
        return Ontologies()
    found: dict[str, list[Triple]] = {}
    for quad in parse(path=path, format=RdfFormat.N_QUADS):
        if isinstance(quad.graph_name, NamedNode):
            found.setdefault(quad.graph_name.value, []).append(quad.triple)
    versions = {
        triple.object.value: name
        for name, triples in found.items()
        for triple in triples
        if triple.predicate == _VERSION and isinstance(triple.object, NamedNode)
    }
    return Ontologies({name: tuple(triples) for name, triples in found.items()}, versions)


def _left_out(triple: Triple, imported: Set[NamedNode]) -> bool:
    return triple.subject in imported or (
        triple.predicate == _IMPORTS and triple.object in imported
    )
