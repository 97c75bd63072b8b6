"""What derived statements rest on: the queries under ``ontology/derivations``.

Each has the name of the rule that derives the statements, and gives for each of them the
statements that it follows from, one a row.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset
from openalliances.builder.statements.collecting import RULES, Statements
from openalliances.errors import SourceError

FOLDER = "ontology/derivations"
_NAMES = ("subject", "predicate", "object")


def derivation_files(root: Path) -> tuple[Path, ...]:
    """Return the queries, by name."""
    return tuple(sorted((root / FOLDER).glob("*.rq")))


def derive_statements(found: Statements, dataset: Dataset, root: Path) -> None:
    """Take what the rules derive into *found*, with what it rests on.

    :raises SourceError: if a query does not give three columns of each of the two statements.
    """
    for path in derivation_files(root):
        rests_on: dict[ox.Triple, list[ox.Triple]] = defaultdict(list)
        rows = dataset.store.query(path.read_text(encoding="utf-8"))
        if not isinstance(rows, ox.QuerySolutions):
            raise SourceError(str(path), "The query is not a SELECT query.")
        for row in rows:
            try:
                derived = ox.Triple(*(row[name] for name in _NAMES))
                source = ox.Triple(*(row[f"{name}_of_source"] for name in _NAMES))
            except (KeyError, TypeError) as error:
                raise SourceError(
                    str(path), f"Its answer is no pair of statements: {error}."
                ) from None
            rests_on[derived].append(source)
        rule = RULES + path.stem.replace("_", "-")
        for derived in sorted(rests_on, key=str):
            found.derived(derived, rule, sorted(rests_on[derived], key=str))
