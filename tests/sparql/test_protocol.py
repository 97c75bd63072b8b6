"""SPARQL 1.1 Protocol: what a request asks for, or why it is refused."""

from dataclasses import replace
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from openalliances.errors import (
    BadRequestError,
    BodyTooLargeError,
    MediaTypeError,
    NotAcceptableError,
    QueryRefusedError,
    QuerySyntaxError,
    RequestError,
)
from openalliances.rdf.formats import (
    HTML,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TRIG,
    TURTLE,
)
from openalliances.settings import Settings
from openalliances.sparql.protocol import (
    DIRECT,
    EMPTY_GRAPH,
    FORM,
    GRAPH_OFFERS,
    RESULT_OFFERS,
    DescriptionPlan,
    QueryPlan,
    Request,
    plan,
)

BASE = "https://example.org/"
A, B = f"{BASE}graph/a", f"{BASE}graph/b"
SELECT = "SELECT * { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
SETTINGS = Settings(query_timeout=30.0, body_size=1000)


def planned(request, settings=SETTINGS):
    return plan(request, known_graphs={A, B}, base=BASE, settings=settings)


def get(accept=None, **parameters):
    return Request("GET", urlencode(parameters, doseq=True), accept=accept)


def form(query_string="", content_type=FORM, **parameters):
    body = urlencode(parameters, doseq=True).encode()
    return Request("POST", query_string, content_type, body)


def direct(query_string="", content_type=DIRECT, body=b"SELECT * { ?s ?p ?o }"):
    return Request("POST", query_string, content_type, body)


@pytest.mark.parametrize(
    "request_",
    [
        get(query=SELECT),
        Request("GET", "query=" + quote(SELECT)),
        Request("GET", ("query=" + quote(SELECT)).encode()),
        Request("HEAD", urlencode({"query": SELECT})),
        form(query=SELECT),
        form(query=SELECT, content_type=f"{FORM}; charset=UTF-8"),
        direct(),
        direct(content_type=f'{DIRECT};charset="utf-8"'),
        direct(content_type="Application/SPARQL-Query"),
        get(query=SELECT, unknown="ignored"),
        replace(direct(), method="QUERY"),
        replace(form(query=SELECT), method="QUERY"),
        direct(content_type=f"{DIRECT}; charset=US-ASCII"),
    ],
)
def test_all_ways_to_send_a_query_are_equal(request_):
    found = planned(request_)
    assert isinstance(found, QueryPlan)
    assert found.query.text == SELECT
    assert found.fingerprint() == planned(get(query=SELECT)).fingerprint()


@pytest.mark.parametrize(
    ("request_", "error", "words"),
    [
        (get(query=[SELECT, SELECT]), BadRequestError, "this one has 2"),
        (direct(urlencode({"query": SELECT})), BadRequestError, "this one has 2"),
        (form(urlencode({"query": SELECT}), query=SELECT), BadRequestError, "this one has 2"),
        (form(), BadRequestError, "this one has 0"),
        (form(format="csv"), BadRequestError, "this one has 0"),
        (replace(get(query=SELECT), method="QUERY"), MediaTypeError, '""'),
        (replace(form(), method="QUERY"), BadRequestError, "this one has 0"),
        (Request("PUT", urlencode({"query": SELECT})), BadRequestError, "PUT"),
        (Request("POST", urlencode({"query": SELECT})), MediaTypeError, '""'),
        (direct(content_type="text/plain"), MediaTypeError, "text/plain"),
        (direct(content_type=f"{DIRECT}; charset=UTF-16"), MediaTypeError, "UTF-16"),
        (form(query=SELECT, content_type=f"{FORM};charset=latin-1"), MediaTypeError, "latin-1"),
        (direct(body=b"SELECT \xff {}"), BadRequestError, "UTF-8"),
        (Request("GET", "query=%FF"), BadRequestError, "UTF-8"),
        (Request("GET", b"query=\xff"), BadRequestError, "UTF-8"),
        (Request("GET", "a&" * 2000), BadRequestError, "1000"),
        (direct(body=b"#" * 1001), BodyTooLargeError, "1000"),
        (get(query="SELECT nothing"), QuerySyntaxError, "nothing"),
        (get(query=""), QuerySyntaxError, "empty"),
        (direct(body=b""), QuerySyntaxError, "empty"),
        (get(update="DROP ALL"), QueryRefusedError, "Update"),
        (form(update="DROP ALL"), QueryRefusedError, "Update"),
        (form(query=SELECT, update="DROP ALL"), QueryRefusedError, "Update"),
        (form(query=SELECT, **{"using-graph-uri": A}), QueryRefusedError, "Update"),
        (direct(content_type="application/sparql-update"), QueryRefusedError, "Update"),
        (get(query="DROP ALL"), QueryRefusedError, "DROP"),
        (get(query=SELECT, **{"default-graph-uri": "x:c"}), QueryRefusedError, "x:c"),
        (get(query=SELECT, **{"named-graph-uri": [A, "x:c"]}), QueryRefusedError, "x:c"),
        (get(query=SELECT, timeout="soon"), BadRequestError, "soon"),
        (get(query=SELECT, timeout="0"), BadRequestError, "timeout"),
        (get(query=SELECT, timeout="-1"), BadRequestError, "timeout"),
        (get(query=SELECT, timeout="nan"), BadRequestError, "timeout"),
        (get(query=SELECT, timeout=["1", "2"]), BadRequestError, "different"),
        (get(query=SELECT, format="docx"), NotAcceptableError, "docx"),
        (get(query=SELECT, format="ttl"), NotAcceptableError, "ttl"),
        (get("image/png", query=SELECT), NotAcceptableError, "Accept"),
        (get("image/png"), NotAcceptableError, "Accept"),
    ],
)
def test_what_is_no_request_of_the_protocol_is_told(request_, error, words):
    with pytest.raises(RequestError) as caught:
        planned(request_)
    assert type(caught.value) is error
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("encoded", "text"),
    [
        ("100%25", "100%"),
        ("100%2525", "100%25"),
        ("a+b", "a b"),
        ("a%2Bb", "a+b"),
        ("caf%C3%A9", "café"),
        ("a;b", "a;b"),
        ("a%26b=c", "a&b=c"),
    ],
)
def test_parameters_are_decoded_once(encoded, text):
    wanted = f"ASK {{ ?s ?p '{text}' }}"
    encoded = f"query=ASK+%7B+?s+?p+'{encoded}'+%7D"
    assert planned(Request("GET", encoded)).query.text == wanted
    assert planned(Request("POST", "", FORM, encoded.encode())).query.text == wanted
    assert planned(direct(body=wanted.encode())).query.text == wanted


