"""Check a graph against shapes (SHACL), by one of two engines.

SPARQL-based constraints are asked by
:mod:`openalliances.builder.checks.sparql_constraints`, all else by the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec

import pyoxigraph as ox
from rdflib import Graph
from rdflib.namespace import SH

from openalliances.builder.checks.shacl_results import (
    EngineResult,
    ValidationResult,
    in_order,
    validation_result,
)
from openalliances.builder.checks.shacl_targets import aimed, focus_nodes, only
from openalliances.builder.checks.sparql_constraints import broken
from openalliances.builder.rdflib_terms import to_graph
from openalliances.errors import SettingError

PYSHACL = "pyshacl"
RUST = "shacl"
VALIDATORS = (RUST, PYSHACL)
"""The engines by the names of their packages: the fast one, which is optional, and the judge."""


def validator_name(wanted: str = "") -> str:
    """Return the engine to use: the one *wanted*, else the fast one where it is installed.

    :raises SettingError: if it is not installed.
    """
    if not wanted:
        return RUST if find_spec(RUST) else PYSHACL
    if find_spec(wanted) is None:
        raise SettingError(
            f"The validator {wanted} is not installed.",
            f"Install it with: pip install 'openalliances[fast]'; or use --validator {PYSHACL}",
        )
    return wanted


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found, the gravest first, always in the same order, and by which engine."""

    results: tuple[ValidationResult, ...]
    engine: str


def validate(
    data: Collection[ox.Triple],
    shapes: Iterable[ox.Triple],
    focus: Sequence[str] = (),
    *,
    store: ox.Store | None = None,
    validator: str = "",
) -> Validation:
    """Return what in *data* breaks the *shapes*.

    *data* hold the ontology, too: it gives the subclasses that targets and ``sh:class``
    need; no other inference is made. With *focus*, only those things are looked at. A
    *store* that holds the data in its default graph is asked if there is one.

    :raises CheckError: if the shapes themselves cannot be used.
    :raises SettingError: if the *validator* is not installed.
    """
    graph = to_graph(shapes)
    targets = focus_nodes(data, graph)
    if focus:
        wanted = frozenset(focus)
        graph = aimed(graph, targets, wanted)
        # A shape that has nothing to look at any more stays here: its queries are left out too.
        targets = {shape: only(nodes, wanted) for shape, nodes in targets.items()}
    asked, rest = broken(_store(data) if store is None else store, graph, targets)
    name = validator_name(validator)
    if (None, SH.sparql, None) in rest:  # in a shape within a shape; only pySHACL does that
        name = PYSHACL
    reported = (*_results(name)(data, rest), *asked)
    results = in_order(validation_result(graph, result) for result in reported)
    return Validation(results, f"{name} {version(name)}")


def focus_counts(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> dict[str, int]:
    """Return how many focus nodes each targeted shape has in *data* (SHACL, section 2.1.3).

    A shape with none checks nothing, whatever it says.
    """
    targets = focus_nodes(data, to_graph(shapes))
    return {str(shape): len(targets[shape]) for shape in sorted(targets, key=str)}


def _results(name: str) -> Callable[[Collection[ox.Triple], Graph], tuple[EngineResult, ...]]:
    """Return the function of the engine of that name, which is imported only now."""
    if name == RUST:
        from openalliances.builder.checks import shacl_by_rust

        return shacl_by_rust.results
    from openalliances.builder.checks import shacl_by_pyshacl

    return shacl_by_pyshacl.results


def _store(data: Iterable[ox.Triple]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in data)
    return store
