"""The shapes find exactly what they should: examples in ``pass`` and ``fail``, and the real data.

An example is a small graph made for a test; ``common.ttl`` (a vocabulary, a
document, a few lands) is added to each. Beside an example in ``fail`` stands
what must be found in it, and nothing else may be. As in ``openalliances check``,
what the rules derive is part of what is looked at. The examples of a kind are looked at together
first, each with names of its own, which takes a hundredth of the time; one of which something else
is found then, since others speak of the same things, is looked at alone.
"""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from openalliances.builder.checks import shacl
from openalliances.builder.checks.shacl import VALIDATORS
from openalliances.builder.checks.shacl_results import SEVERITIES, ValidationResult
from openalliances.builder.dataset import NOT_REASONED
from openalliances.builder.inference import closure
from openalliances.builder.read_files import rule_files
from openalliances.rdf.prefixes import ALLY, ID, PREFIXES, SHAPES, shorten
from openalliances.release import Release

from ..rdflib_graphs import derive, focus_counts, merge, read_file, triples, validate
from ..shipped import shipped

HERE = Path(__file__).parent
PASS = sorted((HERE / "pass").glob("*.ttl"))
FAIL = sorted((HERE / "fail").glob("*.ttl"))
EXAMPLE = ID + "example/"

Row = tuple[str, str, str, str]


@cache
def graph_of(*kinds: str) -> Graph:
    """Return the union of the shipped files of these kinds."""
    return merge(source for source in shipped() if source.kind in kinds)


@cache
def real_data() -> tuple[ox.Triple, ...]:
    """Return what ``openalliances check`` validates: the facts, and what the rules add to them."""
    store = ox.Store()
    for source in shipped():
        if source.kind not in NOT_REASONED:
            store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in source.triples)
    facts = {quad.triple for quad in store}
    return tuple(facts | set(closure.derive(store, rule_files())))


@cache
def example(path: Path) -> Graph:
    """Return an example with what is behind all examples, the ontology, and what follows."""
    facts = read_file(path).graph + read_file(HERE / "common.ttl").graph + graph_of("ontology")
    return facts + derive([facts], rule_files())


def check(data: Graph) -> tuple[ValidationResult, ...]:
    """Return what is found at the things in *data* that the ontology does not describe.

    The ontology is looked at once, with the real data. All engines find the same.
    """
    shapes, ontology = graph_of("shapes"), graph_of("ontology")
    things = {str(s) for s in set(data.subjects()) - set(ontology.subjects())}
    by_engine = [validate(data, shapes, ontology, sorted(things), name) for name in VALIDATORS]
    assert by_engine[1:] == by_engine[:-1]
    return by_engine[0]


def named_apart(path: Path) -> tuple[Graph, dict[str, str]]:
    """Return an example whose things end in its name, and what each was called before."""
    graph = read_file(path).graph
    behind = set(read_file(HERE / "common.ttl").graph.subjects())
    behind |= set(graph_of("ontology").subjects())
    behind |= set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    own = {
        thing: URIRef(f"{thing}-of-{path.stem.lower()}")
        for thing in set(graph.subjects()) - behind
        if isinstance(thing, URIRef)
    }
    apart = Graph()
    for subject, predicate, term in graph:
        apart.add((own.get(subject, subject), predicate, own.get(term, term)))
    return apart, {str(name): str(thing) for thing, name in own.items()}


@cache
def found_together(kind: str) -> dict[str, set[Row]]:
    """Return by example of a kind what is found at its own things, in all of them at once."""
    paths = sorted((HERE / kind).glob("*.ttl"))
    whole, names = Graph(), {}
    for path in paths:
        graph, own = named_apart(path)
        whole += graph
        names.update({name: (path.stem, thing) for name, thing in own.items()})
    facts = whole + read_file(HERE / "common.ttl").graph + graph_of("ontology")
    found: dict[str, set[Row]] = {path.stem: set() for path in paths}
    for result in check(facts + derive([facts], rule_files())):
        if result.focus in names:
            stem, thing = names[result.focus]
            found[stem].add((thing.removeprefix(EXAMPLE), *row(result)[1:]))
    return found


def found_in(path: Path, wanted: set[Row]) -> set[Row]:
    """Return what is found in an example: beside all others of its kind if that is *wanted*."""
    together = found_together(path.parent.name)[path.stem]
    return together if together == wanted else {row(result) for result in check(example(path))}


def row(result: ValidationResult) -> Row:
    return (
        result.focus.removeprefix(EXAMPLE),
        shorten(result.path),
        result.severity,
        result.shape.removeprefix(SHAPES),
    )


def expected(path: Path) -> list[Row]:
    with path.with_suffix(".expected.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        return [
            (line["focus"], line["path"], line["severity"].lower(), line["shape"]) for line in lines
        ]


def targeted() -> set[str]:
    """Return the names of the shapes that have a target."""
    return {
        shape.removeprefix(SHAPES) for shape in focus_counts(Graph(), graph_of("shapes"), Graph())
    }


def constraints() -> set[str]:
    """Return the names of what can be found wrong: property shapes, and shapes with a message."""
    shapes = graph_of("shapes")
    found: set[str] = set()
    for name in targeted():
        node = URIRef(SHAPES + name)
        found.update(str(part).removeprefix(SHAPES) for part in shapes.objects(node, SH.property))
        if (node, SH.message, None) in shapes:
            found.add(name)
    return found


@pytest.mark.parametrize("path", PASS, ids=lambda path: path.stem)
def test_nothing_is_found_in_a_good_example(path: Path) -> None:
    assert found_in(path, set()) == set()


@pytest.mark.parametrize("path", FAIL, ids=lambda path: path.stem)
def test_exactly_the_expected_is_found_in_a_bad_example(path: Path) -> None:
    assert sorted(found_in(path, set(expected(path)))) == sorted(expected(path))


