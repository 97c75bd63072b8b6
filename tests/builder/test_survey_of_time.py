"""What the survey says of time: statuses, ages, and lists by completeness."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from openalliances.builder.lately import lately_of
from openalliances.builder.survey_of_time import time_rows
from openalliances.rdf.prefixes import ALLY, ID, VOCAB

HEAD = f"""
PREFIX ally: <{ALLY}>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX id: <{ID}membership/>
PREFIX listing: <{ID}listing/>
PREFIX observed: <{VOCAB}observation-status/>
PREFIX list: <{VOCAB}listed-kind/>
PREFIX complete: <{VOCAB}completeness/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DATED = 'id:set ally:latelyMonths 24 ; dcterms:modified "2026-11-28"^^xsd:date .'


def rows(said: str, dated: str = DATED) -> list[tuple[str, str, str]]:
    store = ox.Store()
    store.load(f"{HEAD}{said}".encode(), ox.RdfFormat.TURTLE)
    triples = [quad.triple for quad in ox.parse(f"{HEAD}{dated}", ox.RdfFormat.TURTLE)]
    return list(time_rows(store, triples))


def test_statuses_are_counted_by_kind():
    found = rows(
        "id:a ally:hasObservationStatus observed:ended . "
        "id:b ally:hasObservationStatus observed:known-lately . "
        "id:c ally:hasObservationStatus observed:known-lately ."
    )
    assert found[:2] == [
        ("as of", "memberships: known lately", "2 (67%)"),
        ("as of", "memberships: ended", "1 (33%)"),
    ]


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("2026-01-01", "under a year"),
        ("2025-01-01", "one year"),
        ("2022-12-01", "two to four years"),
        ("2020-01-01", "five to nine years"),
        ("2012-12-31", "ten years and more"),
    ],
)
def test_the_age_of_an_observation_is_measured_against_the_date_of_the_data_set(day, age):
    found = rows(f'id:a ally:knownUntil "{day}"^^xsd:date .')
    assert [what for _, what, number in found if number == "1"] == [
        f"age of the last observation: {age}"
    ]


def test_without_a_date_there_is_no_age():
    assert rows('id:a ally:knownUntil "2012-12-31"^^xsd:date .', "") == []


def test_lists_are_counted_by_kind_and_completeness():
    found = rows(
        "listing:a ally:hasListedKind list:members ; ally:hasCompleteness complete:complete . "
        "listing:b ally:hasListedKind list:tasks ; ally:hasCompleteness complete:unknown . "
        "id:a ally:isCompleteFor list:members ."
    )
    assert [row for row in found if row[0] == "completeness"] == [
        ("completeness", "lists of members: complete", "1"),
        ("completeness", "lists of tasks: unknown", "1"),
        ("completeness", "complete for members", "1"),
    ]


def test_lately_needs_both_the_months_and_the_date():
    def of(dated: str) -> object:
        parsed = ox.parse(f"{HEAD}{dated}", ox.RdfFormat.TURTLE)
        return lately_of(quad.triple for quad in parsed)

    assert of("id:set ally:latelyMonths 24 .") is None
    assert of('id:set dcterms:modified "2026-11-28"^^xsd:date .') is None
    assert of(DATED) is not None
