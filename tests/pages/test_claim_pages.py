"""Pages of what somebody says: claims, findings, partnerships, sources, single statements."""

import html
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from openalliances.cli import main
from openalliances.facts.days import Day
from openalliances.pages import composed, glossary
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.rdf.prefixes import ID
from openalliances.settings import Settings
from openalliances.tabular.store import open_tables

from ..facts import essays
from ..facts.essays import CLOSED, ESSAY, GUARDS, PARTNERSHIP, PASSAGES, TEXT, TRAINS, WORDS
from ..facts.small import HOSTILE, write_small
from ..sample import release, settings

__all__ = ["release", "settings"]

EVERY = (
    *(PARTNERSHIP, essays.STRAND, essays.SOUGHT, TRAINS, GUARDS, CLOSED, essays.TRAINED),
    essays.MET,
    *(ESSAY, "section/essay/a1", PASSAGES[0]["id"], "source/one", essays.STATEMENT),
    *(f"{essays.STATEMENT}/abc", "claim/classification/aland/state"),
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("essays")
    write_small(folder / "tables", essays.ROWS)
    return open_tables(folder)


@pytest.fixture
def site_with(release, engine, tables):
    def made(**given):
        site = Site(release, engine, Settings(**given))
        site.__dict__["tables"] = tables
        return site

    return made


def page_of(site, id_, **asked):
    return composed.page(View(site, **asked), ID + id_)


def words(markup):
    text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup))).strip()
    return re.sub(r" (?=[,.;])", "", text)


def part(page, start, end):
    return page.partition(start)[2].partition(end)[0]


def sides_of(page):
    box = part(page, '<section class="sides"', "</section>")
    return [one.partition("</div>")[0] for one in box.split('<div class="side">')[1:]]


def said_in(side):
    return [words(text) for text in re.findall(r'<p class="said">(.*?)</p>', side, re.DOTALL)]


def test_a_contradiction_has_two_sides_each_with_its_own_mark(site_with):
    essay, press = sides_of(page_of(site_with(), PARTNERSHIP))
    assert said_in(essay) == [
        "The Aland–Beland defence partnership includes border measures.",
        "The Aland–Beland defence partnership is praised.",
    ]
    assert said_in(press) == ["The border was closed in 2015."]
    assert "An essay without date and references says" in words(essay)
    assert "Press reports of March 2015 say" in words(press)
    assert "#ev-none" in essay and "undated and unsourced" in essay
    assert "#ev-many" in press and "corroborated" in press
    # The mark of the disagreement belongs to the pair.
    assert "#ev-against" not in essay + press


def test_a_finding_names_its_sources_each_place_once(site_with):
    _, press = sides_of(page_of(site_with(), PARTNERSHIP))
    assert press.count("<cite>") == 2
    assert "Paper One, Paper Two" in words(press)
    assert "nobody" not in page_of(site_with(), CLOSED)


def test_the_answer_names_who_speaks_and_what_speaks_against_it(site_with):
    answer = words(part(page_of(site_with(), PARTNERSHIP), '<p class="answer">', "</p>"))
    assert answer.startswith("An essay without date and references describes a defence partnership")
    assert answer.endswith(
        "One finding speaks against it, of 2015 : The border was closed in 2015."
    )
    claim = words(part(page_of(site_with(), TRAINS), '<p class="answer">', "</p>"))
    assert claim.startswith("An essay without date and references says so, in section A1")
    assert "Reports support it: Soldiers of both were seen to train." in claim


def test_claims_stand_under_whose_they_are_without_what_all_begin_with(site_with):
    section = part(page_of(site_with(), PARTNERSHIP), 'aria-labelledby="claims"', "</section>")
    assert "What an essay says" in section
    said = words(section)
    for text in ("… includes training", "… includes border measures", "… is praised"):
        assert text in said, text
    assert "1 finding speaks against it" in said
    assert "1 finding supports it" in said
    # The document that makes all of them is named once, with its mark.
    assert section.count("undated and unsourced") == 1


