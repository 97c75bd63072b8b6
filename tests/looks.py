"""One address for each kind of page of the real data set, and a browser to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openalliances.engine.local.engine import open_local
from openalliances.release import Release
from openalliances.settings import Settings

from .door import opened

KINDS = {
    "home": "/",
    "state": "/id/state/kenya.html",
    "place": "/id/state/somalia.html",
    "organisation": "/id/organization/african-union.html",
    "alliance": "/id/organization/nato.html",
    "arrangement": "/id/arrangement/dual-alliance-1879.html",
    "partnership": "/id/partnership/burundi-rwanda.html",
    "mission": "/id/mission/amisom.html",
    "large mission": "/id/mission/minusca.html",
    "mandate": "/id/mandate/minusca.html",
    "resolution": "/id/resolution/unsc-1545-2004.html",
    "treaty": "/id/treaty/north-atlantic-treaty-1949.html",
    "conflict": "/id/conflict/somalia-conflict.html",
    "agreement": "/id/peace-agreement/arusha-agreement-2000.html",
    "contribution": "/id/contribution/amisom/kenya.html",
    "membership": "/id/membership/east-african-community/kenya.html",
    "claim": "/id/claim/burundi-defence-partnerships/c30.html",
    "finding": "/id/claim/finding/burundi-rwanda-border-2024.html",
    "statement": "/id/statement/membership/east-african-community/kenya/startDate.html",
    "source": "/id/source/cow-alliances-4-1.html",
    "document": "/id/source/burundi-defence-partnerships.html",
    "region": "/id/region/eastern-africa.html",
    "concept": "/vocab/activity-type/intelligence-sharing.html",
    "component": "/vocab/peacebuilding-component/capacity-building.html",
    "class": "/ontology/MilitaryAlliance.html",
    "ontology": "/ontology.html",
    "day": "/at/1914-08-01",
    "crowded day": "/at/1985-01-01",
    "comparison": "/compare?ids=kenya~uganda",
    "lists": "/browse/",
    "list": "/browse/missions",
    "narrowed list": "/browse/missions?at=1993&sort=-start",
    "list of claims": "/browse/claims",
    "list of sources": "/browse/sources",
    "search": "/search?q=soma",
    "answer": "/search?q=Kenya+EAC",
    "query": "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+20",
    "example": "/examples/members-at-a-date.html",
    "table": "/data/missions.html",
    "downloads": "/dumps/",
    "about": "/about",
    "quality": "/quality",
    "coverage": "/coverage",
    "cite": "/cite",
    "changes": "/changes",
    "status": "/status",
    "all statements": "/id/state/kenya.html?view=data",
    "in French": "/id/state/kenya.html?lang=fr",
    "nothing": "/id/state/burundy",
}
"""The kinds of pages, each with an address."""

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


@contextmanager
def served(release: Release, **given: Any) -> Iterator[str]:
    """Serve *release* with the settings *given* to one who looks; yield the address."""
    settings = Settings(client_rate=1_000_000, client_errors=1_000_000, **given)
    engine = open_local(release.store, settings)
    try:
        with opened(release, engine, settings) as door:
            yield f"http://127.0.0.1:{door.port}"
    finally:
        engine.close()


@contextmanager
def browser() -> Iterator[Any]:
    """Start the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def look(page: Any, path: Path) -> None:
    """Write the whole page as a PNG, which has at most 4,000 pixels in height."""
    height = min(4000, int(page.evaluate("document.documentElement.scrollHeight")))
    width = page.viewport_size["width"]
    page.screenshot(
        path=path, clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True
    )
