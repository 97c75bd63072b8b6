"""Maps: colours by number, no colour for what is disputed, dots for what is small."""

import xml.etree.ElementTree as ET

import pytest

from openalliances.pictures import map as drawn
from openalliances.pictures import prepared
from openalliances.pictures.map import Area, Scale, draw, sample
from openalliances.pictures.prepared import Shape, Shapes

SHAPES = Shapes(
    100,
    50,
    (
        Shape(404, "Kenya", "M0 0l5 0 0 5z"),
        Shape(462, "Maldives", dot=(70, 30)),
        Shape(732, "W. Sahara", "M20 0l5 0 0 5z"),
        Shape(0, "Kosovo", "M30 0l5 0 0 5z"),
        Shape(304, "Greenland", "M40 0l5 0 0 5z"),
    ),
    frozenset((404,)),
)


@pytest.fixture(scope="module")
def root():
    areas = {
        404: Area("Kenya <b>: 3", "m3", "/id/state/kenya.html"),
        462: Area("Maldives: 1", "m1", "/x"),
        732: Area("never shown", "m5", "/y"),
    }
    drawing = draw(SHAPES, areas, "disputed", "key")
    assert drawing.has_links and drawing.box == "0 0 100 50"
    return ET.fromstring(f"<svg>{drawing.body}</svg>")


def test_a_state_has_its_colour_its_words_and_its_page(root):
    kenya = next(one for one in root.iter("a") if one.get("href") == "/id/state/kenya.html")
    (path,) = kenya.iter("path")
    assert path.get("class") == "land m3"
    assert kenya.find("title").text == "Kenya <b>: 3"
    assert kenya.get("tabindex") == "-1"


def test_a_small_state_is_a_dot(root):
    (dot,) = root.iter("circle")
    assert (dot.get("cx"), dot.get("cy"), dot.get("class")) == ("70", "30", "land m1")


def test_what_is_disputed_has_no_colour_and_no_link_whatever_is_known(root):
    found = [one for one in root.iter("path") if one.get("class") == "disputed"]
    assert {one.find("title").text for one in found} == {"W. Sahara: disputed", "Kosovo: disputed"}
    assert all(one.get("fill") == "url(#key-land)" for one in found)
    assert "never shown" not in "".join(root.itertext())
    assert len(list(root.iter("a"))) == 2


def test_what_is_no_state_of_ours_is_land(root):
    (path,) = [one for one in root.iter("path") if one.findtext("title") == "Greenland"]
    assert path.get("class") == "land"


@pytest.mark.parametrize(
    ("most", "classes"),
    [
        (0, []),
        (1, [("m1", 1, 1)]),
        (3, [("m1", 1, 1), ("m2", 2, 2), ("m3", 3, 3)]),
        (68, [("m1", 1, 14), ("m2", 15, 28), ("m3", 29, 42), ("m4", 43, 56), ("m5", 57, 70)]),
    ],
)
def test_classes_are_of_equal_width(most, classes):
    scale = Scale(most)
    assert scale.classes() == classes
    for tone, first, last in classes:
        assert scale.tone(first) == scale.tone(last) == tone
    assert scale.tone(0) == "m0"


def test_samples_are_drawn_like_the_map():
    assert 'class="land m2"' in sample("m2", "k")
    assert "url(#k-land)" in sample("land", "k")


@pytest.fixture(scope="module")
def maps():
    if not prepared.maps():
        pytest.skip("the shapes of maps are not prepared: make shapes")
    return prepared.maps()


def test_the_prepared_maps_have_nearly_all_states(maps):
    assert set(maps) == {"world", "africa", "americas", "asia", "europe", "oceania"}
    assert len(maps["world"].codes) > 220
    for code in (404, 250, 840, 156, 36, 462, 336):
        assert code in maps["world"].codes
    assert {404, 108, 646} <= maps["africa"].whole
    assert 276 in maps["europe"].whole and 840 not in maps["europe"].whole


def test_points_lie_in_their_states(maps):
    points = prepared.points()
    if not points:
        pytest.skip("the shapes of maps are not prepared: make shapes")
    assert len(points) > 230
    for code, (west, south), (east, north) in (
        ("108", (29, -4.5), (31, -2.3)),
        ("404", (34, -4.7), (42, 5)),
        ("242", (177, -19), (180, -16)),
        ("798", (176, -10), (180, -5)),
        ("578", (5, 58), (31, 71)),
        ("Kosovo", (20, 41.8), (22, 43.3)),
    ):
        longitude, latitude = points[code]
        assert west < longitude < east and south < latitude < north, code
    assert {str(code) for code in maps["world"].codes} <= set(points)


def test_the_prepared_maps_are_compact(maps):
    import zlib

    for name, shapes in maps.items():
        text = "".join(shape.path for shape in shapes.shapes)
        size = len(zlib.compress(text.encode(), 9))
        assert size < (15_000 if name in ("world", "africa", "europe") else 22_000), name


def test_the_disputed_are_what_has_no_number_and_western_sahara(maps):
    found = {s.name for one in maps.values() for s in one.shapes if s.code in drawn.DISPUTED}
    assert found >= {"Kosovo", "N. Cyprus", "Somaliland", "W. Sahara"}
    assert found <= {"Kosovo", "N. Cyprus", "Somaliland", "W. Sahara", "Siachen Glacier"} | {
        "Indian Ocean Ter."
    }
