"""The remote engine before a store that misbehaves: whole answers or errors, and always in time."""

import contextlib
import json
import threading
import time
from dataclasses import replace
from email.message import Message

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Store, Variable

from openalliances.engine.interface import Query
from openalliances.engine.remote.bindings import bind
from openalliances.engine.remote.connections import Endpoint
from openalliances.engine.remote.engine import RemoteEngine
from openalliances.engine.remote.errors import from_response
from openalliances.errors import (
    EngineBusyError,
    EngineError,
    EngineUnreachableError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    SettingError,
)
from openalliances.rdf.formats import N_TRIPLES, RESULTS_CSV, RESULTS_JSON, RESULTS_XML, TURTLE
from openalliances.settings import Settings

from ..waiting import eventually
from .fake_store import JSON, NT, ROWS, TRIPLE, Fake, chunked, whole

SELECT = Query("SELECT ?x { ?x ?y ?z }", RESULTS_CSV, 5.0, union=False)
CONSTRUCT = Query("CONSTRUCT WHERE { ?x ?y ?z }", N_TRIPLES, 5.0, union=False)


def see_client_leave(fake, connection):
    connection.settimeout(5)
    with contextlib.suppress(OSError):
        while connection.recv(1000):
            pass
    fake.left.set()


@pytest.fixture
def fake():
    server = Fake()
    yield server
    server.listener.close()


@pytest.fixture
def engine(fake):
    opened = RemoteEngine(Settings(engine=fake.url, query_workers=2, query_queue=1))
    yield opened
    opened.close()


def read(engine, query=SELECT):
    with engine.run(query) as answer:
        return b"".join(answer)


@pytest.mark.parametrize("answer", [whole(ROWS), chunked(ROWS[:7], ROWS[7:])])
def test_a_whole_answer_is_converted(fake, engine, answer):
    fake.answer(answer)
    assert read(engine) == b"x\r\na\r\n"
    assert fake.requests[0][0] == "POST /sparql?x=1 HTTP/1.1"
    assert fake.requests[0][1]["Accept"] == JSON.decode()


def test_triples_are_converted(fake, engine):
    fake.answer(chunked(TRIPLE[:9], TRIPLE[9:], kind=NT))
    turtle = Query(CONSTRUCT.text, TURTLE, 5.0, union=False)
    assert read(engine, turtle).endswith(b"<urn:a> <urn:b> <urn:c> .\n")
    assert fake.requests[0][1]["Accept"] == NT.decode()


def test_a_connection_is_kept(fake, engine):
    fake.answer(whole(ROWS), chunked(ROWS), whole(ROWS))
    assert [read(engine) for _ in range(3)] == [b"x\r\na\r\n"] * 3
    assert fake.connections == 1


def test_a_connection_that_was_closed_meanwhile_is_made_again(fake, engine):
    fake.cut(whole(ROWS))
    assert read(engine) == read(engine) == b"x\r\na\r\n"
    assert fake.connections == 2


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        (SELECT, chunked(ROWS, end=b"")),
        (SELECT, chunked(ROWS[:20], end=b"")),
        (SELECT, chunked(end=b"")),
        (SELECT, whole(ROWS)[:-1]),
        (SELECT, whole(ROWS + b" " * 9)[:-1]),
        (SELECT, b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON + b"\r\n\r\n" + ROWS[:-1]),
        (CONSTRUCT, chunked(TRIPLE, end=b"", kind=NT)),
        (CONSTRUCT, chunked(TRIPLE, end=b"1", kind=NT)),
        (CONSTRUCT, whole(TRIPLE + TRIPLE, kind=NT)[: -len(TRIPLE)]),
        (CONSTRUCT, b"HTTP/1.1 200 OK\r\nContent-Type: " + NT + b"\r\n\r\n" + TRIPLE),
        (SELECT, b"HTTP/1.1 200 OK\r\nContent-"),
        (SELECT, b""),
        (SELECT, b"no HTTP\r\n\r\n"),
    ],
)
def test_what_was_cut_off_is_an_error(fake, engine, query, answer):
    fake.cut(answer)
    with pytest.raises(EngineError):
        read(engine, query)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        (SELECT, whole(b"<html>")),
        (SELECT, whole(ROWS + b" [error]")),
        (SELECT, whole(ROWS.replace(b'"literal"', b'"odd"'))),
        (SELECT, whole(ROWS, kind=b"text/html")),
        (SELECT, whole(ROWS, extra=b"Content-Encoding: gzip\r\n")),
        (CONSTRUCT, whole(TRIPLE + b"error", kind=NT)),
    ],
)
def test_what_is_malformed_is_an_error(fake, engine, query, answer):
    fake.answer(answer)
    with pytest.raises(EngineError):
        read(engine, query)


