"""Which format is meant, however clients of all ages say it."""

import pytest

from openalliances.errors import BadRequestError, NotAcceptableError
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    RESULT_FORMATS,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TRIG,
    TURTLE,
)
from openalliances.sparql.answer_format import choose_format, names_of

RESULTS = (*RESULT_FORMATS, HTML)
GRAPHS = (*GRAPH_FORMATS, HTML)


def everywhere(*values):
    """What SPARQLWrapper sends."""
    return {name: values for name in ("format", "output", "results")}


@pytest.mark.parametrize(
    ("parameters", "offers", "chosen"),
    [
        (everywhere("json"), RESULTS, RESULTS_JSON),
        (everywhere("xml"), RESULTS, RESULTS_XML),
        (everywhere("csv"), RESULTS, RESULTS_CSV),
        (everywhere("tsv", "text/tab-separated-values"), RESULTS, RESULTS_TSV),
        (everywhere("n3"), GRAPHS, TURTLE),
        (everywhere("turtle"), GRAPHS, TURTLE),
        (everywhere("rdf+xml", "application/rdf+xml"), GRAPHS, RDF_XML),
        (everywhere("json-ld", "application/ld+json,application/x-json+ld"), GRAPHS, JSON_LD),
        (everywhere("json"), GRAPHS, JSON_LD),
        (everywhere("xml", ""), GRAPHS, RDF_XML),
        ({"format": ["application/rdf xml"]}, GRAPHS, RDF_XML),
        ({"format": ["text/csv; header=present"]}, RESULTS, RESULTS_CSV),
        ({"format": ["*/*"]}, RESULTS, RESULTS_XML),
        ({"format": ["docx", "csv"]}, RESULTS, RESULTS_CSV),
        ({"format": ["ttl", "csv"]}, RESULTS, RESULTS_CSV),
        ({"format": ["csv"], "output": ["json"]}, RESULTS, RESULTS_CSV),
        ({"output": ["csv"]}, RESULTS, RESULTS_CSV),
        ({"output": ["file.csv"], "results": ["tsv"]}, RESULTS, RESULTS_TSV),
        ({"output": ["7"]}, RESULTS, RESULTS_XML),
        ({"format": [""], "output": [""]}, RESULTS, RESULTS_XML),
    ],
)
def test_the_parameters_of_many_clients_name_one_format(parameters, offers, chosen):
    accept = "application/sparql-results+xml, application/rdf+xml;q=0.9"
    assert choose_format(parameters, accept, offers) is chosen


@pytest.mark.parametrize(
    ("parameters", "error", "words"),
    [
        ({"format": ["csv", "json"]}, BadRequestError, "SPARQL JSON and CSV"),
        ({"format": ["csv,json"]}, BadRequestError, "different"),
        ({"format": ["docx"]}, NotAcceptableError, "docx"),
        ({"format": ["docx"], "output": ["pdf"]}, NotAcceptableError, "docx"),
        ({"format": ["ttl"]}, NotAcceptableError, "ttl"),
        ({"output": ["ttl"]}, NotAcceptableError, "ttl"),
    ],
)
def test_a_contradiction_and_what_there_is_not_are_told(parameters, error, words):
    with pytest.raises(error, match=words):
        choose_format(parameters, None, RESULTS)


@pytest.mark.parametrize("offers", [RESULTS, GRAPHS])
def test_each_name_means_one_format(offers):
    for offer in offers:
        for name in names_of(offer):
            assert choose_format({"format": [name.upper()]}, None, offers) is offer


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        # What browsers of vocabularies, editors and libraries of the past twenty years send.
        ("text/n3", GRAPHS, TURTLE),
        ("text/rdf+n3", GRAPHS, TURTLE),
        ("application/x-turtle", GRAPHS, TURTLE),
        ("application/x-trig", GRAPHS, TRIG),
        ("text/x-nquads", GRAPHS, N_QUADS),
        ("text/ntriples", GRAPHS, N_TRIPLES),
        ("application/x-json+ld", GRAPHS, JSON_LD),
        ("text/x-csv", RESULTS, RESULTS_CSV),
        ("application/sparql-results+json,application/json,text/javascript", RESULTS, RESULTS_JSON),
        ("text/rdf+n3,application/n-triples,application/turtle,text/n3", GRAPHS, TURTLE),
    ],
)
def test_old_media_types_are_understood(accept, offers, chosen):
    assert choose_format({}, accept, offers) is chosen