def test_most_examples_are_looked_at_together() -> None:
    alone = [
        path.stem
        for path in (*PASS, *FAIL)
        if found_together(path.parent.name)[path.stem]
        != (set(expected(path)) if path in FAIL else set())
    ]
    assert len(alone) < len(PASS) / 2


def test_each_targeted_shape_has_a_good_and_a_bad_example() -> None:
    assert {path.stem for path in PASS} == {path.stem for path in FAIL} == targeted()


@pytest.mark.parametrize("path", PASS, ids=lambda path: path.stem)
def test_a_good_example_adds_a_focus_node_to_its_shape(path: Path) -> None:
    shapes, ontology = graph_of("shapes"), graph_of("ontology")
    with_it = focus_counts(example(path), shapes, ontology)
    without = focus_counts(example(HERE / "common.ttl"), shapes, ontology)
    shape = SHAPES + path.stem
    assert with_it[shape] > without[shape]


@pytest.mark.parametrize("path", PASS, ids=lambda path: path.stem)
def test_a_good_example_uses_what_its_shape_constrains(path: Path) -> None:
    shapes = graph_of("shapes")
    data = example(path) - read_file(HERE / "common.ttl").graph - graph_of("ontology")
    never = Literal(0)
    unused = [
        constraint
        for constraint in shapes.objects(URIRef(SHAPES + path.stem), SH.property)
        if (constraint, SH.maxCount, never) not in shapes
        if (None, shapes.value(constraint, SH.path), None) not in data
    ]
    assert unused == []


def test_each_constraint_has_a_bad_example() -> None:
    found = {shape for path in FAIL for _, _, _, shape in expected(path)}
    assert found == constraints()


def test_the_example_behind_all_others_is_good() -> None:
    assert check(example(HERE / "common.ttl")) == ()


def test_the_real_data_have_no_finding(shipped_release: Release) -> None:
    """Its build has looked; what it says of it is true, as the broken files in tests/check show."""
    report = shipped_release.folder / "report"
    figures = json.loads((report / "figures.json").read_text(encoding="utf-8"))
    files = [source for source in shipped() if source.kind == "shapes"]
    assert figures["checks"]["shapes"] == len(files) > 5
    assert (figures["errors"], figures["warnings"]) == (0, 0)


def test_each_shape_looks_at_something_in_the_real_data() -> None:
    counts = shacl.focus_counts(real_data(), triples(graph_of("shapes")))
    assert {shape: count for shape, count in counts.items() if not count} == {}


def test_the_shape_for_sources_looks_at_the_properties_that_require_one() -> None:
    wanted = graph_of("ontology").subjects(URIRef(ALLY + "requiresSource"), Literal(True))
    shape = URIRef(SHAPES + "EveryStatementHasASource")
    targets = graph_of("shapes").objects(shape, SH.targetSubjectsOf)
    assert set(targets) == set(wanted)


def test_the_shape_for_values_looks_at_the_properties_that_have_no_shape_of_their_own() -> None:
    shapes, ontology = graph_of("shapes"), graph_of("ontology")
    of_their_own = {
        shapes.value(part, SH.path)
        for kind in (SH["class"], SH.node, SH["or"])
        for part in shapes.subjects(kind)
    }
    with_range = {
        term
        for term in ontology.subjects(RDF.type, OWL.ObjectProperty)
        for kind in (RDFS.range, URIRef(PREFIXES["schema"] + "rangeIncludes"))
        if str(term).startswith(ALLY) and set(ontology.objects(term, kind)) - {RDFS.Resource}
    }
    shape = URIRef(SHAPES + "EveryValueFitsItsProperty")
    targets = set(shapes.objects(shape, SH.targetSubjectsOf))
    assert targets == with_range - of_their_own
    query = str(shapes.value(URIRef(f"{shape}/query"), SH.select))
    assert {ALLY + name for name in re.findall(r"ally:(\w+)", query)} == set(map(str, targets))


def test_each_kind_of_concept_in_the_real_data_has_a_shape() -> None:
    below, concept, type_ = (
        ox.NamedNode(str(one)) for one in (RDFS.subClassOf, SKOS.Concept, RDF.type)
    )
    kinds = {t.subject for t in real_data() if (t.predicate, t.object) == (below, concept)}
    used = {t.object for t in real_data() if t.predicate == type_} & kinds
    targets = set(map(str, graph_of("shapes").objects(None, SH.targetClass)))
    assert used
    assert {kind.value for kind in used} - targets == set()


@pytest.mark.parametrize("name", sorted(constraints()))
def test_a_constraint_says_in_plain_words_what_is_expected_and_how_to_mend_it(name: str) -> None:
    shapes, node = graph_of("shapes"), URIRef(SHAPES + name)
    messages = [str(message) for message in shapes.objects(node, SH.message)]
    assert len(messages) == 1
    assert re.fullmatch(r"[A-Z].+\. [A-Z].+\.", messages[0])
    assert not re.search(r"sh:|[mM](in|ax)Count|node|shape|blank|datatype|cardinality", messages[0])
    assert len(list(shapes.objects(node, SH.name))) == 1
    severity = str(shapes.value(node, SH.severity)).rpartition("#")[2]
    assert severity.lower() in SEVERITIES


def test_every_part_of_a_shape_has_a_name() -> None:
    shapes = graph_of("shapes")
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint, SH.PrefixDeclaration)
    parts = {part for kind in kinds for part in shapes.subjects(RDF.type, kind)}
    parts |= set(shapes.objects(None, SH.property)) | set(shapes.objects(None, SH.sparql))
    assert [part for part in parts if not str(part).startswith(SHAPES)] == []
