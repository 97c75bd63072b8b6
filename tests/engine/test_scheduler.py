"""The scheduler, without any worker: who runs, who waits, who is turned away; time is injected."""

import threading

import pytest

from openalliances.engine.interface import Call
from openalliances.engine.scheduler import HEAVY, LIGHT, Limits, Scheduler
from openalliances.errors import (
    ClientBusyError,
    EngineBusyError,
    EngineError,
    QueryCancelledError,
)

from ..clock import Clock
from ..waiting import eventually

LATER = 1e9
"""A deadline that no test comes to."""


def scheduler(light=1, heavy=1, queue=2, client=0, light_time=0.05):
    return Scheduler(Limits(light, heavy, queue, client, light_time), Clock())


class Entering(threading.Thread):
    """Somebody who wants to enter, and keeps what came of it."""

    def __init__(self, where, client="", until=LATER, heavy=None):
        super().__init__(daemon=True)
        self.where, self.call, self.until = where, Call(client), until
        self.heavy, self.slot, self.error = heavy, heavy, None
        before = self.waiting()
        self.start()
        assert eventually(lambda: not self.is_alive() or self.waiting() != before)

    def waiting(self):
        return self.where.load().waiting

    def run(self):
        try:
            if self.heavy is not None:
                self.where.wait_for_heavy(self.heavy)
            else:
                self.slot = self.where.enter(self.call, self.until)
        except EngineError as error:
            self.error = error
        except (EngineBusyError, QueryCancelledError) as error:
            self.error = error

    def result(self):
        self.join(30)
        assert not self.is_alive()
        return self.error or self.slot


def test_a_slot_is_had_at_once_and_given_on():
    where = scheduler()
    first = where.enter(Call(), LATER)
    assert (first.lane, first.held) == (LIGHT, True)
    second = Entering(where)
    assert where.load().waiting == {LIGHT: 1, HEAVY: 0}
    where.leave(first)
    where.leave(first)
    assert second.result().held
    assert where.load().running == {LIGHT: 1, HEAVY: 0}


def test_the_next_slot_goes_to_who_has_the_fewest():
    where = scheduler(light=2, queue=9)
    held = [where.enter(Call("greedy"), LATER) for _ in range(2)]
    greedy = [Entering(where, "greedy") for _ in range(3)]
    modest = Entering(where, "modest")
    where.leave(held[0])
    assert modest.result().held
    assert all(one.slot is None for one in greedy)
    where.leave(modest.slot)
    where.leave(held[1])
    assert greedy[0].result().held and greedy[1].result().held
    assert greedy[2].slot is None


def test_among_equals_who_came_first_is_first():
    where = scheduler(queue=9)
    held = where.enter(Call("x"), LATER)
    waiting = [Entering(where, name) for name in "abc"]
    for one in waiting:
        where.leave(held)
        held = one.result()
        assert held.held


def test_too_many_who_wait_are_turned_away_with_a_time():
    where = scheduler(queue=2)
    where.enter(Call(), where.clock() + 3)
    for _ in range(2):
        Entering(where)
    with pytest.raises(EngineBusyError) as refused:
        where.enter(Call(), LATER)
    assert refused.value.retry_after == 3


def test_nobody_waits_longer_than_the_deadline():
    where = scheduler()
    where.enter(Call(), LATER)
    waiting = Entering(where, until=where.clock() + 5)
    where.clock.advance(4.9, where)
    assert waiting.waiting() == {LIGHT: 1, HEAVY: 0}
    where.clock.advance(0.2, where)
    assert isinstance(waiting.result(), EngineBusyError)
    assert where.load().waiting == {LIGHT: 0, HEAVY: 0}


def test_a_client_has_so_many_and_no_more():
    where = scheduler(light=2, client=2, queue=9)
    slots = [where.enter(Call("a"), LATER) for _ in range(2)]
    for enter in (where.enter, where.try_enter):
        with pytest.raises(ClientBusyError):
            enter(Call("a"), LATER)
    where.leave(slots[0])
    assert where.enter(Call("a"), LATER)
    # Ourselves and others are not counted.
    assert Entering(where, "").waiting() == {LIGHT: 1, HEAVY: 0}


def test_who_has_heavy_queries_leaves_a_light_slot_to_others():
    where = scheduler(light=2, heavy=2, queue=4)
    assert where.promote(where.enter(Call("a"), LATER))
    first = where.enter(Call("a"), LATER)
    assert where.try_enter(Call("a"), LATER) is None
    waiting = Entering(where, "a")
    assert where.load().waiting[LIGHT] == 1
    other = Entering(where, "b").result()
    assert other.lane == LIGHT
    where.leave(other)
    assert where.load().waiting[LIGHT] == 1
    where.leave(first)
    assert waiting.result().lane == LIGHT


