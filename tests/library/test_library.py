"""The library: what it exports, what each call returns, what it says where it cannot."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

import openalliances
from openalliances.errors import (
    EngineError,
    NotFoundError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    ReleaseDamagedError,
    SourceError,
)
from openalliances.rdf.formats import JSON_LD, RESULTS_CSV, TURTLE
from openalliances.release.names import NAMES
from openalliances.things.describe import describe

from ..sample import write_release

BASE = "https://w3id.org/openalliances/"
BURUNDI = BASE + "id/state/burundi"


@pytest.fixture(scope="module")
def library(release):
    with openalliances.open(release.folder) as opened:
        yield opened


def in_a_new_process(code):
    """Return what *code* prints in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_what_is_exported_can_be_had_and_has_a_docstring():
    assert openalliances.__all__ == sorted(openalliances.__all__)
    assert dir(openalliances) == openalliances.__all__
    for name in openalliances.__all__:
        assert getattr(openalliances, name).__doc__
    with pytest.raises(AttributeError, match="nothing"):
        _ = openalliances.nothing


def test_every_public_method_says_what_it_returns():
    public = [name for name in vars(openalliances.OpenAlliances) if not name.startswith("_")]
    assert {"query", "describe", "find", "page", "release", "close"} <= set(public)
    for name in public:
        assert getattr(openalliances.OpenAlliances, name).__doc__


def test_the_import_alone_brings_no_library_that_is_slow_to_import():
    loaded = in_a_new_process("import sys, openalliances; print(*sys.modules)")
    slow = {"rdflib", "pyoxigraph", "flask", "click", "jinja2", "pyshacl", "owlrl", "rich"}
    assert not slow & set(loaded)
    assert "openalliances.version" in loaded


def test_select_gives_rows_of_terms(library):
    found = library.query("SELECT ?s ?label { ?s a ally:State OPTIONAL { ?s ally:nope ?label } }")
    assert (found.form, found.variables) == ("SELECT", ("s", "label"))
    assert len(found) == len(found.rows) > 1
    assert {"s": NamedNode(BURUNDI)} in list(found)


@pytest.mark.parametrize(("text", "truth"), [("ASK {}", True), ("ASK { ?s a <urn:x> }", False)])
def test_ask_gives_the_truth(library, text, truth):
    found = library.query(text)
    assert (found.truth, bool(found), found.rows) == (truth, truth, ())


@pytest.mark.parametrize("text", [f"DESCRIBE <{BURUNDI}>", "CONSTRUCT WHERE { ?s a ally:State }"])
def test_construct_and_describe_give_triples(library, text):
    found = library.query(text)
    assert found.form == text.split()[0]
    assert NamedNode(BURUNDI) in {triple.subject for triple in found.triples}
    assert (bool(found), len(found)) == (True, len(found.triples))


def test_an_answer_can_be_had_as_bytes_in_a_format(library):
    text = 'SELECT ("a,b" AS ?x) {}'
    assert library.form_of(text) == "SELECT"
    with library.stream(text, RESULTS_CSV) as answer:
        assert b"".join(answer) == b'x\r\n"a,b"\r\n'


def test_a_description_is_what_the_pages_show(library, release):
    found = library.describe("Burundi")
    assert (found.iri, found.label.value) == (BURUNDI, "Burundi")
    assert found == library.describe(BURUNDI) == library.describe("state/burundi")
    with openalliances.open(release.folder) as other:
        assert describe(other._site.engine, BURUNDI, 10) == found


def test_find_gives_the_best_first(library):
    hits = library.find("burundi", limit=2)
    assert hits[0].entry.iri == BURUNDI
    assert len(hits) == 2
    assert library.find("zzzz") == ()


@pytest.mark.parametrize(
    ("form", "read"), [(TURTLE, RdfFormat.TURTLE), (JSON_LD, RdfFormat.JSON_LD)]
)
def test_a_thing_can_be_had_as_rdf(library, form, read):
    quads = list(parse(library.serialize("Burundi", form), read))
    assert (BURUNDI, Literal("Burundi", language="en")) in {
        (quad.subject.value, quad.object) for quad in quads
    }


def test_a_thing_as_rdf_is_what_describe_says_of_it(library):
    quads = parse(library.serialize("Burundi", TURTLE), RdfFormat.TURTLE)
    told = library.query(f"DESCRIBE <{BURUNDI}>").triples
    assert {quad.triple for quad in quads} == set(told)


def test_a_page_is_what_the_server_sends(library, release, client):
    assert spoken_by_none(library.page("Burundi")) == spoken_by_none(
        client.get("/id/state/burundi.html").text
    )


def test_a_page_is_made_without_a_web_framework(release):
    code = (
        "import sys, openalliances\n"
        f"with openalliances.open({str(release.folder)!r}) as data:\n"
        "    assert '<h1>' in data.page('Burundi')\n"
        "print(*sys.modules)\n"
    )
    loaded = in_a_new_process(code)
    assert not {"flask", "click", "uvicorn", "rdflib", "rich"} & set(loaded)
    assert "openalliances.pages.thing" in loaded


