"""Operations of a state, organisation or region; what is known of these themselves."""

from openalliances.facts import bodies, operations, regions
from openalliances.facts.days import Day, Holds


def test_missions_in_a_state_come_in_order(reader):
    found = operations.hosted(reader, "state/celand")
    assert [one.short for one in found] == ["FM", "Second Mission", "TM"]
    assert found[1].follows == ("mission/first",)
    assert [one.name for one in found[2].leaders] == ["Aland", "Beland"]


def test_what_did_not_take_place_is_asked_for_apart(reader):
    for thing in ("state/celand", "organization/league"):
        assert [one.id for one in operations.undeployed(reader, thing)] == ["mission/never"]
    assert "mission/never" not in {one.id for one in operations.led(reader, "organization/league")}
    assert "mission/never" not in {one.id for one in operations.hosted(reader, "state/celand")}


def test_one_of_several_leaders_leads(reader):
    assert [one.id for one in operations.led(reader, "state/beland")] == ["mission/third"]
    assert len(operations.led(reader, "organization/league")) == 2


def test_the_last_count_is_given_of_what_was_counted_often(reader):
    second, third = operations.contributions(reader, "state/aland")
    assert (second.personnel, second.counted) == (1234, "1970-05")
    assert (third.personnel, third.counted) == (20, "2025-01-31")


def test_on_a_day_the_last_count_before_it_is_given(reader):
    def counts(day):
        found = operations.contributions(reader, "state/aland", Day.of(day))
        return [(one.personnel, one.counted) for one in found]

    assert counts("1970") == [(1234, "1970-05"), (None, "")]
    assert counts("1969") == [(None, ""), (None, "")]
    assert counts("2024") == [(1234, "1970-05"), (10, "2024-01-31")]
    assert counts("2025-01-30")[1] == (10, "2024-01-31")


def test_what_has_no_start_was_not_given_before_the_operation(reader):
    _, third = operations.contributions(reader, "state/aland")
    assert third.holds(Day.of("1990-01-01")) is Holds.NO
    assert third.holds(Day.of("2010-01-01")) is Holds.UNKNOWN
    assert third.holds(None) is Holds.YES


def test_a_state_has_codes_and_periods(reader):
    found = bodies.polity(reader, "state/aland")
    assert (found.cow, found.iso3, found.iso_numeric) == ("7", "ALD", "4")
    assert [one.id for one in found.periods] == ["period/aland"]
    assert bodies.polity(reader, "state/none") is None


def test_an_alliance_has_its_treaty(reader):
    found = bodies.body(reader, "arrangement/pact")
    assert (found.treaty, found.treaty_name) == ("treaty/pact", "Treaty of Lands")
    assert found.obliges_to_defend
    assert not found.is_organization
    assert bodies.body(reader, "organization/league").members_complete
    assert bodies.body(reader, "organization/none") is None


def test_a_region_has_its_states_and_operations(reader):
    found = regions.region(reader, "region/north")
    assert [one.name for one in found.states] == ["Aland", "Beland"]
    assert [one.short for one in found.operations] == ["TM"]
    assert regions.region(reader, "region/none") is None
