"""Search by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openalliances.errors import ReleaseDamagedError
from openalliances.linking.search import (
    Match,
    entries_of,
    find,
    fold,
    near,
)
from openalliances.release.search_index import (
    SEARCH_INDEX,
    Entry,
    read_search_index,
    write_search_index,
)
from openalliances.things.page_queries import ask

ENTRIES = (
    Entry("i:amisom", "African Union Mission in Somalia", "mission", ("AMISOM",)),
    Entry("i:nato", "North Atlantic Treaty Organization", "alliance", ("NATO", "OTAN")),
    Entry("i:burundi", "Burundi", "state"),
    Entry("i:army", "Burundi Army", "force"),
    Entry("i:civ", "Côte d’Ivoire", "state", ("Ivory Coast",)),
    Entry("i:pact", "defence pact", "concept"),
    Entry("i:impact", "impact", "concept"),
)


@pytest.mark.parametrize(
    ("text", "first", "match"),
    [
        ("Burundi", "i:burundi", Match.EXACT),
        ("BURUNDI ", "i:burundi", Match.EXACT),
        ("nato", "i:nato", Match.ACRONYM),
        ("burun", "i:burundi", Match.PREFIX),
        ("cote d’ivoire", "i:civ", Match.EXACT),
        ("cote", "i:civ", Match.PREFIX),
        ("ivory", "i:civ", Match.PREFIX),
        ("pact", "i:pact", Match.WORD),
        ("somal", "i:amisom", Match.WORD),
        ("union mission", "i:amisom", Match.WORD),
        ("omali", "i:amisom", Match.SUBSTRING),
        ("i:army", "i:army", Match.EXACT),
    ],
)
def test_the_best_fit_comes_first(text, first, match):
    hit = find(ENTRIES, text)[0]
    assert (hit.entry.iri, hit.match) == (first, match)


def test_a_word_is_better_than_a_piece_of_one():
    assert [hit.entry.iri for hit in find(ENTRIES, "pact")] == ["i:pact", "i:impact"]


@pytest.mark.parametrize("text", ["", "  ", "zzz", "\u0301"])
def test_nothing_fits(text):
    assert find(ENTRIES, text) == []


def test_at_most_so_many():
    assert len(find(ENTRIES, "a", limit=2)) == 2


@pytest.mark.parametrize(
    ("slug", "iri"), [("burundi-armee", "i:burundi"), ("nato_x", "i:nato"), ("zz-zz", None)]
)
def test_what_may_have_been_meant(slug, iri):
    hits = near(ENTRIES, slug)
    assert (hits[0].entry.iri if hits else None) == iri


@given(st.text())
@settings(max_examples=100)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1))
@settings(max_examples=100)
def test_whatever_a_thing_is_called_it_is_found_by_that(name):
    hits = find((*ENTRIES, Entry("i:new", name)), name)
    assert not fold(name) or "i:new" in [hit.entry.iri for hit in hits]


def test_the_index_of_a_release(tmp_path):
    assert read_search_index(tmp_path) is None
    entries = (Entry("i:x", "X", "", ("Y",), "2007–2022"), Entry("i:y", "Ÿ"))
    write_search_index(tmp_path, entries)
    assert read_search_index(tmp_path) == entries


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '[{"iri": "x"}]', '[{"iri":1,"label":2,"also":3}]']
)
def test_a_damaged_index_is_said_to_be_one(tmp_path, text):
    (tmp_path / SEARCH_INDEX).write_text(text)
    with pytest.raises(ReleaseDamagedError):
        read_search_index(tmp_path)


def test_without_an_index_the_names_make_one(engine):
    entries = entries_of(ask(engine, "names", 10))
    assert len({entry.iri for entry in entries}) == len(entries)
    hit = find(entries, "terrorisme")[0]
    assert (hit.match, hit.entry.label, hit.entry.kind) == (Match.EXACT, "terrorism", "concept")
