"""Pages of missions, mandates, texts and contributions where each text of the tables is hostile."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.pages import composed
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.rdf.prefixes import ID
from openalliances.settings import Settings
from openalliances.tabular.database import FILE

HOSTILE = (
    """</title></bdi>"'><script>alert(1)</script><img src=x onerror=alert(1)>{0}{name}%s\u202e"""
)
ADDRESS = "javascript:alert(1)"
TEXTS = {
    "things": ("name",),
    "states": ("name",),
    "organizations": ("name", "acronym"),
    "missions": ("name", "name_fr", "acronym"),
    "mandates": ("name",),
    "mandate_tasks": ("task_name", "places"),
    "mission_components": ("component_name", "reason"),
    "contributions": ("name", "state_name"),
    "treaties": ("name", "symbol"),
    "conflicts": ("name",),
    "obligations": ("article",),
    "citations": ("place", "note", "reported_other"),
    "sources": ("title", "publisher"),
    "claims": ("name", "rationale"),
}
ADDRESSES = {"treaties": ("text_address",), "sources": ("address", "copy_address")}
PAGES = (
    "mission/amisom",
    "mission/nato-bosnia-1990s",
    "mandate/minusca",
    "resolution/unsc-1744-2007",
    "treaty/north-atlantic-treaty-1949",
    "treaty/csto-charter-2002",
    "contribution/amisom/burundi",
    "personnel-count/unifil/italy/2020",
    "conflict/somalia-conflict",
    "succession/austria-hungary/austria",
    "armed-force/burundi-army",
)


@pytest.fixture(scope="module")
def site(shipped_release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(shipped_release.folder / "tables" / FILE, folder / FILE)
    with closing(sqlite3.connect(folder / FILE)) as connection:
        for columns, text in ((TEXTS, HOSTILE), (ADDRESSES, ADDRESS)):
            for table, names in columns.items():
                for name in names:
                    connection.execute(f"UPDATE {table} SET {name} = ? || rowid", (text,))
        connection.execute("UPDATE statements SET label = ? WHERE label IS NOT NULL", (HOSTILE,))
        connection.commit()
    settings = Settings(query_workers=1)
    engine = open_local(shipped_release.store, settings)
    site = Site(shipped_release, engine, settings)
    site.__dict__["tables"] = replace(site.tables, folder=folder)
    yield site
    engine.close()


class Tags(HTMLParser):
    """The tags of a page with their attributes, as a browser reads them."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("thing", PAGES)
def test_what_strangers_wrote_is_text(site, thing):
    html = composed.page(View(site), ID + thing)
    assert "&lt;script&gt;" in html
    tags = Tags(html).found
    scripts = [attrs for tag, attrs in tags if tag == "script"]
    assert all(attrs.get("src", "").startswith("/static/") for attrs in scripts)
    assert "img" not in {tag for tag, _ in tags}
    named = [(name, value or "") for _, attrs in tags for name, value in attrs.items()]
    assert not [name for name, _ in named if name.startswith("on")]
    assert not [value for name, value in named if name == "href" and "script:" in value[:40]]
