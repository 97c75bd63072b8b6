"""The document about a thing: what DESCRIBE says of it, whole, in all formats.

Graphs are compared as they are: writing and reading keep the names of blank nodes here.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from openalliances.engine.interface import Closure, Query
from openalliances.engine.local.closure import closed
from openalliances.engine.local.engine import open_local
from openalliances.engine.select import select
from openalliances.errors import NotAcceptableError
from openalliances.rdf.formats import GRAPH_FORMATS, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from openalliances.rdf.prefixes import ALLY, BASE, PREFIXES, Prefixes
from openalliances.release.fragments import Fragments
from openalliances.settings import Settings
from openalliances.things.document import Documents
from openalliances.things.ontologies import Ontologies
from openalliances.things.writing import write

EX = "http://pact.example/"
BURUNDI = BASE + "id/state/burundi"
LAWS = settings(max_examples=150, deadline=None)

IRIS = st.sampled_from([NamedNode(EX + name) for name in "abc"])
BLANKS = st.sampled_from([BlankNode(f"n{number}") for number in range(6)])
GRAPHS = st.sampled_from([DefaultGraph(), NamedNode(EX + "g1"), NamedNode(EX + "g2")])
QUADS = st.builds(
    Quad,
    IRIS | BLANKS,
    st.sampled_from([NamedNode(EX + name) for name in ("p", "q")]),
    IRIS | BLANKS | BLANKS | st.sampled_from([Literal("x"), Literal("y", language="en")]),
    GRAPHS,
)


def read(body, form):
    return list(parse(body, RdfFormat.from_media_type(form.media_type)))


def documents(engine, limit=100_000):
    return Documents(
        engine, 10, limit, Ontologies(), Fragments(), Prefixes(), stand_for_graphs=False
    )


@pytest.fixture(scope="module")
def deep(tmp_path_factory):
    """An engine over things whose blank nodes lie deep, in circles, in long lists."""
    folder = tmp_path_factory.mktemp("deep")
    store = Store(str(folder))
    nest = "".join(f"<p> [ <level> {n} ; " for n in range(60)) + "<p> <end>" + " ]" * 60
    items = " ".join(f"[ <n> {n} ]" for n in range(5000))
    text = f"""
      <deep> {nest} .
      <list> <items> ( {items} ) .
      <circle> <p> _:a . _:a <p> _:b . _:b <p> _:a , <circle> .
      <one> <p> _:shared . <two> <p> _:shared . _:shared <of> <one> , <two> .
      <triple> <says> <<( <a> <p> <b> )>> .
    """
    store.load(text.encode(), RdfFormat.TURTLE, base_iri=EX)
    store.flush()
    del store
    pool = open_local(folder, Settings(query_workers=1))
    yield pool
    pool.close()


@given(st.lists(QUADS, max_size=25))
@LAWS
def test_a_closure_is_what_describe_says(quads):
    store = Store()
    store.extend(quads)
    for name in "abc":
        found = list(closed(store, Closure((EX + name,))))
        told = store.query(f"DESCRIBE <{EX}{name}>", use_default_graph_as_union=True)
        assert {quad.triple for quad in found} == set(told)
        assert set(found) <= set(quads)
        assert {q for q in quads if q.subject in {f.subject for f in found}} == set(found)


@given(st.lists(QUADS, min_size=1, max_size=25))
@LAWS
def test_each_format_holds_the_same_statements(quads):
    wanted = canonical(quads)
    for form in GRAPH_FORMATS:
        assert canonical(read(write(quads, form), form)) == wanted, form.name


def canonical(quads):
    """Return the triples with names of blank nodes that depend on what is said of them."""
    dataset = Dataset(Quad(q.subject, q.predicate, q.object) for q in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}


@pytest.mark.parametrize("name", ["deep", "list", "circle", "one", "two", "triple"])
def test_a_document_is_whole_however_deep_it_goes(deep, name):
    with deep.run(Query(f"DESCRIBE <{EX}{name}>", N_TRIPLES, 10)) as answer:
        told = {quad.triple for quad in read(b"".join(answer), N_TRIPLES)}
    found = documents(deep).answer(EX + name, TURTLE)
    assert {quad.triple for quad in read(found, TURTLE)} == told
    assert len(told) >= {"deep": 121, "list": 15_001}.get(name, 1)


@pytest.mark.parametrize("form", [TURTLE, N_QUADS])
def test_a_document_that_is_too_large_is_written_by_the_engine_and_as_whole(deep, form):
    small, large = documents(deep), documents(deep, limit=10)
    query = large.answer(EX + "list", form)
    assert isinstance(query, Query)
    with deep.run(query) as answer:
        found = {quad.triple for quad in read(b"".join(answer), form)}
    wanted = {quad.triple for quad in read(small.answer(EX + "list", form), form)}
    assert found == wanted


def test_documents_of_the_sample_are_what_describe_says(engine):
    subjects = "SELECT DISTINCT ?s { ?s ?p ?o FILTER(ISIRI(?s)) }"
    named = [row["s"].value for row in select(engine, subjects)]
    assert len(named) > 20
    for iri in named:
        with engine.run(Query(f"DESCRIBE <{iri}>", N_TRIPLES, 10)) as answer:
            told = {quad.triple for quad in read(b"".join(answer), N_TRIPLES)}
        found = read(documents(engine).answer(iri, N_TRIPLES), N_TRIPLES)
        assert {quad.triple for quad in found} == told, iri


@pytest.mark.parametrize("form", [N_QUADS, TRIG])
def test_quads_are_in_the_default_graph_and_where_they_are_stated(engine, form):
    quads = read(documents(engine).answer(BURUNDI, form), form)
    plain = {quad.triple for quad in quads if quad.graph_name == DefaultGraph()}
    stated = {quad.triple for quad in quads if quad.graph_name != DefaultGraph()}
    assert plain == stated
    graphs = {quad.graph_name.value for quad in quads if quad.graph_name != DefaultGraph()}
    assert {BASE + "graph/reference/states", BASE + "graph/inferred"} <= graphs


def test_of_what_is_only_mentioned_the_document_says_where(engine):
    found = documents(engine).answer(PREFIXES["skos"] + "inScheme", N_TRIPLES)
    subjects = [quad.subject.value for quad in read(found, N_TRIPLES)]
    assert subjects == [BASE + "vocab/threat-type/terrorism"]


@pytest.mark.parametrize(
    ("iri", "known"),
    [(BURUNDI, True), (PREFIXES["skos"] + "inScheme", True), (BASE + "x", False)],
)
def test_whether_there_is_a_document(engine, iri, known):
    assert documents(engine).holds(iri) is known


def test_a_document_has_the_prefixes_that_it_needs_and_the_users_own_first():
    quads = [Quad(NamedNode(EX + "a"), NamedNode(ALLY + "hasParty"), NamedNode(EX + "b"))]
    text = write(quads, TURTLE, Prefixes({"pact": EX, "ally": "http://other.example/"})).decode()
    assert f"@prefix pact: <{EX}> ." in text
    assert "pact:b" in text
    assert text.count("@prefix") == 1


def test_what_a_format_cannot_say_is_told():
    quads = [Quad(NamedNode(EX + "a"), NamedNode(EX + "p"), Literal("\x01"))]
    with pytest.raises(NotAcceptableError):
        write(quads, RDF_XML)
