"""JSON-LD of what is too long to be held."""

import json

import pytest
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, Triple

from openalliances.rdf.json_ld import stream
from openalliances.rdf.json_ld.options import Form, JsonLdOptions
from openalliances.rdf.json_ld.stream import json_ld_stream

from .graphs import CONTEXT, EX, STATEMENTS, isomorphic, read


@pytest.mark.parametrize("form", list(Form))
@settings(max_examples=60, deadline=None)
@given(quads=STATEMENTS)
def test_what_is_not_held_is_read_as_it_was(form, quads):
    triples = [quad.triple for quad in quads]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "HELD", 2)
        text = b"".join(json_ld_stream(triples, CONTEXT, JsonLdOptions(form)))
    json.loads(text)
    assert isomorphic(read(text), quads)


def test_what_is_long_goes_out_as_it_comes(monkeypatch):
    monkeypatch.setattr(stream, "HELD", 10)
    taken = []

    def coming():
        for number in range(1000):
            taken.append(number)
            yield Triple(NamedNode(EX + f"s{number}"), NamedNode(EX + "count"), Literal("1"))

    chunks = json_ld_stream(coming(), CONTEXT, JsonLdOptions())
    next(chunks), next(chunks)
    assert len(taken) < 20
