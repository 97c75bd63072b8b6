"""Measure what the graph of statements costs and gives: who says so, and look-ups beside it.

Run with ``python -m tests.bench.statement_layer RELEASE``. Two stores are made in memory, one with
the graph of statements and one without; each query is asked of both in turn, in processor time.
"Who says so" is asked by annotation (SPARQL 1.2) and by the pattern of citations, which knows the
property and not the value.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from openalliances.rdf.prefixes import ALLY, BASE, STATEMENTS_GRAPH

_PREFIX = f"PREFIX ally: <{ALLY}> "
_NATO = f"<{BASE}id/organization/nato>"
WHO_SAYS_SO = {
    "start dates of a membership list": (
        f"SELECT ?m ?d ?c {{ ?m ally:inArrangement {_NATO} ; "
        "ally:startDate ?d {| ally:hasCitation ?c |} }",
        f"SELECT ?m ?d ?c {{ ?m ally:inArrangement {_NATO} ; ally:startDate ?d ; "
        "ally:hasCitation ?c . ?c ally:citesFor ally:startDate }",
    ),
    "all of one mission": (
        f"SELECT ?p ?v ?c {{ <{BASE}id/mission/amisom> ?p ?v {{| ally:hasCitation ?c |}} }}",
        f"SELECT ?p ?v ?c {{ <{BASE}id/mission/amisom> ?p ?v ; ally:hasCitation ?c . "
        "?c ally:citesFor ?p }",
    ),
}
"""By annotation, and by the pattern of citations."""
LOOK_UPS = {
    "statements of a thing": f"SELECT * {{ <{BASE}id/state/burundi> ?p ?o }}",
    "members of an organization": (
        f"SELECT * {{ ?m ally:inArrangement {_NATO} ; ally:hasMember ?s }}"
    ),
    "missions by start": "SELECT * { ?m a ally:PeaceOperation ; ally:startDate ?d } ORDER BY ?d",
    "count of a class": "SELECT (COUNT(*) AS ?n) { ?m a ally:Membership }",
}


def stores(release: Path) -> tuple[ox.Store, ox.Store]:
    """Return a store with all graphs of *release*, and one without that of statements."""
    disk = ox.Store.read_only(str(release / "store"))
    whole, without = ox.Store(), ox.Store()
    layer = ox.NamedNode(STATEMENTS_GRAPH)
    whole.bulk_extend(iter(disk))
    without.bulk_extend(quad for quad in disk if quad.graph_name != layer)
    return whole, without


def milliseconds(store: ox.Store, text: str, runs: int) -> list[float]:
    """Return the processor time of each run of a query."""
    taken = []
    for _ in range(runs):
        began = time.process_time()
        found = store.query(_PREFIX + text, use_default_graph_as_union=True)
        assert sum(1 for _ in found), text
        taken.append(1e3 * (time.process_time() - began))
    return taken


def ratio(first: list[float], second: list[float]) -> tuple[float, float, float]:
    """Return the medians, and the first in times of the second."""
    one, other = statistics.median(first), statistics.median(second)
    return one, other, one / other


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path, help="a release folder")
    parser.add_argument("--runs", type=int, default=25, help="runs of each query")
    options = parser.parse_args()
    whole, without = stores(options.release)
    table = Table(title="Milliseconds of processor time, medians")
    for column in ("what", "first", "second", "first / second"):
        table.add_column(column, justify="left" if column == "what" else "right")
    rounds = range(5)
    for name, (annotation, pattern) in WHO_SAYS_SO.items():
        pairs = [
            (
                milliseconds(whole, annotation, options.runs),
                milliseconds(whole, pattern, options.runs),
            )
            for _ in rounds
        ]
        _row(table, f"{name}: annotation / pattern", pairs)
    for name, text in LOOK_UPS.items():
        pairs = [
            (milliseconds(whole, text, options.runs), milliseconds(without, text, options.runs))
            for _ in rounds
        ]
        _row(table, f"{name}: with / without statements", pairs)
    table.add_row("quads", str(len(whole)), str(len(without)), f"{len(whole) / len(without):.2f}")
    Console(width=110).print(table)


def _row(table: Table, name: str, pairs: list[tuple[list[float], list[float]]]) -> None:
    first = [ms for one, _ in pairs for ms in one]
    second = [ms for _, other in pairs for ms in other]
    table.add_row(name, *(f"{figure:.3g}" for figure in ratio(first, second)))


if __name__ == "__main__":
    main()
