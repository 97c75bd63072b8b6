"""Columns of ``SELECT *`` come in the order in which the variables are written, in each format."""

import json
import re

import pytest

STAR = "SELECT * { ?who ?said ?what GRAPH ?graph { ?who a ?kind } } LIMIT 2"
COLUMNS = ["who", "said", "what", "graph", "kind"]

READ = {
    "json": lambda text: json.loads(text)["head"]["vars"],
    "xml": lambda text: re.findall(r'<variable name="(\w+)"', text),
    "csv": lambda text: text.splitlines()[0].split(","),
    "tsv": lambda text: [name.lstrip("?") for name in text.splitlines()[0].split("\t")],
    "html": lambda text: re.findall(r'<th scope="col">\??(\w+)</th>', text)[: len(COLUMNS)],
}


@pytest.mark.parametrize("form", READ)
def test_the_order_is_that_of_writing(door, form):
    answer = door.get("/sparql", query_string={"query": STAR, "format": form})
    assert answer.status_code == 200
    assert READ[form](answer.text) == COLUMNS


def test_an_error_is_where_it_is_in_what_was_written(door):
    text = "SELECT * { ?s ?p ?o . ?s ?? 1 }"
    answer = door.get("/sparql", query_string={"query": text})
    assert answer.status_code == 400
    named = door.get("/sparql", query_string={"query": text.replace("*", "?s")})
    assert answer.json["column"] == named.json["column"] - 1
