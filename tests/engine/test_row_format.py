"""Which format of rows a store is asked for: the cheapest in which it tells no lies."""

import contextlib

import pytest
from pyoxigraph import QueryResultsFormat, Store

from openalliances.engine.interface import Query
from openalliances.engine.remote.engine import RemoteEngine
from openalliances.engine.remote.row_format import fastest_row_format
from openalliances.errors import EngineError, EngineUnreachableError
from openalliances.rdf.formats import RESULTS_CSV, RESULTS_JSON, RESULTS_TSV, RESULTS_XML
from openalliances.settings import Settings

from .fake_store import Fake, whole

FORMS = {
    RESULTS_TSV: QueryResultsFormat.TSV,
    RESULTS_XML: QueryResultsFormat.XML,
    RESULTS_JSON: QueryResultsFormat.JSON,
}


@pytest.fixture
def fake():
    with contextlib.closing(Fake()) as server:
        yield server


@pytest.fixture
def engine(fake):
    with contextlib.closing(RemoteEngine(Settings(engine=fake.url))) as opened:
        yield opened


def answer_in_each(fake, *lying, refused=()):
    """Answer as Oxigraph does; in the formats *lying* all texts have lost their languages."""
    store = Store()

    def behave(connection, _):
        _, fields, form = fake.requests[-1]
        wanted = next(f for f in FORMS if fields["Accept"].startswith(f.media_type))
        body = store.query(form["query"][0]).serialize(format=FORMS[wanted])
        if wanted in lying:
            body = body.replace(b"@en-gb", b"").replace(b' xml:lang="en-gb"', b"")
        status = b"406 Not Acceptable" if wanted in refused else b"200 OK"
        connection.sendall(whole(body, wanted.media_type.encode(), status))

    fake.behave = behave


@pytest.mark.parametrize(
    ("lying", "refused", "taken"),
    [
        ((), (), RESULTS_TSV),
        ((RESULTS_TSV,), (), RESULTS_XML),
        ((), (RESULTS_TSV,), RESULTS_XML),
        ((RESULTS_TSV, RESULTS_XML), (), RESULTS_JSON),
        ((), (RESULTS_TSV, RESULTS_XML), RESULTS_JSON),
        ((), (RESULTS_TSV, RESULTS_XML, RESULTS_JSON), RESULTS_JSON),
    ],
)
def test_the_cheapest_that_is_right_is_taken(fake, engine, lying, refused, taken):
    answer_in_each(fake, *lying, refused=refused)
    assert fastest_row_format(engine, 5.0) is taken


@pytest.mark.parametrize("rows", FORMS)
@pytest.mark.parametrize("wanted", [RESULTS_CSV, RESULTS_JSON])
def test_rows_are_the_same_in_whichever_format_they_come(fake, engine, rows, wanted):
    answer_in_each(fake)
    engine.rows = rows
    text = 'SELECT ?a ?b { VALUES (?a ?b) { (<urn:a> " x ") (1.5 UNDEF) ("\\t"@en true) } }'
    with engine.run(Query(text, wanted, 5.0, union=False)) as answer:
        found = b"".join(answer)
    local = (
        Store().query(text).serialize(format=QueryResultsFormat.from_media_type(wanted.media_type))
    )
    assert found == local


@pytest.mark.parametrize("said", [b"true", b"false"])
def test_yes_and_no_may_come_as_json_whatever_rows_come_as(fake, engine, said):
    engine.rows = RESULTS_TSV
    fake.answer(whole(b'{"head":{},"boolean":%s}' % said))
    with engine.run(Query("ASK {}", RESULTS_JSON, 5.0, union=False)) as answer:
        assert said in b"".join(answer)
    assert "application/sparql-results+json;q=0.9" in fake.requests[0][1]["Accept"]


def test_rows_whose_end_nobody_can_see_are_refused(fake, engine):
    engine.rows = RESULTS_TSV
    fake.cut(b"HTTP/1.1 200 OK\r\nContent-Type: text/tab-separated-values\r\n\r\n?x\n1\n")
    with (
        pytest.raises(EngineError, match="whole"),
        engine.run(Query("SELECT ?x {}", RESULTS_CSV, 5.0, union=False)) as answer,
    ):
        b"".join(answer)


def test_a_store_that_is_not_there_is_no_question_of_formats(fake, engine):
    fake.close()
    with pytest.raises(EngineUnreachableError):
        fastest_row_format(engine, 5.0)
