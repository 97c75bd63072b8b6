"""The files to download of a user's files: what was read, spelt as it was."""

import gzip
import sqlite3
from contextlib import closing

import pyoxigraph as ox
import pytest

from openalliances.builder.user_files import load_files
from openalliances.progress import Silence
from openalliances.rdf.formats import GRAPH_FORMATS
from openalliances.release import SUMS
from openalliances.release.names import NAMES
from openalliances.settings import Settings

TURTLE = """@prefix x: <http://x.example/> .
x:a x:n 1.50, 01 ; x:c [ x:d "e"@en-GB, "f" ] .
"""


def loaded(tmp_path, text, name="x.ttl", **settings):
    (tmp_path / name).write_text(text)
    return load_files([tmp_path / name], Settings(cache_dir=str(tmp_path), **settings), Silence())


def content(release, extension):
    return gzip.decompress((release.dumps / f"data.{extension}.gz").read_bytes())


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.extension)
def test_there_is_a_file_in_each_format_with_the_same_statements(tmp_path, form):
    release = loaded(tmp_path, TURTLE)
    got = ox.Dataset(
        ox.parse(content(release, form.extension), ox.RdfFormat.from_media_type(form.media_type))
    )
    given = ox.Dataset(ox.parse(TURTLE, ox.RdfFormat.TURTLE))
    for dataset in (got, given):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(got) == set(given)


def test_numbers_are_spelt_as_in_the_file(tmp_path):
    text = content(loaded(tmp_path, TURTLE), "nt").decode()
    assert '"1.50"' in text
    assert '"01"' in text


def test_turtle_has_the_prefixes_of_the_file_and_no_others(tmp_path):
    text = content(loaded(tmp_path, TURTLE), "ttl").decode()
    heads = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert "@prefix x: <http://x.example/> ." in heads
    assert not [head for head in heads if "ally:" in head or "skos:" in head]
    assert "x:a " in text


def test_graphs_are_kept_where_the_format_has_them(tmp_path):
    release = loaded(tmp_path, "<http://a> <http://p> <http://b> <http://g> .", "x.nq")
    assert b"<http://g>" in content(release, "nq")
    assert b"<http://g>" not in content(release, "nt")


@pytest.mark.parametrize(
    ("text", "lacking", "why"),
    [
        ('<http://a> <http://x/9> "b" .', "RDF/XML", "cannot name the property http://x/9"),
        ('<http://a> <http://x/p> "b\\u0001" .', "RDF/XML", "a character that XML does not have"),
        (
            "<http://a> <http://x/p> <<( <http://a> <http://x/p> <http://b> )>> .",
            "JSON-LD",
            "triple terms",
        ),
    ],
)
def test_a_format_that_cannot_say_it_is_left_out_with_the_reason(tmp_path, text, lacking, why):
    manifest = loaded(tmp_path, text).manifest
    assert lacking not in {file.format for file in manifest.files}
    assert len(manifest.files) == len(GRAPH_FORMATS) - 1
    (notice,) = manifest.notices
    assert lacking in notice
    assert why in notice


def test_of_a_large_set_there_are_n_quads_only_and_that_is_said(tmp_path):
    release = loaded(tmp_path, TURTLE, dump_quads=3)
    (file,) = release.manifest.files
    assert (file.format, file.statements) == ("N-Quads", 5)
    assert "dump_quads" in release.manifest.notices[0]
    assert len(list(ox.parse(content(release, "nq"), ox.RdfFormat.N_QUADS))) == 5


def test_of_more_names_than_are_indexed_the_search_knows_so_many_and_says_so(tmp_path):
    text = "".join(
        f'<http://x/{n}> a <http://x/C> ; <http://www.w3.org/2000/01/rdf-schema#label> "n{n}" .\n'
        for n in range(5)
    )
    release = loaded(tmp_path, text, index_names=3)
    with closing(sqlite3.connect(release.indexes / NAMES)) as index:
        found = index.execute("SELECT count(*) FROM things WHERE label LIKE 'n_'").fetchone()
    assert found == (3,)
    (notice,) = release.manifest.notices
    assert "3 names" in notice
    assert loaded(tmp_path, text, index_names=5).manifest.notices == ()


def test_checksums_are_those_of_all_files(tmp_path):
    release = loaded(tmp_path, TURTLE)
    sums = (release.dumps / SUMS).read_text().splitlines()
    assert len(sums) == 2 * len(release.manifest.files)
    assert {line.split()[0] for line in sums} == {
        digest for file in release.manifest.files for digest in (file.sha256, file.plain_sha256)
    }
