"""Adjectives of states stand for their names."""

import pytest

from openalliances.pages.answers.adjectives import names_of


@pytest.mark.parametrize(
    ("adjective", "name"),
    [
        *(("Russian", "russia"), ("Kenyan", "kenya"), ("German", "Germany"), ("Iraqi", "iraq")),
        *(("Japanese", "japan"), ("Italian", "italy"), ("Burundian", "burundi")),
        *(("Finnish", "Finland"), ("French", "France"), ("US", "United States")),
        *(("Chinese", "china"), ("Togolese", "Togo"), ("Icelandic", "iceland")),
    ],
)
def test_an_adjective_stands_for_a_name(adjective, name):
    assert name in names_of(adjective)


def test_what_is_none_stands_for_nothing():
    assert [*names_of("Xyzz")] == []
