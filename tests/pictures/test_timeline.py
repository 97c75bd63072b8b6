"""Timelines: what is not known to the day is hatched, and what goes on is drawn as far as known."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from openalliances.pictures.sheet import Sample, Words, place_for, sheet
from openalliances.pictures.svg import PAGE, Place, element, lines_of, shortened, width_of
from openalliances.pictures.timeline import Bar, Group, Line, Span, key_of_bar, timeline

SPAN = Span(
    date(2000, 1, 1).toordinal(), date(2010, 1, 1).toordinal(), date(2010, 1, 1).toordinal()
)
ALL = SPAN.last - SPAN.first


def day(text):
    return date.fromisoformat(text).toordinal()


def drawn(*bars, place=PAGE, **more):
    lines = [Line(f"row {n}", (bar,), **more) for n, bar in enumerate(bars)]
    drawing = timeline([Group(tuple(lines))], SPAN, key="k", place=place)
    return drawing, ET.fromstring(f"<svg>{drawing.body}</svg>")


def bars_of(root):
    """Return (is hatched, from, to) of each rectangle, in days from the start."""
    found = []
    for rect in root.iter("rect"):
        x, width = (float(rect.get(name).rstrip("%")) / 100 for name in ("x", "width"))
        hatched = "vague" in rect.get("class")
        found.append((hatched, round(x * ALL), round((x + width) * ALL)))
    return found


def within(found, wanted):
    """Say that bars are where they should be, to the hundredth of a per cent."""
    assert [one[0] for one in found] == [one[0] for one in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert abs(one[1] - other[1]) <= 1 and abs(one[2] - other[2]) <= 1


def test_days_that_are_known_are_one_full_bar():
    bar = Bar("t", (day("2001-01-01"),) * 2, (day("2005-01-01"),) * 2)
    within(bars_of(drawn(bar)[1]), [(False, 366, 1827)])


def test_a_start_and_an_end_known_by_year_are_hatched_over_that_year():
    bar = Bar("t", (day("2001-01-01"), day("2001-12-31")), (day("2005-01-01"), day("2005-12-31")))
    within(bars_of(drawn(bar)[1]), [(True, 366, 730), (False, 730, 1827), (True, 1827, 2191)])


def test_what_began_and_ended_within_one_year_is_hatched_alone():
    bar = Bar("t", (day("2001-01-01"), day("2001-12-31")), (day("2001-01-01"), day("2001-12-31")))
    within(bars_of(drawn(bar)[1]), [(True, 366, 730)])


def test_a_hatch_too_narrow_to_be_seen_is_left_out():
    bar = Bar("t", (day("2001-01-01"), day("2001-01-15")), (day("2005-01-01"),) * 2)
    within(bars_of(drawn(bar)[1]), [(False, 366, 1827)])


@pytest.mark.parametrize(("lately", "arrows"), [(True, 1), (False, 0)])
def test_without_an_end_a_bar_is_full_until_it_was_last_known(lately, arrows):
    bar = Bar("t", (day("2001-01-01"),) * 2, None, day("2008-01-01"), lately)
    _, root = drawn(bar)
    within(bars_of(root), [(False, 366, 2922)])
    rest = [line for line in root.iter("line") if line.get("class") == "on"]
    assert [(line.get("x1"), line.get("x2")) for line in rest] == [("79.99%", "100%")]
    assert sum(path.get("class") == "open" for path in root.iter("path")) == arrows


def test_what_has_no_date_is_hatched_across():
    within(bars_of(drawn(Bar("t", None, None))[1]), [(True, 0, ALL)])


def test_an_arrow_leads_to_the_start_of_the_one_that_takes_over():
    first = Line("a", (Bar("a", (day("2001-01-01"),) * 2, (day("2003-01-01"),) * 2),), key="a")
    second = Line(
        "b",
        (Bar("b", (day("2003-01-01"),) * 2, (day("2004-01-01"),) * 2),),
        key="b",
        follows=("a",),
    )
    drawing = timeline([Group((first, second))], SPAN, key="k")
    root = ET.fromstring(f"<svg>{drawing.body}</svg>")
    (line,) = [one for one in root.iter("line") if one.get("class") == "follow"]
    assert (line.get("x1"), line.get("y1"), line.get("y2")) == ("30%", "38", "68")


def test_names_of_strangers_are_text():
    evil = '<script>alert(1)</script>"\x00&'
    bar = Bar(evil, (day("2001-01-01"),) * 2, None, None)
    drawing = timeline([Group((Line(evil, (bar,), href='/x?"><script>'),), evil)], SPAN, key="k")
    root = ET.fromstring(f"<svg>{drawing.body}</svg>")
    assert not list(root.iter("script"))
    assert drawing.has_links
    assert {one.get("href") for one in root.iter("a")} == {'/x?"><script>'}


def test_a_span_holds_all_and_begins_with_a_decade():
    bar = Bar("t", (day("1963-05-01"),) * 2, None, day("2020-01-01"))
    span = Span.over([Group((Line("x", (bar,)),))], day("2026-11-01"))
    assert span.first == day("1960-01-01")
    assert span.last > day("2026-11-01")
    assert [year for year, _, _ in span.ticks()] == [str(year) for year in range(1960, 2021, 10)]


def test_the_years_of_ticks_that_a_phone_leaves_out_are_every_second():
    span = Span(day("1960-01-01"), day("2027-01-01"), None)
    assert [second for _, _, second in span.ticks()] == [
        *(False, True, False, True, False, True, False)
    ]


def test_a_sheet_is_a_whole_file_with_all_words_in_it():
    bar = Bar("t", (day("2001-01-01"),) * 2, (day("2005-01-01"),) * 2)
    place = place_for(200)
    drawing, _ = drawn(bar, place=place)
    words = Words("A & B", "sub <i>", "about it", ("maker · CC BY 4.0", "https://x.example/?a&b"))
    text = sheet(drawing, words, [Sample(key_of_bar("", "k"), "one")], ".pic text{fill:#000}")
    root = ET.fromstring(text)
    said = "".join(root.itertext())
    for wanted in ("A & B", "sub <i>", "about it", "CC BY 4.0", "https://x.example/?a&b", "one"):
        assert wanted in said
    assert root.get("viewBox") == f"0 0 800 {root.get('height')}"
    assert "var(" not in text
    rect = next(one for one in root.iterfind(".//{*}rect") if one.get("class") == "spell")
    assert float(rect.get("x")) == pytest.approx(200 + place.width * 366 / ALL, abs=0.1)


def test_places_are_per_cent_on_a_page_and_units_on_a_sheet():
    assert (PAGE.x(0.125), PAGE.length(1)) == ("12.5%", "100%")
    assert (Place(400, 100).x(0.5), Place(400, 100).length(0.25)) == ("300", "100")


def test_an_attribute_without_value_is_left_out():
    assert element("a", "b", class_="x ", href="", on_click=None) == '<a class="x">b</a>'


def test_words_are_shortened_and_broken_at_a_width():
    text = "Pact on Security, Stability and Development in the Great Lakes Region"
    short = shortened(text, 188, 13)
    assert short.endswith("…") and width_of(short, 13) <= 188
    lines = lines_of(text, 188, 13)
    assert " ".join(lines) == text and all(width_of(line, 13) <= 188 for line in lines)
    assert re.fullmatch("W+…", lines_of("W" * 99, 100, 13)[0])