def section(page, slug):
    return words(part(page, f'aria-labelledby="{slug}"', "</section>"))


def test_events_are_documented_or_speak_against_a_partnership_each_with_its_days(site_with):
    page = page_of(site_with(), PARTNERSHIP)
    documented, against = section(page, "reported"), section(page, "against")
    assert "Their ministers met. meeting 6 May 2014" in documented
    assert "The border was closed" not in documented
    assert "The border was closed in 2015." in against
    assert "February 2015 to 2 January 2016" in against
    # What has no date comes last.
    assert documented.index("Their ministers met.") < documented.index("Soldiers of both")


def test_of_a_day_the_events_are_told_that_had_begun(site_with):
    page = page_of(site_with(), PARTNERSHIP, day=Day.of("2014"))
    assert "Their ministers met." in section(page, "reported")
    assert not section(page, "against")
    assert not section(page_of(site_with(), PARTNERSHIP, day=Day.of("2013")), "reported")


def test_each_line_has_its_events_or_the_search_that_found_none(site_with):
    lines = section(page_of(site_with(), PARTNERSHIP), "strands")
    assert "Searched on 29 November 2026, nothing found" in lines
    assert "Nothing at all." in lines
    sought = section(page_of(site_with(), essays.SOUGHT), "searched")
    assert "29 November 2026" in sought and "Nothing at all." in sought
    assert not section(page_of(site_with(), essays.STRAND), "searched")


def test_what_outdates_a_finding_is_told_at_both_ends(site_with):
    earlier = page_of(site_with(), CLOSED)
    assert "A later report shows it to be so no longer: The border was opened." in words(earlier)
    later = words(
        part(page_of(site_with(), essays.OPENED), 'aria-labelledby="times"', "</section>")
    )
    assert "The border was closed in 2015." in later


def test_a_finding_is_marked_by_its_sources(site_with):
    for id_, grade in ((CLOSED, "corroborated"), (essays.OPENED, "single source")):
        key = part(page_of(site_with(), id_), '<aside class="key"', "</aside>")
        assert grade in key, id_
    assert "No source of it has been looked up yet." in page_of(site_with(), essays.TRAINED)


@pytest.mark.parametrize("id_", EVERY)
def test_labels_of_strangers_stay_text(site_with, id_):
    page = page_of(site_with(contact="mailto:data@example.org"), id_)
    assert HOSTILE not in page
    assert "<script>" not in page


def test_without_a_copy_the_place_alone_is_told(site_with):
    page = page_of(site_with(), TRAINS)
    assert WORDS[0] not in page
    assert "Section A1, paragraph 1" in page
    assert PASSAGES[0]["digest"] in page
    assert "serve --documents" in page


def test_passages_are_quoted_from_the_very_document(site_with, tmp_path):
    (tmp_path / "essay.txt").write_bytes(TEXT.encode())
    site = site_with(documents=str(tmp_path))
    for id_, quoted in ((TRAINS, WORDS[0]), (PASSAGES[1]["id"], WORDS[1])):
        quote = part(page_of(site, id_), '<blockquote class="quote">', "</blockquote>")
        assert words(quote) == quoted, id_
    assert WORDS[1] in page_of(site, PARTNERSHIP)


@pytest.mark.parametrize("content", [TEXT.replace("train", "fight").encode(), b"\xff\xfe", b""])
def test_another_copy_is_said_and_not_quoted(site_with, tmp_path, content):
    (tmp_path / "essay.txt").write_bytes(content)
    site = site_with(documents=str(tmp_path))
    page = page_of(site, TRAINS)
    assert "blockquote" not in page
    assert "the copy at hand is another text" in page
    assert "a copy with other words" in page_of(site, ESSAY)


def test_a_folder_without_the_document_quotes_nothing(site_with, tmp_path):
    page = page_of(site_with(documents=str(tmp_path)), TRAINS)
    assert "blockquote" not in page
    assert "another text" not in page


