"""Pages of days, comparisons and the home page of the shipped set, in a real browser."""

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.settings import Settings

from ..door import opened
from .test_browser import WINDOWS, browser, look_at
from .test_browser import pytestmark as pytestmark

__all__ = ["browser"]

PAGES = [
    "/",
    "/?at=1939",
    "/at/",
    "/at/1914-08-01",
    "/at/1985-01-01?of=state/france",
    "/at/2026-11",
    "/compare",
    "/compare?ids=kenya~xyzzy",
    "/compare?ids=kenya~uganda&at=2015",
    "/compare?ids=mission/amisom~mission/atmis",
]
QUESTIONS = (
    "Since when is Kenya in the East African Community",
    "Which missions were in Somalia",
    "Who was allied with whom on 1 August 1914",
    "What do sources say about Burundi and Rwanda",
)


@pytest.fixture(scope="module")
def address(shipped_release):
    settings = Settings(query_workers=1)
    engine = open_local(shipped_release.store, settings)
    with opened(shipped_release, engine, settings) as door:
        yield f"http://127.0.0.1:{door.port}"
    engine.close()


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("path", PAGES)
def test_accessible_and_within_the_window(browser, address, path, width, scheme):
    look_at(browser, address, path, width, scheme)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_the_home_page_leads_to_its_answer(browser, address, question):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name=question).click()
    assert page.locator("h1").count() == 1
    assert page.locator("p.answer").first.is_visible()
    context.close()


def test_a_day_is_reached_and_changed_by_keyboard(browser, address):
    page = browser.new_page()
    page.goto(address + "/at/")
    page.locator("input[name=at]").focus()
    page.keyboard.type("1914-08-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/at/1914-08-01")
    assert "10 pairs of allies" in page.locator("p.answer").inner_text()
    page.close()
