"""What is there, how well it is supported, and where it has gaps: one table to print."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset
from openalliances.builder.inference.closure import derive
from openalliances.builder.read_files import rule_files
from openalliances.builder.statements.collecting import collect
from openalliances.builder.statements.evidence import evidence_of
from openalliances.builder.statements.unsourced import unsourced
from openalliances.builder.survey_of_choices import choice_rows
from openalliances.builder.survey_of_order import order_rows
from openalliances.builder.survey_of_time import time_rows
from openalliances.rdf.prefixes import ALLY

_PREFIX = f"PREFIX ally: <{ALLY}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"

_KINDS = (
    ("states and territories", "GeopoliticalEntity"),
    ("organisations", "Organization"),
    ("security arrangements", "SecurityArrangement"),
    ("memberships", "Membership"),
    ("operations", "Operation"),
    ("mandates", "Mandate"),
    ("legal instruments", "LegalInstrument"),
    ("contributions", "Contribution"),
    ("periods of states", "StatePeriod"),
    ("claims", "Claim"),
    ("citations", "Citation"),
    ("sources", "Source"),
)
_GAPS = (
    ("memberships without a start", "?x a ally:Membership", "ally:startDate"),
    ("operations without a start", "?x a/rdfs:subClassOf* ally:Operation", "ally:startDate"),
    (
        "operations without a mandate",
        "?x a/rdfs:subClassOf* ally:Operation",
        "^ally:isMandateOf",
    ),
    (
        "operations without a place",
        "?x a/rdfs:subClassOf* ally:Operation",
        "ally:takesPlaceIn",
    ),
    (
        "instruments without a text",
        "?x a/rdfs:subClassOf* ally:LegalInstrument",
        "ally:textAddress",
    ),
    ("states without a COW code", "?x a/rdfs:subClassOf* ally:State", "ally:cowCode"),
    ("sources without an address", "?x a ally:Source", "ally:address|ally:copyAddress"),
)

Row = tuple[str, str, str]
"""A part of the survey, what is counted, and the number, or the reason why it is as it is."""


def survey(dataset: Dataset, rules: Iterable[Path] | None = None) -> list[Row]:
    """Return the rows: counts, grades, what was not checked, and gaps."""
    rows: list[Row] = [("data", "triples", f"{len(set(dataset.facts())):,}")]
    store = dataset.store
    derive(store, list(rules or rule_files()))
    rows += [("things", name, f"{_count(store, _kind(local)):,}") for name, local in _KINDS]
    rows += list(_grades(store))
    rows += list(_unchecked(store))
    rows += list(choice_rows(store))
    rows += list(order_rows(store))
    rows += time_rows(store, dataset.triples("catalog"))
    for name, pattern, path in _GAPS:
        missing = _count(store, f"{pattern} . FILTER NOT EXISTS {{ ?x {path} ?y }}")
        rows.append(("gaps", name, f"{missing:,}"))
    return [*rows, *_without_source(dataset)]


def _without_source(dataset: Dataset) -> Iterable[Row]:
    """Yield how many published statements nobody is cited for, and each with its reason."""
    found = unsourced(collect(dataset, evidence_of(dataset)))
    yield "without a source", "published statements that nobody is cited for", f"{len(found):,}"
    for one in found:
        yield "without a source", one.words, one.reason


def _kind(local: str) -> str:
    return f"?x a/rdfs:subClassOf* ally:{local}"


def _grades(store: ox.Store) -> Iterable[Row]:
    """Yield how many claims, memberships and operations have which grade."""
    for name, local in (
        ("claims", "Claim"),
        ("memberships", "Membership"),
        ("operations", "Operation"),
    ):
        counts = {
            str(row["grade"].value).rpartition("/")[2]: int(row["n"].value)
            for row in _select(
                store,
                "SELECT ?grade (COUNT(DISTINCT ?x) AS ?n) WHERE { "
                f"{_kind(local)} . ?x ally:hasEvidenceGrade ?grade }} GROUP BY ?grade",
            )
        }
        total = sum(counts.values())
        for grade, number in sorted(counts.items()):
            yield "grades", f"{name}: {grade}", f"{number:,} ({number / total:.0%})"


def _unchecked(store: ox.Store) -> Iterable[Row]:
    """Yield how many things rest on no source that was read."""
    seen = "?x ally:hasCitation/ally:hasCheckStatus ?s . FILTER(!STRENDS(STR(?s), '/not-checked'))"
    for name, local in (
        ("memberships", "Membership"),
        ("operations", "Operation"),
        ("mandates", "Mandate"),
    ):
        cited = _count(store, f"{_kind(local)} . ?x ally:hasCitation ?c")
        missing = cited - _count(store, f"{_kind(local)} . {seen}")
        share = f" ({missing / cited:.0%})" if cited else ""
        yield "not checked", f"{name} with no source that was read", f"{missing:,}{share}"
        dated = f"{_kind(local)} . ?x ally:startDate ?d"
        both = (
            f"{dated} . ?x ally:hasCitation ?c . ?c ally:citesFor ally:startDate ; "
            "ally:hasCheckStatus ?s . FILTER(!STRENDS(STR(?s), '/not-checked'))"
        )
        total = _count(store, dated)
        loose = total - _count(store, both)
        share = f" ({loose / total:.0%})" if total else ""
        yield "not checked", f"{name} with a start that was not read", f"{loose:,}{share}"


def _count(store: ox.Store, pattern: str) -> int:
    rows = _select(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")
    return next(int(row["n"].value) for row in rows)


def _select(store: ox.Store, query: str) -> Iterable[ox.QuerySolution]:
    solutions = store.query(_PREFIX + query)
    return solutions if isinstance(solutions, ox.QuerySolutions) else ()
