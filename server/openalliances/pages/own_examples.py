"""Example queries for a user's files, made from what is in them.

A term is written by its prefix where a query can say it so, else as an IRI by the term itself;
nothing of the data gets into a query in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from openalliances.pages.site import Site
from openalliances.rdf.prefixes import PREFIXES, Prefixes
from openalliances.release.contents import Counted
from openalliances.release.examples import Example

_NAME = re.compile(r"(?P<prefix>[A-Za-z][A-Za-z0-9-]*|):[A-Za-z_][A-Za-z0-9_-]*\Z")
"""A prefixed name that needs no escapes (SPARQL 1.1, PNAME_LN, the plain part of it)."""
_OF_MODEL = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "sh"))


def own_examples(site: Site) -> tuple[Example, ...]:
    """Return queries on the largest classes of the user's files; none for our own set."""
    contents = site.contents
    if contents is None:
        return ()
    named = [entry for entry in contents.classes if entry.named]
    own = [entry for entry in named if not entry.iri.startswith(_OF_MODEL)]
    return tuple(_examples((own or named)[:2], contents.schemes[:1], site.prefixes))


def _examples(
    classes: Iterable[Counted], schemes: Iterable[Counted], prefixes: Prefixes
) -> Iterator[Example]:
    for number, entry in enumerate(classes, 1):
        name = entry.label.strip() or prefixes.shorten(entry.iri)
        yield _example(
            f"class-{number}",
            f"The things of the class “{name}”",
            "Each with its name, if it has one.",
            "SELECT ?thing ?label\n"
            "WHERE { ?thing a TERM . OPTIONAL { ?thing NAMED ?label } }\n"
            "ORDER BY ?label ?thing\nLIMIT 100\n",
            entry.iri,
            prefixes,
        )
        yield _example(
            f"properties-{number}",
            f"How things of the class “{name}” are described",
            "Their properties, and how many of them have each.",
            "SELECT ?property (COUNT(DISTINCT ?thing) AS ?things)\n"
            "WHERE { ?thing a TERM ; ?property ?value }\n"
            "GROUP BY ?property\nORDER BY DESC(?things) ?property\n",
            entry.iri,
            prefixes,
        )
    for entry in schemes:
        yield _example(
            "concepts",
            f"The concepts of “{entry.label.strip() or prefixes.shorten(entry.iri)}”",
            "With their labels in all languages, and what is broader.",
            "SELECT ?concept ?label ?broader\n"
            "WHERE {\n  ?concept IN_SCHEME TERM ; PREFERRED ?label .\n"
            "  OPTIONAL { ?concept BROADER ?broader }\n}\n"
            "ORDER BY ?concept ?label\nLIMIT 500\n",
            entry.iri,
            prefixes,
        )


def _example(
    slug: str, title: str, about: str, template: str, iri: str, prefixes: Prefixes
) -> Example:
    """Return the query that *template* makes of the term *iri*, with the prefixes it needs."""
    terms = {
        "TERM": iri,
        "NAMED": PREFIXES["rdfs"] + "label",
        "IN_SCHEME": PREFIXES["skos"] + "inScheme",
        "PREFERRED": PREFIXES["skos"] + "prefLabel",
        "BROADER": PREFIXES["skos"] + "broader",
    }
    needed: dict[str, str] = {}

    def written(found: re.Match[str]) -> str:
        term = terms[found[0]]
        short = _NAME.match(prefixes.shorten(term))
        if short is None or short["prefix"] not in prefixes.table:
            return str(NamedNode(term))
        needed[short["prefix"]] = prefixes.table[short["prefix"]]
        return short[0]

    query = re.sub("|".join(rf"\b{word}\b" for word in terms), written, template)
    head = "".join(f"PREFIX {p}: {NamedNode(ns)}\n" for p, ns in sorted(needed.items()))
    return Example(slug, title, about, head + query, keywords=())
