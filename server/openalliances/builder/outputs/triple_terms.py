"""Parts with triple terms (RDF 1.2): in which formats they are written, and for RDF 1.1.

A triple term is what ``rdf:reifies`` leads to. JSON-LD 1.1 and RDF/XML 1.1 have none. A reader
of RDF 1.1 can take the same as ``rdf:Statement`` (RDF Schema 1.1, section 5.3).
"""

from __future__ import annotations

from openalliances.builder.named_graphs import Part
from openalliances.rdf.formats import GRAPH_FORMATS, N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from openalliances.rdf.prefixes import STATEMENTS_GRAPH
from openalliances.rdf.reification import version_head

RDF_11 = "statements-rdf11"
"""The part that says in RDF 1.1 what the graph of statements says."""

_FOR_RDF_11 = (TURTLE, N_TRIPLES)
_FOR_RDF_12 = (TURTLE, N_TRIPLES, N_QUADS, TRIG)


def has_triple_terms(part: Part) -> bool:
    """Return whether the files of *part* need RDF 1.2."""
    return STATEMENTS_GRAPH in part.graphs and part.name != RDF_11


def head_of(part: Part, form: Format) -> bytes:
    """Return what stands at the head of the file of *part* in a format."""
    return version_head(form) if has_triple_terms(part) else b""


def formats_of(part: Part) -> tuple[Format, ...]:
    """Return the formats in which *part* is written."""
    if STATEMENTS_GRAPH not in part.graphs:
        return GRAPH_FORMATS
    return _FOR_RDF_12 if has_triple_terms(part) else _FOR_RDF_11
