"""The data set in schema.org: what it says, and that nothing in it ends its element."""

import json
import re

import pytest

from openalliances.pages.structured_data import as_data_block

from ..sample import app, client, engine, release, settings

__all__ = ["app", "client", "engine", "release", "settings"]

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "a & b", "\u2028", "]]>", '"\\']
)
def test_no_text_ends_the_block(text):
    block = as_data_block({"name": text})
    assert not set(block) & set("<>&\u2028")
    assert json.loads(block) == {"name": text}


@pytest.mark.parametrize("path", ["/", "/dumps/", "/data/", "/dataset.html", "/catalog.html"])
def test_pages_about_the_whole_have_one_block(client, path):
    (block,) = BLOCK.findall(client.get(path).text)
    node = json.loads(block)
    assert (node["@type"], node["version"], node["name"]) == ("Dataset", "1.2.3", "Sample")
    assert node["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {d["contentUrl"] for d in node["distribution"]} >= {
        "http://127.0.0.1:8000/dumps/openalliances.ttl"
    }


def test_the_page_of_another_thing_has_none(client):
    assert not BLOCK.findall(client.get("/id/state/burundi.html").text)


def test_tables_are_parts_of_the_list_of_tables(client):
    (block,) = BLOCK.findall(client.get("/data/").text)
    names = {part["@id"].rpartition("/")[2] for part in json.loads(block)["hasPart"]}
    assert {"missions", "states"} <= names
