"""SPARQLWrapper, which names formats in three parameters at once."""

from collections import defaultdict

import pytest

MEDIA_TYPES = {
    ("SELECT", "json"): "application/sparql-results+json",
    ("SELECT", "xml"): "application/sparql-results+xml",
    ("SELECT", "csv"): "text/csv",
    ("SELECT", "tsv"): "text/tab-separated-values",
    ("ASK", "json"): "application/sparql-results+json",
    ("ASK", "xml"): "application/sparql-results+xml",
    ("CONSTRUCT", "n3"): "text/turtle",
    ("CONSTRUCT", "turtle"): "text/turtle",
    ("CONSTRUCT", "rdf"): "application/rdf+xml",
    ("CONSTRUCT", "rdf+xml"): "application/rdf+xml",
    ("CONSTRUCT", "json-ld"): "application/ld+json",
    ("CONSTRUCT", "xml"): "application/rdf+xml",
    ("DESCRIBE", "n3"): "text/turtle",
    ("DESCRIBE", "turtle"): "text/turtle",
    ("DESCRIBE", "json-ld"): "application/ld+json",
}
"""What each form of query in each format gets; "rdf" is no word of its Accept header."""


@pytest.fixture(scope="module")
def answers(python_client):
    found = defaultdict(dict)
    for form, name, method, only_accept, media_type, size in python_client(
        "sparqlwrapper.py", "SPARQLWrapper"
    ):
        found[form, name][method, only_accept] = (media_type, size)
    return found


@pytest.mark.parametrize("case", MEDIA_TYPES, ids=" ".join)
def test_each_format_by_each_method(answers, case):
    assert len(answers[case]) == 4
    for (method, only_accept), (media_type, size) in answers[case].items():
        if not (case[1] == "rdf" and only_accept):
            assert media_type == MEDIA_TYPES[case], (method, only_accept, size)
        assert size > 0
