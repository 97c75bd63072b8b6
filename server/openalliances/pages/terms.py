"""The words that a query is written with: prefixes, classes and properties, for an editor."""

from __future__ import annotations

import json

from openalliances.pages.site import Site
from openalliances.rdf.vocabulary import DCTERMS, RDFS, SKOS

_OF_OTHERS = (RDFS.label, SKOS.prefLabel, SKOS.broader, SKOS.inScheme, DCTERMS.source)
"""Properties of others without which hardly a query is written."""


def as_json(site: Site) -> str:
    """Return the prefixes by name, and the IRIs of classes and properties, sorted."""
    found = {
        "prefixes": site.prefixes.table,
        "classes": _iris(site, "class"),
        "properties": sorted({*_iris(site, "property"), *(one.value for one in _OF_OTHERS)}),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def _iris(site: Site, kind: str) -> list[str]:
    """Return those that the model defines, or that a user's files use."""
    if site.documentation is not None:
        terms = site.documentation.documentation.terms
        return sorted(term.iri for term in terms if term.kind.endswith(kind))
    counted = site.counted.classes if kind == "class" else site.counted.properties
    return sorted(entry.iri for entry in counted)
