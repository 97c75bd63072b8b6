"""What the engine writes as XML is XML, or it is refused."""

import xml.dom.minidom

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from openalliances.engine.interface import Query
from openalliances.engine.local.xml_wellformed import FormatError, XmlFile
from openalliances.errors import NotAcceptableError
from openalliances.rdf.formats import (
    RDF_XML,
    RESULT_FORMATS,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TRIPLE_FORMATS,
    TURTLE,
)
from openalliances.rdf.prefixes import PREFIXES

SKOS = PREFIXES["skos"]


class Sink:
    def __init__(self):
        self.data = b""

    def write(self, data):
        self.data += data
        return len(data)

    def flush(self):
        pass


def written(triple):
    sink = Sink()
    serialize([triple], XmlFile(sink), RdfFormat.RDF_XML, prefixes=PREFIXES)
    return sink.data


@pytest.mark.parametrize(
    "iri", ["urn:x:1", "https://e.org/1", SKOS, f"{SKOS}1", "https://e.org/?a"]
)
def test_a_property_is_written_or_refused(iri):
    triple = Triple(NamedNode("urn:s"), NamedNode(iri), Literal("x"))
    try:
        data = written(triple)
    except FormatError:
        assert not iri[-1].isalpha()
    else:
        assert [q.triple for q in parse(data, format=RdfFormat.RDF_XML)] == [triple]


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.text(max_size=8))
def test_a_text_comes_back_as_it_was_or_is_refused(text):
    triple = Triple(NamedNode("urn:s"), NamedNode("https://e.org/p"), Literal(text))
    try:
        data = written(triple)
    except (FormatError, UnicodeEncodeError):
        return
    document = xml.dom.minidom.parseString(data)
    node = document.getElementsByTagName("p")[0].firstChild
    assert (node.data if node else "") == text


@pytest.mark.parametrize(
    "chunks", [[b"<a>\xef", b"\xbf\xbe"], [b"<skos", b":1>"], [b"<skos:", b">"]]
)
def test_what_lies_across_two_chunks_is_seen(chunks):
    file = XmlFile(Sink())
    with pytest.raises(FormatError):
        for chunk in chunks:
            file.write(chunk)


def ask(pool, text, form):
    with pool.run(Query(text, form, 10)) as answer:
        return b"".join(answer)


@pytest.mark.parametrize(
    ("text", "form", "another"),
    [
        ('SELECT ("\x01" AS ?x) {}', RESULTS_XML, RESULTS_JSON),
        ('CONSTRUCT { <x:a> <x:b> "\x01" } {}', RDF_XML, TURTLE),
        ("CONSTRUCT { <x:a> <x:1> 1 } {}", RDF_XML, TURTLE),
        ("ASK {}", TURTLE, RESULTS_JSON),
        ("CONSTRUCT WHERE { ?s ?p ?o }", RESULTS_JSON, TURTLE),
    ],
)
def test_what_a_format_cannot_hold_is_406(pool, text, form, another):
    with pytest.raises(NotAcceptableError, match=form.name) as caught:
        ask(pool, text, form)
    assert caught.value.hint.startswith(f"Ask for {another.name}")


@pytest.mark.parametrize("form", TRIPLE_FORMATS, ids=lambda form: form.name)
def test_a_carriage_return_survives(pool, form):
    found = ask(pool, r'CONSTRUCT { <x:a> <x:b> "a\r\nb\r" } {}', form)
    (quad,) = parse(found, format=RdfFormat.from_media_type(form.media_type))
    assert quad.object.value == "a\r\nb\r"


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        (RESULTS_JSON, b'{"head":{},"boolean":true}'),
        (RESULTS_XML, b"<?xml"),
        (RESULTS_CSV, b"true"),
        (RESULTS_TSV, b"true"),
    ],
)
def test_ask_is_answered_in_every_format_for_results(pool, form, beginning):
    """CSV and TSV have no form for ASK in their specification; the word alone is what others do."""
    assert form in RESULT_FORMATS
    assert ask(pool, "ASK {}", form).startswith(beginning)
