"""A composed page of values: each block is shown, what strangers wrote stays text."""

import pytest
from markupsafe import Markup

from openalliances.facts.days import Day
from openalliances.facts.receipts import Citation
from openalliances.pages.composed import grading
from openalliances.pages.composed import model as m
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.pages.view import View

from ..sample import release, settings

__all__ = ["release", "settings"]

HOSTILE = '<script>alert("1")</script>'
CITATION = Citation(
    "citation/x/1",
    "state/x",
    "source/one",
    HOSTILE,
    "A publisher",
    "2020-01-02",
    "press",
    "https://example.org/1",
    place="paragraph 2",
    check="seen-in-source",
    checked_on="2026-11-23",
    properties=("startDate",),
    other_start="1967",
)
RECEIPT = m.Receipt.of([CITATION], "single-source")
PAGE = m.Composed(
    "state/x",
    HOSTILE,
    eyebrow="State",
    answer=Markup("X has been bound since {}.").format(HOSTILE),
    also=(m.Name("Le X", "fr"),),
    key=(m.Key("COW", "501"),),
    key_receipt=RECEIPT,
    head=(
        m.Sides(
            "Disagreement",
            "They disagree.",
            m.Side("A", ((Markup("says"), RECEIPT),)),
            m.Side("B", ((Markup("denies"), None),)),
        ),
    ),
    sections=(
        m.Section(
            "one",
            "One",
            (
                m.Table(
                    "Rows",
                    (m.Column("Name"), m.Column("Number", True)),
                    (m.Group((m.Row((HOSTILE, "7"), RECEIPT),), "Group"),),
                ),
                m.Chain("Chain", (m.Step("Before"), m.Step("Here", "1999", is_here=True))),
                m.Strip("Years", (("1999", "?at=1999"),), "1999", "/x", "1999"),
                m.Text(Markup("<p>words</p>")),
                m.Pager("Pages", (("1", "?page=1"), ("2", "?page=2")), "1"),
            ),
            count="1",
            ways=(m.Way("CSV", "/x.csv", "of rows"),),
            jump="1",
        ),
        m.Section("two", "Two", (), jump="-"),
    ),
)


@pytest.fixture
def html(release, engine, settings):
    view = View(Site(release, engine, settings), day=Day.of("1999"))
    return render(
        "composed/page.html",
        view,
        page=PAGE,
        iri="https://w3id.org/x",
        formats=(),
        grades=grading.MARKS,
        named=grading.named,
    )


def test_what_strangers_wrote_stays_text(html):
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") >= 4


def test_sources_stand_under_their_row_with_place_check_and_other_date(html):
    row = html.partition('id="one"')[2].partition("</tbody></table>")[0]
    for said in ("A publisher", "paragraph 2", "Seen in the source", "23 November 2026", "1967"):
        assert said in row, said
    assert 'href="https://example.org/1"' in row


def test_each_block_and_the_ways_are_shown(html):
    for said in (
        'class="chain"',
        'aria-current="page"',
        "<p>words</p>",
        'class="pager"',
        'class="sides"',
        'data-l="Number"',
        'href="/x.csv"',
        "Le X",
        'href="#one"',
    ):
        assert said in html, said


def test_links_keep_the_day_and_all_statements_are_one_link_away(html):
    assert 'href="/id/source/one.html?at=1999"' in html
    assert "/id/state/x.html?view=data" in html
