"""Dumps hold what was said, byte for byte the same each time, and are stored once."""

import gzip
import hashlib
import os
import re
import subprocess
import sys

import pyoxigraph as ox
import pytest

from openalliances.builder.canonical import canonical
from openalliances.builder.named_graphs import Part
from openalliances.builder.outputs.dumps import write_dumps
from openalliances.builder.read_files import parse
from openalliances.errors import CheckError
from openalliances.rdf.formats import GRAPH_FORMATS
from openalliances.rdf.prefixes import DERIVED_GRAPH, GRAPH
from openalliances.release import SUMS

SAID, SAID_TOO = GRAPH + "x", GRAPH + "y"
TURTLE = """
PREFIX ally: <https://w3id.org/openalliances/ontology/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<https://w3id.org/openalliances/id/a> rdfs:label "a"@en, "ä\\n\\u0009\\"\\\\"@fr ;
  ally:n 01, 1.50 ; ally:y "2001"^^xsd:gYear ; ally:b [ ally:c ( 1 2 ) ] .
"""
TWICE = "<http://a> <http://x/b> <http://c> ."
PARTS = (
    Part("all", (SAID, SAID_TOO, DERIVED_GRAPH), "All", "Tout", "", ""),
    Part("some", (SAID_TOO, DERIVED_GRAPH), "Some", "Un peu", "", ""),
)

SCRIPT = """
import sys, pathlib
from openalliances.builder.canonical import canonical
from openalliances.builder.outputs.dumps import write_dumps
from openalliances.builder.read_files import parse
from openalliances.builder.named_graphs import Part
graphs = {sys.argv[2]: parse(pathlib.Path(sys.argv[3]).read_text(), "x.ttl")}
part = Part("all", tuple(graphs), "", "", "", "")
whole = canonical(graphs)
write_dumps(pathlib.Path(sys.argv[1]), [part], whole.by_graph())
print(whole.digest)
"""


@pytest.fixture(scope="module")
def dumped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    graphs = {
        SAID: parse(TURTLE, "x.ttl"),
        SAID_TOO: parse(TWICE + "<http://a> <http://x/d> 1 .", "y.ttl"),
        DERIVED_GRAPH: parse(TWICE, "z.ttl"),
    }
    whole = canonical(graphs)
    return folder, whole, write_dumps(folder, PARTS, whole.by_graph())


def content(folder, entry):
    return gzip.decompress((folder / entry.path).read_bytes())


def read(folder, entry):
    form = next(f for f in GRAPH_FORMATS if f.name == entry.format)
    return list(ox.parse(content(folder, entry), ox.RdfFormat.from_media_type(form.media_type)))


def same(quads):
    """Return quads as a data set that can be compared."""
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def in_one(quads):
    return [ox.Quad(*quad.triple, ox.NamedNode("urn:g")) for quad in quads]


def test_each_part_in_each_format_holds_exactly_its_graphs(dumped):
    folder, whole, entries = dumped
    assert len(entries) == len(PARTS) * len(GRAPH_FORMATS)
    for entry in entries:
        part = next(part for part in PARTS if part.name == entry.part)
        wanted = whole.of_graphs(part.graphs).quads
        found = read(folder, entry)
        if any(form.quads for form in GRAPH_FORMATS if form.name == entry.format):
            assert same(found) == same(wanted), entry.path
        else:
            assert same(in_one(found)) == same(in_one(wanted)), entry.path


def test_a_statement_of_two_graphs_is_counted_and_written_once_without_graphs(dumped):
    counts = {e.format: e.statements for e in dumped[2] if e.part == "some"}
    assert (counts["N-Quads"], counts["N-Triples"]) == (3, 2)
    (entry,) = (e for e in dumped[2] if (e.part, e.format) == ("some", "N-Triples"))
    assert content(dumped[0], entry).count(b"<http://x/b>") == 1


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_lexical_forms_stay(dumped, form):
    (entry,) = (e for e in dumped[2] if (e.part, e.format) == ("all", form.name))
    values = {q.object.value for q in read(dumped[0], entry) if isinstance(q.object, ox.Literal)}
    assert {"01", "1.50"} <= values


@pytest.mark.parametrize(
    ("form", "pattern"),
    [("Turtle", rb"@prefix .*"), ("TriG", rb"@prefix .*"), ("RDF/XML", rb"xmlns:[^ >]*")],
)
def test_prefixes_stand_in_order(dumped, form, pattern):
    (entry,) = (e for e in dumped[2] if (e.part, e.format) == ("all", form))
    found = re.findall(pattern, content(dumped[0], entry))
    assert found == sorted(found)
    assert len(found) > 5


def test_gzip_has_no_time_and_no_name(dumped):
    for entry in dumped[2]:
        head = (dumped[0] / entry.path).read_bytes()[:10]
        assert head[3:8] == b"\x00" * 5


def test_entries_and_sums_are_true(dumped):
    folder, _, entries = dumped
    sums = dict(
        line.split("  ")[::-1] for line in (folder / "dumps" / SUMS).read_text().splitlines()
    )
    for entry in entries:
        stored, plain = (folder / entry.path).read_bytes(), content(folder, entry)
        assert (entry.size, entry.plain_size) == (len(stored), len(plain))
        assert entry.sha256 == hashlib.sha256(stored).hexdigest() == sums.pop(entry.path[6:])
        assert entry.plain_sha256 == hashlib.sha256(plain).hexdigest()
        assert entry.plain_sha256 == sums.pop(entry.plain_path[6:])
    assert sums == {}


def test_the_same_data_give_the_same_bytes_in_another_process(tmp_path):
    (tmp_path / "x.ttl").write_text(TURTLE)
    found = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        out.mkdir()
        command = [sys.executable, "-c", SCRIPT, str(out), SAID, str(tmp_path / "x.ttl")]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        files = sorted(path for path in out.rglob("*") if path.is_file())
        found.append((done.stdout, [(p.relative_to(out), p.read_bytes()) for p in files]))
    assert found[0] == found[1]
    assert len(found[0][1]) == len(GRAPH_FORMATS) + 1


def test_the_names_of_blank_nodes_do_not_count():
    one = canonical({SAID: parse("_:a <http://p> _:b . _:b <http://p> 1 .", "x.ttl")})
    two = canonical({SAID: parse("_:z <http://p> 1 . _:y <http://p> _:z .", "other.ttl")})
    assert one.digest == two.digest
    assert one.lines == tuple(sorted(one.lines))


def test_the_digest_is_that_of_the_canonical_nquads(dumped):
    folder, whole, entries = dumped
    (entry,) = (e for e in entries if (e.part, e.format) == ("all", "N-Quads"))
    assert whole.digest == entry.plain_sha256 == hashlib.sha256(content(folder, entry)).hexdigest()


def test_a_property_that_rdf_xml_cannot_write_is_refused(tmp_path):
    graphs = canonical({SAID: parse("<http://a> <http://x/1> 1 .", "x.ttl")}).by_graph()
    with pytest.raises(CheckError, match=r"http://x/1.*RDF/XML"):
        write_dumps(tmp_path, PARTS[:1], graphs)
