"""A misspelt word meets the right one where both have lost letters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openalliances.release.spelling import distance, mistakes, remainders

MISSPELT = [
    ("kenia", "kenya", 1),
    ("unoin", "union", 1),
    ("burundy", "burundi", 1),
    ("afganistan", "afghanistan", 1),
    ("phillipines", "philippines", 2),
    ("kyrgistan", "kyrgyzstan", 2),
    ("azerbajan", "azerbaijan", 1),
    ("zerbaijan", "azerbaijan", 1),
]


@pytest.mark.parametrize(("wrong", "right", "letters"), MISSPELT)
def test_a_misspelt_word_meets_the_right_one(wrong, right, letters):
    assert distance(wrong, right) == letters <= mistakes(right)
    assert remainders(wrong) & remainders(right)


def test_short_words_are_not_thought_to_be_misspelt():
    assert mistakes("nato") == 1
    assert mistakes("dr") == 0
    assert len(remainders("dr")) == 1


WORDS = st.text(alphabet="abcdé", min_size=7, max_size=14)


@settings(deadline=None)
@given(WORDS, st.integers(0, 20))
def test_a_letter_left_out_is_always_met(word, at):
    shorter = word[: at % len(word)] + word[at % len(word) + 1 :]
    assert distance(word, shorter) == 1
    assert remainders(word) & remainders(shorter)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_nothing_only_to_itself(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=400))
def test_the_number_of_remainders_has_a_limit(word):
    assert len(remainders(word)) <= 29
