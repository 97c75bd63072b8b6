"""The prefixes of a release: for readers, as JSON, and declared in RDF (SHACL, section 5.2.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import DECLARATION, ONTOLOGY
from openalliances.rdf.vocabulary import RDF, SH, XSD


def page(site: Site) -> str:
    """Return the page that lists them."""
    table = site.prefixes.table
    lines = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in table.items())
    return render("prefixes.html", site, prefixes=table, lines=lines)


def as_json(site: Site) -> str:
    """Return an object of prefixes and their namespaces, as ``curies`` and prefix.cc have it."""
    return json.dumps(site.prefixes.table, ensure_ascii=False, indent=1) + "\n"


def declared(site: Site) -> tuple[Triple, ...]:
    """Return them declared on our ontology, or on this list of a user's release."""
    own = site.is_dataset
    head = ONTOLOGY if own else site.urls.base + "prefixes"
    space = DECLARATION if own else head + "#"
    return tuple(_declarations(site, NamedNode(head), space))


def _declarations(site: Site, head: NamedNode, space: str) -> Iterator[Triple]:
    for prefix, namespace in site.prefixes.table.items():
        iri = NamedNode(space + (prefix or "empty"))
        yield Triple(head, SH.declare, iri)
        yield Triple(iri, RDF.type, SH.PrefixDeclaration)
        yield Triple(iri, SH.prefix, Literal(prefix))
        yield Triple(iri, SH.namespace, Literal(namespace, datatype=XSD.anyURI))
