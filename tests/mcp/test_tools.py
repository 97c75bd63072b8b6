"""The tools: what they are listed as, what each answer has, and what bad input is told."""

import json
import sqlite3
import time
from contextlib import closing

import pytest

from openalliances.mcp.refusals import MOST
from openalliances.pages.about import AGENT_TOOLS

from .agent import connected

TOOLS = {name for name, _ in AGENT_TOOLS}
"""Those that the page /about/agents tells of."""
CALLS = [
    ("search", {"text": "burundi"}),
    ("resolve", {"text": "iso3:BDI"}),
    ("describe", {"thing": "AMISOM"}),
    ("claims_about", {"thing": "partnership/burundi-rwanda", "words": "border"}),
    ("members_at", {"thing": "NATO", "at": "1985"}),
    ("missions_of", {"place": "Somalia"}),
    ("allies_of", {"state": "Kenya", "at": "2010"}),
    ("rows", {"table": "mandates", "where": {"mission": "mission/amisom"}}),
    ("cite", {"thing": "mission/amisom"}),
    ("list_examples", {}),
    ("run_example", {"name": "alliances-of-a-year"}),
    ("run_query", {"query": "SELECT ?s { ?s a ally:PeaceAgreement } ORDER BY ?s LIMIT 3"}),
]
LONG = "x" * 1_000_000
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

BAD = [
    # tool, arguments, what the sentence says
    ("search", {}, "text: field required"),
    ("search", {"text": ""}, "The value of text is empty"),
    ("search", {"text": LONG}, "1,000,000 characters; at most 1,000"),
    ("search", {"text": "kenya", "limit": "many"}, "limit: input should be a valid integer"),
    ("resolve", {"text": "nonsense:5"}, "no scheme of codes called nonsense"),
    ("resolve", {"text": "cow:516", "year": "soon"}, "is no year"),
    ("resolve", {"text": LONG}, "at most 1,000"),
    ("describe", {"thing": "Qwertzuiopland"}, "is not known here"),
    ("describe", {"thing": "id/state/atlantis"}, "known"),
    ("describe", {"thing": "https://example.org/atlantis"}, "Nothing is said of"),
    ("describe", {"thing": "516"}, "does not name one thing for sure"),
    ("describe", {"thing": LONG}, "at most 1,000"),
    ("describe", {"thing": {"a": 1}}, "thing: input should be a valid string"),
    ("claims_about", {"thing": "Qwertzuiopland"}, "is not known here"),
    ("claims_about", {"thing": LONG}, "at most 1,000"),
    ("members_at", {"thing": "NATO", "at": "yesterday"}, "Write a day as 1993-01-31"),
    ("members_at", {"thing": "NATO", "at": "2001-02-30"}, "is no date"),
    ("members_at", {"thing": "Qwertzuiopland"}, "is not known here"),
    ("members_at", {"thing": "NATO", "other": "Qwertzuiopland"}, "is not known here"),
    ("members_at", {"thing": "United Nations"}, "names_only"),
    ("members_at", {"thing": LONG}, "at most 1,000"),
    ("missions_of", {"place": "Somalia", "at": "1993", "since": "1990"}, "Give one of them"),
    ("missions_of", {"place": "Somalia", "since": "1999", "until": "1990"}, "is after"),
    ("missions_of", {"place": "Qwertzuiopland"}, "is not known here"),
    ("missions_of", {"place": LONG}, "at most 1,000"),
    ("allies_of", {"state": "France"}, "Neither at nor other is given"),
    ("allies_of", {"state": "Qwertzuiopland", "at": "1914"}, "is not known here"),
    ("allies_of", {"state": "France", "at": "1914-13"}, "is no date"),
    ("allies_of", {"state": LONG, "at": "1914"}, "at most 1,000"),
    ("rows", {"table": "mission"}, "Did you mean missions"),
    ("rows", {"table": LONG}, "There is no table"),
    ("rows", {"table": "missions", "where": {"place": "somalia"}}, "no parameter for missions"),
    ("rows", {"table": "missions", "where": {"host": "atlantis"}}, "no row of things"),
    ("rows", {"table": "missions", "where": {"host": LONG}}, "There is no row"),
    ("rows", {"table": "missions", "columns": "colour"}, "no column of missions"),
    ("rows", {"table": "missions", "where": ["host"]}, "where: input should be a valid dictionary"),
    ("rows", {"table": "statements"}, "more than one answer holds"),
    ("rows", {"table": "missions"}, "/data/missions.csv"),
    ("cite", {}, "Give either a thing or a table"),
    ("cite", {"thing": "AMISOM", "style": "chicago"}, "Use bibtex or csl"),
    ("cite", {"thing": LONG}, "at most 1,000"),
    ("run_example", {"name": "alliances-of-a-yaer"}, "Did you mean alliances-of-a-year"),
    ("run_example", {"name": LONG}, "There is no example"),
    ("run_query", {"query": "SELECT * {"}, "does not parse"),
    ("run_query", {"query": "DELETE WHERE { ?s ?p ?o }"}, "DELETE is refused"),
    ("run_query", {"query": "ASK { SERVICE <http://127.0.0.1:1/> {} }"}, "SERVICE is refused"),
    ("run_query", {"query": "SELECT * FROM <http://x.invalid/> {}"}, "has no graph"),
    ("run_query", {"query": "ASK {}" + " " * 1_000_000}, "at most 100,000 are read"),
    ("run_query", {"query": "SELECT ?s ?p { ?s ?p ?o } LIMIT 2000"}, "there are 2000"),
    ("nothing", {}, "nothing"),
]