def test_who_has_none_takes_all_light_slots_that_are_free():
    where = scheduler(light=2, heavy=2)
    assert where.promote(where.enter(Call("b"), LATER))
    assert where.try_enter(Call("a"), LATER)
    assert where.try_enter(Call("a"), LATER)


@pytest.mark.parametrize("client", ["", "a"])
def test_the_only_light_slot_and_our_own_queries_are_for_whoever_comes(client):
    where = scheduler(light=1 if client else 2, heavy=2)
    assert where.promote(where.enter(Call(client), LATER))
    assert where.try_enter(Call(client), LATER)
    assert bool(where.try_enter(Call(client), LATER)) == (not client)


def test_who_is_cancelled_while_waiting_leaves_and_takes_nothing():
    where = scheduler()
    held = where.enter(Call(), LATER)
    one, other = Entering(where), Entering(where)
    one.call.cancel()
    assert isinstance(one.result(), QueryCancelledError)
    where.leave(held)
    assert other.result().held
    early = Call()
    early.cancel()
    with pytest.raises(QueryCancelledError):
        where.enter(early, LATER)


def test_at_once_means_without_waiting_and_past_nobody():
    where = scheduler()
    first = where.try_enter(Call(), LATER)
    assert first.held
    assert where.try_enter(Call(), LATER) is None
    waiting = Entering(where)
    where.leave(first)
    assert waiting.result().held
    assert where.try_enter(Call(), LATER) is None


def test_a_long_one_moves_up_if_there_is_room():
    where = scheduler()
    first, second = where.enter(Call(), LATER), None
    assert where.promote(first)
    assert (first.lane, where.load().running) == (HEAVY, {LIGHT: 0, HEAVY: 1})
    second = where.enter(Call(), LATER)
    assert not where.promote(second)
    assert where.promote(second, must=True)
    assert where.promote(second)
    assert where.load().running == {LIGHT: 0, HEAVY: 2}


def test_one_without_room_waits_for_the_heavy_lane_and_frees_the_light_one():
    where = scheduler()
    heavy = where.enter(Call(), LATER)
    where.promote(heavy)
    long = where.enter(Call(), LATER)
    light = Entering(where)
    waiting = Entering(where, heavy=long)
    assert light.result().held
    assert where.load().waiting == {LIGHT: 0, HEAVY: 1}
    where.leave(heavy)
    assert waiting.result().lane == HEAVY


def test_an_answer_that_is_read_slowly_does_not_keep_a_light_slot():
    where = scheduler(light_time=0.25)
    reading = where.enter(Call(), LATER)
    reading.answering = True
    waiting = Entering(where)
    where.clock.advance(0.2, where)
    assert (reading.lane, waiting.slot) == (LIGHT, None)
    where.clock.advance(0.1, where)
    assert waiting.result().held
    assert reading.lane == HEAVY


def test_a_query_is_light_by_what_it_computes_and_not_by_the_clock():
    where, used = scheduler(light_time=0.25), [0.0]
    slot = where.enter(Call(), LATER)
    slot.used = lambda: used[0]
    where.clock.advance(2.0)
    assert where.light_left(slot) > 0
    used[0] = 0.2
    assert where.light_left(slot) == pytest.approx(0.05)
    used[0] = 0.3
    assert where.light_left(slot) <= 0


def test_a_query_that_only_waits_is_not_light_for_ever():
    where = scheduler(light_time=0.25)
    slot = where.enter(Call(), LATER)
    slot.used = lambda: 0.0
    where.clock.advance(9.9)
    assert where.light_left(slot) > 0
    where.clock.advance(0.2)
    assert where.light_left(slot) <= 0


def test_where_nobody_knows_the_processor_time_the_clock_counts():
    where = scheduler(light_time=0.25)
    slot = where.enter(Call(), LATER)
    where.clock.advance(0.3)
    assert where.light_left(slot) <= 0


def test_who_waits_is_told_of_the_end():
    where = scheduler()
    where.enter(Call(), LATER)
    waiting = Entering(where)
    where.close()
    assert isinstance(waiting.result(), EngineError)
    with pytest.raises(EngineError):
        where.enter(Call(), LATER)
    assert where.try_enter(Call(), LATER) is None


def test_a_crowd_leaves_nothing_behind():
    where = scheduler(light=3, heavy=2, queue=50)

    def visit(number):
        call = Call(str(number % 4))
        try:
            slot = where.enter(call, LATER)
        except (EngineBusyError, QueryCancelledError):
            return
        if number % 3 == 0:
            where.promote(slot, must=number % 2 == 0)
        if number % 7 == 0:
            call.cancel()
        where.leave(slot)

    crowd = [threading.Thread(target=visit, args=(number,)) for number in range(40)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(10)
    assert where.load().running == where.load().waiting == {LIGHT: 0, HEAVY: 0}
