"""Search in the shipped set: names as people type them, and every name that we have ourselves."""

import sqlite3
from contextlib import closing

import pytest

from openalliances.linking.evidence import Match
from openalliances.linking.index import open_names
from openalliances.linking.search import find, near
from openalliances.rdf.prefixes import BASE
from openalliances.release.names import NAMES

pytestmark = pytest.mark.slow

TYPED = [
    ("Côte d'Ivoire", "state/cote-d-ivoire"),
    ("COTE D'IVOIRE", "state/cote-d-ivoire"),
    ("Ivory Coast", "state/cote-d-ivoire"),
    ("BDI", "state/burundi"),
    ("516", "state/burundi"),
    ("cow:516", "state/burundi"),
    ("iso-numeric:516", "state/namibia"),
    ("DE", "state/germany"),
    ("United States of America", "state/united-states"),
    ("USA", "state/united-states"),
    ("UK", "state/united-kingdom"),
    ("DPRK", "state/north-korea"),
    ("Korea, Republic of", "state/south-korea"),
    ("Korea, Rep.", "state/south-korea"),
    ("South Korea", "state/south-korea"),
    ("PRC", "state/china"),
    ("UAE", "state/united-arab-emirates"),
    ("CAR", "state/central-african-republic"),
    ("DRC", "state/democratic-republic-of-the-congo"),
    ("Congo (Kinshasa)", "state/democratic-republic-of-the-congo"),
    ("Congo, Dem. Rep.", "state/democratic-republic-of-the-congo"),
    ("Congo (Brazzaville)", "state/republic-of-the-congo"),
    ("St. Lucia", "state/saint-lucia"),
    ("Gambia, The", "state/gambia"),
    ("Zimbabwe (le)", "state/zimbabwe"),
    ("Viet Nam", "state/viet-nam"),
    ("Turkiye", "state/turkiye"),
    ("Swaziland", "state/eswatini"),
    ("Burma", "state/myanmar"),
    ("Kenia", "state/kenya"),
    ("Afganistan", "state/afghanistan"),
    ("Kyrgistan", "state/kyrgyzstan"),
    ("Phillipines", "state/philippines"),
    ("NATO", "organization/nato"),
    ("N.A.T.O.", "organization/nato"),
    ("Organisation of American States", "organization/oas"),
    ("Warsaw Pact", "organization/warsaw-treaty-organization"),
    ("AU", "organization/african-union"),
    ("EU", "organization/european-union"),
    ("African Union", "organization/african-union"),
    ("african unoin", "organization/african-union"),
    ("Rio Treaty", "arrangement/rio-treaty"),
    ("UN charter", "treaty/un-charter"),
    ("S/RES/1545", "resolution/unsc-1545-2004"),
    ("rwanda burundi", "partnership/burundi-rwanda"),
    ("defence partnership rwanda", "partnership/burundi-rwanda"),
    ("nato bosnia", "mission/nato-bosnia-1990s"),
    ("Kenya EAC", "membership/east-african-community/kenya"),
]


@pytest.fixture(scope="module")
def index(shipped_release):
    return open_names(shipped_release)


@pytest.fixture(scope="module")
def rows(shipped_release):
    """Return a function that asks the file itself."""
    path = shipped_release.indexes / NAMES
    with closing(sqlite3.connect(path)) as database:
        yield lambda sql: database.execute(sql).fetchall()


@pytest.mark.parametrize(("text", "first"), TYPED)
def test_what_is_meant_comes_first(index, text, first):
    assert find(index, text)[0].entry.iri == BASE + "id/" + first


@pytest.mark.parametrize(
    ("text", "kind", "words", "most"),
    [
        ("missions in somalia", "mission", ("Somalia",), 3),
        # Two are called missions; UNOSOM was an operation.
        ("UN mission in Somalia", "mission", ("United Nations", "Somalia"), 2),
        ("burundi partnership", "partnership", ("Burundi",), 3),
    ],
)
def test_words_around_a_thing_find_it(index, text, kind, words, most):
    found = find(index, text, most)
    assert len(found) == most
    for hit in found:
        assert f"/id/{kind}/" in hit.entry.iri
        assert all(word in hit.entry.label for word in words)


@pytest.mark.parametrize(
    ("slug", "first"),
    [("burundy", "state/burundi"), ("amisomm", "mission/amisom"), ("kenya-2", "state/kenya")],
)
def test_what_may_have_been_meant(index, slug, first):
    assert near(index, slug)[0].entry.iri == BASE + "id/" + first


def test_each_name_of_a_state_an_organization_or_a_mission_finds_it(index, rows):
    names = rows(
        "SELECT iri, name FROM names JOIN things ON id = thing "
        "WHERE rank <= 3 AND names.kind NOT IN ('local', 'initials') ORDER BY id LIMIT 4000"
    )
    assert len(names) > 1500
    lost = [
        (iri, name)
        for iri, name in names
        if iri not in [hit.entry.iri for hit in find(index, name) if hit.match <= Match.ACRONYM]
    ]
    assert lost == []


def test_each_code_of_a_state_finds_it_alone_within_its_scheme(index, rows):
    codes = rows(
        "SELECT iri, scheme, code FROM codes JOIN things ON id = thing "
        "WHERE rank = 0 AND scheme IN ('iso2', 'iso3', 'iso-numeric', 'm49') ORDER BY id"
    )
    assert len(codes) > 700
    for iri, scheme, code in codes:
        found = [h.entry.iri for h in find(index, f"{scheme}:{code}") if h.match is Match.CODE]
        assert found == [iri], (scheme, code)


def test_the_index_is_small(shipped_release):
    size = (shipped_release.indexes / NAMES).stat().st_size
    assert size < 45 * shipped_release.manifest.quads


@pytest.mark.parametrize(
    "text", ["R-XYZZY", "Camp Xyzzy", "Operation Xyzzy", "resolution 9999", "traité de Xyzzy"]
)
def test_what_is_not_held_suggests_nothing_of_its_kind(index, text):
    assert find(index, text) == []
