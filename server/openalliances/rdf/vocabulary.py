"""The vocabularies of others as terms: ``RDF.type``, ``OWL.Class``, ``SH["class"]``.

Only namespaces of :data:`~openalliances.rdf.prefixes.PREFIXES` are here, so that each
stands in one place.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from openalliances.rdf.prefixes import PREFIXES


class Vocabulary:
    """The terms of a namespace, by their local names."""

    def __init__(self, prefix: str) -> None:
        self.base = PREFIXES[prefix]

    def __getattr__(self, name: str) -> ox.NamedNode:
        """Return the term with that local *name*.

        :raises AttributeError: for names of Python's own, which no vocabulary has.
        """
        if name.startswith("__"):
            raise AttributeError(name)
        return _term(self.base + name)

    def __getitem__(self, name: str) -> ox.NamedNode:
        """Return the term whose local *name* is a word of Python, such as ``class``."""
        return _term(self.base + name)


@cache
def _term(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


ALLY = Vocabulary("ally")
DCAT = Vocabulary("dcat")
DCTERMS = Vocabulary("dcterms")
FOAF = Vocabulary("foaf")
HYDRA = Vocabulary("hydra")
OWL = Vocabulary("owl")
RDF = Vocabulary("rdf")
RDFS = Vocabulary("rdfs")
SCHEMA = Vocabulary("schema")
SH = Vocabulary("sh")
SKOS = Vocabulary("skos")
SPDX = Vocabulary("spdx")
VANN = Vocabulary("vann")
VCARD = Vocabulary("vcard")
VOID = Vocabulary("void")
VS = Vocabulary("vs")
XSD = Vocabulary("xsd")
