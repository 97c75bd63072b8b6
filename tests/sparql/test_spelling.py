"""What a misspelt word may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.sparql.spelling import nearest, nearest_key

WORDS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "OPTIONAL", "FILTER")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("SELCT", "SELECT"), ("OPTINAL", "OPTIONAL"), ("ZZZ", ""), ("", ""), ("S" * 100_000, "")],
)
def test_the_nearest_word_is_found(word, meant):
    assert nearest(word, WORDS) == meant


def test_of_equals_the_first_by_name_is_taken_whatever_their_order():
    assert nearest("ax", {"ab", "ac", "ad"}, 0.5) == nearest("ax", ["ad", "ac", "ab"], 0.5) == "ab"


def test_a_key_is_found_by_its_value():
    assert nearest_key("hasparti", {"urn:1": "hasparty", "urn:2": "leads"}) == "urn:1"


def test_among_too_many_nothing_is_looked_for():
    assert nearest("w1", {f"w{number}" for number in range(30_000)}) == ""


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=8))
def test_what_is_found_is_one_of_them(word, among):
    assert nearest(word, among) in (*among, "")
