"""Reconciliation with the data set itself: values as they are published, members at a date."""

import json
from dataclasses import replace

import pytest

from openalliances.errors import BadRequestError, BodyTooLargeError, QueryTimeoutError
from openalliances.linking.index import open_names
from openalliances.linking.reconciliation import extend, names, queries, suggest
from openalliances.linking.reconciliation.identifiers import ENTITIES, TYPES
from openalliances.linking.reconciliation.service import Limits, Service
from openalliances.tabular.store import open_tables

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service(shipped_release):
    limits = Limits(queries=200, ids=1000, candidates=50, text=200, seconds=30.0)
    tables = open_tables(shipped_release.folder)
    return Service(open_names(shipped_release), tables, limits, ENTITIES, TYPES)


def extended(service, ids, *properties, language="en"):
    """Return the values of each thing, as short as they are told apart."""
    asked = [one if isinstance(one, dict) else {"id": one} for one in properties]
    read = extend.read(service, json.dumps({"ids": ids, "properties": asked}))
    rows = extend.answer(service, *read, language)["rows"]
    return [
        [[next(iter(value.values())) for value in rows[id_][one["id"]]] for one in asked]
        for id_ in ids
    ]


def members(service, id_, date=""):
    return extended(service, [id_], {"id": "members", "settings": {"date": date}})[0][0]


def reconciled(service, *given, language="en"):
    batch = {
        str(n): one if isinstance(one, dict) else {"query": one} for n, one in enumerate(given)
    }
    found = queries.answer(service, queries.read_batch(service, json.dumps(batch)), language)
    return [one["result"] for one in found.values()]


def sure(service, *given):
    return [
        found[0]["id"] if found and found[0]["match"] else ""
        for found in reconciled(service, *given)
    ]


@pytest.mark.parametrize(
    ("date", "has", "has_not"),
    [
        ("1949", "state/france", "state/turkiye"),
        ("1953-01-01", "state/turkiye", "state/spain"),
        ("1990", "state/spain", "state/poland"),
        ("2005-06", "state/poland", "state/croatia"),
        ("", "state/croatia", "state/ireland"),
    ],
)
def test_members_hold_at_the_date_that_is_asked_for(service, date, has, has_not):
    found = members(service, "organization/nato", date)
    assert has in found
    assert has_not not in found


def test_dates_hosts_leads_and_sources_of_missions_are_told(service):
    ((start, end, hosts, lead, sources),) = extended(
        service, ["mission/amisom"], "start", "end", "hosts", "lead", "source_ids"
    )
    assert start[0].startswith("2007")
    assert end[0].startswith("2022")
    assert hosts == ["state/somalia"]
    assert lead == ["organization/african-union"]
    assert "source/amisom-background" in sources


def test_codes_go_by_either_name_and_by_date(service):
    ((cow, ccode, iso),) = extended(service, ["state/burundi"], "cow", "ccode", "iso3c")
    assert (cow, ccode, iso) == (["516"], ["516"], ["BDI"])
    by_date = [{"id": "cow", "settings": {"date": date}} for date in ("1970", "2000")]
    told = [extended(service, ["state/germany"], one)[0][0] for one in by_date]
    assert told == [[], ["255"]] or told == [["260"], ["255"]]


def test_what_states_take_part_in_is_told(service):
    ((hosted, memberships),) = extended(
        service,
        ["state/somalia"],
        "hosted_missions",
        {"id": "memberships", "settings": {"date": "2010"}},
    )
    assert "mission/amisom" in hosted
    assert "organization/african-union" in memberships


@pytest.mark.parametrize(
    ("type_", "has"),
    [
        ("State", {"cow", "gw", "iso3", "memberships", "hosted_missions", "official_name"}),
        ("PeaceOperation", {"start", "end", "hosts", "lead", "instruments", "source_ids"}),
        ("Organization", {"members", "start", "acronym", "led_missions"}),
        ("MilitaryAlliance", {"members", "obligations", "atop", "start"}),
        ("LegalInstrument", {"symbol", "adopted", "text_address"}),
        ("Source", {"publisher", "date", "address"}),
    ],
)
def test_properties_are_proposed_that_things_of_the_type_have(service, type_, has):
    told = {one["id"] for one in extend.proposed(service, type_, 500)["properties"]}
    assert has <= told
    assert "year" not in told
    assert not {"ccode", "iso3c"} & told


