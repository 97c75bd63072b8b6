"""From the data set to the graph of statements, with the history of releases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset
from openalliances.builder.outputs.manifest import version_of
from openalliances.builder.statements.collecting import Statements, collect
from openalliances.builder.statements.derivations import derive_statements
from openalliances.builder.statements.evidence import evidence_of
from openalliances.builder.statements.graph import statements_graph
from openalliances.builder.statements.unsourced import Unsourced, unsourced
from openalliances.rdf.vocabulary import ALLY, DCTERMS, OWL, RDF, XSD
from openalliances.statements.history import FOLDER, Change, History, State, read_history
from openalliances.statements.iris import STATEMENT

_TRUE = ox.Literal("true", datatype=XSD.boolean)
_REASONS = {
    State.REPLACED: "Another value is published now.",
    State.GONE: "It is published no longer, and no value stands in its place.",
}


@dataclass(frozen=True, slots=True, eq=False)
class MadeStatements:
    """The statements, the graph that tells of them, and the history of the releases before."""

    found: Statements
    triples: tuple[ox.Triple, ...]
    version: str
    history: History

    def changes(self) -> tuple[Change, ...]:
        """Return what the release in the making changes."""
        return self.history.changes(_recorded(self.found))

    def unsourced(self) -> tuple[Unsourced, ...]:
        """Return the statements that nobody is cited for."""
        return unsourced(self.found)


def make_statements(dataset: Dataset, root: Path) -> MadeStatements:
    """Return the statements that *dataset*, read from *root* and reasoned over, publishes.

    :raises CheckError: if two of them have one IRI.
    :raises SourceError: if a file of the history cannot be used.
    """
    evidence = evidence_of(dataset)
    found = collect(dataset, evidence)
    derive_statements(found, dataset, root)
    version = version_of(dataset)
    history = history_of(root, version)
    first = {iri: history.first.get(iri.removeprefix(STATEMENT), version) for iri, _ in found}
    graph = statements_graph(found, dataset, evidence, first)
    tombs = _tombstones(history, _recorded(found))
    return MadeStatements(found, (*graph, *tombs), version, history)


def history_of(root: Path, version: str) -> History:
    """Return the history of the releases before *version* of the bundle in *root*."""
    files = sorted((root / FOLDER).glob("*.csv"))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in files}
    return read_history(texts, version)


def _recorded(found: Statements) -> frozenset[str]:
    """Return what the history records: statements that follow from others follow with these."""
    return frozenset(iri.removeprefix(STATEMENT) for iri, stated in found if not stated.rule)


def _tombstones(history: History, now: frozenset[str]) -> Iterator[ox.Triple]:
    """Yield what is left of statements that were published once: why they went, what replaced them.

    It is what :data:`withdrawn things <openalliances.tables>` have, too.
    """
    gone = {s: v.replaced_by for s, v in history.vanished.items() if s not in now}
    gone |= {c.statement: c.replaced_by for c in history.changes(now) if c.state is not State.NEW}
    for statement, replaced_by in sorted(gone.items()):
        node = ox.NamedNode(STATEMENT + statement)
        state = State.REPLACED if replaced_by else State.GONE
        yield ox.Triple(node, RDF.type, ALLY.WithdrawnThing)
        yield ox.Triple(node, OWL.deprecated, _TRUE)
        reason = ox.Literal(_REASONS[state], language="en")
        yield ox.Triple(node, ALLY.withdrawalReason, reason)
        first = ox.Literal(history.first[statement])
        yield ox.Triple(node, ALLY.firstPublishedIn, first)
        if replaced_by:
            successor = ox.NamedNode(STATEMENT + replaced_by)
            yield ox.Triple(node, DCTERMS.isReplacedBy, successor)
