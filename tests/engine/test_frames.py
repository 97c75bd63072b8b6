"""Frames: what is sent is received, and a stream that stops is noticed."""

import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from openalliances.engine.interface import Query
from openalliances.engine.local.frames import (
    DATA,
    QUERY,
    Reader,
    frame,
    query_frame,
    read_query,
)
from openalliances.rdf.formats import TURTLE


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@settings(max_examples=30)
@given(st.lists(st.binary(max_size=300), max_size=5))
def test_frames_come_as_they_were_sent(payloads):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"".join(frame(DATA, payload) for payload in payloads))
        reader = Reader(ours)
        assert [reader.next() for _ in payloads] == [(DATA, payload) for payload in payloads]


def test_a_query_survives_the_way(ends):
    query = Query(
        "ASK {}",
        TURTLE,
        1.5,
        default_graphs=("x:g",),
        bindings={
            "a": NamedNode("x:a"),
            "b": Literal("é", language="fr"),
            "c": BlankNode("b"),
            "d": Literal(1),
        },
    )
    ends[1].sendall(query_frame(query))
    kind, payload = Reader(ends[0]).next()
    assert kind == QUERY
    assert read_query(payload) == query


@pytest.mark.parametrize("sent", [b"", b"d\x00", frame(DATA, b"12345")[:-1]])
def test_a_stream_that_stops_is_an_error(ends, sent):
    ends[1].sendall(sent)
    ends[1].close()
    with pytest.raises(EOFError):
        Reader(ends[0]).next()


@pytest.mark.parametrize("sent", [b"", frame(DATA, b"12345")[:-1]])
def test_the_deadline_holds_in_the_middle_of_a_frame(ends, sent):
    ends[1].sendall(sent)
    with pytest.raises(TimeoutError):
        Reader(ends[0]).next(time.monotonic() + 0.02)


def test_without_waiting_only_whole_frames_are_taken(ends):
    whole = frame(DATA, b"12345")
    ends[0].settimeout(0)
    reader = Reader(ends[0])
    reader.fill()
    assert reader.take() is None and not reader.holds()
    ends[1].sendall(whole[:-1])
    reader.fill()
    assert reader.take() is None and reader.holds()
    ends[1].sendall(whole[-1:] + frame(DATA, b"6"))
    reader.fill()
    assert [reader.take(), reader.take(), reader.take()] == [(DATA, b"12345"), (DATA, b"6"), None]
    reader.put_back(DATA, b"7")
    assert reader.next() == (DATA, b"7")
