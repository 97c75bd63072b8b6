"""The shipped queries and examples: documented, bounded, and they run."""

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import openalliances.things
from openalliances.engine.interface import Query
from openalliances.pages.examples import examples
from openalliances.rdf.formats import N_TRIPLES, RESULTS_JSON
from openalliances.rdf.prefixes import BASE

QUERIES = sorted((Path(openalliances.things.__file__).parent / "queries").glob("*.rq"))
EXAMPLES = [*examples("dataset"), *examples("files")]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_is_documented_and_runs(engine, path):
    text = path.read_text(encoding="utf-8")
    assert re.match(r"# # \S.*\n#\n# \S", text) or re.match(r"# # \S.*\n\n", text)
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*", text)
    bound = {"iri": NamedNode(BASE + "id/state/burundi")} if "?iri" in text else {}
    form = N_TRIPLES if "CONSTRUCT" in text else RESULTS_JSON
    with engine.run(Query(text, form, 10, bindings=bound)) as answer:
        assert b"".join(answer)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_thing_is_projected_so_that_it_can_be_bound(path):
    text = path.read_text(encoding="utf-8")
    if "?iri" in text:
        assert re.search(r"^SELECT [^{]*\?iri", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.slug)
def test_an_example_says_what_it_asks_and_runs(engine, example):
    assert example.title.endswith(("?", "statements"))
    assert example.about.endswith(".")
    assert not example.query.startswith("#")
    graph = example.form in ("CONSTRUCT", "DESCRIBE")
    with engine.run(Query(example.query, N_TRIPLES if graph else RESULTS_JSON, 10)) as answer:
        found = b"".join(answer)
    assert graph or b'"head"' in found


def test_each_kind_of_release_has_examples():
    assert examples("dataset")
    assert examples("files")
    assert examples("nothing") == ()
