"""Links to other data sets: the list, a set as page and files, and what a thing's page says."""

import csv
import io

import pytest
from pyoxigraph import RdfFormat, parse

from openalliances.builder.outputs.links import write_links
from openalliances.engine.local.engine import open_local
from openalliances.pages.elsewhere import link_lines
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import ID
from openalliances.release import write_manifest
from openalliances.settings import Settings
from openalliances.web.app import create_app

from ..linked import MADE
from ..sample import with_client, write_release

PAGE = {"Accept": "text/html"}
BURUNDI = f"{ID}state/burundi"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A client over the sample with three links to two targets."""
    release = write_release(tmp_path_factory.mktemp("linked") / "r")
    write_links(release.folder, MADE, "1.2.3")
    write_manifest(release.folder, release.manifest)
    engine = open_local(release.store, Settings(query_workers=1))
    yield with_client(create_app(Site(release, engine, Settings()))).test_client()
    engine.close()


def text(client, path):
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_the_list_has_coverage_sets_and_downloads(client):
    page = text(client, "/links/")
    for words in ("state 2 of 3", 'href="/links/wikidata.sssom.tsv"', 'href="/links/cow.csv"'):
        assert words in page
    assert "/links/cow.ttl" not in page


def test_a_set_has_its_links_with_their_places_and_its_gaps(client):
    page = text(client, "/links/wikidata")
    for words in ("http://www.wikidata.org/entity/Q967", "a@b:c", 'id="gaps"', "Kenya"):
        assert words in page


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/links/wikidata.sssom.tsv", "text/tab-separated-values"),
        ("/links/wikidata.csv", "text/csv"),
        ("/links/wikidata.ttl", "text/turtle"),
        ("/links/wikidata.html", "text/html"),
        ("/links/cow.csv", "text/csv"),
    ],
)
def test_the_ending_names_the_form(client, path, kind):
    answer = client.get(path, headers={"Accept": "*/*"})
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/links/nowhere", "/links/cow.ttl", "/links/wikidata.xlsx"])
def test_what_there_is_not_is_told(client, path):
    assert client.get(path, headers=PAGE).status_code == 404


def test_the_files_say_the_same(client):
    rows = csv.DictReader(io.StringIO(client.get("/links/wikidata.csv").get_data(as_text=True)))
    links = {(row["subject_iri"], row["object_iri"]) for row in rows}
    turtle = parse(client.get("/links/wikidata.ttl").get_data(), RdfFormat.TURTLE)
    said = {
        (q.subject.value, q.object.value) for q in turtle if q.predicate.value.endswith("Match")
    }
    assert said >= links and len(links) == 2


def test_a_thing_says_what_it_is_called_elsewhere_and_how_to_link_to_it(client):
    page = text(client, "/id/state/burundi.html")
    for words in ("In other data sets", "Q967", ">516<", "Link to this", "openalliances:id/state"):
        assert words in page


def test_lines_to_copy_hold_the_iri_and_are_one_line_each():
    lines = link_lines(BURUNDI, 'A "B"\nC')
    assert [line.form for line in lines] == ["IRI", "Turtle", "SSSOM", "CSV"]
    assert all("state/burundi" in line.text and "\n" not in line.text for line in lines)
    (triple,) = parse(lines[1].text, RdfFormat.TURTLE)
    assert triple.object.value == BURUNDI
    assert next(csv.reader([lines[3].text]))[1:] == [BURUNDI, 'A "B" C']
    assert f"<{BURUNDI}>" not in lines[2].text


def test_a_release_without_links_has_no_such_pages(door_without_links):
    for path in ("/links/", "/links/wikidata", "/links/wikidata.ttl"):
        assert door_without_links.get(path, headers=PAGE).status_code == 404
    page = text(door_without_links, "/id/state/burundi.html")
    assert "In other data sets" not in page and "Link to this" in page


@pytest.fixture
def door_without_links(release, engine):
    return with_client(create_app(Site(release, engine, Settings()))).test_client()
