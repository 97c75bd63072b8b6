"""The fixed prefix table and the IRIs of this data set.

Each prefix has one IRI everywhere: in Turtle files, queries, dumps, pages.
IRIs and the names of graphs are made here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pyoxigraph import Triple

# PN_PREFIX as far as all formats take it, also empty; a namespace that can be written in <>.
_PREFIX = re.compile(r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?")
_SPACE = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*\Z')

BASE = "https://w3id.org/openalliances/"
"""The canonical base; it never depends on the host that serves it."""

ONTOLOGY = BASE + "ontology"
ALLY = ONTOLOGY + "/"
ID = BASE + "id/"
VOCAB = BASE + "vocab/"
GRAPH = BASE + "graph/"
SHAPES = BASE + "shapes/"
DATASET = BASE + "dataset"
CATALOG = BASE + "catalog"
"""The catalogue of what is published here, as DCAT has it."""
EXAMPLE = BASE + "example/"
DECLARATION = BASE + "prefix/"
PARTITION = BASE + "partition/"
ENDPOINT = BASE + "sparql"

CATALOG_GRAPH = GRAPH + "catalog"
"""What the data set is, as ``data/catalog.ttl`` says it."""
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
"""Licence of our own ontology and data."""

DERIVED_GRAPH = GRAPH + "derived"
"""What the rules under ``ontology/rules`` derive."""
INFERRED_GRAPH = GRAPH + "inferred"
"""What OWL 2 RL entails, noise aside."""
STATEMENTS_GRAPH = GRAPH + "statements"
"""Who says each published statement, as RDF 1.2; nothing follows from it."""
COUNTS_GRAPH = GRAPH + "counts"
"""How many people contributions had on a day; nothing follows from it."""
LINKS_GRAPH = GRAPH + "links"
NAMES_GRAPH = GRAPH + "names"
"""What is the same or close in other data sets; nothing follows from it."""
EXAMPLES_GRAPH = GRAPH + "examples"
"""The example queries."""
PREFIXES_GRAPH = GRAPH + "prefixes"
"""The table of prefixes."""
VOID_GRAPH = GRAPH + "void"
"""What is in each graph, and in all of them together, in numbers."""
DOWNLOADS_GRAPH = GRAPH + "downloads"
"""What each graph and each part is called, and where it can be downloaded."""

DESCRIPTION_GRAPHS = (EXAMPLES_GRAPH, PREFIXES_GRAPH, VOID_GRAPH)
"""What a release says about itself, for editors and programs; nothing follows from it."""
PUSHED_GRAPH = GRAPH + "pushed"
"""What ``openalliances push`` has loaded into a store of others; never part of a release."""

PREFIXES: dict[str, str] = {
    "ally": ALLY,
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix to namespace IRI, in alphabetical order."""


class Prefixes:
    """A table of prefixes that names IRIs for readers: ours, and those of a user's files.

    Where both have a prefix or a namespace, the user's counts.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        given = {
            p: ns for p, ns in (own or {}).items() if _PREFIX.fullmatch(p) and _SPACE.match(ns)
        }
        taken = set(given.values())
        ours = {p: ns for p, ns in PREFIXES.items() if p not in given and ns not in taken}
        self.table: dict[str, str] = dict(sorted((ours | given).items()))
        self._prefixes = {namespace: prefix for prefix, namespace in self.table.items()}
        # Most namespaces end where a last part begins; those of OBO ("…/obo/GO_") do not.
        self._others = sorted((n for n in self._prefixes if n[-1] not in "/#"), key=len)[::-1]

    def shorten(self, iri: str) -> str:
        """Return ``prefix:name`` where the table allows it, the IRI without our base, or the IRI.

        This is for people to read; it is not meant to be parsed back.
        """
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        spaces = [*(n for n in self._others if iri.startswith(n)), iri[:cut]]
        for namespace in spaces:
            prefix, name = self._prefixes.get(namespace), iri[len(namespace) :]
            if prefix is not None and name and not set(name) & set("/#?"):
                return f"{prefix}:{name}"
        return iri.removeprefix(BASE)

    def used(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the part of the table that *iris* need."""
        spaces: set[str] = set()
        for iri in set(iris):
            spaces.add(iri[: max(iri.rfind("/"), iri.rfind("#")) + 1])
            spaces.update(n for n in self._others if iri.startswith(n))
        return {
            prefix: namespace for prefix, namespace in self.table.items() if namespace in spaces
        }


def iris_of(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield the IRIs that are written out with *triples*, those of datatypes among them."""
    # The command line needs prefixes at once and the store only for some commands.
    from pyoxigraph import Literal, NamedNode, Triple

    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, NamedNode):
                yield term.value
            elif isinstance(term, Literal):
                if term.datatype.value not in _UNWRITTEN:
                    yield term.datatype.value
            elif isinstance(term, Triple):
                yield from iris_of((term,))


_UNWRITTEN = frozenset((PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString"))
"""Datatypes that no format writes out."""
_OURS = Prefixes()


def shorten(iri: str) -> str:
    """Return *iri* as our own table shortens it; see :meth:`Prefixes.shorten`."""
    return _OURS.shorten(iri)


def part_iri(name: str) -> str:
    """Return the IRI of a part of the data set that can be downloaded alone."""
    return f"{DATASET}/{name}"


def partition_iri(dataset: str, *steps: tuple[str, str]) -> str:
    """Return the IRI of a part of *dataset* (our data set or one of its graphs).

    Each step narrows it down: ``("class", iri)``, ``("property", iri)`` or
    ``("datatype", iri)``.
    """
    where = [quote(dataset.removeprefix(BASE), safe="/:")]
    where += [f"{kind}/{_segment(iri)}" for kind, iri in steps]
    return PARTITION + "/".join(where)


@cache
def _segment(iri: str) -> str:
    return quote(shorten(iri), safe=":")