def test_an_outside_client_lists_the_tools_with_schemas(agent):
    tools = {tool.name: tool for tool in agent.tools()}
    assert set(tools) == TOOLS
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        assert {"release", "notes", "sources"} <= set(tool.output_schema["properties"])


def test_each_tool_is_called_by_these_tests():
    assert {name for name, _ in CALLS} == TOOLS


@pytest.mark.parametrize(("tool", "arguments"), CALLS, ids=[name for name, _ in CALLS])
def test_an_answer_is_small_and_names_release_and_sources(agent, shipped_release, tool, arguments):
    said = agent.call(tool, arguments)
    assert not said.is_error, said.text
    assert len(said.text) <= MOST
    assert said.value["release"]["version"] == shipped_release.manifest.version
    known = {source["id"] for source in said.value.get("sources", ())}
    for row in _rows(said.value):
        named = row.get("sources", ()) or str(row.get("source_ids", "")).split(";")
        assert {one for one in named if one} <= known


def test_rows_have_a_grade_and_their_sources(agent):
    for tool, arguments in CALLS:
        if tool in ("members_at", "missions_of", "allies_of"):
            for row in agent.call(tool, arguments).value["rows"]:
                assert row["grade"]
                assert row["sources"]
    facts = agent.call("describe", {"thing": "AMISOM"}).value["facts"]
    assert {fact["property"] for fact in facts if not fact.get("grade")} <= {
        "has observation status"
    }


@pytest.mark.parametrize(("tool", "arguments", "says"), BAD)
def test_bad_input_is_told_in_a_sentence(agent, tool, arguments, says):
    said = agent.call(tool, arguments)
    assert said.is_error
    assert says in said.text
    assert len(said.text) < 2_000
    assert "Traceback" not in said.text


def test_a_query_that_never_ends_is_stopped_and_others_go_on(small):
    begun = time.monotonic()
    said = small.call("run_query", {"query": ENDLESS})
    assert said.is_error
    assert "longer than 2 seconds" in said.text
    assert time.monotonic() - begun < 30
    assert not small.call("run_query", {"query": "ASK {}"}).is_error


def test_a_long_result_is_refused_with_its_number_and_where_it_is(agent):
    said = agent.call("run_query", {"query": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 450"})
    assert said.is_error
    assert "there are 450" in said.text
    assert "/sparql?query=SELECT" in said.text
    assert "LIMIT" in said.text


def test_a_misspelt_term_is_told_beside_an_empty_result(agent):
    said = agent.call("run_query", {"query": "SELECT ?x { ?x a ally:Stat }"})
    assert "Did you mean ally:State?" in " ".join(said.value["notes"])


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("ASK { <id/state/kenya> a ally:State }", {"form": "ASK", "truth": True}),
        ("ASK { <id/state/kenya> a ally:PeaceOperation }", {"form": "ASK", "truth": False}),
        ("SELECT (1 AS ?a) (2.5 AS ?b) (true AS ?c) {}", {"rows": [{"a": 1, "b": 2.5, "c": True}]}),
        ("CONSTRUCT { <urn:a> <urn:b> 'c' } {}", {"triples": ['<urn:a> <urn:b> "c" .']}),
    ],
)
def test_each_form_of_query_has_its_answer(agent, query, part):
    value = agent.call("run_query", {"query": query}).value
    assert {name: value[name] for name in part} == part


