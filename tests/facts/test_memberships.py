"""Who belongs to what: spells, waves, sizes, suspensions, defence partners, obligations."""

import pytest

from openalliances.facts import memberships, obligations, partners
from openalliances.facts.days import Day, Holds

LEAGUE = "organization/league"
PACT = "arrangement/pact"


def test_members_come_in_the_order_of_joining(reader):
    found = memberships.of_body(reader, LEAGUE)
    assert [one.member for one in found] == [
        "state/aland",
        "state/beland",
        "state/celand",
        "state/deland",
    ]
    assert found[0].acronym == "LL"
    assert found[2].spell.has_ended


def test_what_a_state_belongs_to_has_kinds_and_obligations(reader):
    found = {one.body: one for one in memberships.of_member(reader, "state/aland")}
    assert found[PACT].obligations == ("consultation", "defence")
    assert found[PACT].obliges_to_defend
    assert not found["arrangement/forum"].is_full
    assert not found[LEAGUE].obliges_to_defend


@pytest.mark.parametrize(("day", "size"), [(None, 3), ("2024-05-06", 3), ("1900-01-01", 0)])
def test_a_body_is_counted_on_a_day(reader, day, size):
    found = memberships.of_member(reader, "state/beland")
    counted = memberships.sized(reader, found, Day.of(day) if day else None)
    assert {one.body: one.size for one in counted}[PACT] == size


def test_waves_count_those_who_joined_on_a_day_and_those_who_were_there(reader):
    waves = memberships.waves(memberships.of_body(reader, LEAGUE))
    assert [(wave.start, len(wave.members), wave.total) for wave in waves] == [
        ("1950-01-02", 3, 3),
        ("1980-06", 1, 3),
    ]


def test_steps_go_down_where_one_left(reader):
    steps = memberships.steps(memberships.of_body(reader, LEAGUE))
    assert [(step.day, step.members) for step in steps] == [
        ("1950-01-02", 3),
        ("1970-12-31", 2),
        ("1980-06-01", 3),
    ]


def test_suspensions_are_found_by_state_body_and_membership(reader):
    for thing in ("state/beland", LEAGUE, "membership/league/beland", "suspension/league/beland"):
        (one,) = memberships.suspensions_of(reader, thing)
        assert (one.body_name, one.spell.start) == ("League of Lands", "2001-02-03")
    assert memberships.suspensions_of(reader, "state/aland") == ()


@pytest.mark.parametrize(
    ("day", "pacts"),
    [
        (None, {PACT: 2}),
        ("1910-01-01", {"arrangement/old-pact": 1}),
        ("1965-01-01", {PACT: 1}),
        ("2000-01-01", {PACT: 2}),
        ("1800-01-01", {}),
    ],
)
def test_partners_are_those_who_were_bound_on_the_day(reader, day, pacts):
    found = partners.pacts(reader, "state/aland", Day.of(day) if day else None)
    assert {pact.id: len(pact.partners) for pact in found} == pacts


def test_a_pact_is_not_known_to_hold_after_it_was_last_seen(reader):
    (pact,) = partners.pacts(reader, "state/aland", Day.of("2025-01-01"))
    assert pact.holding is Holds.UNKNOWN


def test_partners_count_once(reader):
    found = partners.pacts(reader, "state/aland")
    assert set(partners.partners_of(found)) == {"state/beland", "state/deland"}
    assert set(partners.bound_partners(found)) <= set(partners.partners_of(found))


def test_the_obligation_to_defence_comes_first(reader):
    first, second = obligations.of_arrangement(reader, PACT)
    assert (first.kind, first.treaty_name, first.article) == (
        "defence",
        "Treaty of Lands",
        "Article 5",
    )
    assert (second.kind, second.treaty) == ("consultation", "")
    assert obligations.one(reader, "obligation/none") is None
