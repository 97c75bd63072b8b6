"""Graph Store Protocol: which graph a request asks for, or why it is refused."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from openalliances.errors import (
    BadRequestError,
    MethodError,
    NotAcceptableError,
    NotFoundError,
    RequestError,
)
from openalliances.rdf.formats import GRAPH_FORMATS, HTML, N_TRIPLES, TURTLE
from openalliances.settings import Settings
from openalliances.sparql.graphs import WRITING, plan_graph
from openalliances.sparql.protocol import Request

A = "https://example.org/graph/a"
E = "https://example.org/graph/caf%C3%A9"
U = "https://example.org/graph/café"
GRAPHS = {A, E, U, "urn:x:g"}


def planned(method="GET", accept=None, query_string=None, settings=None, **parameters):
    given_ = urlencode(parameters, doseq=True) if query_string is None else query_string
    request = Request(method, given_, accept=accept)
    return plan_graph(request, known_graphs=GRAPHS, settings=settings or Settings())


@pytest.mark.parametrize("graph", sorted(GRAPHS))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_graph_is_named_by_its_iri_decoded_once(graph, method):
    found = planned(method, graph=graph)
    assert (found.graph, found.query.default_graphs, found.query.union) == (graph, (graph,), False)


@pytest.mark.parametrize("query_string", ["default", "default=", "default=true"])
@pytest.mark.parametrize("default_graph", ["union", "stored"])
def test_the_default_graph_is_that_of_queries(query_string, default_graph):
    found = planned(query_string=query_string, settings=Settings(default_graph=default_graph))
    assert (found.graph, found.query.default_graphs) == ("", ())
    assert found.query.union == (default_graph == "union")


@pytest.mark.parametrize("form", [*GRAPH_FORMATS, HTML], ids=lambda form: form.name)
def test_every_format_can_be_had(form):
    assert planned(accept=form.media_type, graph=A).format is form
    assert planned(accept="image/png", graph=A, format=form.extension).format is form


def test_the_page_of_a_graph_needs_no_query_in_html():
    assert planned(accept="text/html", graph=A).query.format is TURTLE
    assert planned(accept="application/n-triples", graph=A).query.format is N_TRIPLES


@pytest.mark.parametrize(
    ("query_string", "error", "words"),
    [
        ("", BadRequestError, "exactly one"),
        ("graph=" + A + "&default", BadRequestError, "exactly one"),
        ("graph=" + A + "&graph=urn:x:g", BadRequestError, "exactly one"),
        ("graph=", BadRequestError, "absolute"),
        ("graph=a", BadRequestError, "absolute"),
        ("graph=../a", BadRequestError, "absolute"),
        ("graph=urn:x:%3Cg%3E", BadRequestError, "absolute"),
        ("graph=%FF", BadRequestError, "UTF-8"),
        ("graph=file:///etc/passwd", NotFoundError, "file:///etc/passwd"),
        ("graph=https://example.org/graph/b", NotFoundError, "graph/b"),
        ("graph=" + A + "&format=docx", NotAcceptableError, "docx"),
    ],
)
def test_what_names_no_graph_is_told(query_string, error, words):
    with pytest.raises(RequestError) as caught:
        planned(query_string=query_string)
    assert type(caught.value) is error
    assert words in caught.value.message


def test_a_near_miss_is_suggested():
    with pytest.raises(NotFoundError) as caught:
        planned(graph="https://example.org/graph/aa")
    assert f"<{A}>" in caught.value.hint


@pytest.mark.parametrize("method", [*WRITING, "QUERY", "LINK"])
def test_nothing_is_written(method):
    with pytest.raises(MethodError, match="only reads") as caught:
        planned(method, graph=A)
    assert caught.value.status_hint == 405


@hypothesis_settings(max_examples=100)
@given(
    st.builds(
        Request,
        st.sampled_from(["GET", "HEAD", "PUT"]),
        st.one_of(
            st.binary(max_size=30),
            st.text(max_size=30),
            st.text(max_size=20).map(lambda iri: urlencode({"graph": iri}, errors="replace")),
        ),
        accept=st.one_of(st.none(), st.text(max_size=20)),
    )
)
def test_any_request_is_planned_or_refused(request_):
    try:
        found = plan_graph(request_, known_graphs=GRAPHS, settings=Settings())
    except RequestError as error:
        assert 400 <= error.status_hint < 500
    else:
        assert found.graph in GRAPHS or not found.graph
