"""A page, ``show``, the tables, their Turtle and a query say the same of drawn things.

That is the published start and end, what other sources report, and until when it is known.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import openalliances
from openalliances.builder.lately import lately_in
from openalliances.cli.description import chosen_in_words
from openalliances.rdf.prefixes import ALLY, ID
from openalliances.tables.completeness import PublishedThings
from openalliances.tables.data_set import DataSet, read_data_set
from openalliances.tables.observation import with_observations
from openalliances.tables.publication import Choices, Values, adjudicated_values, publish

ROOT = Path(__file__).parents[2]
DRAWN = 30
"""How many memberships, and how many missions, are drawn; half of them with a choice."""


@cache
def data_set() -> DataSet:
    return read_data_set(ROOT)


@cache
def chosen(table: str) -> dict[str, tuple[Values, Choices]]:
    files = tuple(data_set().files.values())
    return {id_: (values, made) for id_, values, made in adjudicated_values(files, table)}


@cache
def drawn() -> tuple[tuple[str, str], ...]:
    luck = random.Random(20261128)
    found: list[tuple[str, str]] = []
    for table in ("membership", "mission"):
        things = chosen(table)
        had = [i for i, (_, made) in things.items() if any(c.rule for c in made.values())]
        rest = sorted(set(things) - set(had))
        few = min(len(had), DRAWN // 2)
        found += [(table, i) for i in luck.sample(had, few) + luck.sample(rest, DRAWN - few)]
    return tuple(found)


def in_tables(table: str, id_: str) -> tuple[set[str], set[str], set[tuple[int, str]]]:
    """Return the published start and end, and what rows report otherwise."""
    values, _ = chosen(table)[id_]
    published = [set(values.get(column, ())) for column in ("start", "end")]
    reported = {
        (row.number, row.cells[column])
        for row in data_set().rows_of(table, id_)
        for column in ("start", "end")
        if row.has_source and column in row.cells and row.cells[column] not in values[column]
    }
    return published[0], published[1], reported


def in_turtle(id_: str) -> tuple[set[str], set[str], set[tuple[int, str]], str]:
    """Return what the Turtle of the tables says of a thing."""
    solutions = turtle().query(SAID % (ALLY, ID + id_))
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return said([{name: solution[name] for name in names} for solution in solutions])


@cache
def turtle() -> ox.Store:
    """Return what the tables publish: what ``openalliances turtle`` prints, thing by thing."""
    names = {iri.removeprefix(ID): name for iri, name in data_set().names.items() if name}
    store = ox.Store()
    files = tuple(data_set().files.values())
    for table in with_observations(publish(files, names), PublishedThings(files), lately_in(ROOT)):
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in table.triples)
    return store


SAID = """
PREFIX ally: <%s> SELECT ?what ?value ?citation WHERE {
  VALUES ?thing { <%s> }
  { VALUES ?what { ally:startDate ally:endDate ally:knownUntil } ?thing ?what ?value }
  UNION
  { VALUES ?what { ally:reportedStart ally:reportedEnd }
    ?thing ally:hasCitation ?citation . ?citation ?what ?value }
}"""


def said(rows: Iterable[Mapping[str, Any]]) -> tuple[set[str], set[str], set[tuple[int, str]], str]:
    """Return start, end, what is reported otherwise, and until when it is known."""
    start, end, reported, known = set[str](), set[str](), set[tuple[int, str]](), ""
    for row in rows:
        what, value = row["what"].value.removeprefix(ALLY), row["value"].value
        citation = row.get("citation")
        if citation is not None:
            reported.add((int(citation.value.rpartition("/")[2]), value))
        elif what == "knownUntil":
            known = value
        else:
            (start if what == "startDate" else end).add(value)
    return start, end, reported, known


@pytest.fixture(scope="module")
def library(shipped_release):
    with openalliances.open(shipped_release.folder) as opened:
        yield opened


def test_enough_is_drawn() -> None:
    assert len(set(drawn())) >= 50
    assert sum(bool(in_tables(*one)[2]) for one in drawn()) >= 20


def test_the_turtle_of_the_tables_says_what_the_tables_say() -> None:
    for table, id_ in drawn():
        assert in_turtle(id_)[:3] == in_tables(table, id_), id_


def test_a_query_says_what_the_turtle_says(library) -> None:
    for _, id_ in drawn():
        assert said(library.query(SAID % (ALLY, ID + id_))) == in_turtle(id_), id_


def test_a_page_and_show_say_what_a_query_says(library) -> None:
    for _, id_ in drawn():
        start, end, reported, known = said(library.query(SAID % (ALLY, ID + id_)))
        thing = library.describe(ID + id_)
        page = html.unescape(re.sub(r"<[^>]+>", "", library.page(ID + id_)))
        lines = [chosen_in_words(choice, thing) for choice in thing.adjudications]
        for value in (*start, *end):
            assert value in page, (id_, value)
        for _, value in reported:
            assert value in page, (id_, value)
        for line in lines:
            name = line.split(":")[0]
            shown = {"start date": start, "end date": end}.get(name, set())
            assert all(value in line for value in shown), (id_, line)
            reason = line.split("”. ", 1)[1].split(" Not followed")[0]
            assert reason in " ".join(page.split()), (id_, reason)
        assert not known or known in page, (id_, known)
