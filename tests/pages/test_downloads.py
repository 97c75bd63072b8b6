"""The list of files to download."""

import pytest

from openalliances.pages.downloads import downloads_page, size_words
from openalliances.release import FileEntry, GraphEntry, Manifest


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (9940, "9.9 kB"),
        (9960, "10 kB"),
        (41_234, "41 kB"),
        (999_600, "1.0 MB"),
        (5 * 10**15, "5000 TB"),
    ],
)
def test_size_words(size, words):
    assert size_words(size) == words


def manifest(files, graphs=()):
    return Manifest(1, "dataset", "1", "T", "b:", "d", "i", 7, tuple(graphs), tuple(files), {})


@pytest.mark.parametrize("form", ["Turtle", "ttl", "text/turtle"])
@pytest.mark.parametrize(
    ("encoding", "packing"), [("", "plain"), ("gzip", "gzip"), ("zstd", "Zstandard")]
)
def test_a_file_is_labelled_however_the_manifest_names_its_format(form, encoding, packing):
    (group,) = downloads_page(manifest([FileEntry("dumps/a.ttl", "", form, encoding, 1, 2, "x")]))
    (row,) = group.rows
    assert row.format == "Turtle"
    assert [(f.packing, f.href, f.name) for f in row.files] == [(packing, "/dumps/a.ttl", "a.ttl")]


def test_the_whole_set_comes_first_and_what_belongs_together_stands_together():
    graphs = (GraphEntry("g:1", "One", "data", 3), GraphEntry("g:2", "", "data", 4))
    files = [
        FileEntry("dumps/1.ttl", "g:1", "ttl", "", 3, 9, "x"),
        FileEntry("dumps/all.ttl", "", "ttl", "", 7, 9, "x"),
        FileEntry("dumps/all.ttl.gz", "", "ttl", "gzip", 7, 9, "x"),
        FileEntry("dumps/all.nt", "", "nt", "", 7, 9, "x"),
        FileEntry("dumps/all-asserted.ttl", "", "ttl", "", 5, 9, "x"),
    ]
    found = [
        (group.graph, group.triples, [len(row.files) for row in group.rows])
        for group in downloads_page(manifest(files, graphs))
    ]
    assert found == [("", 7, [2, 1]), ("", 5, [1]), ("g:1", 3, [1])]
