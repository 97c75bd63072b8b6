"""Questions on the command line: what is printed where, and the exit codes."""

from __future__ import annotations

import csv
import io
import json

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from openalliances.cli import terminal
from openalliances.rdf.prefixes import BASE

STATES = "SELECT ?state ?label { ?state a ally:State ; rdfs:label ?label } ORDER BY ?state LIMIT 2"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s a ally:State ; rdfs:label ?label }"
AMISOM = BASE + "id/mission/amisom"

ROW_FORMATS = ["tsv", "csv", "json", "xml", "srj", "srx"]
GRAPH_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "json-ld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}

REFUSED = [
    ("SELECT * { SERVICE <http://x.invalid/> { ?s ?p ?o } }", "SERVICE is refused"),
    ("DELETE WHERE { ?s ?p ?o }", "DELETE is refused"),
    ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT is refused"),
    ("LOAD <http://x.invalid/>", "LOAD is refused"),
    ("CLEAR ALL", "CLEAR is refused"),
    ("SELECT * FROM <http://x.invalid/> { ?s ?p ?o }", "has no graph <http://x.invalid/>"),
    ("", "is empty"),
    ("SELECT * {", "does not parse"),
    ("SELECT * { ?s nope:x ?o }", 'the prefix "nope:" is not declared'),
    ("SELECT * {\n  ?s ?p\n}", "line 3"),
]


@pytest.fixture
def on_a_terminal(monkeypatch):
    monkeypatch.setattr(terminal, "wants_table", lambda: True)


def test_find_prints_tsv_in_a_pipe(ask):
    result = ask("find", "amisom")
    header, first, *_ = result.stdout.splitlines()
    assert result.exit_code == 0
    assert header.split("\t") == ["IRI", "name", "kind", "years", "match"]
    assert first.split("\t")[:2] == ["id/mission/amisom", "African Union Mission in Somalia"]


def test_find_prints_json(ask):
    result = ask("find", "amisom", "--json", "--limit", "1")
    (row,) = json.loads(result.stdout)
    assert row["iri"] == AMISOM
    assert set(row) == {"iri", "label", "kind", "years", "match"}


def test_find_prints_a_table_on_a_terminal(ask, on_a_terminal):
    result = ask("find", "burundi", "--limit", "1")
    assert "\t" not in result.stdout
    assert "Burundi" in result.stdout
    assert result.stderr == "1 row\n"


@pytest.mark.parametrize("limit", [1, 3])
def test_find_gives_no_more_than_the_limit(ask, limit):
    assert len(ask("find", "burundi", "--limit", limit).stdout.splitlines()) == limit + 1


def test_find_takes_a_kind(ask):
    rows = ask("find", "burundi", "--kind", "state").stdout.splitlines()[1:]
    assert [row.split("\t")[2] for row in rows] == ["state"]


