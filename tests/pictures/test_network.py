"""Networks: a place for each state, letters near the middle of lines, names beside them."""

import xml.etree.ElementTree as ET

import pytest

from openalliances.pictures import layout
from openalliances.pictures.network import HEIGHT, WIDTH, Node, Tie, draw, letter

if not layout.is_there():
    pytest.skip(
        "rustworkx is not installed; see the targets of the Makefile", allow_module_level=True
    )

NAMES = ["Austria-Hungary", "Germany", "Italy", "Romania", "France", "Russia", "<Japan>"]
KEYS = [f"state/{n}" for n in range(len(NAMES))]
PAIRS = [(0, 1), (0, 2), (1, 2), (0, 3), (4, 5)]
TIES = [Tie(KEYS[a], KEYS[b], ("A", "B")[: a + 1], f"{a} and {b}") for a, b in PAIRS]


def placed():
    return layout.places(KEYS, [(tie.one, tie.two) for tie in TIES], WIDTH, HEIGHT)


def test_each_node_has_a_place_within_the_frame_apart_from_others():
    found = placed()
    assert set(found) == set(KEYS)
    for x, y in found.values():
        assert 0 <= x <= WIDTH and 0 <= y <= HEIGHT
    points = list(found.values())
    for n, (x, y) in enumerate(points):
        assert all(abs(x - ox) + abs(y - oy) > 30 for ox, oy in points[n + 1 :])


def test_the_same_network_has_the_same_places():
    assert placed() == placed()


def test_a_network_has_all_states_all_lines_and_all_letters():
    nodes = [Node(key, name, f"/{key}") for key, name in zip(KEYS, NAMES, strict=True)]
    drawing = draw(nodes, TIES, placed())
    root = ET.fromstring(f"<svg>{drawing.body}</svg>")
    assert [a.find("text").text for a in root.iter("a")] == NAMES
    lines = [one for one in root.iter("line") if one.get("class") == "tie"]
    assert len(lines) == len(TIES)
    letters = [one.text for one in root.iter("text") if one.get("class") == "letter"]
    assert sorted(letters) == sorted(sign for tie in TIES for sign in tie.letters)


def test_names_are_not_upon_one_another():
    nodes = [Node(key, name) for key, name in zip(KEYS, NAMES, strict=True)]
    root = ET.fromstring(f"<svg>{draw(nodes, TIES, placed()).body}</svg>")
    texts = [one for one in root.iter("text") if one.get("class") == "halo"]
    points = [(float(one.get("x")), float(one.get("y"))) for one in texts]
    for n, (x, y) in enumerate(points):
        assert all(abs(x - ox) > 20 or abs(y - oy) > 12 for ox, oy in points[n + 1 :])


def test_a_letter_for_the_legend():
    assert ">AB<" in letter("AB")
