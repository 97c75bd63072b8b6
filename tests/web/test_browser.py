"""In a real browser: accessible, nothing from elsewhere, nothing off the edge.

Needs Chromium and ``npm ci`` in ``server``; says so where either is missing.
"""

import shutil
from pathlib import Path

import pytest

from openalliances.builder.dataset import Dataset
from openalliances.builder.documentation.gather import documentation
from openalliances.builder.documentation.questions import question_files
from openalliances.engine.local.engine import open_local
from openalliances.release import open_release
from openalliances.release.documentation import write_documentation

from ..door import opened
from ..shipped import shipped

AXE = Path(__file__).parents[2] / "server" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "/",
    "/id/partnership/burundi-tanzania.html",
    "/id/state/burundi.html",
    "/id/state/hostile.html",
    "/id/claim/sample/party.html",
    "/ontology/State.html",
    *("/browse/", "/browse/claims", "/browse/missions"),
    "/browse/missions?lead=state/kenya&at=2010",
    *("/browse/missions?kind=nothing", "/browse/sources", "/browse/documents"),
    "/search?q=a",
    "/dumps/",
    "/catalog.html",
    "/data/",
    "/data/missions.html?host=somalia&at=1993",
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D",
    "/sparql?query=SELEC",
    "/about/limits",
    "/about/engines",
    "/about/federation",
    "/link",
    "/link?text=AMISOM%0ABurundi+and+a+long+line+of+other+words%0A%3Cb%3E",
    "/lookup",
    "/lookup?iri=https://w3id.org/openalliances/id/mission/amisom&iri=http://x.example/y",
    "/about/agents",
    "/reconcile.html",
    "/reconcile/preview?id=mission/amisom",
    "/nothing",
]
MODEL_PAGES = [
    "/ontology.html",
    "/ontology/SecurityArrangement.html",
    "/ontology/hasParty.html",
    "/vocab/threat-type.html",
    "/shapes",
    "/ontology/questions",
    "/ontology/questions/CQ09",
]

WINDOWS = [(320, "dark"), (1280, "light")]
"""Each width and each scheme; colours do not depend on the width."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing (npm ci in server)"),
]


@pytest.fixture(scope="module")
def address(door):
    return f"http://127.0.0.1:{door.port}"


@pytest.fixture(scope="module")
def model_address(release, settings, tmp_path_factory):
    """Serve the sample with the documentation to our own ontology."""
    folder = tmp_path_factory.mktemp("documented") / "r"
    shutil.copytree(release.folder, folder)
    sources = [s for s in shipped() if s.kind in ("ontology", "vocab", "shapes", "alignments")]
    write_documentation(folder / "indexes", documentation(Dataset(sources), question_files()))
    documented = open_release(folder)
    engine = open_local(documented.store, settings)
    with opened(documented, engine, settings) as door:
        yield f"http://127.0.0.1:{door.port}"
    engine.close()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("path", PAGES)
def test_accessible_at_home_and_within_the_window(browser, address, path, width, scheme):
    look_at(browser, address, path, width, scheme)


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("path", MODEL_PAGES)
def test_the_pages_about_the_model_too(browser, model_address, path, width, scheme):
    look_at(browser, model_address, path, width, scheme)


def look_at(browser, address, path, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address + path)
    # Closed parts count as well.
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    page.close()
    problems = [
        (v["id"], v["help"], [node["target"] for node in v["nodes"]]) for v in found["violations"]
    ]
    assert problems == []
    assert overflow <= 0
    assert [url for url in asked if not url.startswith(address)] == []
    # Chromium itself reports the status of an error page.
    assert [text for text in complaints if "status of 4" not in text] == []


@pytest.mark.parametrize("typed", ["burun", "amisom"])
def test_from_the_home_page_to_the_answer_by_keyboard(browser, address, typed):
    page = browser.new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("Search by name or acronym").focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/"))
    if "/search" in page.url:
        page.locator(".hits a").first.click()
    assert page.locator("h1").inner_text() in ("Burundi", "African Union Mission in Somalia")
    page.close()


def test_what_is_typed_is_completed_by_keyboard_and_stays_accessible(browser, address):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{address}/?lang=fr")
    box = page.locator("#q")
    box.press_sequentially("burun")
    page.wait_for_selector("#suggestions [role=option]")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "suggestion-0"
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    assert [v["id"] for v in found["violations"]] == []
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press("ArrowDown")
    page.wait_for_selector("#suggestions:not([hidden])")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/id/**")
    assert page.url.endswith(".html?lang=fr")
    page.close()
