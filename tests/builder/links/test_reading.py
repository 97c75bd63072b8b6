"""Tables of links: each fault of a row is told with its place, and what holds is read."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from openalliances.builder.formatting import reformat
from openalliances.builder.links.reading import FOLDER, GROUP, link_files
from openalliances.errors import SourceError, TableError
from openalliances.rdf.prefixes import ID
from openalliances.rdf.vocabulary import RDFS

ROOT = Path(__file__).parents[3]
HEADER = (
    "subject_id,subject_label,predicate_id,object_id,object_label,mapping_justification,"
    "confidence,mapping_date,author_label,object_source,object_source_version,seen_in,seen_row,"
    "also_seen_in,rule,comment"
)
GOOD = {
    "subject_id": "openalliances:id/state/burundi",
    "subject_label": "Burundi",
    "predicate_id": "skos:exactMatch",
    "object_id": "wikidata:Q967",
    "object_label": "Burundi",
    "mapping_justification": "semapv:MappingChaining",
    "confidence": "0.98",
    "mapping_date": "2026-11-27",
    "author_label": "A",
    "object_source": "https://example.org/list",
    "seen_in": "a/b@c:d.csv",
    "seen_row": "line 3",
    "rule": "code",
}
OTHER = GOOD | {
    "subject_id": "openalliances:id/state/rwanda",
    "subject_label": "Rwanda",
    "object_id": "wikidata:Q1037",
}
BY_NAME = {"mapping_justification": "semapv:LexicalMatching"}


def thing(name: str) -> ox.Triple:
    return ox.Triple(
        ox.NamedNode(f"{ID}state/{name.lower()}"), RDFS.label, ox.Literal(name, language="en")
    )


BESIDE = (SimpleNamespace(triples=(thing("Burundi"), thing("Rwanda"))),)


def line_of(row: dict[str, str]) -> str:
    return ",".join(row.get(column, "") for column in HEADER.split(","))


@pytest.fixture
def root(tmp_path):
    """A data set with the descriptions of ours, one target, and two links to it."""
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    for name in (GROUP, "targets.csv-metadata.json", "notfound.csv-metadata.json"):
        shutil.copy(ROOT / FOLDER / name, folder)
    group = json.loads((folder / GROUP).read_text())
    group["tables"] = [{"url": "wikidata.csv"}]
    (folder / GROUP).write_text(json.dumps(group))
    (folder / "targets.csv").write_text(
        "target,title,iri_space,code_pattern,homepage,licence,status,comment\n"
        "iso3,ISO,,[A-Z]{3},https://example.org/,free,derived,\n"
        "wikidata,Wikidata,http://www.wikidata.org/entity/,Q[1-9][0-9]*,https://example.org/,"
        "CC0,published,\n"
    )
    (folder / "notfound.csv").write_text("subject_id,target,sought_on,sought_in,comment\n")
    write(tmp_path, GOOD, OTHER)
    return tmp_path


def write(root: Path, *rows: dict[str, str]) -> None:
    lines = "\n".join((HEADER, *map(line_of, rows), ""))
    (root / FOLDER / "wikidata.csv").write_text(lines)


def faults(root: Path) -> list[tuple[str, int, int, str]]:
    with pytest.raises(TableError) as raised:
        link_files(root, BESIDE)
    return [(f.path, f.line, f.column, f.message) for f in raised.value.faults]


def test_what_holds_is_read_and_canonical(root):
    files = link_files(root, BESIDE)
    assert {file.name for file in files} == {
        f"{FOLDER}/{name}.csv" for name in ("wikidata", "targets", "notfound")
    }
    assert all(file.text == file.canonical_text() and not file.triples for file in files)


def test_a_data_set_without_the_folder_has_no_links(tmp_path):
    assert link_files(tmp_path, BESIDE) == ()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("subject_id", "openalliances:id/state/burundy", "described nowhere"),
        ("subject_id", "state/burundi", "not written as it should be"),
        ("subject_label", "Urundi", "not what it is called"),
        ("predicate_id", "owl:sameAs", "not written as it should be"),
        ("predicate_id", "skos:sameMatch", "not written as it should be"),
        ("object_id", "wikidata:P967", "no identifier of wikidata"),
        ("object_id", "geonames:967", "another target"),
        ("mapping_justification", "", "the cell is empty"),
        ("mapping_justification", "guessed", "not written as it should be"),
        ("confidence", "1.5", "not written as it should be"),
        ("confidence", "", "the cell is empty"),
        ("mapping_date", "27.11.2026", "not written as it should be"),
        ("object_source", "example.org", "no web address"),
        ("seen_in", "", "the cell is empty"),
        ("seen_row", "", "the cell is empty"),
        ("rule", "", "the cell is empty"),
    ],
)
def test_a_wrong_cell_is_told_with_line_and_column(root, column, value, said):
    write(root, GOOD | {column: value}, OTHER)
    place = HEADER.split(",").index(column) + 1
    assert any(
        (line, at) == (2, place) and path == f"{FOLDER}/wikidata.csv" and said in message
        for path, line, at, message in faults(root)
    )


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (OTHER | {"object_id": "wikidata:Q967"}, "wikidata:Q967 has another exact match in line 2"),
        (GOOD | {"object_id": "wikidata:Q1037"}, "has another exact match in line 2"),
        (GOOD | {"predicate_id": "skos:closeMatch"}, "the link stands in line 2 already"),
    ],
)
def test_exact_matches_are_one_to_one_and_pairs_stand_once(root, second, said):
    write(root, GOOD, second)
    assert any(line == 3 and said in message for _, line, _, message in faults(root))


def test_a_page_is_about_one_thing(root):
    page = {"predicate_id": "foaf:isPrimaryTopicOf", "object_id": "wikidata:Q967"}
    write(root, GOOD | page, OTHER | page)
    said = "wikidata:Q967 has another thing in line 2"
    assert any(line == 3 and said in message for _, line, _, message in faults(root))


def test_a_close_match_may_share_an_identifier(root):
    write(root, GOOD, OTHER | {"object_id": "wikidata:Q967", "predicate_id": "skos:closeMatch"})
    assert link_files(root, BESIDE)


def test_an_item_of_wikidata_by_name_alone_needs_a_second_sighting(root):
    write(root, GOOD | BY_NAME, OTHER)
    assert any("seen once" in message for *_, message in faults(root))
    write(root, GOOD | BY_NAME | {"also_seen_in": "e/f@g:h"}, OTHER)
    assert link_files(root, BESIDE)


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        ("openalliances:id/state/burundi,wikidata", "a link to wikidata was found"),
        ("openalliances:id/state/burundi,nowhere", "nowhere is no target"),
        ("openalliances:id/state/none,iso3", "described nowhere"),
    ],
)
def test_a_gap_names_a_thing_and_a_target_without_a_link(root, gap, said):
    path = root / FOLDER / "notfound.csv"
    path.write_text(f"{path.read_text()}{gap},2026-11-27,everywhere,\n")
    assert any(said in message for *_, message in faults(root))


def test_tables_targets_and_descriptions_belong_together(root):
    (root / FOLDER / "other.csv").write_text(HEADER + "\n")
    assert any("other" in path for path, *_ in faults(root))
    (root / FOLDER / "other.csv").unlink()
    path = root / FOLDER / "targets.csv"
    path.write_text(path.read_text().replace("published", "derived"))
    assert any("wikidata is derived" in message for *_, message in faults(root))


def test_a_missing_column_is_told(root):
    (root / FOLDER / "wikidata.csv").write_text(HEADER.replace(",rule", "") + "\n")
    assert any("rule is missing" in message for *_, message in faults(root))


def test_fmt_sorts_the_rows(root):
    write(root, OTHER, GOOD)
    path = root / FOLDER / "wikidata.csv"
    assert reformat([path], write=False).changed == (path,)
    files = {file.path: file for file in link_files(root, BESIDE)}
    assert files[path].canonical_text().splitlines()[1].startswith("openalliances:id/state/burundi")


def test_metadata_that_say_nothing_of_tables_are_refused(root):
    (root / FOLDER / GROUP).write_text('{"@context": "http://www.w3.org/ns/csvw"}')
    with pytest.raises(SourceError, match="tables"):
        link_files(root, BESIDE)
