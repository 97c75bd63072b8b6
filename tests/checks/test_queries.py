"""Nothing is found that should not be there; each check finds what it is for.

A check is a SELECT query whose rows are what is wrong (as in ROBOT's report);
its header is its documentation. ``triggers/<name>.ttl`` is a tiny graph made to
be found by the check of that name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.builder.dataset import Dataset
from openalliances.rdf.prefixes import ALLY, GRAPH, PREFIXES
from openalliances.release import Release

from ..rdflib_graphs import read_file
from ..shipped import shipped

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "ontology" / "checks"
CHECKS = sorted(FOLDER.glob("*.rq"))
ALIGNMENTS = GRAPH + "alignments"
ADDED_BY_RULES = GRAPH + "derived"
ADDED = {ADDED_BY_RULES, GRAPH + "inferred"}
HEADER = re.compile(
    r"# # (?P<title>[A-Z][^\n]+[^.\n])\n#\n"
    r"# \*\*Problem:\*\* [^\n]+\n(# [^\n]+\n)*#\n"
    r"# \*\*Severity:\*\* (error|warning)\n#\n"
    r"# \*\*Solution:\*\* [^\n]+\n(# [^\n]+\n)*\n"
)


@cache
def asserted() -> ox.Store:
    """Return the files of the bundle, each in its graph."""
    return Dataset(shipped()).store


def store_of(kind: str, triples: Sequence[ox.Triple]) -> ox.Store:
    """Return the store of a data set with one graph, called as alignments are."""
    dataset = Dataset()
    name = ALIGNMENTS if kind == "alignments" else GRAPH + "trigger"
    dataset.add_graph(name, kind, triples)
    return dataset.store


@pytest.fixture(scope="module")
def reasoned(shipped_release: Release) -> ox.Store:
    """Return the same with what the rules and OWL 2 RL add, as it is published.

    As in a data set, a check without GRAPH sees all but the alignments.
    """
    published = ox.Store.read_only(str(shipped_release.store))
    ours = {source.graph_iri for source in shipped()} | ADDED
    store = ox.Store()
    for graph in published.named_graphs():
        if graph.value in ours:
            quads = list(published.quads_for_pattern(None, None, None, graph))
            store.bulk_extend(quads)
            if graph.value != ALIGNMENTS:
                store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return store


def rows(store: ox.Store, check: Path) -> list[tuple[str, ...]]:
    solutions = store.query(check.read_text(encoding="utf-8"))
    assert isinstance(solutions, ox.QuerySolutions)
    assert [variable.value for variable in solutions.variables] == ["entity", "property", "value"]
    return [tuple(str(term) for term in solution) for solution in solutions]


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_the_files_of_the_bundle_are_clean(check: Path) -> None:
    assert rows(asserted(), check) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_what_follows_from_them_is_clean(reasoned: ox.Store, check: Path) -> None:
    assert rows(reasoned, check) == []


def test_what_follows_from_them_is_there(reasoned: ox.Store) -> None:
    here = {graph.value for graph in reasoned.named_graphs()}
    assert here == {graph.value for graph in asserted().named_graphs()} | ADDED
    assert len(reasoned) > len(asserted())
    added = ox.NamedNode(ADDED_BY_RULES)
    one = next(reasoned.quads_for_pattern(None, None, None, added))
    assert ox.Quad(one.subject, one.predicate, one.object) in reasoned


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_a_check_finds_what_it_is_for(check: Path) -> None:
    trigger = read_file(HERE / "triggers" / f"{check.stem}.ttl").triples
    about_alignments = check.stem.startswith("alignment_")
    kind = "alignments" if about_alignments else "ontology"
    assert rows(store_of(kind, trigger), check) != []


@pytest.mark.parametrize("name", ["same_as", "axiom_about_a_term_of_others"])
def test_a_check_of_all_graphs_finds_it_in_an_alignment_too(name: str) -> None:
    trigger = read_file(HERE / "triggers" / f"{name}.ttl").triples
    assert rows(store_of("alignments", trigger), FOLDER / f"{name}.rq") != []


def test_other_checks_do_not_look_at_alignments() -> None:
    trigger = read_file(HERE / "triggers" / "definition_without_parent.ttl").triples
    store = store_of("alignments", trigger)
    assert rows(store, FOLDER / "definition_without_parent.rq") == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_a_check_has_a_header_and_a_total_order(check: Path) -> None:
    text = check.read_text(encoding="utf-8")
    assert HEADER.match(text)
    assert text.endswith("}\nORDER BY ?entity ?property ?value\n")
    used = re.findall(r"^PREFIX (\w+): <([^>]+)>$", text, re.MULTILINE)
    assert used == sorted(used)
    assert {prefix: PREFIXES[prefix] for prefix, _ in used} == dict(used)


def test_each_check_has_one_trigger() -> None:
    triggers = sorted(path.stem for path in (HERE / "triggers").glob("*.ttl"))
    assert triggers == [check.stem for check in CHECKS]


def test_no_two_checks_have_one_title() -> None:
    titles = [HEADER.match(check.read_text(encoding="utf-8")) for check in CHECKS]
    assert len({match["title"] for match in titles if match}) == len(CHECKS)


def test_the_check_of_namespaces_knows_the_table_of_prefixes() -> None:
    text = (FOLDER / "unknown_namespace.rq").read_text(encoding="utf-8")
    known = re.findall(r'^ +"(https?://[^"]+)"$', text, re.MULTILINE)
    assert sorted([*known, ALLY]) == sorted(PREFIXES.values())
