"""The graph of statements of the shipped release: nothing is left out, and gaps are found."""

import gzip
from collections import Counter

import pyoxigraph as ox
import pytest
import shacl

from openalliances.rdf.prefixes import ALLY, INFERRED_GRAPH, PREFIXES, STATEMENTS_GRAPH
from openalliances.statements.iris import digits

PREFIX = f"PREFIX ally: <{ALLY}> PREFIX rdf: <{PREFIXES['rdf']}> "
GRAPH = ox.NamedNode(STATEMENTS_GRAPH)
INFERRED = ox.NamedNode(INFERRED_GRAPH)
"""What OWL 2 RL entails: where a part of a place lies, by the place that it is part of."""
REIFIES = ox.NamedNode(PREFIXES["rdf"] + "reifies")
GREECE = "<https://w3id.org/openalliances/id/membership/nato/greece>"


@pytest.fixture(scope="module")
def store(shipped_release):
    return ox.Store.read_only(str(shipped_release.folder / "store"))


@pytest.fixture(scope="module")
def layer(store):
    """Return what is said of each statement, and the statement of each triple."""
    said, of = {}, {}
    for quad in store.quads_for_pattern(None, None, None, GRAPH):
        said.setdefault(quad.subject, []).append((quad.predicate.value, quad.object))
        if quad.predicate == REIFIES:
            of[quad.object] = quad.subject
    return said, of


def backed(said):
    names = {ALLY + name for name in ("hasCitation", "isSupportedBy", "restsOn")}
    return any(predicate in names for predicate, _ in said)


def test_each_fact_has_a_statement_with_a_source(store, layer):
    said, of = layer
    cited = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(ALLY + "citesFor"), None):
        cited.setdefault(quad.subject, set()).add(quad.object)
    lacking, looked = Counter(), 0
    for quad in store.quads_for_pattern(None, ox.NamedNode(ALLY + "hasCitation"), None):
        if quad.graph_name == GRAPH:
            continue
        for property_ in cited.get(quad.object, ()):
            for fact in store.quads_for_pattern(quad.subject, property_, None):
                if fact.graph_name == INFERRED:
                    continue
                looked += 1
                if fact.triple not in of or not backed(said[of[fact.triple]]):
                    lacking[property_.value] += 1
    assert looked > 30_000
    assert not lacking


GATE = f"""{PREFIX}
SELECT ?subject ?property ?value
WHERE {{
  ?subject ally:hasCitation/ally:citesFor ?property .
  GRAPH ?graph {{ ?subject ?property ?value }}
  FILTER(?graph NOT IN (<{INFERRED_GRAPH}>, <{STATEMENTS_GRAPH}>))
  FILTER NOT EXISTS {{ ?statement rdf:reifies <<( ?subject ?property ?value )>> }}
}}
LIMIT 20"""
"""Facts of which nothing says who says so, in SPARQL 1.2."""


def test_a_query_of_sparql_12_finds_no_fact_without_a_statement(store):
    assert list(store.query(GATE, use_default_graph_as_union=True)) == []


def test_that_query_finds_what_lacks_one():
    small = ox.Store()
    text = f"""PREFIX ally: <{ALLY}> GRAPH <urn:g> {{
      <urn:a> ally:hasCitation <urn:c> ; ally:startDate 1 ~ <urn:r> .
      <urn:b> ally:hasCitation <urn:c> ; ally:startDate 2 .
      <urn:c> ally:citesFor ally:startDate }}"""
    small.load(text.encode(), ox.RdfFormat.TRIG)
    found = small.query(GATE, use_default_graph_as_union=True)
    assert [row["subject"].value for row in found] == ["urn:b"]


def test_nearly_all_statements_have_a_source_and_the_rest_is_listed(shipped_release, layer):
    said, of = layer
    lacking = {node.value for node in set(of.values()) if not backed(said[node])}
    lines = (shipped_release.folder / "report" / "unsourced.txt").read_text().splitlines()
    listed = dict(line.split("\t") for line in lines)
    assert sorted(lacking) == list(listed)
    assert all(listed.values())
    open_ones = [why for why in listed.values() if "a judgement of our own" not in why]
    assert len(open_ones) <= 0.001 * len(set(of.values()))