@pytest.mark.parametrize(
    ("query", "accept", "format_", "chosen", "evaluated"),
    [
        (SELECT, None, "", RESULTS_JSON, RESULTS_JSON),
        (SELECT, "*/*", "", RESULTS_JSON, RESULTS_JSON),
        ("ASK {}", "application/sparql-results+xml", "", RESULTS_XML, RESULTS_XML),
        (SELECT, "text/csv;q=0.5, text/tab-separated-values", "", RESULTS_TSV, RESULTS_TSV),
        (SELECT, "text/html,application/xhtml+xml,*/*;q=0.8", "", HTML, RESULTS_JSON),
        (SELECT, "text/html", "csv", RESULTS_CSV, RESULTS_CSV),
        (SELECT, "image/png", "text/csv", RESULTS_CSV, RESULTS_CSV),
        (SELECT, None, "JSON", RESULTS_JSON, RESULTS_JSON),
        (SELECT, None, "xml", RESULTS_XML, RESULTS_XML),
        (SELECT, None, "html", HTML, RESULTS_JSON),
        (CONSTRUCT, None, "", TURTLE, TURTLE),
        (CONSTRUCT, "text/html", "", HTML, TURTLE),
        (CONSTRUCT, "application/trig", "", TRIG, TRIG),
        ("DESCRIBE <x>", None, "json", JSON_LD, JSON_LD),
        ("DESCRIBE <x>", None, "xml", RDF_XML, RDF_XML),
        ("DESCRIBE <x>", None, "turtle", TURTLE, TURTLE),
        ("DESCRIBE <x>", None, "nt", N_TRIPLES, N_TRIPLES),
        ("DESCRIBE <x>", None, "application/sparql-results+json", None, None),
    ],
)
def test_the_format_is_that_of_the_parameter_or_of_accept(
    query, accept, format_, chosen, evaluated
):
    request = get(accept, query=query, format=format_)
    if chosen is None:
        with pytest.raises(NotAcceptableError, match="no format"):
            planned(request)
    else:
        found = planned(request)
        assert (found.format, found.query.format) == (chosen, evaluated)


@pytest.mark.parametrize("offer", [*RESULT_OFFERS, *GRAPH_OFFERS], ids=lambda offer: offer.name)
def test_every_format_can_be_had_by_extension_name_and_media_type(offer):
    query = SELECT if offer in RESULT_OFFERS else CONSTRUCT
    for wanted in (offer.extension, offer.name, offer.media_type):
        assert planned(get(query=query, format=wanted)).format is offer
    assert planned(get(offer.media_type, query=query)).format is offer


@pytest.mark.parametrize(
    ("request_", "chosen"),
    [
        (Request("GET"), TURTLE),
        (get("text/html"), HTML),
        (get("application/ld+json"), JSON_LD),
        (get(format="rdf"), RDF_XML),
        (Request("HEAD", accept="text/turtle"), TURTLE),
    ],
)
def test_without_a_query_the_service_is_described(request_, chosen):
    assert planned(request_) == DescriptionPlan(chosen)


@pytest.mark.parametrize(
    ("given_", "seconds"), [("", 30.0), ("5", 5.0), ("0.5", 0.5), ("99", 30.0), ("inf", 30.0)]
)
def test_a_client_may_ask_for_less_time(given_, seconds):
    assert planned(get(query=SELECT, timeout=given_)).query.timeout == seconds