@pytest.mark.parametrize("args", [("zzzzz",), ("",)])
def test_find_without_a_hit_says_so_and_ends_with_1(ask, args):
    result = ask("find", *args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"nothing fits “{args[0]}”\n"
    assert json.loads(ask("find", *args, "--json").stdout) == []


@pytest.mark.parametrize(
    "name", ["AMISOM", "mission/amisom", "id/mission/amisom", "id:mission/amisom", AMISOM]
)
def test_show_knows_a_thing_by_each_of_its_names(ask, name):
    result = ask("show", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"African Union Mission in Somalia  (peace enforcement operation)\n{AMISOM}\n"
    )


@pytest.mark.parametrize("name", ["ally:State", "state", "vocab/threat-type/terrorism"])
def test_show_knows_terms_and_concepts(ask, name):
    assert ask("show", name).stdout.splitlines()[1].startswith(BASE)


def test_show_prints_json_ld(ask):
    result = ask("show", "AMISOM", "--json")
    quads = list(parse(result.stdout, RdfFormat.JSON_LD))
    assert AMISOM in {quad.subject.value for quad in quads}
    assert result.stdout.endswith("\n")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere-land", "Nothing is called “nowhere-land”."),
        ("id:state/nowhere", "Nothing is called “id:state/nowhere”."),
        ("http://x.invalid/y", "Nothing is said of http://x.invalid/y."),
        ("ally:Nothing", "Nothing is said of"),
        ("friendship treaty", "“friendship treaty” may be several things."),
    ],
)
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_show_of_what_is_unknown_or_ambiguous_ends_with_1(ask, name, told, options):
    result = ask("show", name, *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert "  try: " in result.stderr


@pytest.mark.parametrize("form", ROW_FORMATS)
def test_rows_come_in_each_format(ask, form):
    result = ask("query", STATES, "--format", form)
    assert result.exit_code == 0
    assert result.stdout.endswith("\n")
    if form == "csv":
        rows = list(csv.reader(io.StringIO(result.stdout)))
        assert (rows[0], len(rows)) == (["state", "label"], 3)
        return
    extension = {"json": "srj", "xml": "srx"}.get(form, form)
    known = QueryResultsFormat.from_extension(extension)
    found = parse_query_results(result.stdout.encode(), known)
    assert [variable.value for variable in found.variables] == ["state", "label"]
    assert len(list(found)) == 2


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_graphs_come_in_each_format(ask, form):
    result = ask("query", CONSTRUCT, "--format", form)
    assert len(list(parse(result.stdout, GRAPH_FORMATS[form]))) >= 14
    assert result.exit_code == 0


def test_rows_are_tsv_and_graphs_turtle_in_a_pipe(ask):
    assert ask("query", STATES).stdout.startswith("?state\t?label\n<https://")
    graph = ask("query", CONSTRUCT).stdout
    assert len(list(parse(graph, RdfFormat.TURTLE))) >= 14


@pytest.mark.parametrize("options", [(), ("--format", "table")])
def test_rows_are_a_table_with_short_iris_on_a_terminal(ask, on_a_terminal, options):
    result = ask("query", STATES, *options)
    assert "id/state/" in result.stdout
    assert "https://" not in result.stdout
    assert result.stderr == "2 rows\n"


def test_a_table_is_one_in_a_pipe_too_if_it_was_asked_for(ask):
    assert "\t" not in ask("query", STATES, "--format", "table").stdout


@pytest.mark.parametrize(
    ("pattern", "form", "answer"),
    [
        ("?s a ally:State", "table", "yes\n"),
        ("?s a <urn:x>", "table", "no\n"),
        ("?s a ally:State", "csv", "true\n"),
        ("?s a <urn:x>", "tsv", "false\n"),
        ("?s a ally:State", "json", '{"head":{},"boolean":true}\n'),
    ],
)
def test_ask_answers_yes_or_no(ask, pattern, form, answer):
    assert ask("query", f"ASK {{ {pattern} }}", "--format", form).stdout == answer


@pytest.mark.parametrize(
    ("query", "form", "offered"),
    [
        (STATES, "ttl", "table, json, xml, csv, tsv"),
        (STATES, "pdf", "table, json, xml, csv, tsv"),
        ("ASK {}", "nq", "table, json, xml, csv, tsv"),
        (CONSTRUCT, "csv", "ttl, jsonld, rdf, nt, nq, trig"),
        (CONSTRUCT, "table", "ttl, jsonld, rdf, nt, nq, trig"),
        ("DESCRIBE <urn:x>", "tsv", "ttl, jsonld, rdf, nt, nq, trig"),
    ],
)
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(ask, query, form, offered):
    result = ask("query", query, "--format", form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f'"{form}" is no format for this kind of query.' in result.stderr
    assert f"Use one of: {offered}\n" in result.stderr


@pytest.mark.parametrize(("query", "told"), REFUSED)
def test_a_query_that_is_not_run_says_why_and_ends_with_1(ask, query, told):
    result = ask("query", query)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr


def test_a_query_that_takes_too_long_is_stopped(ask):
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    result = ask("query", slow, "--timeout", "0.5")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "took longer than 0.5 seconds" in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX ally: <https://w3id.org/openalliances/ontology/> ASK { ?s a ally:State }",
        "ASK { ?s a ally:State ; rdfs:label ?label }",
        'ASK { ?s a ally:State . BIND("skos: rdfs:" AS ?x) } # foaf:name',
        "prefix ALLY: <https://w3id.org/openalliances/ontology/> ASK { ?s a ALLY:State }",
        "ASK { <id/state/burundi> a ally:State }",
    ],
)
def test_known_prefixes_and_the_base_need_no_declaration(ask, text):
    assert ask("query", text, "--format", "table").stdout == "yes\n"


def test_a_prefix_that_the_query_declares_is_the_one_that_counts(ask):
    text = "PREFIX ally: <urn:other:> ASK { ?s a ally:State }"
    assert ask("query", text, "--format", "table").stdout == "no\n"


def test_a_query_comes_from_a_file_or_from_standard_input(ask, tmp_path):
    path = tmp_path / "states.rq"
    path.write_text(f"# Two states\n{STATES}\n")
    expected = ask("query", STATES).stdout
    assert ask("query", path).stdout == expected
    assert ask("query", "-", stdin=STATES).stdout == expected


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "No such file or directory"), (b"ASK {} # \xe9", "it is not text in UTF-8")],
)
def test_a_query_file_that_cannot_be_read_ends_with_3(ask, tmp_path, content, told):
    path = tmp_path / "query.rq"
    if content is not None:
        path.write_bytes(content)
    result = ask("query", path)
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"query.rq: It cannot be read: {told}." in result.stderr


def test_own_files_are_asked_instead_of_the_shipped_set(run, tmp_path):
    one, two = tmp_path / "one.nt", tmp_path / "two.ttl"
    one.write_text('<urn:a> <urn:p> "1" .\n')
    two.write_text('<urn:b> <urn:p> "2" .\n')
    query = "SELECT ?s ?o { ?s <urn:p> ?o } ORDER BY ?s"
    result = run("query", query, "--data", one, "--data", two, "--format", "csv")
    assert result.stdout.splitlines() == ["s,o", "urn:a,1", "urn:b,2"]


def test_a_damaged_release_in_the_cache_is_built_again_with_a_note(
    run, shipped_release, tmp_path, monkeypatch
):
    monkeypatch.setenv("OPENALLIANCES_CACHE_DIR", str(tmp_path))
    path = tmp_path / "own.nt"
    path.write_text('<urn:a> <urn:p> "1" .\n')
    args = ("query", "ASK { ?s ?p ?o }", "--data", path)
    assert run(*args).exit_code == 0
    (folder,) = tmp_path.glob("files-*")
    (folder / "manifest.json").write_text("{")
    result = run(*args)
    assert (result.exit_code, result.stdout) == (0, "true\n")
    assert "It is built again." in result.stderr
