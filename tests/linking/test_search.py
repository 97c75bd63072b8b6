"""Search by name: what is meant comes first, whatever is typed costs little."""

import itertools
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openalliances.errors import ReleaseDamagedError
from openalliances.linking.evidence import Match
from openalliances.linking.index import NameIndex
from openalliances.linking.search import find, near
from openalliances.rdf.prefixes import BASE
from openalliances.release.folding import LONGEST, fold

from .index_of import index_of

FIRST = [
    ("Burundi", "id/state/burundi", Match.EXACT),
    ("BURUNDI ", "id/state/burundi", Match.EXACT),
    ("Côte d'Ivoire", "id/state/civ", Match.EXACT),
    ("COTE D’IVOIRE", "id/state/civ", Match.EXACT),
    ("cote divoire", "id/state/civ", Match.EXACT),
    ("ivory coast", "id/state/civ", Match.EXACT),
    ("ivory", "id/state/civ", Match.PREFIX),
    ("ivoire", "id/state/civ", Match.WORD),
    ("Congo (Kinshasa)", "id/state/drc", Match.EXACT),
    ("Congo, Dem. Rep.", "id/state/drc", Match.REORDERED),
    ("Korea, Rep.", "id/state/south-korea", Match.REORDERED),
    ("Korea, Republic of", "id/state/south-korea", Match.REORDERED),
    ("Democratic Peoples Republic of Korea", "id/state/north-korea", Match.EXACT),
    ("DPRK", "id/state/north-korea", Match.INITIALS),
    ("Gambia", "id/state/gambia", Match.REORDERED),
    ("Gambia (the)", "id/state/gambia", Match.REORDERED),
    ("St. Lucia", "id/state/saint-lucia", Match.EXACT),
    ("United States of America", "id/state/united-states", Match.EXACT),
    ("U.S.A.", "id/state/united-states", Match.INITIALS),
    ("TURKIYE", "id/state/turkiye", Match.EXACT),
    ("tÜrkİye", "id/state/turkiye", Match.EXACT),
    ("Organisation of American States", "id/organization/oas", Match.EXACT),
    ("peace-keeping", "vocab/peacekeeping", Match.EXACT),
    ("defense pact", "vocab/c1", Match.EXACT),
    ("rio treaty", "id/arrangement/rio-treaty", Match.LOCAL),
    ("amisom", "id/mission/amisom", Match.ACRONYM),
    ("A.M.I.S.O.M.", "id/mission/amisom", Match.ACRONYM),
    ("DE", "id/state/germany", Match.CODE),
    ("bdi", "id/state/burundi", Match.CODE),
    ("516", "id/state/burundi", Match.CODE),
    ("cow:516", "id/state/burundi", Match.CODE),
    ("iso-numeric:516", "id/state/namibia", Match.CODE),
    ("4", "id/state/afghanistan", Match.CODE),
    ("S/RES/1545", "id/resolution/1545", Match.CODE),
    ("burun", "id/state/burundi", Match.PREFIX),
    ("union mission", "id/mission/amisom", Match.WORD),
    ("mission african", "id/mission/amisom", Match.WORD),
    ("missions in somalia", "id/mission/amisom", Match.WORD),
    ("UN mission in Somalia", "id/mission/unosom-ii", Match.RELATED),
    ("Kenya EAC", "id/membership/eac/kenya", Match.RELATED),
    ("african unoin", "id/organization/african-union", Match.SPELLING),
    ("Burundy", "id/state/burundi", Match.SPELLING),
    ("Afganistan", "id/state/afghanistan", Match.SPELLING),
    ("frican", "id/organization/eac", Match.SPELLING),
    ("eacekeepin", "vocab/peacekeeping", Match.SPELLING),
    ("keepin", "vocab/peacekeeping", Match.SUBSTRING),
    ("pact", "vocab/c1", Match.WORD),
    ("Burundi of the blue moon", "id/state/burundi", Match.PARTIAL),
    (BASE + "id/force/burundi", "id/force/burundi", Match.EXACT),
]


@pytest.mark.parametrize(("text", "first", "match"), FIRST)
def test_what_is_meant_comes_first(index, text, first, match):
    hit = find(index, text)[0]
    assert (hit.entry.iri, hit.match) == (BASE + first, match)


def test_a_thing_comes_before_what_only_speaks_of_it(index):
    kinds = [hit.entry.kind for hit in find(index, "burundi")]
    assert kinds[0] == "state"
    assert kinds.index("force") < kinds.index("relator") < kinds.index("citation")


def test_a_hit_says_what_it_is_and_by_which_name_it_was_found(index):
    hit = find(index, "ivory coast")[0]
    assert (hit.entry.label, hit.entry.language) == ("Côte d’Ivoire", "fr")
    assert (hit.name, hit.language) == ("Ivory Coast", "en")
    mission = find(index, "amisom")[0].entry
    assert (mission.kind, mission.years) == ("military observation", "2007–2022")