def test_an_example_runs_with_other_values(agent):
    listed = agent.call("list_examples", {"words": "who left"}).value["examples"]
    assert [one for one in listed if one["name"] == "who-left" and one["parameters"]]
    own = agent.call("run_example", {"name": "who-left", "parameters": {"organization": "ECOWAS"}})
    assert "organization/ecowas" in own.value["query"]
    wrong = agent.call("run_example", {"name": "who-left", "parameters": {"colour": "red"}})
    assert wrong.is_error
    assert "There is no parameter" in wrong.text


@pytest.mark.parametrize("style", ["bibtex", "csl"])
def test_cite_gives_the_bibliography_of_a_thing_and_of_rows(agent, style):
    thing = agent.call("cite", {"thing": "mission/amisom", "style": style}).value
    where = {"id": "mission/amisom"}
    rows = agent.call("cite", {"table": "missions", "where": where, "style": style}).value
    assert thing["count"] == rows["count"] > 3
    assert "amisom-background" in thing["text"]
    if style == "csl":
        assert len(json.loads(thing["text"])) == thing["count"]


def test_values_are_those_of_the_table(agent, shipped_release):
    with closing(sqlite3.connect(shipped_release.folder / "tables/openalliances.sqlite")) as file:
        rows = file.execute(
            "SELECT member, start, grade, as_of FROM memberships "
            "WHERE organization = 'organization/warsaw-treaty-organization' ORDER BY rowid"
        ).fetchall()
    said = agent.call("members_at", {"thing": "organization/warsaw-treaty-organization"})
    told = [(r["id"], r.get("start"), r["grade"], r.get("as_of")) for r in said.value["rows"]]
    assert told == rows


def test_resources_introduce_the_model_the_tables_and_the_examples(agent):
    uris = {str(resource.uri) for resource in agent.resources()}
    for name in ("introduction", "ontology", "tables", "examples"):
        assert f"openalliances://{name}" in uris
        assert len(agent.read(f"openalliances://{name}")) > 500
    assert "ally:PeaceOperation" in agent.read("openalliances://ontology")
    assert "SELECT" in agent.read("openalliances://examples/alliances-of-a-year")


def test_files_of_a_user_have_names_things_and_queries_and_no_tables(tmp_path):
    file = tmp_path / "own.ttl"
    file.write_text(
        "@prefix : <https://example.org/> . @prefix rdfs: "
        "<http://www.w3.org/2000/01/rdf-schema#> . "
        ':a a :Pact ; rdfs:label "Pact of Ruritania"@en ; :with :b . :b rdfs:label "Graustark" .'
    )
    with connected("--data", file) as own:
        found = own.call("search", {"text": "pact ruritania"}).value
        assert found["matches"][0]["iri"] == "https://example.org/a"
        told = own.call("describe", {"thing": "Pact of Ruritania"})
        assert "Graustark" in told.text
        rows = own.call("run_query", {"query": "SELECT ?x { ?x a <https://example.org/Pact> }"})
        assert rows.value["count"] == 1
        for tool, arguments in CALLS:
            said = own.call(tool, arguments)
            assert "Error executing" not in said.text, (tool, said.text)
        assert "has no tables" in own.call("rows", {"table": "missions"}).text


def test_a_release_with_few_tables_says_what_it_lacks(small):
    assert small.call("describe", {"thing": "state/burundi"}).value["name"] == "Burundi"
    for tool, arguments in CALLS:
        said = small.call(tool, arguments)
        assert said.text
        assert "Error executing" not in said.text, (tool, said.text)


def _rows(value):
    for name in ("rows", "facts", "claims", "matches", "codes", "evidence"):
        yield from value.get(name, ())
