"""Columns of data frames are reconciled by a client of the protocol: the package reconciler."""

import pytest


@pytest.fixture(scope="module")
def found(python_client):
    return python_client("reconciler_client.py", "reconciler")


@pytest.mark.parametrize("key", ["plain", "with_years"])
def test_names_and_identifiers_are_matched(found, key):
    assert [(row["input_value"], row["id"], row["match"]) for row in found[key]] == [
        ("Burundi", "state/burundi", True),
        ("Tanzania", "state/tanzania", True),
        ("AMISOM", "mission/amisom", True),
        ("state/burundi", "state/burundi", True),
    ]


def test_types_are_told_and_kept_to(found):
    assert {row["type_id"] for row in found["typed"]} == {"State"}


def test_the_best_candidate_comes_first(found):
    for name in ("Burundi", "Tanzania"):
        scores = [row["score"] for row in found["all"] if row["input_value"] == name]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) > 1


def test_an_address_speaks_a_language(found):
    assert found["french"][0]["name"] == "Burundi"
