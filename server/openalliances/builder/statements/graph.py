"""The graph of statements in RDF 1.2: one reifier for each, and one cell for each property.

RDF 1.2 Concepts, section 3.5 (reifiers): ``rdf:reifies`` relates a statement to the triple that it
stands for, and asserts nothing; the triple itself is asserted in the graph of its table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset
from openalliances.builder.statements.collecting import Stated, Statements
from openalliances.builder.statements.evidence import Evidence
from openalliances.rdf.vocabulary import ALLY, RDF
from openalliances.statements.grades import SCHEME
from openalliances.statements.iris import cell_iri


def statements_graph(
    found: Statements, dataset: Dataset, evidence: Evidence, first_published: Mapping[str, str]
) -> tuple[ox.Triple, ...]:
    """Return the graph of the statements *found*.

    *first_published* has the release that first said each statement.
    """
    until = {
        t.subject: t.object for t in dataset.triples("reference") if t.predicate == ALLY.knownUntil
    }
    return tuple(
        triple
        for iri, stated in found
        for triple in _statement(
            ox.NamedNode(iri),
            stated,
            evidence,
            first_published[iri],
            until.get(stated.triple.subject) if stated.lasting else None,
        )
    )


def _statement(
    node: ox.NamedNode,
    stated: Stated,
    evidence: Evidence,
    first: str,
    until: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None,
) -> Iterator[ox.Triple]:
    for triple in stated.triples:
        yield ox.Triple(node, RDF.reifies, triple)
    if stated.rule:
        yield ox.Triple(node, ALLY.isDerivedByRule, ox.NamedNode(stated.rule))
        yield from (ox.Triple(node, ALLY.restsOn, ox.NamedNode(iri)) for iri in stated.rests_on)
        return
    cell = cell_iri(_value(stated.triple.subject), stated.triple.predicate.value)
    yield ox.Triple(ox.NamedNode(cell), ALLY.hasCurrentStatement, node)
    for predicate, terms in (
        (ALLY.hasCitation, stated.citations),
        (ALLY.isSupportedBy, stated.claims),
        (ALLY.reportedOtherwiseBy, stated.otherwise),
    ):
        yield from (ox.Triple(node, predicate, term) for term in terms)
    cited, claims = tuple(stated.citations), tuple(stated.claims)
    grade = evidence.grade(cited, claims, contested=stated.contested)
    yield ox.Triple(node, ALLY.hasEvidenceGrade, ox.NamedNode(SCHEME + grade.slug))
    yield ox.Triple(node, ALLY.firstPublishedIn, ox.Literal(first))
    if until is not None:
        yield ox.Triple(node, ALLY.knownUntil, until)


def _value(subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return subject.value if isinstance(subject, ox.NamedNode) else ""