@pytest.mark.parametrize(
    ("query", "rows", "start", "kind"),
    [
        (SELECT, RESULTS_JSON, ROWS[: ROWS.index(b'"a"') + 1], JSON),
        (SELECT, RESULTS_XML, b"<sparql xmlns='http://www.w3.org/2005/sparql-results#'><head>"
         b"<variable name='x'/></head><results><result><binding name='x'><literal>",
         b"application/sparql-results+xml"),
        (CONSTRUCT, RESULTS_JSON, b'<urn:a> <urn:b> "', NT),
    ],
)  # fmt: skip
def test_a_term_without_an_end_is_an_error_before_it_fills_the_memory(
    fake, engine, query, rows, start, kind
):
    def behave(connection, _):
        connection.sendall(chunked(start, end=b"", kind=kind))
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    fake.behave = behave
    engine.rows = rows
    with pytest.raises(EngineError, match="cannot be read"):
        read(engine, replace(query, timeout=60.0))


def test_what_nobody_has_foreseen_is_no_whole_answer(fake, engine, monkeypatch):
    monkeypatch.setattr("openalliances.engine.remote.engine.convert", lambda *_: 1 / 0)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    fake.answer(whole(ROWS))
    with pytest.raises(EngineError, match="lost on its way"):
        read(engine)


def drip(connection, answer):
    for byte in answer:
        connection.sendall(bytes((byte,)))
        time.sleep(0.05)


@pytest.mark.parametrize("start", [b"", whole(ROWS)[:20], whole(ROWS)[:90]])
@pytest.mark.parametrize("rest", [b"", whole(ROWS * 9)])
def test_the_deadline_holds_and_the_connection_is_closed(fake, engine, start, rest):
    def behave(connection, _):
        connection.sendall(start)
        with contextlib.suppress(OSError):
            drip(connection, rest)
        see_client_leave(fake, connection)
        return True

    fake.behave = behave
    with pytest.raises(QueryTimeoutError):
        read(engine, Query(SELECT.text, RESULTS_CSV, 0.5, union=False))
    # It has not waited for the end of what drips.
    assert fake.left.wait(30)


def test_a_reader_that_stalls_holds_its_place_no_longer_than_the_deadline(fake, engine):
    fake.behave = endless_triples
    answers = [engine.run(Query(CONSTRUCT.text, N_TRIPLES, 0.6, union=False)) for _ in range(2)]
    assert eventually(lambda: engine.state().running_heavy == 0)
    fake.answer(whole(ROWS))
    assert read(engine) == b"x\r\na\r\n"
    for answer in answers:
        with pytest.raises(QueryTimeoutError):
            list(answer)


def endless_triples(connection, _):
    connection.sendall(chunked(end=b"", kind=NT))
    with contextlib.suppress(OSError):
        while True:
            connection.sendall(b"%x\r\n%s\r\n" % (len(TRIPLE) * 999, TRIPLE * 999))


def test_closing_early_closes_the_connection(fake, engine):
    def behave(connection, number):
        endless_triples(connection, number)
        fake.left.set()
        return True

    fake.behave = behave
    with engine.run(CONSTRUCT) as answer:
        assert next(iter(answer)).startswith(TRIPLE)
    assert fake.left.wait(2)


def test_the_crowd_is_turned_away(fake, engine):
    fake.behave = endless_triples
    answers = [engine.run(CONSTRUCT) for _ in range(2)]
    waiting = threading.Thread(target=lambda: answers.append(engine.run(CONSTRUCT)))
    waiting.start()
    assert eventually(lambda: engine.state().waiting_heavy == 1)
    with pytest.raises(EngineBusyError):
        engine.run(CONSTRUCT)
    answers[0].close()
    waiting.join(2)
    assert len(answers) == 3
    for answer in answers:
        answer.close()


def test_a_store_that_is_not_there(engine, fake):
    fake.close()
    with pytest.raises(EngineUnreachableError):
        read(engine)


def test_after_close_nothing_is_asked(fake, engine):
    engine.close()
    with pytest.raises(EngineError):
        read(engine)
    assert fake.requests == []


@pytest.mark.parametrize(
    ("header", "kind"),
    [(b"X-SQL-State: S1TAT\r\n", QueryTimeoutError), (b"X-SPARQL-MaxRows: 1\r\n", EngineError)],
)
def test_an_answer_that_admits_to_be_cut_is_an_error(fake, engine, header, kind):
    fake.answer(whole(ROWS, extra=header))
    with pytest.raises(kind):
        read(engine)


