"""Each row of a query is a problem, in the words of the query's header."""

import pytest

from openalliances.builder.checks.problems import Problem, Translator
from openalliances.builder.checks.queries import read_query, run_queries
from openalliances.builder.checks.unknown_terms import DeclaredTerms
from openalliances.builder.dataset import Dataset
from openalliances.builder.read_files import read_bundle
from openalliances.errors import SourceError

HEADER = """# # A state with neighbours
#
# **Problem:** It is not
# alone.
#
# **Severity:** warning
#
# **Solution:** Move it.

"""
QUERY = """PREFIX ally: <https://w3id.org/openalliances/ontology/>
SELECT ?entity ?property ?value
WHERE { ?entity ?property ?value FILTER(?property = ally:hasParty) }
ORDER BY ?entity ?property ?value
"""


@pytest.fixture
def found(bundle_folder, tmp_path):
    dataset = Dataset(read_bundle(bundle_folder))

    declared = DeclaredTerms(dataset.files)

    def run(text, entities=()):
        path = tmp_path / "some_query.rq"
        path.write_text(text)
        return run_queries([path], dataset.store, Translator(dataset), declared, entities)

    return run


def test_a_row_is_a_problem_where_it_stands(found, bundle_folder):
    first, second = found(HEADER + QUERY)
    assert first == Problem(
        "data/reference/states.ttl",
        first.line,
        "warning",
        'A state with neighbours: "Aland–Béland partnership" ("has party" "Aland").',
        "It is not alone.",
        "Move it.",
        "some_query.rq",
    )
    text = (bundle_folder / "data/reference/states.ttl").read_text().splitlines()
    assert "id/state/a>" in text[first.line - 1]
    assert "id/state/b>" in text[second.line - 1]


def test_without_a_header_the_file_name_is_the_title(found):
    assert found(QUERY)[0].sentence.startswith("some query: ")
    assert found(QUERY)[0].severity == "error"


def test_what_has_no_name_is_said_so_without_an_identifier(found):
    (problem,) = found("SELECT ?entity ?property ?value WHERE { BIND(BNODE() AS ?entity) }")
    assert problem.sentence == 'some query: "something without a name".'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT", "does not parse"),
        ("ASK {}", "not a SELECT"),
        ("SELECT ?entity ?value WHERE { ?entity a ?value }", "no .property"),
    ],
)
def test_a_bad_query_is_refused(found, text, message):
    with pytest.raises(SourceError, match=message):
        found(text)


def test_a_query_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        read_query(tmp_path / "none.rq")


def test_only_the_rows_about_some_things_are_asked_for(found):
    every = found(HEADER + QUERY.replace("WHERE {", "WHERE {\n"))
    pact = "https://w3id.org/openalliances/id/partnership/a-b"
    assert found(HEADER + QUERY.replace("WHERE {", "WHERE {\n"), [pact]) == every != []
    assert found(HEADER + QUERY.replace("WHERE {", "WHERE {\n"), [pact + "x"]) == []
