"""Queries in a real browser: the editor keeps nobody, the answer is in sight, all works without."""

from urllib.parse import urlencode

import pytest

from openalliances.pages.static_files import static_version

from .test_browser import AXE, CHROMIUM, address, browser, look_at

__all__ = ["address", "browser"]

LABELS = (
    "# title: Names\nSELECT ?s ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
)
COUNTS = "SELECT ?p (COUNT(*) AS ?uses) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?uses) ?p"
ACTIVE = "document.activeElement.id || document.activeElement.className"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing (npm ci in server)"),
]
with_editor = pytest.mark.skipif(
    not static_version("editor/yasqe.min.js"), reason="The editor is missing (make editor)"
)


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.close()


def asked(query, **more):
    return "/sparql?" + urlencode({"query": query, **more})


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
@pytest.mark.parametrize(
    "path",
    [
        "/sparql",
        asked(COUNTS, view="chart"),
        asked(LABELS),
        "/examples/",
        "/example/memberships-of-a-state.html?state=burundi",
        "/data/sql?query=SELECT%201",
    ],
)
def test_accessible_and_nothing_from_elsewhere(browser, address, path, width, scheme):
    look_at(browser, address, path, width, scheme)


@with_editor
def test_tab_leads_into_the_editor_and_out_of_it(page, address):
    page.goto(address + "/sparql")
    page.locator("#query-editor").focus()
    before = page.locator("textarea[name=query]").input_value()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "submit"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(ACTIVE) == "query-editor"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(ACTIVE) != "query-editor"
    assert page.locator("textarea[name=query]").input_value() == before


@with_editor
def test_the_editor_has_the_label_and_sends_what_is_in_it(page, address):
    page.goto(address + "/sparql")
    page.get_by_label("Query in SPARQL").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("ASK { }")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**query=ASK**")
    assert page.locator(".head .answer").inner_text() == "Yes."


@with_editor
def test_classes_complete_from_what_this_server_says(page, address):
    page.goto(address + "/sparql")
    terms = page.evaluate("fetch('/terms.json').then(answer => answer.json())")
    assert terms["prefixes"]["ally"].endswith("/ontology/")
    page.locator("#query-editor").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("PREFIX al", delay=40)
    page.keyboard.press("Control+Space")
    hint = page.locator(".CodeMirror-hint")
    hint.first.wait_for()
    assert any("ally: <" in text for text in hint.all_inner_texts())
    page.keyboard.press("Escape")


@pytest.mark.parametrize("height", [800, 740])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_answer_is_in_sight(browser, address, scripts, height):
    width = 1280 if height == 800 else 360
    page = browser.new_page(
        java_script_enabled=scripts, viewport={"width": width, "height": height}
    )
    page.goto(address + asked(LABELS))
    assert page.locator(".result tbody tr").first.bounding_box()["y"] < height
    assert page.locator("h1").inner_text() == "Names"
    page.close()


def test_without_scripts_the_field_asks_and_views_are_links(browser, address):
    page = browser.new_page(java_script_enabled=False)
    page.goto(address + "/sparql")
    page.get_by_label("Query in SPARQL").fill(COUNTS)
    page.get_by_role("button", name="Run", exact=True).click()
    assert page.locator(".result").count() == 1
    page.get_by_role("link", name="Bars").click()
    assert page.locator("svg.pic rect").count() > 1
    assert page.get_by_role("button", name="Stop").count() == 0
    page.close()


STOP = """() => {
  const form = document.querySelector("form.query"), stop = form.querySelector(".stop");
  let stopped = 0;
  window.stop = () => { stopped += 1; };
  form.addEventListener("submit", (event) => event.preventDefault());
  const before = stop.hidden;
  form.requestSubmit();
  const during = stop.hidden;
  stop.click();
  return [before, during, stopped, stop.hidden];
}"""


def test_stop_stands_beside_what_runs_and_stops_loading(page, address):
    """That the server gives up a query whose client leaves is tried in tests/asgi."""
    page.goto(address + "/sparql")
    assert page.evaluate(STOP) == [True, False, 1, True]