REFUSALS = [
    # What stores say, as they were seen or as their sources have it.
    (400, "error at 2:8: expected one of LATERAL, [_]", QuerySyntaxError, (2, 8)),
    (400, "Parse error: \nEncountered \" \"}\" at line 3, column 9.", QuerySyntaxError, (3, 9)),
    (400, "MALFORMED QUERY: Encountered at line 1, column 5.", QuerySyntaxError, (1, 5)),
    (400, "Virtuoso 37000 Error SP030: SPARQL compiler, line 2: syntax error at '}' before '}'"
     "\n\nSPARQL query:\nsecret", QuerySyntaxError, (2, 0)),
    (400, "Malformed query", QuerySyntaxError, (0, 0)),
    (400, "no", EngineError, None),
    (404, "not found, as expected", EngineError, None),
    (401, "", EngineError, None),
    (302, "", EngineError, None),
    (500, "Virtuoso 42000 Error The estimated execution time 9 (sec) exceeds the limit",
     QueryTimeoutError, None),
    (500, "Query timed out", QueryTimeoutError, None),
    (504, "", QueryTimeoutError, None),
    (500, "java.lang.OutOfMemoryError: out of memory", QueryMemoryError, None),
    (500, "", EngineError, None),
    (502, "", EngineUnreachableError, None),
    (503, "", EngineBusyError, None),
    (429, "Parse error", EngineBusyError, None),
]  # fmt: skip


@pytest.mark.parametrize(("status", "text", "kind", "place"), REFUSALS)
def test_what_stores_say_becomes_our_error(fake, engine, status, text, kind, place):
    fake.answer(whole(text.encode(), b"text/plain", b"%d Odd" % status))
    with pytest.raises(kind) as refusal:
        read(engine)
    assert type(refusal.value) is kind
    assert "secret" not in refusal.value.message
    if place is not None:
        assert (refusal.value.line, refusal.value.column) == place


@pytest.mark.parametrize(("given", "seconds"), [("7", 7), ("9999", 30), ("soon", 1), ("", 1)])
def test_retry_after_is_handed_on(given, seconds):
    headers = Message()
    headers["Retry-After"] = given
    error = from_response(503, headers, "", 5.0)
    assert isinstance(error, EngineBusyError)
    assert error.retry_after == seconds


def test_the_base_goes_before_the_query_and_lines_stay(fake, engine):
    fake.answer(whole(b"error at 3:1: expected x", b"text/plain", b"400 Bad Request"))
    query = Query("SELECT *\n{ <a> ?p", RESULTS_CSV, 5.0, union=False, base="http://a/b")
    with pytest.raises(QuerySyntaxError) as refusal:
        read(engine, query)
    assert (refusal.value.line, refusal.value.column) == (2, 1)
    assert fake.requests[0][2]["query"] == ["BASE <http://a/b>\nSELECT *\n{ <a> ?p"]


def test_columns_are_asked_for_in_the_order_of_writing_and_else_as_it_stands(fake, engine):
    said = whole(b"error at 1:15: expected x", b"text/plain", b"400 Bad Request")
    fake.answer(said, whole(ROWS))
    query = Query("SELECT * { ?x ?y ?z }", RESULTS_CSV, 5.0, union=False, projection=(7, "?x"))
    assert read(engine, query) == b"x\r\na\r\n"
    sent = [form["query"] for _, _, form in fake.requests]
    assert sent == [["SELECT  ?x  { ?x ?y ?z }"], ["SELECT * { ?x ?y ?z }"]]


def names(*graphs):
    rows = [{"g": {"type": "uri", "value": graph}} for graph in graphs]
    return whole(json.dumps({"head": {"vars": ["g"]}, "results": {"bindings": rows}}).encode())


def test_graphs_are_asked_once_and_listed_where_the_store_has_no_union(fake):
    fake.answer(names("urn:g", "urn:h"), whole(ROWS))
    engine = RemoteEngine(Settings(engine=fake.url), listed=True)
    union = Query(SELECT.text, RESULTS_CSV, 5.0)
    for query in (union, SELECT, Query(SELECT.text, RESULTS_CSV, 5.0, named_graphs=("urn:h",))):
        read(engine, query)
    assert engine.graphs() == {"urn:g", "urn:h"}
    sent = [
        (form.get("default-graph-uri"), form.get("named-graph-uri"))
        for _, _, form in fake.requests[1:]
    ]
    both = ["urn:g", "urn:h"]
    assert sent == [(both, both), (None, None), (None, ["urn:h"])]
    engine.close()


@pytest.mark.parametrize("answer", [whole(ROWS), whole(ROWS.replace(b'"x"', b'"h"'))])
def test_other_variables_than_asked_for_are_told(fake, engine, answer):
    fake.answer(answer)
    with pytest.raises(EngineError, match=r"\?g is missing"):
        engine.graphs()


