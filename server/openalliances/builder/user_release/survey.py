"""Counting what a user's files hold: by class, by property, by vocabulary.

The store counts, in a few queries that touch no text, so that ten million triples take
seconds; only what is listed gets its name looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from openalliances.builder.dataset import Statements
from openalliances.builder.documentation.labels import best_label
from openalliances.rdf.prefixes import PREFIXES
from openalliances.release import GraphEntry
from openalliances.release.contents import Contents, Counted

LISTED = 2000
"""The most classes, properties and schemes that are listed by name."""

_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_CLASSES = "SELECT ?c ({count} AS ?n) {{ ?s a ?c {filter} }} GROUP BY ?c"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
_UNTYPED = """
SELECT (COUNT(DISTINCT ?s) AS ?n)
{ ?s ?p ?o FILTER(ISIRI(?s)) FILTER NOT EXISTS { ?s a ?c } }"""
_SCHEMES = f"""
PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?s (COUNT(DISTINCT ?c) AS ?n) {{
  {{ ?s a skos:ConceptScheme }} UNION {{ ?c skos:inScheme|skos:topConceptOf ?s }}
  UNION {{ ?s skos:hasTopConcept ?c }}
  OPTIONAL {{ ?c skos:inScheme|skos:topConceptOf|^skos:hasTopConcept ?s }}
}} GROUP BY ?s"""


def count_graphs(store: ox.Store) -> tuple[GraphEntry, ...]:
    """Return the graphs by name with their numbers of triples, the default graph first."""
    rows = _rows(store, _GRAPHS, union=False)
    named = {str(row["g"]).strip("<>"): _number(row) for row in rows}
    rest = len(store) - sum(named.values())
    default = [GraphEntry("", "default graph", "file", rest)] if rest else []
    return (*default, *(GraphEntry(name, name, "file", named[name]) for name in sorted(named)))


def survey(
    store: ox.Store, graphs: Iterable[GraphEntry], dataset: str = "", *, small: bool = True
) -> Contents:
    """Return what is in *store*, counted, which has these *graphs*.

    Things without a class are looked for in a *small* set only: each thing has to be asked.
    """
    # In one graph each triple is once; only of several graphs things may come twice.
    each = "DISTINCT " if len(tuple(graphs)) > 1 else ""
    of_class = _CLASSES.format(count=f"COUNT({each}?s)", filter="")
    with_iri = _CLASSES.format(count=f"COUNT({each}?s)", filter="FILTER(ISIRI(?s))")
    names = Statements(store, everything=True)
    classes = _numbers(store, of_class, "c")
    properties = _numbers(store, _PROPERTIES, "p")
    named = _numbers(store, with_iri, "c")
    return Contents(
        dataset=dataset,
        classes=_counted(names, classes, named),
        properties=_counted(names, properties),
        schemes=_counted(names, _numbers(store, _SCHEMES, "s")),
        more_classes=max(0, len(classes) - LISTED),
        more_properties=max(0, len(properties) - LISTED),
        untyped=next((_number(row) for row in _rows(store, _UNTYPED)), 0) if small else 0,
    )


def _counted(
    names: Statements, numbers: Mapping[str, int], named: Mapping[str, int] | None = None
) -> tuple[Counted, ...]:
    """Return the largest of *numbers* with their labels."""
    largest = sorted(numbers, key=lambda iri: (-numbers[iri], iri))[:LISTED]
    return tuple(_entry(names, iri, numbers[iri], (named or {}).get(iri, 0)) for iri in largest)


def _entry(names: Statements, iri: str, number: int, named: int) -> Counted:
    found = best_label(names, ox.NamedNode(iri))
    text, language = (found.value, found.language or "") if found else ("", "")
    return Counted(iri, text, language, number, named)


def _numbers(store: ox.Store, query: str, name: str) -> dict[str, int]:
    """Return the numbers by the IRI that the variable *name* has; others are no terms."""
    found = ((row[name], _number(row)) for row in _rows(store, query))
    return {term.value: number for term, number in found if isinstance(term, ox.NamedNode)}


def _rows(store: ox.Store, query: str, *, union: bool = True) -> ox.QuerySolutions:
    found = store.query(query, use_default_graph_as_union=union)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101  all of them select
    return found


def _number(row: ox.QuerySolution) -> int:
    number = row["n"]
    assert isinstance(number, ox.Literal)  # noqa: S101  what COUNT gives
    return int(number.value)
