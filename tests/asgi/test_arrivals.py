"""New connections wait in a fair queue: nobody gets in the way of others."""

import math

import pytest

from openalliances.asgi import arrivals
from openalliances.asgi.arrivals import MOST_WAITING, Arrivals
from openalliances.settings import Settings

FEW = Settings(client_connections=3, client_rate=8)


def taken(queue, now=0.0):
    """Return what can be taken at *now*, in order."""
    return list(iter(lambda: queue.take(now), None))


def filled(*addresses, settings=FEW):
    """Return a queue in which something of each of *addresses* waits, such as a1, a2, b1."""
    queue = Arrivals(settings)
    for place, address in enumerate(addresses):
        assert queue.add(address, f"{address}{addresses[: place + 1].count(address)}") is None
    return queue


@pytest.mark.parametrize(
    ("addresses", "order"),
    [
        ("", []),
        ("a", ["a1"]),
        ("aab", ["a1", "b1", "a2"]),
        ("aaabbc", ["a1", "b1", "c1", "a2", "b2", "a3"]),
    ],
)
def test_each_address_is_served_in_its_turn(addresses, order):
    queue = filled(*addresses)
    assert taken(queue) == order
    assert (queue.count, queue.due) == (0, math.inf)


def test_who_comes_too_fast_waits_and_others_do_not():
    queue = filled(*"aaaaa")
    assert taken(queue) == ["a1", "a2", "a3"]
    queue.add("b", "b1")
    assert queue.due == 0
    assert taken(queue) == ["b1"]
    assert queue.due == 0.125
    assert taken(queue, 0.12) == []
    assert taken(queue, 0.125) == ["a4"]
    assert taken(queue, 0.25) == ["a5"]


@pytest.mark.parametrize("rest", [1.0, 100.0])
def test_who_has_rested_may_open_as_many_at_once_as_before_and_no_more(rest):
    queue = filled(*"aaa")
    taken(queue)
    for number in range(5):
        queue.add("a", number)
    assert taken(queue, rest) == [0, 1, 2]


def test_in_the_long_run_nobody_is_above_the_rate():
    queue = Arrivals(FEW)
    begun = 0
    for tick in range(1000):
        queue.add("a", tick)
        begun += len(taken(queue, tick / 100))
    assert begun == pytest.approx(3 + 8 * 10, abs=1)


def test_behind_proxies_the_address_says_nothing():
    queue = filled(*"a" * 300, settings=Settings(client_connections=3, client_rate=10, proxies=1))
    assert len(taken(queue)) == 300


def test_one_address_has_half_of_the_room():
    queue = filled(*"a" * (MOST_WAITING // 2))
    assert queue.add("a", "more") == "more"
    assert queue.add("b", "b1") is None


def test_where_all_is_full_the_latest_of_who_has_most_has_to_go():
    queue = filled(*"a" * 200, *"b" * 256, *"c" * 56)
    assert queue.add("d", "d1") == "b256"
    assert queue.count == MOST_WAITING
    assert "d1" in taken(queue)


def test_where_each_has_one_the_queue_stays_whole():
    addresses = [f"{number}-" for number in range(MOST_WAITING)]
    queue = filled(*addresses)
    gone = queue.add("last", "last1")
    left = taken(queue)
    assert sorted([gone, *left]) == sorted([*(address + "1" for address in addresses), "last1"])
    assert (queue.count, queue.due) == (0, math.inf)


def test_nothing_waits_after_the_end():
    queue = filled(*"aaaaab")
    queue.take(0.0)
    assert sorted(queue.clear()) == ["a2", "a3", "a4", "a5", "b1"]
    assert (queue.count, queue.take(100.0), queue.due) == (0, None, math.inf)


def test_addresses_that_have_rested_are_forgotten(monkeypatch):
    monkeypatch.setattr(arrivals, "_SWEEP", 10)
    queue = Arrivals(FEW)
    for number in range(100):
        queue.add(str(number), number)
        taken(queue, float(number))
    assert len(queue._full_again) <= 11
