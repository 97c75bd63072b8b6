"""Boxes stay apart, and lines stay out of boxes, whatever is joined to what."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openalliances.builder.documentation.graph_layout import Box, layered

KEYS = "abcdefghijkl"
SIZES = st.tuples(st.floats(20, 200), st.floats(10, 120))
EDGES = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=24)


def boxes_of(sizes):
    return [Box(key, *size) for key, size in zip(KEYS, sizes, strict=True)]


HAIR = 1e-6
"""A line that ends at a box may lie this far in it: sums of floats are not exact."""


def inside(place, x, y):
    return (
        place.x + HAIR < x < place.x + place.width - HAIR
        and place.y + HAIR < y < place.y + place.height - HAIR
    )


def points(route):
    """Return points all along a line: it is a curve only between two stations."""
    for station in route.stations:
        yield station.x, (station.top + station.bottom) / 2
    for before, after in pairwise(route.stations):
        for step in range(9):
            share = step / 8
            yield (
                before.x + (after.x - before.x) * share,
                before.bottom + (after.top - before.bottom) * share,
            )


@settings(max_examples=60, deadline=None)
@given(st.lists(SIZES, min_size=12, max_size=12), EDGES)
def test_no_box_overlaps_another_and_all_are_within_the_drawing(sizes, edges):
    layout = layered(boxes_of(sizes), edges)
    assert set(layout.places) == set(KEYS)
    for one, other in combinations(layout.places.values(), 2):
        beside = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
        above = one.y + one.height <= other.y + 0.01 or other.y + other.height <= one.y + 0.01
        assert beside or above
    for place in layout.places.values():
        assert 0 <= place.x <= place.x + place.width <= layout.width + 0.2
        assert 0 <= place.y <= place.y + place.height <= layout.height + 0.01


@settings(max_examples=60, deadline=None)
@given(st.lists(SIZES, min_size=12, max_size=12), EDGES)
def test_no_line_runs_through_a_box(sizes, edges):
    layout = layered(boxes_of(sizes), edges)
    for route in layout.routes:
        for x, y in points(route):
            hit = [key for key, place in layout.places.items() if inside(place, x, y)]
            assert hit == []


@settings(max_examples=30, deadline=None)
@given(st.lists(SIZES, min_size=12, max_size=12), EDGES)
def test_each_edge_is_one_line_and_the_layout_is_the_same_each_time(sizes, edges):
    layout = layered(boxes_of(sizes), edges)
    drawn = sorted(
        (r.target, r.source) if r.turned else (r.source, r.target) for r in layout.routes
    )
    assert drawn == sorted({edge for edge in edges if edge[0] != edge[1]})
    assert layered(boxes_of(sizes), edges) == layout


@pytest.mark.parametrize(
    ("edges", "turned"),
    [
        ([("a", "b")], [False]),
        ([("a", "b"), ("b", "a")], [False, True]),
        ([("a", "b"), ("b", "c"), ("c", "a")], [False, False, True]),
    ],
)
def test_the_edge_that_closes_a_cycle_is_turned(edges, turned):
    layout = layered([Box(key, 40, 20) for key in "abc"], edges)
    assert [route.turned for route in layout.routes] == turned


def test_nothing_to_place_is_an_empty_drawing():
    layout = layered([], [])
    assert (dict(layout.places), layout.routes) == ({}, ())
