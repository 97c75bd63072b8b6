"""The description of the interface: all that is answered stands in it, and it is what it says."""

import re

import pytest
from werkzeug.exceptions import HTTPException

from openalliances.asgi import downloads, operations
from openalliances.asgi.table_files import PATH as TABLE_FILES
from openalliances.http.problems import meanings
from openalliances.pages.openapi.document import document
from openalliances.pages.site import Site
from openalliances.settings import Settings
from openalliances.tabular.filters import PARAMETERS, filters
from openalliances.tabular.formats import FORMATS
from openalliances.web.app import create_app

EXEMPT = {
    "downloads.missing": "says that a file is not there; files are sent by the other door",
    "graphs.store": "its other methods are refused",
}
"""Views that are not described, or not with all their methods, and why."""
REFUSED = {("graphs.store", method) for method in ("PUT", "POST", "DELETE", "PATCH")}
NO_METHODS = {"HEAD", "OPTIONS"}
"""Answered wherever GET is."""
SAMPLES = {"number": "1", "part": "1", "version": "1.2.3"}


@pytest.fixture(scope="module")
def site(shipped_release):
    return Site(shipped_release, None, Settings())


@pytest.fixture(scope="module")
def described(site):
    return document(site)


def filled(path):
    """Return *path* with something in the place of each parameter."""
    return re.sub(r"\{(\w+)\}", lambda found: SAMPLES.get(found[1], "x"), path)


def views(app, described):
    """Yield which views answer what is described, with the method."""
    router = app.url_map.bind("localhost")
    for path, item in described["paths"].items():
        for method in item:
            try:
                endpoint, _ = router.match(filled(path), method.upper())
            except HTTPException:
                continue
            yield endpoint, method.upper()


def test_every_route_of_the_pages_is_described(site, described):
    app = create_app(site)
    there = set(views(app, described))
    wanted = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - NO_METHODS
    }
    missing = {pair for pair in wanted - there if pair not in REFUSED}
    assert {endpoint for endpoint, _ in missing} <= EXEMPT.keys()


def test_what_the_other_door_answers_is_described(described):
    paths = described["paths"]
    own = (*operations.PATHS, "/sparql", *downloads._AT_ROOT, f"{operations.QUERIES}/{{id}}")
    assert set(own) <= set(paths)
    for folder in (downloads._DUMPS, downloads._STATIC, TABLE_FILES):
        assert any(path.startswith(folder) and "{" in path for path in paths)


def test_a_table_has_all_its_filters_and_forms(site, described):
    tables = site.tables.definitions
    for table in tables.values():
        said = described["paths"][f"/data/{table.name}.{{form}}"]["get"]["parameters"]
        names = {one["name"] for one in said if "name" in one} - {"form"}
        assert names == set(filters(table, tables))
        referred = {one["$ref"].rpartition(".")[2] for one in said if "$ref" in one}
        assert referred == set(PARAMETERS)
        (form,) = (one for one in said if one.get("name") == "form")
        assert form["schema"]["enum"] == [one.extension for one in FORMATS]


def test_an_example_has_its_parameters(described):
    said = described["paths"]["/examples/members-at-a-date.{form}"]["get"]["parameters"]
    found = {one["name"]: one["schema"] for one in said}
    assert found["at"] == {"type": "string", "format": "date", "default": "1990-01-01"}
    assert found["organization"]["default"] == "organization/nato"


def test_every_kind_of_problem_is_described(described):
    statuses = {str(status) for _, _, status in meanings().values()}
    assert statuses <= set(described["components"]["responses"])
    for item in described["paths"].values():
        for operation in item.values():
            assert statuses <= set(operation["responses"])
            assert operation["summary"]


def test_limits_are_told(site, described):
    said = f"`query_timeout`: {site.settings.query_timeout:g} seconds"
    assert said in described["info"]["description"]


def test_it_is_sent(client):
    sent = client.get("/openapi.json")
    assert sent.content_type == "application/json"
    assert sent.json["openapi"].startswith("3.1")
    assert sent.json["servers"] == [{"url": "http://127.0.0.1:8000"}]


def test_a_users_release_has_no_tables_and_no_links(own_files):
    client = own_files.test_client()
    paths = client.get("/openapi.json").json["paths"]
    assert "/sparql" in paths
    assert not [path for path in paths if path.startswith(("/data", "/links", "/id/"))]
    assert "/examples/01-classes.{form}" in paths
