"""From the store to a description: a fixed number of queries per thing, never one per row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pyoxigraph import BlankNode, NamedNode

from openalliances.engine.interface import Engine, Solution, Term
from openalliances.rdf.prefixes import (
    ALLY,
    DERIVED_GRAPH,
    INFERRED_GRAPH,
    PARTITION,
    PREFIXES,
    VOID_GRAPH,
    shorten,
)
from openalliances.things.citations import citations_from, cited, records_from
from openalliances.things.description import (
    Citation,
    Claim,
    Description,
    Group,
    Node,
    Origin,
    Statement,
    Text,
)
from openalliances.things.evidence import claims_from, supporting
from openalliances.things.page_queries import ask
from openalliances.things.solution import iri as iri_of
from openalliances.things.solution import text, value

INCOMING_LIMIT = 3000
"""The LIMIT of ``incoming.rq``."""

TYPE = PREFIXES["rdf"] + "type"
NAME_PROPERTIES = (
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["dcterms"] + "title",
    PREFIXES["foaf"] + "name",
    PREFIXES["schema"] + "name",
)
"""Properties that name a thing, the best first."""

NOISE = frozenset(
    PREFIXES["owl"] + name for name in ("Thing", "NamedIndividual", "Nothing", "topObjectProperty")
)
"""What an inference says of everything."""

_SAME_SUBJECT = frozenset(
    ALLY + name
    for name in ("claimSubject", "claimObject", "claimPredicate", "hasPassage", "isSupportedBy")
)
_ORIGINS = {DERIVED_GRAPH: Origin.DERIVED, INFERRED_GRAPH: Origin.INFERRED}


def describe(engine: Engine, iri: str, timeout: float) -> Description | None:
    """Return what is said about *iri*, or None if nothing is.

    Asks six queries, whatever the number of statements.

    :raises RequestError: if the engine cannot answer.
    """
    outgoing = _uncounted(ask(engine, "outgoing", timeout, iri), iri)
    incoming = _uncounted(ask(engine, "incoming", timeout, iri), iri)
    if not outgoing and not incoming:
        return None
    claims = claims_from(ask(engine, "evidence", timeout, iri))
    citations = citations_from(ask(engine, "citations", timeout, iri))
    described = assemble(iri, outgoing, incoming, claims, citations)
    records = [*ask(engine, "spells", timeout, iri), *ask(engine, "operations", timeout, iri)]
    return replace(described, records=records_from(records))


def assemble(
    iri: str,
    outgoing: Sequence[Solution],
    incoming: Sequence[Solution],
    claims: Sequence[Claim],
    citations: Sequence[Citation] = (),
) -> Description:
    """Return the description that the solutions of the queries make."""
    names = _names(outgoing, "value") | _names(incoming, "subject")
    properties = _names(outgoing, "property") | _names(incoming, "property")
    out = _groups(outgoing, "value", names, properties)
    out = [cited(_supported(group, claims, subject=iri), citations) for group in out]
    back = [
        _supported(group, claims, value=iri)
        for group in _groups(incoming, "subject", names, properties)
        if group.property.iri not in _SAME_SUBJECT
    ]
    types = next((group.statements for group in out if group.property.iri == TYPE), ())
    return Description(
        iri=iri,
        label=_own_label(iri, out),
        types=_in_order_of_origin(types),
        outgoing=tuple(out),
        incoming=tuple(sorted(back, key=_by_label)),
        claims=tuple(claims),
        citations=tuple(citations),
        cut=len(incoming) >= INCOMING_LIMIT,
        names=names | properties,
    )


def _uncounted(rows: list[Solution], iri: str) -> list[Solution]:
    """Leave out the statistics, but for the pages of their own parts.

    A class has a number in each graph that uses it, which says nothing about the class.
    """
    if iri.startswith(PARTITION):
        return rows
    return [row for row in rows if iri_of(row, "graph") != VOID_GRAPH]


def _groups(
    rows: Iterable[Solution], end: str, names: dict[str, Text], properties: dict[str, Text]
) -> list[Group]:
    graphs: dict[tuple[str, Term], list[str]] = {}
    for row in rows:
        graph = iri_of(row, "graph")
        known = graphs.setdefault((value(row, "property"), row[end]), [])
        if graph and graph not in known:
            known.append(graph)
    grouped: dict[str, list[Statement]] = {}
    for (property_iri, term), where in graphs.items():
        node = _node(term, names)
        if node.iri not in NOISE:
            statement = Statement(node, _origin(where), tuple(sorted(where)))
            grouped.setdefault(property_iri, []).append(statement)
    return [
        Group(
            Node(properties.get(property_iri, Text(in_words(property_iri))), property_iri),
            tuple(sorted(statements, key=_reading_order)),
        )
        for property_iri, statements in grouped.items()
    ]


def _supported(
    group: Group, claims: Sequence[Claim], *, subject: str = "", value: str = ""
) -> Group:
    statements = tuple(
        replace(
            statement,
            claims=supporting(
                claims,
                subject or statement.value.iri,
                group.property.iri,
                Node(Text(""), value) if value else statement.value,
            ),
        )
        for statement in group.statements
    )
    return replace(group, statements=statements)


def _origin(graphs: Iterable[str]) -> Origin:
    origins = {_ORIGINS.get(graph, Origin.ASSERTED) for graph in graphs} or {Origin.ASSERTED}
    return next(origin for origin in Origin if origin in origins)


def _names(rows: Iterable[Solution], end: str) -> dict[str, Text]:
    found: dict[str, list[Text]] = {}
    for row in rows:
        term, label = iri_of(row, end), text(row, f"{end}Label")
        if term and label:
            found.setdefault(term, []).append(label)
    return {iri: best(texts) for iri, texts in found.items()}


def best(texts: Sequence[Text]) -> Text:
    """Return the text to show: English, then without language, then the first by tag."""
    return min(
        texts, key=lambda text: (text.language not in ("en", "en-gb"), text.language, text.value)
    )


def in_words(iri: str) -> str:
    """Return a name for an IRI without a label: "inverse of" for ``owl:inverseOf``.

    Only terms of the prefix table are taken apart; they are named by a rule.
    """
    short = shorten(iri)
    prefix, colon, name = short.partition(":")
    if not colon or prefix not in PREFIXES or not name.isalnum():
        return short
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return words if words.isupper() else words.lower()


def _own_label(iri: str, groups: Sequence[Group]) -> Text:
    by_property = {group.property.iri: group.statements for group in groups}
    for name in NAME_PROPERTIES:
        texts = [statement.value.text for statement in by_property.get(name, ())]
        if texts:
            return best(texts)
    return Text(shorten(iri))


def _in_order_of_origin(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    order = list(Origin)
    return tuple(sorted(statements, key=lambda statement: order.index(statement.origin)))


def _by_label(group: Group) -> tuple[str, str]:
    """Order what ``incoming.rq`` gives in the order of the store, which is not always the same."""
    return (group.property.text.value.casefold(), group.property.iri)


def _reading_order(statement: Statement) -> tuple[bool, str, str]:
    node = statement.value
    return (node.text.language not in ("", "en"), node.text.value.casefold(), node.iri)


def _node(term: Term, names: dict[str, Text]) -> Node:
    if isinstance(term, NamedNode):
        return Node(names.get(term.value, Text(in_words(term.value))), term.value)
    if isinstance(term, BlankNode):
        return Node(Text("(without a name of its own)"))
    datatype = (
        "" if term.language or term.datatype.value.endswith("#string") else term.datatype.value
    )
    return Node(Text(term.value, term.language or ""), datatype=datatype)
