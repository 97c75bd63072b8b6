"""One function folds names, in the index and in what is searched for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openalliances.release.folding import (
    bag,
    code_key,
    content_words,
    fold,
    in_words,
    initials,
    key,
)

FOLDED = [
    ("Côte d’Ivoire", "cote d ivoire"),
    ("COTE D'IVOIRE", "cote d ivoire"),
    ("People's Republic", "peoples republic"),
    ("People’s Republic", "peoples republic"),
    ("the States' rights", "the states rights"),
    ("Guinea-Bissau", "guinea bissau"),
    ("Burundi–Rwanda", "burundi rwanda"),
    ("St. Lucia", "saint lucia"),
    ("st", "st"),
    ("Korea, Rep.", "korea republic"),
    ("U.S.A.", "usa"),
    ("U.S. Navy", "us navy"),
    ("Bosnia & Herzegovina", "bosnia and herzegovina"),
    ("Straße", "strasse"),
    ("Ærø œuvre Łódź Þór", "aero oeuvre lodz thor"),
    ("İstanbul", "istanbul"),
    ("ısparta", "isparta"),
    ("ﬁnal", "final"),
    ("Organisation", "organization"),
    ("Organised", "organized"),
    ("stabilisation of defence", "stabilization of defense"),
    ("promises", "promises"),
    ("soft\u00adhyphen and\u200d joiner", "softhyphen and joiner"),
    ("a\0b", "a b"),
    ("half \ud800 character", "half character"),
    ("हिन्दी", "हिन्दी"),
    ("بُرُوندِي", "بروندي"),
    ("S/RES/1545 (2004)", "s res 1545 2004"),
    ("C++", "c"),
    ("???", "???"),
    ("  ", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_what_people_write_differently_is_the_same(text, folded):
    assert fold(text) == folded


@given(st.text() | st.text(alphabet="aAsS'’. rReEpPdDmMİıſßǅ&-\u0345\u0301ΐᾳ"))
@settings(max_examples=500, deadline=None)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_case_does_not_count(text):
    if text.upper().lower() == text.lower() and text.lower().upper() == text.upper():
        assert fold(text.upper()) == fold(text.lower())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Korea, Republic of", "Republic of Korea"),
        ("Gambia (the)", "The Gambia"),
        ("Zimbabwe (le)", "Zimbabwe"),
        ("Congo, Dem. Rep.", "Democratic Republic of the Congo"),
    ],
)
def test_articles_and_the_order_of_words_do_not_count_in_a_bag(one, other):
    assert bag(fold(one)) == bag(fold(other))


def test_a_name_of_articles_only_keeps_them():
    assert content_words("the and") == ["the", "and"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("United Arab Emirates", "uae"),
        ("Democratic People's Republic of Korea", "dprk"),
        ("Burundi", ""),
        ("Treaty of 1955", ""),
        ("", ""),
    ],
)
def test_initials(name, letters):
    assert initials(fold(name)) == letters


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hasPart", "has Part"),
        ("rio-treaty", "rio treaty"),
        ("NATOMember", "NATO Member"),
        ("has_part", "has part"),
        ("Q123", "Q123"),
        ("", ""),
    ],
)
def test_the_words_of_a_local_name(name, words):
    assert in_words(name) == words


def test_spaces_do_not_count_in_a_key():
    assert key(fold("peace-keeping")) == key(fold("Peacekeeping"))


@pytest.mark.parametrize(
    ("code", "folded"), [("004", "4"), ("000", "0"), ("bdi", "bdi"), ("A 1", "a1")]
)
def test_noughts_in_front_of_a_number_do_not_count(code, folded):
    assert code_key(code) == folded
