"""Adjudications in RDF: what was chosen, by which rule, and for what reason."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from openalliances.rdf.prefixes import ALLY, ID, VOCAB
from openalliances.tables.adjudication import Choice
from openalliances.tables.columns import Column, Table
from openalliances.tables.conversion import row_iri
from openalliances.tables.rows import Row

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_TRUE = ox.Literal("true", datatype=ox.NamedNode(_XSD + "boolean"))
(
    _ADJUDICATION,
    _HAS_ADJUDICATION,
    _ADJUDICATES,
    _HAS_RULE,
    _REASON,
    _CHOOSES,
    _REJECTS,
    _IS_CONTESTED,
) = (
    ox.NamedNode(ALLY + name)
    for name in (
        *("Adjudication", "hasAdjudication", "adjudicates", "hasAdjudicationRule", "reason"),
        *("choosesValueOf", "rejectsValueOf", "isContested"),
    )
)


def adjudication_triples(
    thing: ox.NamedNode, name: str, row: Row, table: Table, column: Column, choice: Choice
) -> Iterator[ox.Triple]:
    """Yield the adjudication of a *column* of a *thing*, whose first row is *row*; *name* is its.

    There is none where nothing had to be chosen.
    """
    if not choice.rule:
        return
    node = ox.NamedNode(f"{ID}adjudication/{row.id}/{column.name.replace('_', '-')}")
    yield ox.Triple(thing, _HAS_ADJUDICATION, node)
    yield ox.Triple(node, _TYPE, _ADJUDICATION)
    label = f"{column.name.replace('_', ' ')} of {name}: which value is published"
    yield ox.Triple(node, _LABEL, ox.Literal(label, language="en"))
    yield ox.Triple(node, _ADJUDICATES, ox.NamedNode(column.property_url))
    rule = ox.NamedNode(f"{VOCAB}adjudication-rule/{choice.rule}")
    yield ox.Triple(node, _HAS_RULE, rule)
    yield ox.Triple(node, _REASON, ox.Literal(choice.reason, language="en"))
    for predicate, rows in ((_CHOOSES, choice.chosen), (_REJECTS, choice.rejected)):
        for cited in rows:
            if cited.has_source:
                yield ox.Triple(node, predicate, ox.NamedNode(row_iri(table, cited)))
    if choice.contested:
        yield ox.Triple(node, _IS_CONTESTED, _TRUE)
