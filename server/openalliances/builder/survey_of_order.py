"""What the survey says of the order of times: what is impossible, and what is excused."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from openalliances.rdf.prefixes import ALLY

_DEPARTED = f"""PREFIX ally: <{ALLY}>
SELECT (COUNT(?free) AS ?impossible) (COUNT(?kept) AS ?excused) WHERE {{
  ?thing ally:departsFrom ?constraint .
  OPTIONAL {{
    ?exception ally:excuses ?thing ; ally:excusesFrom ?constraint .
    BIND(?exception AS ?kept)
  }}
  BIND(IF(BOUND(?kept), ?none, ?thing) AS ?free)
}}"""


def order_rows(store: ox.Store) -> Iterator[tuple[str, str, str]]:
    """Yield how many departures from constraints on times are impossible, and how many excused."""
    solutions = store.query(_DEPARTED)
    if not isinstance(solutions, ox.QuerySolutions):
        return
    for row in solutions:
        yield "times", "impossible times", row["impossible"].value
        yield "times", "recorded exceptions", row["excused"].value