def test_the_password_is_in_the_header_only(fake):
    fake.answer(whole(ROWS))
    settings = Settings(engine=fake.url, engine_user="me", engine_password="secret")
    engine = RemoteEngine(settings)
    read(engine)
    assert fake.requests[0][1]["Authorization"] == "Basic bWU6c2VjcmV0"
    assert "secret" not in repr(settings)
    engine.close()


@pytest.mark.parametrize(
    "url", ["", "x", "ftp://a/b", "http://", "http://me:pw@a/", "http://a:x/", "http://a:99999/"]
)
def test_a_bad_url_is_refused_without_its_password(url):
    with pytest.raises(SettingError) as refusal:
        Endpoint.parse(url)
    assert "pw" not in refusal.value.message


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('{"x":{"type":"bnode","value":"nodeID://b10"}}', b"x\r\n_:b10\r\n"),
        ('{ "x": { "type": "bnode", "value": "nodeID://b10" }}', b"x\r\n_:b10\r\n"),
        ('{"x":{"type":"literal","value":"nodeID://b10"}}', b"x\r\nnodeID://b10\r\n"),
    ],
)
def test_labels_of_blank_nodes_of_virtuoso(fake, engine, row, expected):
    body = b'{"head":{"vars":["x"]},"results":{"bindings":[\n%s\n]}}' % row.encode()
    fake.answer(chunked(*(body[n : n + 5] for n in range(0, len(body), 5))))
    assert read(engine) == expected


@pytest.mark.parametrize(("value", "expected"), [("1", b"true"), ("0", b"false")])
def test_ask_as_virtuoso_answers_it(fake, engine, value, expected):
    said = ROWS.replace(b'"x"', b'"__ASK_RETVAL"').replace(b'"a"', b'"%s"' % value.encode())
    fake.answer(whole(said))
    assert expected in read(engine, Query("ASK {}", RESULTS_JSON, 5.0, union=False))


A = NamedNode("http://example.org/a")
BEHIND = " VALUES (?x) { (<http://example.org/a>) } "
VALUES = BEHIND + "FILTER(SAMETERM(?x, <http://example.org/a>)) "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?x { ?x ?y ?z }", "SELECT ?x {" + VALUES + " ?x ?y ?z }"),
        ("SELECT ?x # {\n{}", "SELECT ?x # {\n{" + VALUES + "}"),
        ("SELECT ?x (EXISTS { } AS ?e) {}", "SELECT ?x (EXISTS { } AS ?e) {" + VALUES + "}"),
        ("SELECT ?x ('{' AS ?e) {}", "SELECT ?x ('{' AS ?e) {" + VALUES + "}"),
        ("SELECT ?x FROM <a#b> {}", "SELECT ?x FROM <a#b> {" + VALUES + "}"),
        ("SELECT ?x { SELECT ?x {} }", "SELECT ?x { SELECT ?x {} }\n" + BEHIND),
        ("CONSTRUCT { ?x a ?x } {}", "CONSTRUCT { ?x a ?x } {" + VALUES + "}"),
        ("CONSTRUCT WHERE {}", "CONSTRUCT WHERE {" + VALUES + "}"),
        ("DESCRIBE ?x", "DESCRIBE ?x\n" + BEHIND),
    ],
)
def test_terms_go_into_a_values_clause(text, expected):
    assert bind(text, {"x": A}) == expected


@pytest.mark.parametrize(
    "term",
    [A, Literal('"} DROP ALL #\\'), Literal("a\n}\r\t"), Literal("ä", language="de"), Literal(3)],
)
def test_a_term_stays_a_term(term):
    store = Store()
    rows = list(store.query(bind("SELECT ?x { }", {"x": term})))
    assert [row["x"] for row in rows] == [term]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x ?y { ?x <urn:p> ?y }",
        "SELECT ?x ?y { { ?x <urn:p> ?y } UNION { ?y <urn:p> ?x } }",
        "SELECT ?x ?y { ?x <urn:p> ?y OPTIONAL { ?y <urn:p> ?z } FILTER(?x != ?y) } ORDER BY ?y",
        "SELECT ?x (COUNT(?y) AS ?n) { ?x <urn:p> ?y } GROUP BY ?x",
        "SELECT ?x ?y { { SELECT ?x ?y { ?x <urn:p> ?y } } }",
    ],
)
def test_fixing_means_what_the_local_engine_makes_of_it(text):
    store = Store()
    store.update(
        "INSERT DATA { <http://example.org/a> <urn:p> <urn:b>, <urn:c> . <urn:b> <urn:p> <urn:c>,"
        " <http://example.org/a> }"
    )
    local = store.query(text, substitutions={Variable("x"): A})
    assert sorted(map(str, local)) == sorted(map(str, store.query(bind(text, {"x": A}))))


def test_a_blank_node_cannot_be_asked_for():
    with pytest.raises(EngineError):
        bind("SELECT ?x {}", {"x": BlankNode("b")})
