"""YASGUI in a browser, on a page of another origin: the queries of people."""

import functools
import http.server
import shutil
import threading

import pytest

from ..web.test_browser import CHROMIUM, FLAGS
from .conftest import ENVIRONMENT

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>YASGUI</title>
<link rel="stylesheet" href="yasgui.min.css"></head><body><div id="yasgui"></div>
<script src="yasgui.min.js"></script>
<script>
window.yasgui = new Yasgui(document.getElementById("yasgui"),
  {requestConfig: {endpoint: "%s/sparql"}, copyEndpointOnNewTab: false, persistenceId: null});
</script></body></html>"""
YASGUI = ENVIRONMENT / "node_modules" / "@zazuko" / "yasgui" / "build"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(server, tmp_path_factory):
    if not CHROMIUM or not YASGUI.is_dir():
        pytest.skip("CLIENT MISSING: YASGUI, Chromium; try: make clients browser")
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("yasgui")
    for name in ("yasgui.min.js", "yasgui.min.css"):
        shutil.copyfile(YASGUI / name, folder / name)
    (folder / "index.html").write_text(PAGE % server, encoding="utf-8")
    handler = functools.partial(Quiet, directory=str(folder))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as other,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=other.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{other.server_port}/index.html")
        yield page
        browser.close()
        other.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


SEND = """query => {
  const tab = window.yasgui.getTab();
  tab.yasqe.setValue(query);
  tab.yasqe.query().catch(() => undefined);
}"""


def asked(page, query):
    """Return what the query of a person was answered with."""
    with page.expect_response(lambda response: "/sparql" in response.url) as answer:
        page.evaluate(SEND, query)
    return answer.value


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("SELECT ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label }", "Tanzania"),
        ("CONSTRUCT WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }", "Tanzania"),
        ("ASK { ?s ?p ?o }", "True"),
    ],
)
def test_an_answer_is_shown_at_another_origin(page, query, shown):
    assert asked(page, query).status == 200
    page.wait_for_function(
        "word => document.querySelector('.yasr').innerText.includes(word)", arg=shown
    )


def test_an_error_says_why_there(page):
    assert asked(page, "SELECT nothing").status == 400
    page.wait_for_function("() => document.querySelector('.yasr').innerText.includes('nothing')")
