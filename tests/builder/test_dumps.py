"""Dumps hold what was said, byte for byte the same each time."""

import gzip
import hashlib
import os
import subprocess
import sys

import pyoxigraph as ox
import pytest
import zstandard

from openalliances.builder.canonical import canonical
from openalliances.builder.outputs.dumps import gzipped, write_dumps
from openalliances.builder.read_files import parse
from openalliances.errors import CheckError
from openalliances.rdf.formats import GRAPH_FORMATS, by_extension
from openalliances.rdf.prefixes import DERIVED_GRAPH, GRAPH

SAID = GRAPH + "reference/x"
TURTLE = """
PREFIX ally: <https://w3id.org/openalliances/ontology/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<https://w3id.org/openalliances/id/a> rdfs:label "a"@en, "ä\\n\\u0009\\"\\\\"@fr ;
  ally:n 01, 1.50 ; ally:y "2001"^^xsd:gYear ; ally:b [ ally:c ( 1 2 ) ] .
"""

SCRIPT = """
import sys, pathlib
from openalliances.builder.canonical import canonical
from openalliances.builder.outputs.dumps import write_dumps
from openalliances.builder.read_files import parse
graphs = {sys.argv[2]: parse(pathlib.Path(sys.argv[3]).read_text(), "x.ttl")}
whole = canonical(graphs)
write_dumps(pathlib.Path(sys.argv[1]), graphs, whole)
print(whole.digest)
"""


@pytest.fixture
def dumped(tmp_path):
    graphs = {
        SAID: parse(TURTLE, "x.ttl"),
        DERIVED_GRAPH: parse("<http://a> <http://x/b> <http://c> .", "y.ttl"),
    }
    return tmp_path, graphs, write_dumps(tmp_path, graphs, canonical(graphs))


def test_each_format_holds_the_same_triples(dumped):
    folder, graphs, _ = dumped
    wanted = canonical(
        {"urn:g": sum(graphs.values(), parse("<http://a> <http://x/b> <http://c> .", "z"))}
    )
    for format_ in GRAPH_FORMATS:
        data = (folder / f"dumps/openalliances.{format_.extension}").read_bytes()
        quads = ox.parse(data, ox.RdfFormat.from_media_type(format_.media_type))
        found = ox.Dataset(ox.Quad(*quad.triple, ox.NamedNode("urn:g")) for quad in quads)
        found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        assert found == ox.Dataset(wanted.quads), format_.name


@pytest.mark.parametrize("extension", ["nq", "trig", "jsonld"])
def test_formats_with_graphs_keep_them(dumped, extension):
    data = (dumped[0] / f"dumps/openalliances.{extension}").read_bytes()
    format_ = by_extension(extension)
    quads = list(ox.parse(data, ox.RdfFormat.from_media_type(format_.media_type)))
    assert {quad.graph_name.value for quad in quads} == {SAID, DERIVED_GRAPH}


def test_lexical_forms_stay(dumped):
    for name in ("openalliances.nq", "openalliances.ttl", "graphs/reference/x.ttl"):
        text = (dumped[0] / "dumps" / name).read_text()
        assert '"01"' in text, name
        assert "1.50" in text, name


def test_the_asserted_dump_leaves_out_what_follows(dumped):
    text = (dumped[0] / "dumps/openalliances-asserted.nq").read_text()
    assert SAID in text
    assert DERIVED_GRAPH not in text


def test_a_graph_has_its_own_files(dumped):
    names = {entry.path for entry in dumped[2] if entry.graph == SAID}
    wanted = {f"dumps/graphs/reference/x.{e}" for e in ("ttl", "jsonld", "rdf", "nt")}
    assert names == {name + suffix for name in wanted for suffix in ("", ".gz", ".zst")}


def test_compressed_files_hold_the_same_bytes(dumped):
    plain = (dumped[0] / "dumps/openalliances.nq").read_bytes()
    assert gzip.decompress((dumped[0] / "dumps/openalliances.nq.gz").read_bytes()) == plain
    packed = (dumped[0] / "dumps/openalliances.nq.zst").read_bytes()
    assert zstandard.ZstdDecompressor().decompress(packed) == plain


def test_gzip_has_no_time_and_no_name():
    head = gzipped(b"x")[:10]
    assert head[3:8] == b"\x00" * 5


def test_entries_and_sums_are_true(dumped):
    folder, _, entries = dumped
    sums = dict(
        line.split("  ")[::-1] for line in (folder / "dumps/SHA256SUMS").read_text().splitlines()
    )
    assert len(sums) == len(entries) > 0
    for entry in entries:
        data = (folder / entry.path).read_bytes()
        assert entry.size == len(data)
        assert entry.sha256 == hashlib.sha256(data).hexdigest() == sums[entry.path[6:]]


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
    assert len(found[0][1]) > 20


def test_the_names_of_blank_nodes_do_not_count():
    one = canonical({SAID: parse("_:a <http://p> _:b . _:b <http://p> 1 .", "x.ttl")})
    two = canonical({SAID: parse("_:z <http://p> 1 . _:y <http://p> _:z .", "other.ttl")})
    assert one.digest == two.digest
    assert one.lines == tuple(sorted(one.lines))


def test_the_digest_is_that_of_the_canonical_nquads(dumped):
    folder, graphs, _ = dumped
    data = (folder / "dumps/openalliances.nq").read_bytes()
    assert canonical(graphs).digest == hashlib.sha256(data).hexdigest()


def test_a_property_that_rdf_xml_cannot_write_is_refused(tmp_path):
    graphs = {SAID: parse("<http://a> <http://x/1> 1 .", "x.ttl")}
    with pytest.raises(CheckError, match=r"http://x/1.*RDF/XML"):
        write_dumps(tmp_path, graphs, canonical(graphs))
