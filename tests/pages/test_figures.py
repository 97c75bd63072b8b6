"""Figures: what is drawn is what the table says, in each form, whatever strangers wrote."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest

from openalliances.errors import BadRequestError
from openalliances.pages import figures
from openalliances.pages.figures import KINDS, rendering
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.pictures import layout, png, prepared
from openalliances.tabular.definitions import Table
from openalliances.tabular.store import Tables
from openalliances.web.app import create_app

from ..sample import engine, release, settings
from .figure_tables import EVIL, write_tables

__all__ = ["engine", "release", "settings"]

ASKED = {
    "operations-timeline": {"thing": "state/kenya"},
    "memberships-timeline": {"thing": "state/kenya"},
    "members-timeline": {"thing": "arrangement/pact"},
    "chain": {"thing": "mission/two"},
    "partners-map": {},
    "members-map": {"thing": "arrangement/pact"},
    "operations-map": {"at": "1993-06"},
    "network": {"at": "1980-01-01"},
    "matrix": {"ids": "state/kenya~state/uganda"},
    "size": {"thing": "arrangement/pact"},
    "personnel": {"thing": "mission/one"},
    "components-by-decade": {},
}


@pytest.fixture(scope="module")
def site(release, engine, settings, tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures") / "tables"
    write_tables(folder)
    made = Site(release, engine, settings)
    # What else is read from the release.
    told = Table("obligations", "Obligations", "", (), ())
    made.__dict__["tables"] = Tables(folder, {told.name: told})
    return made


@pytest.fixture
def view(site):
    return View(site)


@pytest.fixture
def reader(site):
    with site.tables.reading(10) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(site):
    return create_app(site).test_client()


def column(figure, name):
    (place,) = [n for n, one in enumerate(figure.twin.columns) if one.name == name]
    return [row[place].value for row in figure.twin.rows]


def drawn(view, figure):
    return ET.fromstring(rendering.svg(view, figure))


def by_class(root, name):
    return [one for one in root.iter() if name in (one.get("class") or "").split()]


def test_each_kind_is_tried():
    assert set(ASKED) == set(KINDS)


@pytest.mark.parametrize("kind", ASKED)
def test_a_figure_has_all_that_belongs_to_it(view, reader, kind):
    figure = figures.figure(view, reader, kind, **ASKED[kind])
    assert figure.title and figure.description
    assert figure.twin.rows
    assert all(len(row) == len(figure.twin.columns) for row in figure.twin.rows)
    head, *rows = csv.reader(io.StringIO(rendering.rows(figure)))
    assert head == [one.name for one in figure.twin.columns]
    assert len(rows) == len(figure.twin.rows)
    assert figure.title in rendering.citation(view, figure)
    assert "CC BY 4.0" in rendering.citation(view, figure)
    # A query of SPARQL that a store understands.
    ox.Store().query(figure.query)


@pytest.mark.parametrize("kind", ASKED)
def test_a_page_with_a_figure_is_well_formed_and_has_no_markup_of_strangers(view, reader, kind):
    figure = figures.figure(view, reader, kind, **ASKED[kind])
    html = str(rendering.markup(view, figure))
    assert "<script" not in html and "style=" not in html
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]*)\)", html))
    assert used <= set(ids)
    Balanced(html)


class Balanced(HTMLParser):
    """Says that each element that opens is closed."""

    VOID = ("br", "img", "input", "link", "meta")

    def __init__(self, html):
        super().__init__()
        self.open = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_operations_are_drawn_as_often_as_the_table_has_them(view, reader):
    figure = figures.figure(view, reader, "operations-timeline", thing="state/kenya")
    root = drawn(view, figure)
    assert column(figure, "mission") == ["mission/one", "mission/two", "mission/three"]
    assert len(by_class(root, "name")) == 3
    names = [one.findtext("{*}text") for one in by_class(root, "name")]
    assert names == ["ONE", "TWO", "Mission three"]
    # ONE ended in a year; three began in a year.
    assert len(by_class(root, "vague")) >= 2
    # An arrow to each successor, of a line and a head.
    assert len(by_class(root, "follow")) >= 4
    assert "operation" in {one.words for one in figure.samples}
    assert "takes over" in {one.words for one in figure.samples}


def test_what_a_state_gave_without_dates_is_hatched_over_the_operation(view, reader):
    figure = figures.figure(view, reader, "operations-timeline", thing="state/france")
    root = drawn(view, figure)
    assert by_class(root, "vague") and not [
        r for r in by_class(root, "spell") if r.get("rx") == "x"
    ]
    assert any("not stated when" in (one.text or "") for one in root.iterfind(".//{*}title"))


def test_roles_can_be_asked_for(view, reader):
    figure = figures.figure(
        view, reader, "operations-timeline", thing="organization/club", role="leader"
    )
    assert len(figure.twin.rows) == 5
    none = figures.figure(
        view, reader, "operations-timeline", thing="organization/club", role="place"
    )
    assert none is None
    with pytest.raises(BadRequestError, match="role"):
        figures.figure(view, reader, "operations-timeline", thing="state/kenya", role="x")


def test_two_spells_of_a_member_stand_in_one_row(view, reader):
    figure = figures.figure(view, reader, "members-timeline", thing="arrangement/pact")
    root = drawn(view, figure)
    assert len(figure.twin.rows) == 6
    assert len(by_class(root, "name")) == 5


def test_a_chain_has_all_steps_and_marks_the_present_one(view, reader):
    figure = figures.figure(view, reader, "chain", thing="mission/two")
    assert column(figure, "mission") == ["mission/one", "mission/two", "mission/three"]
    (here,) = by_class(drawn(view, figure), "strong")
    assert here.findtext("{*}text") == "TWO"
    assert figures.figure(view, reader, "chain", thing="mission/five") is None


def test_the_size_changes_where_members_join_and_leave(view, reader):
    figure = figures.figure(view, reader, "size", thing="arrangement/pact")
    assert list(zip(column(figure, "date"), column(figure, "members"), strict=True)) == [
        ("1963-11-22", 1),
        ("1967-01-01", 2),
        ("1970-01-01", 4),
        ("1978-01-01", 3),
        ("1990-06-01", 4),
        ("1991-12-27", 3),
    ]
    for joined, left in zip(column(figure, "joined"), column(figure, "left"), strict=True):
        assert joined + left > 0


def test_people_of_one_day_are_added_up(view, reader):
    figure = figures.figure(view, reader, "personnel", thing="mission/one")
    assert column(figure, "people") == [150, 90]
    assert len(by_class(drawn(view, figure), "stem")) == 2
    one = figures.figure(view, reader, "personnel", thing="mission/one", state="state/uganda")
    assert column(one, "people") == [50]


def test_components_are_counted_by_decade(view, reader):
    figure = figures.figure(view, reader, "components-by-decade")
    assert column(figure, "decade") == [1990, 2010]
    assert column(figure, "missions") == [2, 1]
    assert len(by_class(drawn(view, figure), "bars")) == 2


def map_or_skip():
    if not prepared.maps():
        pytest.skip("the shapes of maps are not prepared: make shapes")


def test_partners_are_counted_for_the_day_that_is_asked_for(view, reader):
    figure = figures.figure(view, reader, "partners-map", at="1975-01-01")
    # Kenya, Uganda, the Soviet Union, and the stranger: each with the three others.
    assert set(column(figure, "partners")) == {3}
    assert len(figure.twin.rows) == 4


def test_partners_last_seen_earlier_are_no_absence(view, reader):
    figure = figures.figure(view, reader, "partners-map", at="2015-01-01")
    # The stranger was last seen in the pact in 2010; Kenya and Uganda still are.
    told = dict(
        zip(
            column(figure, "state"),
            zip(column(figure, "partners"), column(figure, "last_seen"), strict=True),
            strict=True,
        )
    )
    assert told == {"state/kenya": (1, 1), "state/uganda": (1, 1), "state/evil": (0, 2)}
    assert "2 more pairs were allied when last seen" in figure.subtitle
    assert figures.figure(view, reader, "partners-map", at="1975-01-01").subtitle.endswith("pairs.")
    if prepared.maps():
        assert "last seen earlier" in [one.words for one in figure.samples]


def test_a_map_says_who_is_not_on_it(view, reader):
    map_or_skip()
    figure = figures.figure(view, reader, "partners-map", at="1975-01-01")
    (note,) = [one for one in figure.notes if one.startswith("Not on this map")]
    assert "Soviet Union: 3 partners" in note and EVIL in note
    assert any("disputed" in one for one in figure.notes)
    root = drawn(view, figure)
    tones = {
        (one.findtext("{*}title"), one.find("{*}path").get("class"))
        for one in root.iterfind(".//{*}a")
        if one.find("{*}path") is not None
    }
    assert ("Kenya: 3 partners", "land m3") in tones
    assert ("France: none recorded", "land m0") in tones


def test_the_day_decides_who_counts(view, reader):
    map_or_skip()
    before = figures.figure(view, reader, "members-map", thing="arrangement/pact", at="1968")
    now = figures.figure(view, reader, "members-map", thing="arrangement/pact")
    assert column(before, "member") == ["state/kenya", "state/uganda"]
    assert column(now, "member") == ["state/kenya", "state/kosovo", "state/uganda"]
    assert figures.figure(view, reader, "members-map", thing="arrangement/pact", at="1900") is None


def test_a_map_of_few_states_is_that_of_their_region(view, reader):
    map_or_skip()
    figure = figures.figure(view, reader, "operations-map", at="1993-06")
    world = figures.figure(view, reader, "operations-map", at="1993-06", region="world")
    boxes = [figures.rendering.PAGE and one.draw(rendering.PAGE).box for one in (figure, world)]
    assert boxes[0] != boxes[1]
    with pytest.raises(BadRequestError, match="no map of mars"):
        figures.figure(view, reader, "operations-map", at="1993-06", region="mars")


def test_without_shapes_there_is_the_table_and_a_word(view, reader, monkeypatch):
    monkeypatch.setattr("openalliances.pages.figures.maps.maps", dict)
    figure = figures.figure(view, reader, "members-map", thing="arrangement/pact")
    assert figure.draw is None and figure.twin.rows
    html = str(rendering.markup(view, figure))
    assert "No map can be drawn here" in html and '<details class="twin" open>' in html
    assert ".svg" not in html and ".csv" in html


def test_a_network_joins_the_pairs_of_its_table(view, reader):
    figure = figures.figure(view, reader, "network", at="1980-01-01")
    assert len(figure.twin.rows) == 3
    if not layout.is_there():
        pytest.skip("rustworkx is not installed; see the targets of the Makefile")
    assert len(by_class(drawn(view, figure), "tie")) == 3


def test_without_a_layout_there_is_the_table_of_crosses(view, reader, monkeypatch):
    monkeypatch.setattr(layout, "is_there", lambda: False)
    figure = figures.figure(view, reader, "network", at="1980-01-01")
    assert figure.draw is None
    assert str(figure.beside).count("●") == 3


def test_crosses_are_those_of_the_table(view, reader):
    figure = figures.figure(view, reader, "matrix", ids="state/kenya~state/uganda~state/none")
    assert str(figure.beside).count("●") == len(figure.twin.rows) == 3
    assert len(by_class(drawn(view, figure), "spell")) == 3
    assert "<svg" not in figures.rendering.markup(view, figure)
    with pytest.raises(BadRequestError, match="21 ids"):
        figures.figure(view, reader, "matrix", ids="~".join(f"state/{n}" for n in range(21)))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/figure/", 200),
        ("/figure/chain?thing=mission/two", 200),
        ("/figure/chain?thing=mission/nothing", 404),
        ("/figure/chain?thing=%22%3E%3Cscript%3E", 404),
        ("/figure/chain", 400),
        ("/figure/chain?thing=a&thing=b", 400),
        ("/figure/chain?thing=mission/two&other=1", 400),
        ("/figure/nothing", 400),
        ("/figure/chain.pdf?thing=mission/two", 400),
        ("/figure/size?thing=arrangement/pact&at=yesterday", 400),
    ],
)
def test_an_address_is_answered_or_told_what_is_wrong(client, path, status):
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("csv", "text/csv"),
        ("rq", "application/sparql-query"),
        ("txt", "text/plain"),
    ],
)
def test_each_form_is_what_it_says(client, form, kind):
    if form == "png" and not png.is_there():
        pytest.skip("resvg-py is not installed; see the targets of the Makefile")
    answer = client.get(f"/figure/members-timeline.{form}?thing=arrangement/pact")
    assert answer.status_code == 200
    assert answer.content_type.partition(";")[0] == kind
    again = client.get(
        f"/figure/members-timeline.{form}?thing=arrangement/pact",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


def test_a_file_has_its_colours_and_may_be_opened_alone(client):
    answer = client.get("/figure/members-timeline.svg?thing=arrangement/pact")
    root = ET.fromstring(answer.text)
    (style,) = root.iterfind(".//{*}style")
    assert "var(" not in style.text and "fill: #0a5261" in style.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "style-src 'sha256-" in policy
    assert "script" not in policy
    said = "".join(root.itertext())
    assert "CC BY 4.0" in said and "/figure/members-timeline?thing=arrangement/pact" in said
    assert EVIL in said
    assert not list(root.iterfind(".//{*}script"))
    assert all(not one.get("href").startswith("/") for one in root.iterfind(".//{*}a"))


def test_a_figure_of_a_day_has_a_strip_of_years(client):
    dated = client.get("/figure/members-map?thing=arrangement/pact&at=1970").text
    assert 'href="/figure/members-map?thing=arrangement/pact&amp;at=2000"' in dated
    assert re.search(r'aria-current="true">1970<', dated)
    assert "years" not in client.get("/figure/chain?thing=mission/two").text.split("<main")[1]