@pytest.mark.parametrize(
    "kind",
    [
        "peace operation",
        "military observation",
        "https://w3id.org/openalliances/ontology/PeaceOperation",
    ],
)
def test_only_a_kind_is_asked_for_and_what_is_below_it(index, kind):
    assert {hit.entry.iri for hit in find(index, "somalia", kind=kind)} == {
        BASE + "id/mission/amisom"
    }
    assert find(index, "somalia", kind="no such kind") == []


@pytest.mark.parametrize("text", ["", "  ", "zzzzzz", "\u0301", "-", "'", '"', "*", "()", "\ud800"])
def test_nothing_fits(index, text):
    assert find(index, text) == []


def test_at_most_so_many_and_always_in_the_same_order(index):
    every = find(index, "a", limit=100)
    assert len(find(index, "a", limit=2)) == 2
    assert find(index, "a", limit=2) == every[:2]


@pytest.mark.parametrize(
    ("slug", "iri"),
    [
        ("burundi-armee", "id/state/burundi"),
        ("burundy", "id/state/burundi"),
        ("afganistan", "id/state/afghanistan"),
        ("amisom_x", "id/mission/amisom"),
        ("zz-zz", None),
        ("favicon", None),
        ("-", None),
    ],
)
def test_what_may_have_been_meant(index, slug, iri):
    hits = near(index, slug)
    assert (hits[0].entry.iri if hits else None) == (iri and BASE + iri)


HOSTILE = [
    "burundi " * 10_000,
    " ".join(f"word{n}" for n in range(10_000)),
    "a" * 100_000,
    "* " * 500,
    '" OR names : "burundi',
    "NEAR(burundi, 2) AND NOT army",
    "burundi\0army",
    "\ud800burundi\udfff",
    "\u202eidnurub\u202c",
    "%_%'; DROP TABLE names; --",
    "^burundi -army +navy {names about} : x",
    "\U0010ffff\ufffe\uffff",
    "i̇" * 100,
    "a b c d e f g h i j k l m",
    "un de la " * 20,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_asks_the_index_a_few_times_only(index, monkeypatch, text):
    asked = itertools.count()
    rows = NameIndex._rows

    def counted(self, sql, parameters):
        next(asked)
        return rows(self, sql, parameters)

    monkeypatch.setattr(NameIndex, "_rows", counted)
    assert len(find(index, text, 5)) <= 5
    assert len(near(index, text)) <= 5
    assert next(asked) <= 120


def test_only_the_beginning_of_a_long_text_counts(index):
    long = "burundi" + " " * LONGEST + "zzzz"
    assert find(index, long) == find(index, "burundi")


@given(st.text(max_size=80))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_is_answered(index, text):
    assert len(find(index, text, 3)) <= 3
    assert len(near(index, text)) <= 5


def _literal(text):
    escaped = "".join(f"\\u{ord(c):04X}" if ord(c) < 0x10000 else f"\\U{ord(c):08X}" for c in text)
    return f'"{escaped}"'


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=20, unique=True))
@settings(max_examples=25, deadline=None)
def test_whatever_a_thing_is_called_it_is_found_by_that(tmp_path_factory, names):
    names = [name for name in names if not any("\ud800" <= c <= "\udfff" for c in name)]
    turtle = "".join(f"i:n{n} rdfs:label {_literal(name)} .\n" for n, name in enumerate(names))
    index = index_of(turtle, tmp_path_factory.mktemp("names"))
    for number, name in enumerate(names):
        found = [hit.entry.iri for hit in find(index, name, 50)]
        assert not fold(name) or f"urn:i:n{number}" in found


def test_threads_share_it(index):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: find(index, "amisom")[0].match, range(32)))
    assert set(found) == {Match.ACRONYM}


def test_what_is_open_can_be_deleted_under_it(tmp_path):
    index = index_of("i:a rdfs:label 'something' .", tmp_path)
    (tmp_path / "names.sqlite").unlink()
    assert find(index, "something")


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(4096)])
def test_a_damaged_index_is_said_to_be_one(tmp_path, content):
    path = tmp_path / "names.sqlite"
    path.write_bytes(content)
    with pytest.raises(ReleaseDamagedError, match="cannot be read"):
        NameIndex(path)


def test_damage_within_is_said_when_it_is_met(tmp_path):
    index_of("".join(f"i:n{n} rdfs:label 'thing number {n}' .\n" for n in range(2000)), tmp_path)
    path = tmp_path / "names.sqlite"
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(ReleaseDamagedError):
        find(NameIndex(path), "thing number 7")


def test_nothing_is_ever_written_into_it(index):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        index._connection().execute("DELETE FROM names")
