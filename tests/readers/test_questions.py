"""Questions that people bring: from the home page in two actions, the answer in sight, by keyboard.

An action is something typed and sent, or a link that is followed. In sight is above the fold at
1280 × 800, within the first screen and a half at 360 × 740; with scripts and without.
"""

from dataclasses import dataclass

import pytest

from ..looks import CHROMIUM, browser, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (apt install chromium)"),
]
WINDOWS = [(1280, 800, 1.0), (360, 740, 1.5)]
"""Width, height, and how many screens count as in sight."""
STEPS = 120
"""Presses of the tabulator key after which a link is given up."""


@dataclass(frozen=True)
class Question:
    """A question; what is typed into the search; links that are followed, by part of their address.

    ``answer`` are texts, all of which are in sight in the end; ``place`` is where one ends.
    """

    text: str
    answer: tuple[str, ...]
    typed: str = ""
    follow: tuple[str, ...] = ()
    place: str = ""


QUESTIONS = [
    Question(
        "Since when is Kenya in the EAC, and who says so?",
        ("7 July 2000", "East African Community", "eaccon.com"),
        typed="Kenya EAC",
    ),
    Question(
        "Which missions were in Somalia, in order?",
        ("UNOSOM I", "UNITAF", "UNOSOM II", "AMISOM", "ATMIS", "AUSSOM"),
        typed="missions in somalia",
    ),
    Question(
        "Who was allied with whom on 1 August 1914?",
        ("7 defence alliances", "10 pairs"),
        follow=("/at/1914-08-01",),
        place="/at/1914-08-01",
    ),
    Question(
        "Who was allied with whom on 1 January 1985?",
        ("1 January 1985", "52 defence alliances"),
        follow=("/at/1985-01-01",),
        place="/at/1985-01-01",
    ),
    Question(
        "What do the sources say about Burundi and Rwanda, and what contradicts it?",
        ("Burundi", "Rwanda", "speak against it"),
        typed="burundi rwanda",
    ),
    Question(
        "In which peace missions has Burundi taken part?",
        ("AMISOM", "MINUSCA"),
        typed="burundi",
        place="/id/state/burundi",
    ),
    Question(
        "Since when is Sweden in NATO?",
        ("7 March 2024",),
        typed="Sweden NATO",
    ),
    Question(
        "Who were the allies of France in 1939?",
        ("United Kingdom", "Poland"),
        typed="allies of France 1939",
    ),
    Question(
        "What do Kenya and Uganda share?",
        ("Kenya", "Uganda", "14 pacts and organisations", "14 operations"),
        follow=("/compare",),
    ),
    Question(
        "Who leads AMISOM?",
        ("African Union", "March 2007"),
        typed="who leads AMISOM",
    ),
    Question(
        "How is this cited?",
        ("BibTeX", "APA"),
        follow=("/cite",),
        place="/cite",
    ),
    Question(
        "What is a defence pact?",
        ("defen",),
        typed="collective defence alliance",
    ),
]


@pytest.fixture(scope="module")
def address(shipped_release):
    with served(shipped_release) as address:
        yield address


@pytest.fixture(scope="module")
def started():
    with browser() as started:
        yield started


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(("width", "height", "screens"), WINDOWS)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text)
def test_a_question_is_answered(started, address, question, width, height, screens, scripts):
    page = started.new_page(
        viewport={"width": width, "height": height}, java_script_enabled=scripts
    )
    page.goto(address)
    assert bool(question.typed) + len(question.follow) <= 2
    if question.typed:
        field = page.locator("#q")
        press_until(page, lambda: field.evaluate("e => e === document.activeElement"))
        page.keyboard.type(question.typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    for part in question.follow:
        here = f"document.activeElement.getAttribute('href')?.startsWith({part!r}) ?? false"
        press_until(page, lambda here=here: page.evaluate(here))
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert question.place in page.url
    seen = in_sight(page, height * screens)
    assert [text for text in question.answer if text.lower() not in seen.lower()] == []
    page.close()


def press_until(page, found):
    """Press the tabulator key until *found* holds."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        if found():
            return
    raise AssertionError("The tabulator key does not lead there.")


def in_sight(page, height):
    """Return the words of the content that stand above *height*, and are shown."""
    return page.evaluate(
        """height => {
          const main = document.querySelector("main");
          const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
          const range = document.createRange(), words = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            range.selectNodeContents(node);
            const box = range.getBoundingClientRect();
            const top = box.top + window.scrollY;
            if (box.width && box.height && top < height) words.push(node.data);
          }
          return words.join(" ").replace(/\\s+/g, " ");
        }""",
        height,
    )