def test_pages_differ_in_their_validators_by_the_copies_at_hand(site_with, tmp_path):
    (tmp_path / "essay.txt").write_bytes(TEXT.encode())
    tags = {
        site_with(**given).etag("x")
        for given in ({}, {"documents": str(tmp_path)}, {"contact": "mailto:a@example.org"})
    }
    assert len(tags) == 3


def test_what_rests_on_a_source_is_told_in_parts(site_with):
    site = site_with()
    seen = []
    for number in (1, 2, 3):
        page = page_of(site, "source/one", number=number)
        found = re.findall(r"/id/membership/many/(\d+)\.html", page)
        assert len(found) <= 100
        seen += found
        assert len(page) < 100_000
    assert sorted(set(seen)) == [f"{n:03}" for n in range(essays.MANY)]
    first = page_of(site, "source/one")
    assert "231 memberships" in words(part(first, '<p class="answer">', "</p>"))
    assert "?page=3#of-membership" in first


def test_a_statement_names_sources_for_it_and_what_others_give(site_with):
    page = page_of(site_with(), f"{essays.STATEMENT}/abc")
    answer = words(part(page, '<p class="answer">', "</p>"))
    assert (
        answer
        == "It is 2 January 1950, by Paper One. Evidence: single source. 1 source gives another."
    )
    other = words(part(page, 'aria-labelledby="otherwise"', "</section>"))
    assert "Paper Two" in other
    assert "31 December 1949" in other
    assert "release 2026.11.1" in words(page)
    cell = page_of(site_with(), essays.STATEMENT)
    assert "1 value of it is published now." in words(cell)
    assert f"{essays.STATEMENT}/abc.html" in cell


def test_our_own_classification_says_that_it_is_ours(site_with):
    page = words(page_of(site_with(), "claim/classification/aland/state"))
    assert "No source is cited for it: we say so ourselves. It is one, we think." in page


def test_a_page_in_another_language_keeps_its_links_in_it(site_with):
    page = composed.page(
        replace(View(site_with(), language="fr"), is_language_asked=True), ID + PARTNERSHIP
    )
    assert f"/id/{GUARDS}.html?lang=fr" in page


def test_an_error_is_reported_from_the_page_and_from_each_row(site_with):
    site = site_with(contact="mailto:data@example.org")
    page = page_of(site, PARTNERSHIP)
    mails = [html.unescape(one) for one in re.findall(r'href="(mailto:[^"]+)"', page)]
    assert len(mails) >= 4
    asked = [parse_qs(urlsplit(mail).query)["body"][0] for mail in mails]
    assert any(f"{ID}{PARTNERSHIP}\r\n" in body for body in asked)
    assert any(f"{ID}{CLOSED}" in body and "was closed in 2015" in body for body in asked)
    assert "mailto:" not in page_of(site_with(), PARTNERSHIP)


def test_a_term_is_explained_where_it_is_named_first(release, engine, tables, monkeypatch):
    site = Site(release, engine, Settings())
    site.__dict__["tables"] = tables
    monkeypatch.setattr(glossary, "meaning", lambda view, thing: 'A "claim" <of> somebody.')
    page = page_of(site, TRAINS)
    title = 'title="A &#34;claim&#34; &lt;of&gt; somebody."'
    assert f'<a class="term" href="/ontology/Claim.html" {title}>Claim</a>' in page


def test_serve_names_a_folder_of_documents_that_is_not_there(tmp_path):
    done = CliRunner().invoke(main, ["serve", "--documents", str(tmp_path / "none")])
    assert done.exit_code == 2
    assert "does not exist" in done.output


def test_sentences_of_the_data_are_told_to_be_english_on_a_page_in_french(site_with):
    view = View(site_with(), language="fr")
    essay, _ = sides_of(composed.page(view, ID + PARTNERSHIP))
    assert '<span lang="en">The Aland–Beland defence partnership is praised.</span>' in essay
    essay, _ = sides_of(page_of(site_with(), PARTNERSHIP))
    assert 'lang="en"' not in essay
