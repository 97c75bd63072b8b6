"""What can be downloaded, as values for a page."""

import pytest

from openalliances.http.urls import Urls
from openalliances.pages.downloads import downloads_page, graph_row, size_words
from openalliances.release import RELEASE_FORMAT, FileEntry, GraphEntry, Manifest, PartEntry

URLS = Urls("b:/")
GRAPHS = (
    GraphEntry("b:/graph/1", "One", "data", 3, description="The first."),
    GraphEntry("b:/graph/2", "", "data", 4),
)
PARTS = (
    PartEntry("all", "All", "", "All of it.", "", ("b:/graph/1", "b:/graph/2"), 7),
    PartEntry("one", "Part one", "", "Some of it.", "", ("b:/graph/1",), 3),
)
FILES = (
    FileEntry("dumps/all.ttl.gz", "all", "Turtle", 7, 1500, "s1", 41_234, "p1"),
    FileEntry("dumps/all.nq.gz", "all", "N-Quads", 7, 1, "s2", 2, "p2"),
    FileEntry("dumps/one.ttl.gz", "one", "Turtle", 3, 1, "s3", 2, "p3"),
)
MANIFEST = Manifest(
    RELEASE_FORMAT, "dataset", "1", "T", "b:/", "d", "i", 7, GRAPHS, PARTS, FILES, {}
)


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


def test_the_whole_set_comes_first_and_each_part_has_its_files():
    page = downloads_page(MANIFEST, URLS)
    assert [(part.name, [file.format for file in part.files]) for part in page.parts] == [
        ("all", ["Turtle", "N-Quads"]),
        ("one", ["Turtle"]),
    ]


def test_a_file_has_the_paths_sizes_and_checksums_of_both_its_forms():
    file = downloads_page(MANIFEST, URLS).parts[0].files[0]
    assert (file.href, file.size, file.sha256) == ("/dumps/all.ttl", "41 kB", "p1")
    stored = (file.stored_href, file.stored_size, file.stored_sha256)
    assert stored == ("/dumps/all.ttl.gz", "1.5 kB", "s1")
    assert (file.name, file.stored_name) == ("all.ttl", "all.ttl.gz")


def test_a_graph_names_its_parts_and_can_be_had_alone():
    one, two = downloads_page(MANIFEST, URLS).graphs
    assert (one.title, one.description, one.parts) == ("One", "The first.", ("Part one",))
    assert (two.title, two.parts) == ("b:/graph/2", ())
    assert ("Turtle", "/graphs?graph=b%3A%2Fgraph%2F1&format=ttl") in one.links
    assert graph_row(MANIFEST, URLS, "b:/graph/1") == one
    assert graph_row(MANIFEST, URLS, "b:/thing") is None
