"""From the data set to the graph of statements, with the history of releases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset
from openalliances.builder.outputs.manifest import version_of
from openalliances.builder.statements.collecting import Statements, collect
from openalliances.builder.statements.derivations import derive_statements
from openalliances.builder.statements.evidence import evidence_of
from openalliances.builder.statements.graph import statements_graph


@dataclass(frozen=True, slots=True, eq=False)
class MadeStatements:
    """The statements, and the graph that tells of them."""

    found: Statements
    triples: tuple[ox.Triple, ...]


def make_statements(dataset: Dataset, root: Path) -> MadeStatements:
    """Return the statements that *dataset*, read from *root* and reasoned over, publishes.

    :raises CheckError: if two of them have one IRI.
    """
    evidence = evidence_of(dataset)
    found = collect(dataset, evidence)
    derive_statements(found, dataset, root)
    version = version_of(dataset)
    first = {iri: version for iri, _ in found}
    return MadeStatements(found, statements_graph(found, dataset, evidence, first))
