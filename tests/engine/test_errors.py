"""From what a worker says, or how it dies, to an error."""

import signal

import pytest

from openalliances.engine.interface import Query
from openalliances.engine.local.errors import from_death, from_report
from openalliances.engine.local.frames import error_frame
from openalliances.errors import (
    EngineError,
    QueryMemoryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    StoreDamagedError,
)
from openalliances.rdf.formats import RESULTS_JSON

HEADER = 5
CLASSES = "['0'..='9'], ['A' ..= 'Z' | '\\u{00C0}'..='\\u{00D6}'\n| '\\u{0370}'], [_]"


def query(text):
    return Query(text, RESULTS_JSON, 5.0)


@pytest.mark.parametrize(
    ("kind", "message", "error", "words"),
    [
        (
            "syntax",
            f"error at 1:9: expected one of {CLASSES}",
            QuerySyntaxError,
            'unexpected "xyz"',
        ),
        ("syntax", "error at 2:1: expected OPTIONAL", QuerySyntaxError, "at or before line 2"),
        (
            "syntax",
            f"error at 1:9: expected one of IF, The SELECT contains a variable, {CLASSES}",
            QuerySyntaxError,
            "The SELECT contains a variable, before",
        ),
        ("syntax", "something new", QuerySyntaxError, "something new"),
        ("memory", "", QueryMemoryError, "64 MB"),
        ("evaluation", "The function <x:f> is not supported", QueryRefusedError, "x:f"),
        ("evaluation", "oh", EngineError, "oh"),
        ("store", "corrupted", StoreDamagedError, "store of the release is damaged: corrupted"),
        ("evaluation", "Corruption: block checksum mismatch", StoreDamagedError, "is damaged"),
    ],
)
def test_a_report_becomes_an_error(kind, message, error, words):
    payload = error_frame(kind, message)[HEADER:]
    found = from_report(payload, query("SELECT 1xyz {\n}"), 64)
    assert type(found) is error
    assert words in found.message
    assert "u{" not in found.message


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (-signal.SIGALRM, QueryTimeoutError),
        (-signal.SIGABRT, QueryMemoryError),
        (-signal.SIGSEGV, QueryMemoryError),
        (-signal.SIGKILL, EngineError),
        (1, EngineError),
    ],
)
def test_a_death_becomes_an_error(status, error):
    assert type(from_death(status, query("ASK {}"), 64)) is error


@pytest.mark.parametrize("place", ["1:1", "1:999", "99:1", "2:1"])
def test_any_place_can_be_shown(place):
    payload = error_frame("syntax", f"error at {place}: expected {CLASSES}")[HEADER:]
    assert place.split(":")[0] in from_report(payload, query("ASK\n{"), 64).message