@pytest.mark.parametrize("name", ["describe", "page"])
def test_what_is_not_there_is_not_found(library, name):
    with pytest.raises(NotFoundError, match="Nothing is called"):
        getattr(library, name)("nowhere-land")
    with pytest.raises(NotFoundError, match="Nothing is said of"):
        getattr(library, name)("http://x.invalid/y")


def test_what_is_not_there_cannot_be_serialized(library):
    with pytest.raises(NotFoundError, match="Nothing is said of"):
        library.serialize("ally:Nothing", TURTLE)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELECT", QuerySyntaxError),
        ("SELECT * {", QuerySyntaxError),
        ("CLEAR ALL", QueryRefusedError),
        ("SELECT * { SERVICE <http://x.invalid/> {} }", QueryRefusedError),
    ],
)
def test_a_query_that_is_not_run_raises_its_own_error(library, text, error):
    with pytest.raises(error):
        library.query(text)


def test_a_query_may_have_its_own_deadline(library):
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    with pytest.raises(QueryTimeoutError):
        library.query(slow, timeout=0.3)


CALLS = {
    "query": lambda data: data.query("ASK {}"),
    "stream": lambda data: data.stream("ASK {}", RESULTS_CSV),
    "form_of": lambda data: data.form_of("ASK {}"),
    "hints": lambda data: data.hints("ASK {}"),
    "describe": lambda data: data.describe(BURUNDI),
    "serialize": lambda data: data.serialize(BURUNDI, TURTLE),
    "page": lambda data: data.page(BURUNDI),
    "find": lambda data: data.find("burundi"),
    "match": lambda data: data.match("burundi"),
    "reconcile": lambda data: data.reconcile(["burundi"]),
    "lookup": lambda data: data.lookup("iso3:BDI"),
    "resolve": lambda data: data.resolve("Burundi"),
}


def test_a_closed_library_says_so_at_every_call(release):
    data = openalliances.open(release.folder)
    pids = data._site.engine.state().pids
    data.close()
    data.close()
    assert pids and data._site.engine.state().pids == ()
    for call in CALLS.values():
        with pytest.raises(EngineError, match="was closed"):
            call(data)
    assert data.release.manifest.version == "1.2.3"
    methods = {name for name, value in vars(type(data)).items() if callable(value)}
    assert {name for name in methods if not name.startswith("_")} == {*CALLS, "close"}


def test_threads_may_share_it(library):
    barrier = threading.Barrier(4)

    def ask(number):
        barrier.wait()
        row = library.query(f"SELECT ({number} AS ?n) {{}}").rows[0]
        return row["n"].value, library.describe("Burundi").iri

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [(str(n), BURUNDI) for n in range(4)]


def test_own_rdf_files_are_opened_by_their_paths(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("OPENALLIANCES_CACHE_DIR", str(tmp_path / "cache"))
    one, two = tmp_path / "one.nt", tmp_path / "two.ttl"
    one.write_text('<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "the first" .\n')
    two.write_text("<urn:b> <urn:p> 2 .\n")
    with openalliances.open([one, str(two)]) as data:
        assert data.release.manifest.kind == "files"
        assert data.query("SELECT ?s { ?s ?p ?o } ORDER BY ?s").rows[1]["s"].value == "urn:b"
        assert data.find("FIRST")[0].entry.iri == "urn:a"
        assert data.describe("the first").iri == "urn:a"
    with openalliances.open(one) as data:
        assert len(data.query("SELECT * { ?s ?p ?o }")) == 1
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_opened_is_said(tmp_path):
    with pytest.raises(ReleaseDamagedError, match="is not a release"):
        openalliances.open(tmp_path)
    with pytest.raises(SourceError, match="no such file"):
        openalliances.open(tmp_path / "none.ttl")


def test_an_index_of_names_that_was_changed_or_is_missing_is_told_at_once(tmp_path):
    release = write_release(tmp_path / "r")
    index = release.indexes / NAMES
    data = bytearray(index.read_bytes())
    data[-1] ^= 1
    index.write_bytes(data)
    with pytest.raises(ReleaseDamagedError, match=r"names\.sqlite was changed"):
        openalliances.open(release.folder)
    index.unlink()
    with pytest.raises(ReleaseDamagedError, match=r"names\.sqlite"):
        openalliances.open(release.folder)


def test_a_graph_is_serialized_whole(library):
    graph = library.release.manifest.graphs[0]
    assert len(list(parse(library.serialize(graph.iri, TURTLE), RdfFormat.TURTLE))) == graph.triples


def test_without_a_path_it_is_the_release_that_serve_would_serve(
    shipped_release, shared_cache, monkeypatch, capfd
):
    monkeypatch.setenv("OPENALLIANCES_CACHE_DIR", str(shared_cache))
    with openalliances.open() as data:
        assert data.release.folder == shipped_release.folder
        assert data.describe("AMISOM").iri == BASE + "id/mission/amisom"
    assert capfd.readouterr() == ("", "")


def spoken_by_none(page):
    """Return the page without the links to other languages, which only an address has."""
    return [line for line in page.splitlines() if "hreflang" not in line and line.strip()]
