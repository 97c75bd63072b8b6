"""Who was allied with whom: first and last days, months and years, open ends, once a pair."""

import pytest

from openalliances.facts.allies import pacts, pairs, with_promise
from openalliances.facts.days import Day
from openalliances.facts.on_day import on_day

from .pacts import open_pacts

DUAL = ("Austria", "Germany")
ITALIAN = {("Austria", "Italy"), ("Germany", "Italy")}
LATE = ("Portugal", "Spain")
GREEK = ("Greece", "Serbia")


@pytest.fixture
def reader(tmp_path):
    with open_pacts(tmp_path) as reader:
        yield reader


def joined(reader, at, kind="defence"):
    """Return the pairs at a time by their names."""
    day = Day.of(at)
    found = pairs(with_promise(pacts(reader, day), kind), day)
    return {(one.one_name, one.two_name) for one in found[:]}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("1879-10-06", set()),
        ("1879-10-07", {DUAL}),
        ("1882-04-30", {DUAL}),
        # Italy joined in some day of May: it may have been its first.
        ("1882-05-01", {DUAL}),
        ("1882-05-20", {DUAL} | ITALIAN),
        ("1911-12-31", {DUAL} | ITALIAN),
        # A promise with a beginning of its own binds from then on.
        ("1912-01-01", {DUAL, LATE} | ITALIAN),
        ("1915-12-31", {DUAL, LATE} | ITALIAN),
        ("1916-01-01", {DUAL, LATE}),
        ("1918-11-03", {DUAL, LATE}),
        # The end of the second pact is known to the month alone.
        ("1918-11-30", {DUAL, LATE}),
        ("1918-12-01", {LATE}),
        ("1930-12-31", {LATE}),
        ("1931-01-01", set()),
        # At some time within a month, or a year.
        ("1879", {DUAL}),
        ("1878", set()),
        ("1918-12", {LATE}),
        # Greece left before Serbia came, and came back.
        ("1905-04-15", {DUAL} | ITALIAN),
        ("1905-05", {DUAL} | ITALIAN),
        ("1905", {DUAL, GREEK} | ITALIAN),
        ("1905-10-01", {DUAL, GREEK} | ITALIAN),
    ],
)
def test_pairs_at_a_time(reader, at, expected):
    assert joined(reader, at) == expected


def test_a_pair_counts_once_however_many_pacts_join_it(reader):
    day = Day.of("1900-01-01")
    found = pairs(with_promise(pacts(reader, day), "defence"), day)
    (dual,) = (one for one in found[:] if one.one_name == "Austria" and one.two_name == "Germany")
    assert [bond.pact.id for bond in dual.bonds] == ["arrangement/dual", "arrangement/triple"]
    assert dual.promises == ("defence", "neutrality")
    assert (len(found), found.joined_twice) == (3, 1)
    assert found.states == {"state/austria", "state/germany", "state/italy"}
    assert found.counted()[0][2] == 2


@pytest.mark.parametrize(
    ("at", "uncertain"), [("1914-08-01", 0), ("1915-06-01", 2), ("1918-11-15", 1)]
)
def test_what_is_known_to_the_month_or_year_is_uncertain(reader, at, uncertain):
    day = Day.of(at)
    assert pairs(with_promise(pacts(reader, day), "defence"), day).uncertain == uncertain


def test_an_open_end_counts_until_it_was_last_seen(reader):
    assert joined(reader, "1920-06-30", "consultation") == {("Britain", "France")}
    assert joined(reader, "1920-07-01", "consultation") == set()
    found = on_day(reader, Day.of("1920-07-01"))
    (pact,) = found.lapsed
    assert [one.name for one in pact.unknown] == ["Britain", "France"]


def test_pacts_that_promise_less_are_kept_apart(reader):
    found = on_day(reader, Day.of("1914-08-01"))
    assert [one.id for one in found.others] == ["arrangement/entente"]
    assert ("Britain", "France") not in {(one.one_name, one.two_name) for one in found.pairs[:]}


def test_allies_of_one_state(reader):
    day = Day.of("1914-08-01")
    found = pairs(with_promise(pacts(reader, day), "defence"), day)
    assert [(one.one_name, one.two_name) for one in found.of("state/italy")] == sorted(ITALIAN)
    assert found.of("state/nowhere") == ()


def test_parts_of_the_pairs_are_the_whole(reader):
    day = Day.of("1914")
    found = pairs(with_promise(pacts(reader, day), "defence"), day)
    assert [found[n] for n in range(len(found))] == [*found[:2], *found[2:]]