def test_it_is_at_most_two_thirds_of_the_rest(shipped_release):
    sizes = {graph.iri: graph.triples for graph in shipped_release.manifest.graphs}
    own = sizes.pop(STATEMENTS_GRAPH)
    assert own <= sum(sizes.values()) * 2 / 3


def test_the_last_step_is_the_digest_of_the_value(layer):
    _, of = layer
    by_name = Counter(node.value.rpartition("/")[2] == digits(t.object) for t, node in of.items())
    assert by_name[True] == len(set(of.values()))


def test_the_plain_dump_is_rdf_11_and_the_own_dump_has_a_version(shipped_release):
    folder = shipped_release.folder / "dumps"
    whole = gzip.decompress((folder / "openalliances.nq.gz").read_bytes())
    assert b"<<(" not in whole
    assert STATEMENTS_GRAPH.encode() + b"> ." not in whole
    with gzip.open(folder / "statements.ttl.gz") as file:
        assert file.readline() == b'VERSION "1.2"\n'
    assert not (folder / "statements.rdf.gz").exists()
    with gzip.open(folder / "statements-rdf11.nt.gz") as file:
        assert b"<<(" not in file.read()


SHAPE = f"""
@prefix ally: <{ALLY}> . @prefix sh: <{PREFIXES["sh"]}> . @prefix xsd: <{PREFIXES["xsd"]}> .
<http://x/Shape> a sh:NodeShape ; sh:targetClass ally:Membership ; sh:property [
  sh:path ally:startDate ; sh:reificationRequired true ; sh:reifierShape <http://x/Receipt> ] .
<http://x/Receipt> a sh:NodeShape ;
  sh:property [ sh:path ally:hasCitation ; sh:minCount 1 ] .
"""


@pytest.fixture(scope="module")
def gaps(store):
    """Return memberships of NATO as Turtle, one without a statement, one without a citation."""
    text = (
        PREFIX
        + """SELECT ?m ?d ?r ?c {
      ?m ally:inArrangement <https://w3id.org/openalliances/id/organization/nato> ;
        ally:startDate ?d ~ ?r . ?r ally:hasCitation ?c } ORDER BY ?m ?c"""
    )
    rows = list(store.query(text, use_default_graph_as_union=True))
    things = sorted({str(row["m"]) for row in rows})
    assert len(things) > 20
    bare, uncited = things[3], things[7]
    lines = []
    for row in rows:
        thing = str(row["m"])
        lines.append(f"{thing} a <{ALLY}Membership> ; <{ALLY}startDate> {row['d']} .")
        if thing != bare:
            triple = f"<<( {thing} <{ALLY}startDate> {row['d']} )>>"
            lines.append(f"{row['r']} <{REIFIES.value}> {triple} .")
        if thing not in (bare, uncited):
            lines.append(f"{row['r']} <{ALLY}hasCitation> {row['c']} .")
    return "\n".join(dict.fromkeys(lines)), {bare.strip("<>"), uncited.strip("<>")}


def test_shacl_12_finds_the_planted_gaps_and_no_others(gaps, tmp_path):
    data, planted = gaps
    (tmp_path / "data.ttl").write_text(data)
    (tmp_path / "shape.ttl").write_text(SHAPE)
    report = shacl.validate(str(tmp_path / "data.ttl"), str(tmp_path / "shape.ttl"))
    assert {str(result.focus_node).strip("<>") for result in report.results} == planted


def test_another_engine_finds_the_same_number(gaps):
    pyrudof = pytest.importorskip("pyrudof")
    data, planted = gaps
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(data, pyrudof.RDFFormat.Turtle)
    rudof.read_shacl(SHAPE, pyrudof.ShaclFormat.Turtle)
    assert len(list(rudof.validate_shacl())) == len(planted)


def test_who_says_so_is_asked_by_annotation(store):
    text = f"{PREFIX} SELECT ?c {{ {GREECE} ally:startDate ?d {{| ally:hasCitation ?c |}} }}"
    found = {
        str(row["c"]).rpartition("/")[2]
        for row in store.query(text, use_default_graph_as_union=True)
    }
    assert {"1>", "6>"} <= found
