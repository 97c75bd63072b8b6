"""The patterns of modelling are sound: each is an example, and a query that explains it.

``membership.ttl`` is a worked example about made-up lands, ``membership.rq`` says
in its header how the pattern goes and asks a question of it, and ``membership.csv``
has the answer. ``common.ttl`` and ``chronicle.txt``, the document that the
passages come from, are behind all of them.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from openalliances.builder.checks.unknown_terms import DeclaredTerms, slips
from openalliances.builder.documents.passages import verify
from openalliances.builder.formatting import reformat
from openalliances.builder.rdflib_terms import to_quads
from openalliances.builder.read_files import rule_files
from openalliances.rdf.prefixes import ALLY, GRAPH, ID, PREFIXES, VOCAB, shorten

from ..rdflib_graphs import derive, infer, merge, read_file, statements, validate
from ..shipped import shipped

HERE = Path(__file__).parent
COMMON = HERE / "common.ttl"
PATTERNS = sorted(path for path in HERE.glob("*.ttl") if path != COMMON)
NAMES = {"claim_and_passage", "classification", "contribution", "mandate", "membership", "strand"}
FOUNDATION = ("ontology", "vocab")
HEADER = re.compile(
    r"# # Pattern: [^\n]+\n"
    + "".join(
        rf"#\n# \*\*{part}:\*\* [^\n]+\n(# [^\n]+\n)*"
        for part in ("Use it for", "How", "Mind", "Question")
    )
    + r"\n(PREFIX [^\n]+\n)+\nSELECT "
)

each_pattern = pytest.mark.parametrize("path", PATTERNS, ids=lambda path: path.stem)


@cache
def of_bundle(*kinds: str) -> Graph:
    return merge(source for source in shipped() if source.kind in kinds)


def example(path: Path) -> Graph:
    """Return a pattern and what is behind all of them."""
    return read_file(path).graph + read_file(COMMON).graph


def derived(path: Path) -> Graph:
    """Return what the rules add to a pattern."""
    return derive([example(path), of_bundle("ontology")], rule_files())


def local(term: ox.NamedNode | ox.Literal | None) -> str:
    text = "" if term is None else term.value
    text = text.removeprefix(ID + "example/")
    return text.removeprefix(VOCAB).partition("/")[2] if text.startswith(VOCAB) else shorten(text)


def test_the_patterns_are_there() -> None:
    assert {path.stem for path in PATTERNS} == NAMES
    assert {path.stem for path in HERE.glob("*.rq")} == NAMES
    assert {path.stem for path in HERE.glob("*.csv")} == NAMES


@each_pattern
def test_a_query_explains_its_pattern(path: Path) -> None:
    text = path.with_suffix(".rq").read_text(encoding="utf-8")
    assert HEADER.match(text)
    header, _, body = text.partition("\nPREFIX ")
    used = {name for name in PREFIXES if re.search(rf"(?<!\w){name}:\w", body)}
    assert re.findall(r"^PREFIX (\w+):", text, re.MULTILINE) == sorted(used)
    terms = set(re.findall(r"\bally:(\w+)", header))
    declared = {str(term).removeprefix(ALLY) for term in of_bundle("ontology").subjects()}
    assert terms
    assert terms <= declared


@each_pattern
def test_a_query_has_its_answer(path: Path) -> None:
    store = ox.Store()
    for graph in (example(path), derived(path), of_bundle("vocab")):
        store.extend(to_quads(graph, GRAPH + "example"))
    text = path.with_suffix(".rq").read_text(encoding="utf-8")
    solutions = store.query(text, use_default_graph_as_union=True)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        names, *lines = csv.reader(file)
    assert [variable.value for variable in solutions.variables] == names
    assert sorted([local(term) for term in solution] for solution in solutions) == lines
    assert lines


@each_pattern
def test_a_pattern_uses_terms_and_concepts_that_there_are(path: Path) -> None:
    bundle = [source for source in shipped() if source.kind in FOUNDATION]
    files = (read_file(path), read_file(COMMON))
    assert slips(files, DeclaredTerms([*bundle, *files])) == ()


@each_pattern
def test_a_pattern_keeps_to_the_shapes(path: Path) -> None:
    data = example(path) + derived(path) + of_bundle("vocab")
    things = sorted({str(subject) for subject in example(path).subjects()})
    found = validate(data, of_bundle("shapes"), of_bundle("ontology"), things)
    assert [(f.focus, f.path, f.shape, f.message) for f in found] == []


@each_pattern
def test_a_pattern_contradicts_nothing_in_the_ontology(path: Path) -> None:
    found = infer(example(path) + derived(path) + of_bundle("ontology"))
    assert found.contradictions == ()


@each_pattern
def test_the_passages_of_a_pattern_stand_in_the_chronicle(path: Path) -> None:
    report = verify(HERE, statements(example(path)))
    unfit = [problem for problem in report.problems if "no passage" not in problem.sentence]
    assert unfit == []
    assert report.documents == 1
    assert (report.passages == 0) == (path.stem == "classification")


def test_the_patterns_are_in_canonical_form() -> None:
    assert reformat([*PATTERNS, COMMON], write=False).changed == ()


def test_each_thing_of_a_pattern_is_fictitious() -> None:
    names = {
        str(subject) for path in (*PATTERNS, COMMON) for subject in read_file(path).graph.subjects()
    }
    assert {name for name in names if not name.startswith(ID + "example/")} == set()
