"""Numbers over time: a step where a number changes, a stem for each count, a bar for each class."""

import re
import xml.etree.ElementTree as ET

import pytest

from openalliances.pictures.series import Point, Stack, bars, stems, steps
from openalliances.pictures.svg import Place
from openalliances.pictures.timeline import Span

SPAN = Span(0 + 700_000, 700_000 + 3650, 700_000 + 3650)
POINTS = [
    Point(700_000 + 365, 12, "12", "first"),
    Point(700_000 + 730, 14, "14", "second"),
    Point(700_000 + 1825, 13, "13", "third"),
]


def drawn(drawing):
    return ET.fromstring(f"<svg>{drawing.body}</svg>")


def test_steps_are_level_between_changes():
    root = drawn(steps(POINTS, SPAN, Place(365)))
    (line,) = (one.get("d") for one in root.iter("path") if one.get("class") == "step")
    assert re.findall(r"[MH]([0-9.]+)", line) == ["36.5", "73", "182.5", "365"]
    heights = [float(y) for y in re.findall(r"V([0-9.]+)", line)]
    assert heights[1] < heights[2] < heights[0]
    base = 154
    assert [round((base - y) / (base - heights[0]) * 12) for y in heights] == [12, 14, 13]


def test_steps_of_a_page_are_stretched():
    root = drawn(steps(POINTS, SPAN))
    inner = root.find("svg")
    assert inner.get("preserveAspectRatio") == "none"
    assert inner.get("width") == "100%"


def test_a_stem_for_each_count_and_no_line_between():
    root = drawn(stems(POINTS, SPAN, Place(365)))
    found = [one for one in root.iter("line") if one.get("class") == "stem"]
    assert [line.get("x1") for line in found] == ["36.5", "73", "182.5"]
    assert all(line.get("x1") == line.get("x2") for line in found)
    assert {one.text for one in root.iter("title")} == {"first", "second", "third"}


@pytest.mark.parametrize("values", [[0], [1], [3, 7], [21_198, 4]])
def test_levels_are_round_and_few(values):
    points = [Point(700_000 + n * 99, v, str(v), "t") for n, v in enumerate(values)]
    root = drawn(stems(points, SPAN))
    levels = [one.text for one in root.iter("text") if "halo" in one.get("class") and one.text]
    round_ones = [text for text in levels if re.fullmatch(r"[1-9][05]?0*[,0]*", text)]
    assert len(round_ones) <= 8


def test_bars_have_one_scale():
    rows = [
        ("a", [Stack("1990s", 10, "10", "ten"), Stack("2000s", 5, "5", "five")]),
        ("b", [Stack("1990s", 0, "0", "none"), Stack("2000s", 20, "20", "twenty")]),
    ]
    root = drawn(bars(rows, Place(400, 100)))
    heights = [float(one.get("height")) for one in root.iter("rect")]
    assert [round(height / max(heights) * 20) for height in heights] == [10, 5, 20]
    assert [one.text for one in root.iter("text")][-2:] == ["1990s", "2000s"]
