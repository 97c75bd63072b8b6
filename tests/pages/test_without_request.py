"""Every kind of page is made by a function of values, and is what the server sends."""

import pytest

from openalliances.http.problems import ProblemDetails
from openalliances.linking.search import find
from openalliances.pages import (
    about,
    browse,
    downloads,
    error,
    examples,
    federation,
    freshness,
    home,
    search,
    thing,
)
from openalliances.pages.kinds import kind_of
from openalliances.pages.lists.index import index_page
from openalliances.pages.reader import Reader, set_reader
from openalliances.pages.site import Site
from openalliances.pages.view import View

from ..sample import app, client, engine, own_files, release, settings

__all__ = ["app", "client", "engine", "own_files", "release", "settings"]

BURUNDI = "https://w3id.org/openalliances/id/state/burundi"

PAGES = {
    "/": home.page,
    "/browse/": lambda site: index_page(View(site)),
    "/browse/documents": lambda site: browse.page(site, kind_of("documents")),
    "/search?q=tan": lambda site: search.page(View(site), "tan", find(site.names, "tan"), 50),
    "/about/limits": about.limits_page,
    "/about/engines": about.engines_page,
    "/about/federation": federation.page,
    "/about/agents": about.agents_page,
    "/about/freshness": freshness.freshness_page,
    "/problem/not-found": lambda site: about.problem_page(site, "not-found"),
    "/dumps/": downloads.page,
    "/examples/": examples.list_page,
    "/id/state/burundi.html": lambda site: thing.page(site, BURUNDI),
}


@pytest.fixture
def site(release, engine, settings):
    return Site(release, engine, settings)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_with_and_without_a_request(site, client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    place, _, query = path.partition("?")
    set_reader(Reader("en", is_asked=False, path=place, query=query))
    made = PAGES[path](site)
    set_reader(Reader())
    assert made == answer.text
    assert answer.text.startswith("<!doctype html>")


def test_the_page_of_an_error_escapes_what_others_wrote(site):
    html = error.page(site, ProblemDetails(404, "There is nothing here", "<script>"))
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_without_our_data_set_no_licence_is_claimed(site, own_files):
    assert "CC BY 4.0" in home.page(site)
    assert "CC BY 4.0" not in own_files.test_client().get("/").text
