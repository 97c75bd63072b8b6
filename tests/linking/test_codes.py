"""From an identifier to the thing it stands for, in the year in which it does."""

import pytest

from openalliances.errors import BadRequestError, NotFoundError
from openalliances.linking.codes import by_code, by_iri, codes_of, lookup, only, year_of
from openalliances.rdf.prefixes import ID

from .coded import coded


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return coded(tmp_path_factory.mktemp("codes"))


@pytest.mark.parametrize(
    ("asked", "year", "expected"),
    [
        ("gw:678", 1918, "state/north-yemen"),
        ("gw:678", 1989, "state/north-yemen"),
        ("gw:678", 1990, "state/yemen"),
        ("GWCODE: 678", 2020, "state/yemen"),
        ("gw:678", 1900, ""),
        ("gw:678", None, ""),
        ("iso3:yem", None, "state/yemen"),
        ("iso3c:YEM", 2000, "state/yemen"),
        ("iso3:YEM", 1970, ""),
        ("iso-numeric:4", None, "state/afghanistan"),
        ("unsc:S/RES/1545", None, "resolution/1545"),
        ("unsc:s/res/1545(2004)", None, "resolution/1545"),
        ("unsc:S/RES/154", None, ""),
        ("https://undocs.org/en/S/RES/1545(2004)", None, "resolution/1545"),
        ("https://docs.un.org/en/S/RES/1545%20(2004)", None, "resolution/1545"),
        ("wd:Q805", None, "state/yemen"),
        ("wd:q805", 1950, "state/yemen"),
        ("http://www.wikidata.org/entity/Q805", None, "state/yemen"),
        ("https://www.wikidata.org/wiki/Q805", None, "state/yemen"),
        ("https://m.wikidata.org/wiki/Q805#sitelinks", None, "state/yemen"),
        ("https://www.wikidata.org/wiki/Special:EntityData/Q805.json", None, "state/yemen"),
        ("<https://www.wikidata.org/entity/Q805/>", None, "state/yemen"),
        ("https://www.wikidata.org/wiki/Q8051", None, ""),
        ("register:1-23", None, "state/yemen"),
        ("register:123", None, "state/north-yemen"),
        ("https://register.example/1-23", None, "state/yemen"),
        ("http://register.example/123/", None, "state/north-yemen"),
        ("https://www.register.example/1-23.html?ln=en#top", None, "state/yemen"),
        ("http://register.example/near", None, "state/north-yemen"),
        ("https://w3id.org/openalliances/id/state/yemen", None, "state/yemen"),
        ("http://www.w3id.org/openalliances/id/state/yemen/", None, "state/yemen"),
        ("https://w3id.org/openalliances/id/state/yemen.ttl", None, "state/yemen"),
        ("https://w3id.org/openalliances/id/state/yemen.html?page=2#names", None, "state/yemen"),
        ("https://w3id.org/openalliances/id/state/nowhere", None, ""),
        ("http://", None, ""),
    ],
)
def test_what_an_identifier_stands_for(index, asked, year, expected):
    found = only(lookup(index, asked, year))
    assert (found.entry.iri.removeprefix(ID) if found else "") == expected


def test_without_a_year_all_are_told_with_their_validity(index):
    found = by_code(index, "gw", "678")
    assert {(one.entry.label, one.valid_from, one.valid_to) for one in found} == {
        ("Yemen", "1990", ""),
        ("North Yemen", "1918", "1990"),
    }
    assert {one.predicate for one in found} == {"ally:gwCode"}


def test_what_is_near_is_told_beside_what_is_meant(index):
    found = by_iri(index, "http://register.example/near")
    assert {one.predicate for one in found} == {"skos:exactMatch", "skos:closeMatch"}


@pytest.mark.parametrize(
    ("year", "expected"), [(1950, []), (2000, ["678"]), (None, ["678"]), (1990, ["678"])]
)
def test_the_codes_of_a_thing_are_those_of_the_year(index, year, expected):
    codes = codes_of(index, f"{ID}state/yemen", year)
    assert [code.text for code in codes if code.scheme == "gw"] == expected


def test_the_codes_of_what_has_ended_are_its_last(index):
    codes = codes_of(index, f"{ID}state/north-yemen")
    assert [code.text for code in codes if code.scheme == "gw"] == ["678"]
    assert codes_of(index, f"{ID}state/nowhere") == []


@pytest.mark.parametrize("text", ["Yemen", "", "678", "mailto"])
def test_what_is_no_identifier_is_told_so(index, text):
    with pytest.raises(BadRequestError, match="neither an IRI nor a code"):
        lookup(index, text)


def test_an_unknown_scheme_is_told_with_those_that_there_are(index):
    with pytest.raises(NotFoundError, match="no scheme of codes called wikidate") as caught:
        lookup(index, "wikidate:Q1")
    assert caught.value.hint.startswith("Is it wikidata? There is gw, iso-numeric")


@pytest.mark.parametrize(
    ("text", "year"), [("", None), (" 1990 ", 1990), ("1990-05", 1990), ("1990-05-22", 1990)]
)
def test_the_year_of_a_date(text, year):
    assert year_of(text) == year


@pytest.mark.parametrize("text", ["90", "1990-13", "1990-5-2", "now", "19900"])
def test_what_is_no_year(text):
    with pytest.raises(BadRequestError, match="is no year"):
        year_of(text)
