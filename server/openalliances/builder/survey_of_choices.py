"""How values were chosen, and how well memberships rest: the lines of the survey on sources."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from openalliances.rdf.prefixes import ALLY, VOCAB

Row = tuple[str, str, str]

_PREFIX = f"PREFIX ally: <{ALLY}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
_SEEN = (
    "?x a ally:Membership ; ally:hasCitation ?c . ?c ally:citesSource ?s ; ally:citesFor ?any . "
    f"FILTER NOT EXISTS {{ ?c ally:hasCheckStatus <{VOCAB}check-status/not-checked> }} "
)
_NEAR = ", ".join(f"<{VOCAB}source-authority/{a}>" for a in ("depositary", "founding-text"))
_OWN = f"<{VOCAB}source-authority/organization>"
_WELL = f"""{{
  {_SEEN} ?s ally:hasSourceAuthority ?a .
  FILTER(?a IN ({_NEAR}) || (?a = {_OWN} && EXISTS {{
    ?x ally:inArrangement ?o . ?s ally:speaksFor ?o }}))
}} UNION {{
  SELECT ?x WHERE {{
    {_SEEN}
    OPTIONAL {{ ?s ally:inSourceFamily ?family OPTIONAL {{ ?family ally:restsOn ?root }} }}
    BIND(COALESCE(?root, ?family, ?s) AS ?voice)
  }}
  GROUP BY ?x
  HAVING(COUNT(DISTINCT ?voice) > 1)
}}"""
"""Memberships that a depositary, a founding text or the organisation itself says, or two voices.

The sources may differ on the dates: what counts is that each says the membership.
"""
_MOST = 12
"""How many families of sources are named; the others are many and small."""


def choice_rows(store: ox.Store) -> Iterator[Row]:
    """Yield how many values were chosen by which rule, what is contested, and who is followed.

    The grades of evidence have to be derived in the *store*.
    """
    by_rule = (
        "SELECT ?rule (COUNT(?x) AS ?n) WHERE { ?x ally:hasAdjudicationRule ?r . "
        "?r skos:notation ?place ; skos:prefLabel ?rule FILTER(LANG(?rule) = 'en') } "
        "GROUP BY ?rule ?place ORDER BY ?place"
    )
    for solution in _select(store, by_rule):
        yield "adjudicated", f"by {solution['rule'].value}", f"{int(solution['n'].value):,}"
    yield "adjudicated", "contested", f"{_count(store, '?x ally:isContested true'):,}"
    all_, well = _count(store, "?x a ally:Membership"), _count(store, _WELL)
    share = f" ({well / all_:.0%})" if all_ else ""
    yield "sources", "memberships that rest well", f"{well:,}{share}"
    by_family = (
        f"SELECT ?name (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {_SEEN} ?s ally:inSourceFamily ?f . "
        "?f <http://www.w3.org/2000/01/rdf-schema#label> ?name FILTER(LANG(?name) = 'en') } "
        f"GROUP BY ?name ORDER BY DESC(?n) ?name LIMIT {_MOST}"
    )
    for solution in _select(store, by_family):
        name, number = solution["name"].value, int(solution["n"].value)
        yield "sources", f"memberships by {name}", f"{number:,}"


def _count(store: ox.Store, pattern: str) -> int:
    rows = _select(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")
    return next(int(row["n"].value) for row in rows)


def _select(store: ox.Store, query: str) -> ox.QuerySolutions:
    solutions = store.query(_PREFIX + query)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101  all are SELECT
    return solutions