@pytest.mark.parametrize(
    ("query", "default", "named", "union"),
    [
        (SELECT, (), (), True),
        (SELECT, (A, B), (), True),
        (SELECT, (), (A,), True),
        (SELECT.replace("{", f"FROM <{A}> {{", 1), (), (), False),
        (SELECT.replace("{", f"FROM NAMED <{A}> {{", 1), (), (), False),
        (SELECT.replace("{", f"FROM <{A}> {{", 1), (B,), (A,), False),
    ],
)
@pytest.mark.parametrize("make", [get, form])
def test_graphs_of_the_request_reach_the_query(make, query, default, named, union):
    request = make(query=query, **{"default-graph-uri": default, "named-graph-uri": named})
    found = planned(request).query
    assert (found.default_graphs, found.named_graphs, found.union) == (default, named, union)


ELSEWHERE = "https://elsewhere.example/g"


@pytest.mark.parametrize(
    ("default", "named", "asked_default", "asked_named", "empty"),
    [
        ([ELSEWHERE], [], (EMPTY_GRAPH,), (), (ELSEWHERE,)),
        ([], [ELSEWHERE], (EMPTY_GRAPH,), (), (ELSEWHERE,)),
        ([A, ELSEWHERE], [], (A,), (), (ELSEWHERE,)),
        ([ELSEWHERE], [A], (), (A,), (ELSEWHERE,)),
        ([ELSEWHERE], [ELSEWHERE], (EMPTY_GRAPH,), (), (ELSEWHERE,)),
        ([A], [""], (A,), (), ()),
        ([""], [], (), (), ()),
    ],
)
def test_a_graph_elsewhere_counts_as_empty_and_no_engine_hears_of_it(
    default, named, asked_default, asked_named, empty
):
    request = get(query=SELECT, **{"default-graph-uri": default, "named-graph-uri": named})
    found = planned(request)
    assert isinstance(found, QueryPlan)
    assert (found.query.default_graphs, found.query.named_graphs) == (asked_default, asked_named)
    assert found.empty_graphs == empty


@pytest.mark.parametrize("iri", [f"{BASE}graph/c", "file:///etc/passwd", "c", "http://", "http:a"])
def test_a_graph_that_cannot_be_elsewhere_is_refused(iri):
    for name in ("default-graph-uri", "named-graph-uri"):
        with pytest.raises(QueryRefusedError, match="no graph"):
            planned(get(query=SELECT, **{name: iri}))


def test_graphs_of_a_direct_post_are_in_the_query_string():
    found = planned(direct(urlencode({"default-graph-uri": A})))
    assert found.query.default_graphs == (A,)


def test_the_default_graph_may_be_the_stored_one():
    stored = replace(SETTINGS, default_graph="stored")
    assert planned(get(query=SELECT), stored).query.union is False


def test_the_fingerprint_tells_answers_apart():
    requests = [
        get(query=SELECT),
        get(query=SELECT + " LIMIT 1"),
        get(query=SELECT, format="csv"),
        get(query=SELECT, format="html"),
        get(query=SELECT, **{"default-graph-uri": A}),
        get(query=SELECT, **{"named-graph-uri": A}),
        get(query=SELECT, **{"default-graph-uri": [A, B]}),
    ]
    assert len({planned(request).fingerprint() for request in requests}) == len(requests)
    spaced = get(query=SELECT.replace(" ", "\n# comment\n"), timeout="3")
    assert planned(spaced).fingerprint() == planned(requests[0]).fingerprint()


TEXTS = st.text(max_size=20)


@hypothesis_settings(max_examples=100)
@given(
    st.builds(
        Request,
        st.sampled_from(["GET", "HEAD", "POST", "QUERY", "DELETE"]),
        st.one_of(
            st.binary(max_size=20),
            TEXTS,
            st.dictionaries(
                st.sampled_from(["query", "format", "timeout", "default-graph-uri"]), TEXTS
            ).map(lambda found: urlencode(found, errors="replace")),
        ),
        st.one_of(st.none(), st.sampled_from([FORM, DIRECT, "application/sparql-update"]), TEXTS),
        st.one_of(st.binary(max_size=30), st.just(b"query=ASK{}"), st.just(b"ASK{}")),
        st.one_of(st.none(), TEXTS),
    )
)
def test_any_request_is_planned_or_refused(request_):
    try:
        found = planned(request_)
    except RequestError as error:
        assert 400 <= error.status_hint < 500
    else:
        assert found.format.media_type


@pytest.mark.parametrize(
    ("profile", "form"),
    [
        ("http://www.w3.org/ns/json-ld#expanded", "expanded"),
        ("http://www.w3.org/ns/json-ld#flattened", "flattened"),
        ("http://www.w3.org/ns/json-ld#compacted", "compacted"),
        ("urn:x:unknown", "compacted"),
    ],
)
def test_the_profile_of_json_ld_is_its_form(profile, form):
    wished = planned(get(f'application/ld+json; profile="{profile}"', query=CONSTRUCT))
    assert wished.format is JSON_LD
    assert wished.query.json_ld == form
    usual = planned(get("application/ld+json", query=CONSTRUCT))
    assert (wished.fingerprint() == usual.fingerprint()) is (form == "compacted")
    assert (profile in wished.content_type) is (form != "compacted")
