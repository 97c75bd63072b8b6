"""Files that cannot be read say why, where, and what to do."""

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from openalliances.builder.read_files import bundle_files, read_bundle
from openalliances.errors import SourceError

from ..rdflib_graphs import merge, parse, read_file

OTHER_ALLY = (
    "PREFIX dcterms: <http://purl.org/dc/terms/>\nprefix ally: <http://x/>\nally:a ally:b 1 ."
)

BAD = [
    # name, bytes, line, part of the message, part of the hint
    ("dot.ttl", b"<http://a> <http://b> <http://c>\n<http://d> <http://e> 1 .\n", 2, "Turtle", ";"),
    ("open.ttl", b'<http://a> <http://b> "x\n', 1, "end", "quotation mark"),
    ("half.ttl", b"<http://a> <http://b>", 1, "Unexpected end", "bracket"),
    ("prefix.ttl", b"\nskos:a <http://b> 1 .", 2, "skos: has not been declared", "core#"),
    ("relative.ttl", b"<a> <http://b> 1 .", 1, "<a> is a relative IRI", "whole IRI"),
    ("empty.ttl", b"", 0, "no triples", "Write"),
    ("only-prefix.ttl", b"PREFIX ally: <https://w3id.org/openalliances/ontology/>\n", 0, "no", ""),
    ("latin.ttl", b'<http://a> <http://b> "x" .\n# caf\xe9\n', 2, "Byte 34 of", "UTF-8"),
    ("picture.ttl", b"\x89PNG\r\n\x1a\n\x00\x00\x00", 0, "a picture", "RDF"),
    ("zeros.ttl", b"<http://a> \x00\x00", 0, "not a text file", ".ttl"),
    ("other.ttl", OTHER_ALLY.encode(), 2, "ally: is bound to <http://x/>", "openalliances"),
    ("table.csv", b"a,b", 0, '".csv"', ".ttl"),
    ("nothing", b"a", 0, '"nothing"', ".ttl"),
    ("bad.rdf", b"<rdf>", 0, "first element is <rdf>", "<rdf:RDF>"),
    ("bad.jsonld", b"{", 1, "JSON-LD", ""),
    ("graph.nq", b"<http://a> <http://b> 1 .", 0, "N-Quads", ".ttl"),
]


@pytest.mark.parametrize(("name", "data", "line", "message", "hint"), BAD, ids=[b[0] for b in BAD])
def test_a_bad_file_is_refused_with_its_place(tmp_path, name, data, line, message, hint):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_file(path)
    assert caught.value.path == path.as_posix()
    assert caught.value.line == line
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        read_file(tmp_path / "none.ttl")


def test_an_empty_bundle_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no Turtle files"):
        bundle_files(tmp_path)


def test_a_file_in_another_format_is_not_left_out_in_silence(bundle_folder):
    (bundle_folder / "data" / "more.nt").write_text("<http://a> <http://b> <http://c> .\n")
    with pytest.raises(SourceError, match="Turtle only"):
        read_bundle(bundle_folder)


def test_the_bundle_is_read_in_a_fixed_order(bundle_folder):
    names = [source.name for source in read_bundle(bundle_folder)]
    assert names == [
        "ontology/core.ttl",
        "ontology/vocab/threat-type.ttl",
        "data/catalog.ttl",
        "data/reference/states.ttl",
        "shapes/core.ttl",
    ]


def test_lexical_forms_stay_and_the_global_flag_too():
    before = rdflib.NORMALIZE_LITERALS
    graph = parse("<http://a> <http://b> 01, 1.50, 1e0, 'x'^^<http://c> .", "x.ttl")
    assert {str(o) for o in graph.objects()} == {"01", "1.50", "1e0", "x"}
    assert before == rdflib.NORMALIZE_LITERALS


def test_blank_nodes_of_two_files_do_not_meet(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(f'_:x <http://p> "{name}" .')
    sources = [read_file(tmp_path / f"{name}.ttl") for name in ("one", "two")]
    assert len(set(merge(sources).subjects())) == 2


def test_blank_nodes_have_the_same_names_each_time():
    text = "<http://a> <http://b> [ <http://c> [] ] ."
    assert set(parse(text, "x.ttl")) == set(parse(text, "x.ttl"))


@pytest.mark.parametrize(
    ("extension", "text"),
    [
        ("nt", "<http://a> <http://b> <http://c> .\n"),
        ("jsonld", '{"@id": "http://a", "http://b": {"@id": "http://c"}}'),
        (
            "rdf",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:h="http://">'
            '<r:Description r:about="http://a"><h:b r:resource="http://c"/></r:Description></r:RDF>',
        ),
    ],
)
def test_other_formats_are_read_for_a_check(tmp_path, extension, text):
    path = tmp_path / f"x.{extension}"
    path.write_text(text)
    source = read_file(path)
    assert set(source.graph) == {(URIRef("http://a"), URIRef("http://b"), URIRef("http://c"))}
    assert source.text == ""


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_any_text_survives_reading(value):
    quoted = "".join(f"\\U{ord(c):08X}" for c in value)
    graph = parse(f'<http://a> <http://b> "{quoted}" .', "x.ttl")
    assert list(graph.objects()) == [Literal(value)]
