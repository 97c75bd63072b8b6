"""Every identifier of every link set leads to its thing, and each code in its years."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing

import pytest

from openalliances.linking.codes import Known, by_code, by_iri, codes_of, only
from openalliances.linking.index import open_names
from openalliances.linking.joining import TOLD
from openalliances.release.names import NAMES

NEAR = ("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
_LINKS = """SELECT things.iri, target, code, links.iri, predicate FROM links
  JOIN things ON things.id = thing ORDER BY target, code"""
_CODES = """SELECT things.iri, scheme, code, valid_from, valid_to FROM codes
  JOIN things ON things.id = thing
  WHERE kind NOT LIKE 'period of%' AND valid_from <> '' ORDER BY scheme, code"""


@pytest.fixture(scope="module")
def index(shipped_release):
    return open_names(shipped_release)


@pytest.fixture(scope="module")
def rows(shipped_release):
    with closing(sqlite3.connect(shipped_release.indexes / NAMES)) as database:
        return {
            "links": database.execute(_LINKS).fetchall(),
            "codes": database.execute(_CODES).fetchall(),
        }


def iri_of(known: Known | None) -> str:
    return known.entry.iri if known else ""


def leads(found: list[Known], thing: str, predicate: str) -> bool:
    """Return whether *thing* is among what was found; what is the same is the one that is meant."""
    if predicate in NEAR:
        return thing in {one.entry.iri for one in found}
    return iri_of(only(found)) == thing


def test_every_code_of_every_link_set_leads_to_its_thing(index, rows):
    assert len(rows["links"]) > 6000 and len({row[1] for row in rows["links"]}) > 50
    lost = []
    for thing, target, code, _, predicate in rows["links"]:
        if not leads(by_code(index, target, code), thing, predicate):
            lost.append((target, code, thing))
    assert lost == []


def test_every_iri_of_every_link_set_leads_to_its_thing_however_it_is_written(index, rows):
    lost = []
    with_iri = [row for row in rows["links"] if row[3]]
    assert len(with_iri) > 2000
    for number, (thing, _, _, iri, predicate) in enumerate(with_iri):
        scheme, _, rest = iri.partition("://")
        other = {"http": "https", "https": "http"}[scheme]
        written = iri if number % 2 else f"{other}://{rest.removesuffix('/')}"
        if not leads(by_iri(index, written), thing, predicate):
            lost.append((written, thing))
    assert lost == []


def test_a_code_leads_to_its_thing_in_each_of_its_years(index, rows):
    """In a year that two share it leads to the one that goes on, as at the end of that year."""
    lost, holders = [], defaultdict(list)
    for row in rows["codes"]:
        holders[row[1:3]].append(row)
    assert len(holders) > 600
    for (scheme, code), spells in holders.items():
        for thing, _, _, start, end in spells:
            for year in {int(start), int(end or 2026), (int(start) + int(end or 2026)) // 2}:
                going_on = {
                    one[0]
                    for one in spells
                    if int(one[3]) <= year and (not one[4] or year < int(one[4]))
                }
                found = iri_of(only(by_code(index, scheme, code, year)))
                if found != (thing if not going_on or thing in going_on else next(iter(going_on))):
                    lost.append((scheme, code, year, thing, found))
    assert lost == []


def test_the_codes_of_a_thing_in_a_year_lead_back_to_it(index, rows):
    lost = []
    years = {row[0]: (int(row[3]) + int(row[4] or 2026)) // 2 for row in rows["codes"]}
    assert len(years) > 200
    for thing, year in years.items():
        codes = [code for code in codes_of(index, thing, year) if code.scheme in TOLD]
        for code in codes:
            if iri_of(only(by_code(index, code.scheme, code.text, year))) != thing:
                lost.append((thing, year, code))
    assert lost == []


@pytest.mark.parametrize(
    ("scheme", "code", "year", "thing"),
    [
        ("gw", "678", 1980, "north-yemen"),
        ("gw", "678", 1990, "yemen"),
        ("cow", "679", 2000, "yemen"),
        ("cow", "345", 1950, "yugoslavia"),
        ("cow", "345", 2010, "serbia"),
        ("cow", "365", 1950, "soviet-union"),
        ("cow", "365", 2000, "russia"),
        ("cow", "255", 1960, ""),
        ("cow", "260", 1960, "germany"),
        ("iso3", "DEU", 1960, "germany"),
        ("iso3", "RUS", 1950, ""),
        ("wd", "Q967", 2020, "burundi"),
    ],
)
def test_what_codes_mean_in_a_year(index, scheme, code, year, thing):
    found = iri_of(only(by_code(index, scheme, code, year)))
    assert found.rpartition("/")[2] == thing
