"""What people do with a page beside reading: another day, a picture, a print, a report, a link."""

import re
import struct

import pytest

from ..door import Door
from ..looks import CHROMIUM, KINDS, browser, served

IN_BROWSER = pytest.mark.skipif(
    not CHROMIUM, reason="Chromium is not installed (apt install chromium)"
)


@pytest.fixture(scope="module")
def address(shipped_release):
    with served(shipped_release) as address:
        yield address


@pytest.fixture(scope="module")
def door(address):
    return Door(int(address.rpartition(":")[2]))


@pytest.fixture(scope="module")
def started():
    with browser() as started:
        yield started


@pytest.mark.parametrize("kind", ["state", "alliance", "organisation", "mission"])
def test_a_day_is_kept_on_every_page(door, kind):
    path = KINDS[kind]
    now, then = door.get(path), door.get(f"{path}?at=2015-06-30")
    assert then.status_code == 200
    assert then.text != now.text
    assert "30 June 2015" in then.text
    main = then.text.partition("<main")[2]
    things = re.findall(r'href="(/id/[^"]*\.html[^"]*)"', main)
    others = [href for href in things if not href.startswith(path)]
    assert others
    assert [href for href in others if "at=2015-06-30" not in href] == []
    assert door.get(f"{path}?at=2015-13").status_code == 400


def test_the_table_of_missions_is_one_link_from_home(door):
    home = door.get("/").text
    link = home.partition('href="/data/missions.csv"')[2].partition("</a>")[0]
    answer = door.get("/data/missions.csv")
    rows = answer.text.count("\n") - 1
    assert answer.content_type.startswith("text/csv")
    assert str(rows) in link


@pytest.mark.parametrize("kind", ["home", "place", "alliance", "mission", "day"])
def test_a_picture_is_taken_along(door, kind):
    html = door.get(KINDS[kind]).text
    figure = html.partition('<figure class="fig"')[2].partition("</figure>")[0]
    found = {
        ending: re.search(rf'href="(/figure/[^"]*\.{ending}[^"]*)"', figure)
        for ending in ("svg", "png", "csv")
    }
    assert all(found.values()), found
    sent = {ending: door.get(match[1].replace("&amp;", "&")) for ending, match in found.items()}
    assert [answer.status_code for answer in sent.values()] == [200, 200, 200]
    assert struct.unpack(">I", sent["png"].data[16:20]) == (1600,)
    assert "CC BY 4.0" in sent["svg"].text
    assert "OpenAlliances" in sent["svg"].text
    assert len(sent["csv"].text.splitlines()) > 1


@IN_BROWSER
@pytest.mark.browser
def test_a_mission_prints_on_two_sheets(started, address, tmp_path):
    page = started.new_page(java_script_enabled=False)
    page.goto(address + KINDS["mission"])
    content = page.pdf(format="A4")
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", content)) <= 2


def test_an_error_can_be_reported(shipped_release):
    with served(shipped_release, contact="mailto:errors@example.org") as address:
        html = Door(int(address.rpartition(":")[2])).get(KINDS["state"]).text
    links = re.findall(r'href="(mailto:errors@example\.org\?[^"]*)"', html)
    assert links
    assert any("id%2Fstate%2Fkenya" in link for link in links)
    assert any(shipped_release.manifest.version in link for link in links)


@IN_BROWSER
@pytest.mark.browser
def test_the_iri_is_copied(started, address):
    context = started.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + KINDS["state"])
    page.get_by_role("button", name="Copy").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert copied == "https://w3id.org/openalliances/id/state/kenya"
    assert copied != address + KINDS["state"]
