"""The pages of the real data set, one of each kind: accessible, valid, light, whole.

In a real browser, at three widths, light and dark. Needs Chromium, ``npm ci`` in ``server`` and
Java; says so where one is missing.
"""

import gzip
import re
import shutil
import subprocess

import pytest

from openalliances.pages.static_files import STATIC, static_file

from ..crawl import MOST, crawl
from ..door import Door
from ..looks import CHROMIUM, KINDS, browser, served
from .test_browser import AXE, look_at

JAVA = shutil.which("java")
VNU = AXE.parents[1] / "vnu-jar" / "build" / "dist" / "vnu.jar"
PEOPLE = {"Accept": "text/html"}
VIEWS = [(320, "dark"), (768, "light"), (1280, "light")]
"""Each width and each scheme; colours do not depend on the width."""
WITH_PICTURES = ("home", "place", "alliance", "mission", "day")


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


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (apt install chromium)")
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing (npm ci in server)")
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("kind", KINDS)
def test_accessible_and_within_the_window(started, address, kind, width, scheme):
    look_at(started, address, KINDS[kind], width, scheme)


def test_each_kind_answers(door):
    statuses = {kind: door.get(path).status_code for kind, path in KINDS.items()}
    assert {kind: s for kind, s in statuses.items() if s != 200} == {"nothing": 404}


@pytest.mark.skipif(not JAVA, reason="java is missing: make reasoner")
@pytest.mark.skipif(not VNU.is_file(), reason="vnu-jar is missing: make browser")
def test_valid_html(door, tmp_path):
    for kind, path in KINDS.items():
        (tmp_path / f"{kind}.html").write_bytes(door.get(path, headers=PEOPLE).data)
    done = subprocess.run(
        [JAVA, "-jar", str(VNU), "--errors-only", "--skip-non-html", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_links_lead_somewhere_and_pages_are_light(door):
    found = crawl(door, each=1)
    assert found.pages > 400
    assert found.broken == {}
    assert found.large == {}
    assert found.outside == set()


@pytest.mark.parametrize("kind", WITH_PICTURES)
def test_the_critical_path_of_a_page_with_a_picture_is_light(door, kind):
    html = door.get(KINDS[kind]).data
    assert b"<svg" in html
    scripts = re.findall(rb'<script[^>]* src="/static/([^"?]*)', html)
    parts = [html, static_file("style.css"), *(static_file(name.decode()) for name in scripts)]
    assert sum(len(gzip.compress(part, 6, mtime=0)) for part in parts) <= 60_000


def test_style_and_scripts_are_light():
    assert len(gzip.compress(static_file("style.css"), 6, mtime=0)) <= 20_000
    scripts = [path.read_bytes() for path in STATIC.glob("*.js")]
    assert sum(len(gzip.compress(script, 6, mtime=0)) for script in scripts) <= 15_000
    assert MOST == 100_000
