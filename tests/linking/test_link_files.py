"""Links of others to us: which are right, which are better otherwise, and the mended files."""

import pyoxigraph as ox
import pytest

from openalliances.errors import SourceError
from openalliances.linking.checking import Finding, LinkChecker, retired_by
from openalliances.linking.link_files import RdfLinks, links_in_table, mended_table
from openalliances.rdf.prefixes import BASE, ID
from openalliances.reader import ReadOptions

from .coded import coded

YEMEN, NORTH = f"{ID}state/yemen", f"{ID}state/north-yemen"
OLD, SPLIT, GONE, LOOP = (f"{ID}state/{name}" for name in ("old", "split", "gone", "loop"))
RETIRED = {
    OLD: [f"{ID}state/older"],
    f"{ID}state/older": [YEMEN],
    SPLIT: [YEMEN, NORTH],
    GONE: [],
    LOOP: [LOOP],
}


@pytest.fixture(scope="module")
def checker(tmp_path_factory):
    index = coded(tmp_path_factory.mktemp("links"))
    held = {*index.iris(), *RETIRED, f"{BASE}dataset"}
    return LinkChecker(index, held.__contains__, RETIRED, ("http://old.example/data/",))


@pytest.mark.parametrize(
    ("iri", "finding", "better", "near"),
    [
        (YEMEN, Finding.RIGHT, "", ()),
        (f"{BASE}dataset", Finding.RIGHT, "", ()),
        (YEMEN.replace("https", "http"), Finding.SPELLING, YEMEN, ()),
        (YEMEN + "/", Finding.SPELLING, YEMEN, ()),
        (YEMEN + ".html", Finding.SPELLING, YEMEN, ()),
        (YEMEN + ".ttl?version=1.2", Finding.SPELLING, YEMEN, ()),
        (YEMEN + "#names", Finding.SPELLING, YEMEN, ()),
        (f"{BASE}resource?iri=https%3A%2F%2Fw3id.org%2Fopenalliances%2Fid%2Fstate%2Fyemen",
         Finding.SPELLING, YEMEN, ()),
        ("http://old.example/data/id/state/yemen", Finding.SPELLING, YEMEN, ()),
        (OLD, Finding.REPLACED, YEMEN, ()),
        (OLD + ".html", Finding.REPLACED, YEMEN, ()),
        (SPLIT, Finding.WITHDRAWN, "", (YEMEN, NORTH)),
        (GONE, Finding.WITHDRAWN, "", ()),
        (LOOP, Finding.WITHDRAWN, "", ()),
        (f"{ID}state/yemne", Finding.UNKNOWN, "", (YEMEN, NORTH)),
        (f"{ID}planet/mars", Finding.UNKNOWN, "", ()),
    ],
)  # fmt: skip
def test_what_is_said_of_a_link(checker, iri, finding, better, near):
    assert checker.concerns(iri)
    found = checker.check(iri)
    assert (found.finding, found.better) == (finding, better)
    assert found.near[:1] == near[:1]


@pytest.mark.parametrize(
    "iri",
    ["http://www.wikidata.org/entity/Q805", "https://w3id.org/openalliancesx/a", f"{BASE}file/a"],
)
def test_links_to_others_are_no_concern(checker, iri):
    assert not checker.concerns(iri)


def test_what_takes_the_place_of_something_is_told_once():
    rows = [(OLD, YEMEN), (OLD, YEMEN), (SPLIT, YEMEN), (SPLIT, NORTH), (GONE, "")]
    assert retired_by(rows) == {OLD: [YEMEN], SPLIT: [YEMEN, NORTH], GONE: []}


def better(checker, links):
    found = [checker.check(link.iri) for link in links]
    return {one.iri: one.better for one in found if one.better}


HTTP = YEMEN.replace("https", "http")
TABLES = [
    (f"a,b\n1,{HTTP}\n", f"a,b\n1,{YEMEN}\n", 2),
    (f'a;b\r\n"x;y";"{HTTP}"\r\n', f'a;b\r\n"x;y";"{YEMEN}"\r\n', 2),
    (f"\ufeffa\tb\n1\t{OLD} | {YEMEN}.\n", f"\ufeffa\tb\n1\t{YEMEN} | {YEMEN}.\n", 2),
    (f"#curie_map:\na\n\n({HTTP})\n", f"#curie_map:\na\n\n({YEMEN})\n", 4),
    (f"a\n{HTTP}.\n", f"a\n{YEMEN}.\n", 2),
]


@pytest.mark.parametrize(("text", "expected", "line"), TABLES)
def test_a_table_is_mended_and_stays_as_it_was_otherwise(checker, tmp_path, text, expected, line):
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    links = links_in_table(path, checker.concerns)
    assert links[0].line == line
    assert "".join(mended_table(path, better(checker, links))) == expected


FILES = [
    ("a.ttl", f"# A comment\n<urn:a> <urn:p> <{HTTP}> , <{YEMEN}.html> .\n",
     f"# A comment\n<urn:a> <urn:p> <{YEMEN}> , <{YEMEN}> .\n"),
    ("a.nq", f"<{HTTP}> <urn:p> \"{HTTP}\" <{OLD}> .\n",
     f'<{YEMEN}> <urn:p> "{HTTP}" <{YEMEN}> .\n'),
    ("a.jsonld", f'{{"@id": "{HTTP}", "urn:p": "x"}}', f'{{"@id": "{YEMEN}", "urn:p": "x"}}'),
    ("a.ttl", f"PREFIX s: <{HTTP[:-5]}> # kept\ns:yemen <urn:p> [ <urn:q> s:north-yemen ] .\n",
     f"PREFIX s: <{YEMEN[:-5]}> # kept\ns:yemen <urn:p> [ <urn:q> s:north-yemen ] .\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), FILES)
def test_a_file_of_rdf_is_mended_in_its_text(checker, tmp_path, name, text, expected):
    (tmp_path / name).write_text(text)
    read = RdfLinks(tmp_path / name, ReadOptions())
    assert read.mended(better(checker, read.links(checker.concerns))) == expected


def test_what_the_text_does_not_show_is_written_anew(checker, tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text(f"@prefix s: <{ID}state/> . s:old <urn:p> s:gone .")
    read = RdfLinks(path, ReadOptions())
    mended = read.mended(better(checker, read.links(checker.concerns)))
    expected = ox.parse(f"<{YEMEN}> <urn:p> <{GONE}> .", ox.RdfFormat.N_TRIPLES)
    assert set(ox.parse(mended, ox.RdfFormat.TURTLE)) == set(expected)
    assert "@prefix s:" in mended


def test_relative_iris_are_not_made_absolute_in_silence(checker, tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text(f"@prefix s: <{ID}state/> . <#it> <urn:p> s:old .")
    read = RdfLinks(path, ReadOptions())
    links = read.links(checker.concerns)
    assert [link.iri for link in links] == [OLD]
    with pytest.raises(SourceError, match="relative IRIs"):
        read.mended(better(checker, links))