def test_each_proposed_property_has_values(service):
    for known in service.types.defaults:
        told = [one["id"] for one in extend.proposed(service, known.id, 500)["properties"]]
        some = names.some_of(service.index, known.iri, 50)
        rows = extended(service, [ENTITIES.id_of(iri) for iri in some], *told)
        for number, name in enumerate(told):
            assert any(row[number] for row in rows), (known.id, name)


def test_two_hundred_things_and_five_properties_are_one_batch(service):
    iris = names.some_of(service.index, TYPES.iri_of("State"), 200)
    ids = [ENTITIES.id_of(iri) for iri in iris]
    rows = extended(service, ids, "iso3", "cow", "memberships", "source_ids", "kind")
    assert len(rows) == 200
    assert sum(bool(row[0]) for row in rows) > 150


def test_states_are_found_by_name_identifier_and_code(service):
    found = sure(
        service,
        "Kenya",
        "state/kenya",
        {"query": "Kenya", "type": "State", "properties": [{"pid": "cow", "v": 501}]},
        {"properties": [{"pid": "iso3", "v": "KEN"}], "type": "State"},
        {"query": "Kenya", "properties": [{"pid": "year", "v": "1999"}]},
    )
    assert found == ["state/kenya"] * 5


@pytest.mark.parametrize("pid", ["year", "date", "at", "start", "adopted", "end", "known_until"])
@pytest.mark.parametrize(
    "value", [1994, 1994.0, "1994", "1994-05-22", "May 1994", ["1994", "2001"]]
)
def test_a_date_of_whatever_form_gives_the_year(service, pid, value):
    given = {"query": "Rwanda", "properties": [{"pid": pid, "v": value}]}
    assert queries.read_query(service, "it", given).asked.year == 1994


def test_what_else_is_given_is_compared_with_codes_and_surroundings(service):
    given = [("ccode", 501), ("host", {"id": "state/somalia"}), ("lead", {"id": "x", "name": "AU"})]
    properties = [{"pid": pid, "v": value} for pid, value in given]
    asked = queries.read_query(service, "it", {"query": "x", "properties": properties}).asked
    assert asked.context == ("cow:501", "Somalia", "AU")
    assert asked.year is None


def test_names_come_in_a_language(service):
    ((found, *_),) = reconciled(service, "Germany", language="fr")
    assert (found["id"], found["name"]) == ("state/germany", "Allemagne")
    ((name, _),) = extended(service, ["state/germany"], "name", "kind", language="fr")
    assert name == ["Allemagne"]


def test_scores_never_grow_and_one_at_most_is_sure(service):
    for found in reconciled(service, "Congo", "NATO", "UN", "Germany", "Somalia mission", "pact"):
        scores = [one["score"] for one in found]
        assert scores == sorted(scores, reverse=True)
        assert sum(one["match"] for one in found) <= 1
        assert not any(one["match"] for one in found[1:])


def test_suggestions_go_on_where_the_cursor_says(service):
    whole = suggest.entities(service, "united", limit=6)["result"]
    parts = [suggest.entities(service, "united", start=n, limit=2)["result"] for n in (0, 2, 4)]
    assert [one["id"] for part in parts for one in part] == [one["id"] for one in whole]
    assert len(whole) == 6


@pytest.mark.parametrize("id_", ["State", "PeaceOperation"])
def test_types_are_suggested_by_identifier_and_name(service, id_):
    name = service.types.named(id_).name
    for prefix in (id_, name, name[:4], name.upper()):
        assert id_ in [one["id"] for one in suggest.types(service, prefix)["result"]], prefix


@pytest.mark.parametrize("prefix", ["iso3", "iso3c", "ISO alpha-3", "iso"])
def test_properties_are_suggested_by_either_name(service, prefix):
    assert "iso3" in [one["id"] for one in suggest.properties(service, prefix)["result"]]


def test_what_is_unknown_names_what_there_is(service):
    with pytest.raises(BadRequestError) as raised:
        queries.read_batch(service, '{"q": {"query": "a", "type": "PeaceOperations"}}')
    assert "PeaceOperation" in raised.value.hint
    with pytest.raises(BodyTooLargeError) as too_many:
        queries.read_batch(service, json.dumps({str(n): {"query": "a"} for n in range(201)}))
    assert "200" in too_many.value.hint


def test_a_batch_that_takes_too_long_is_given_up(service):
    hurried = replace(service, limits=replace(service.limits, seconds=-1.0))
    with pytest.raises(QueryTimeoutError) as raised:
        reconciled(hurried, "Kenya")
    assert "fewer" in raised.value.hint
