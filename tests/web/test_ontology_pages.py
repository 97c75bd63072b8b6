"""The pages about the model: what is on them, and that they hang together."""

import re
import shutil
from html import unescape

import pytest

from openalliances.builder.dataset import Dataset
from openalliances.builder.documentation.gather import documentation
from openalliances.builder.documentation.questions import question_files
from openalliances.engine.interface import Query
from openalliances.engine.local.engine import open_local
from openalliances.errors import QueryTimeoutError
from openalliances.pages.site import Site
from openalliances.release import open_release
from openalliances.release.documentation import DOCUMENTATION, write_documentation
from openalliances.web.app import create_app

from ..shipped import shipped

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
HREF = re.compile(r'href="(/(?:ontology|vocab|shapes)[^"]*)"')
ID = re.compile(r'\bid="([^"]*)"')
PAGES = [
    "/ontology.html",
    "/ontology/SecurityArrangement.html",
    "/ontology/hasParty.html",
    "/ontology/startYear.html",
    "/vocab/threat-type.html",
    "/shapes",
    "/ontology/questions",
    "/ontology/questions/CQ09",
]


class Failing:
    """The engine, except that what the questions ask takes too long."""

    def __init__(self, engine):
        self.engine = engine

    def run(self, query: Query):
        if "intelligence-sharing" in query.text:
            raise QueryTimeoutError("The query took too long.")
        return self.engine.run(query)

    def graphs(self):
        return self.engine.graphs()


@pytest.fixture(scope="module")
def documented(release, tmp_path_factory):
    """Return a release of the sample with the documentation to our own ontology."""
    folder = tmp_path_factory.mktemp("documented") / "r"
    shutil.copytree(release.folder, folder)
    sources = [s for s in shipped() if s.kind in ("ontology", "vocab", "shapes", "alignments")]
    write_documentation(folder / "indexes", documentation(Dataset(sources), question_files()))
    return open_release(folder)


@pytest.fixture(scope="module")
def documented_engine(documented, settings):
    pool = open_local(documented.store, settings)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def visitor(app, documented, documented_engine, settings):
    documented_app = create_app(Site(documented, documented_engine, settings))
    documented_app.test_client_class = app.test_client_class
    return documented_app.test_client()


def test_a_program_gets_rdf_and_a_browser_the_page(visitor):
    assert visitor.get("/ontology/State").headers["Location"] == "/ontology/State.ttl"
    asked = visitor.get("/ontology/State", headers={"Accept": BROWSER})
    assert (asked.status_code, asked.headers["Location"]) == (303, "/ontology/State.html")
    assert visitor.get("/ontology/State.ttl").content_type.startswith("text/turtle")


PIECES = [
    ("/ontology.html", ["Load it", "Class tree", "A–Z", "<svg", "/shapes", "/ontology/questions"]),
    ("/ontology.html", ["https://w3id.org/openalliances/ontology/0.1.0", "CC BY 4.0"]),
    ("/ontology/SecurityArrangement.html", ["Not an example", "Its properties", "arrangement de"]),
    ("/ontology/hasParty.html", ["Inverse", "Rules that speak of it", "Questions that need it"]),
    ("/ontology/isLedBy.html", ["In other vocabularies", "wasAssociatedWith"]),
    ("/vocab/threat-type.html", ["terrorism", "terrorisme", "addresses threat"]),
    ("/shapes", ["How to mend it", 'id="SecurityArrangementShape"', "at least"]),
    ("/ontology/questions", ["CQ09", "With which partners does Burundi share intelligence?"]),
    (
        "/ontology/questions/CQ09",
        ["Answer now", "SELECT DISTINCT", "/sparql?query=", "whole release"],
    ),
]


@pytest.mark.parametrize(("path", "pieces"), PIECES)
def test_a_page_says_what_a_reader_looks_for(visitor, path, pieces):
    response = visitor.get(path)
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert [piece for piece in pieces if piece not in response.text] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_a_validator_and_each_id_once(visitor, path):
    response = visitor.get(path, headers={"Accept": BROWSER})
    again = visitor.get(
        path, headers={"If-None-Match": response.headers["ETag"], "Accept": BROWSER}
    )
    assert again.status_code == 304
    ids = ID.findall(response.text)
    assert sorted(set(ids)) == sorted(ids)


def test_pages_of_the_model_lead_to_pages_that_are_there(visitor):
    seen, waiting = {}, list(PAGES)
    while waiting:
        path = waiting.pop()
        response = visitor.get(path, headers={"Accept": BROWSER})
        seen[path] = (response.status_code, set(ID.findall(response.text)))
        for link in {unescape(found) for found in HREF.findall(response.text)}:
            page = link.partition("#")[0]
            if _is_of_the_documentation(page) and page not in seen and page not in waiting:
                waiting.append(page)
    assert {path for path, (status, _) in seen.items() if status != 200} == set()
    assert len(seen) > 250


def _is_of_the_documentation(path):
    return re.fullmatch(
        r"/ontology\.html|/ontology/[A-Za-z]+\.html|/vocab/[a-z-]+\.html|/shapes|"
        r"/ontology/questions(/CQ\d+)?|/ontology/diagram/[a-z]+\.svg",
        path,
    )


def test_links_into_pages_hit_something(visitor):
    known = {}
    for path in ("/ontology.html", "/ontology/hasParty.html", "/vocab/threat-type.html"):
        for link in re.findall(
            r'href="(/(?:ontology\.html|shapes)#[^"]*)"', visitor.get(path).text
        ):
            page, _, part = link.partition("#")
            known.setdefault(
                page, set(ID.findall(visitor.get(page, headers={"Accept": BROWSER}).text))
            )
            assert part in known[page], link


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("/shapes", "*/*", "text/html"),
        ("/shapes", "text/turtle", "text/turtle"),
        ("/shapes.ttl", BROWSER, "text/turtle"),
        ("/shapes.rdf", "*/*", "application/rdf+xml"),
        ("/shapes.html", "text/turtle", "text/html"),
        ("/ontology/diagram/overview.svg", "*/*", "image/svg+xml"),
    ],
)
def test_shapes_and_diagrams_come_in_the_form_asked_for(visitor, path, accept, kind):
    response = visitor.get(path, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.content_type.startswith(kind)


@pytest.mark.parametrize(
    "path", ["/ontology/Nothing.html", "/ontology/questions/CQ99", "/ontology/diagram/no.svg",
             "/vocab/nothing.html", "/shapes.png"]
)  # fmt: skip
def test_what_is_not_there_is_404(visitor, path):
    assert visitor.get(path, headers={"Accept": BROWSER}).status_code == 404


def test_a_failing_answer_leaves_the_page_whole_and_is_not_kept(
    app, documented, documented_engine, settings
):
    failing = create_app(Site(documented, Failing(documented_engine), settings))
    failing.test_client_class = app.test_client_class
    response = failing.test_client().get("/ontology/questions/CQ09")
    assert response.status_code == 200
    assert "The query took too long." in response.text
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/ontology/State.html", "/ontology.html", "/vocab/threat-type.html"]
)
def test_a_release_without_a_guide_shows_the_plain_page(client, release, path):
    assert not (release.indexes / DOCUMENTATION).exists()
    response = client.get(path)
    assert "Load it" not in response.text
    assert response.status_code in (200, 404)


@pytest.mark.parametrize("path", ["/shapes", "/ontology/questions", "/ontology/questions/CQ09"])
def test_a_release_without_a_guide_has_no_such_pages(client, path):
    assert client.get(path).status_code == 404
