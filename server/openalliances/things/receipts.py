"""Receipts of a thing's statements: who says each value, as the graph of statements has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad, Triple

from openalliances.rdf.prefixes import ALLY, STATEMENTS_GRAPH
from openalliances.statements.grades import SCHEME, first_of
from openalliances.things.description import Receipt

_GRAPH = NamedNode(STATEMENTS_GRAPH)


def receipts_from(quads: Iterable[Quad]) -> dict[Triple, Receipt]:
    """Return the receipt of each statement that *quads* of the graph of statements tell of.

    One that rests on others of the same thing has their citations.
    """
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    stands_for: dict[Triple, str] = {}
    for quad in quads:
        if quad.graph_name != _GRAPH or not isinstance(quad.subject, NamedNode):
            continue
        if isinstance(quad.object, Triple):
            stands_for[quad.object] = quad.subject.value
        elif isinstance(quad.object, NamedNode | Literal):
            said[quad.subject.value][quad.predicate.value].append(quad.object.value)
    receipts = {iri: _receipt(iri, said[iri]) for iri in stands_for.values()}
    return {triple: _with_sources(receipts[iri], receipts) for triple, iri in stands_for.items()}


def _receipt(iri: str, said: Mapping[str, list[str]]) -> Receipt:
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(said.get(ALLY + name, ()))

    grade = first_of(iri.removeprefix(SCHEME) for iri in all_of("hasEvidenceGrade"))
    return Receipt(
        iri=iri,
        citations=frozenset(all_of("hasCitation")),
        otherwise=frozenset(all_of("reportedOtherwiseBy")),
        grade=grade.label if grade else "",
        rule=next(iter(all_of("isDerivedByRule")), ""),
        rests_on=all_of("restsOn"),
    )


def _with_sources(receipt: Receipt, others: Mapping[str, Receipt]) -> Receipt:
    """Return the receipt; a derived one with the citations and the grade of what it rests on."""
    known = [others[iri] for iri in receipt.rests_on if iri in others]
    if not receipt.rule or not known:
        return receipt
    citations = frozenset().union(*(other.citations for other in known))
    grade = known[0].grade if len(known) == 1 else ""
    return replace(receipt, citations=citations, grade=grade)
