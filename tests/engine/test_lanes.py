"""The lanes, without any worker: who runs, who waits, who is turned away."""

import threading
import time

import pytest

from openalliances.engine.interface import Call
from openalliances.engine.scheduler import HEAVY, LIGHT, Lanes, Limits
from openalliances.errors import (
    ClientBusyError,
    EngineBusyError,
    EngineError,
    QueryCancelledError,
)


def lanes(light=1, heavy=1, queue=2, client=0, light_time=0.05):
    return Lanes(Limits(light, heavy, queue, client, light_time))


def soon(seconds=5.0):
    return time.monotonic() + seconds


class Entering(threading.Thread):
    """Somebody who wants to enter, and keeps what came of it."""

    def __init__(self, where, client="", seconds=5.0, heavy=None):
        super().__init__(daemon=True)
        self.where, self.call, self.until = where, Call(client), soon(seconds)
        self.heavy, self.place, self.error = heavy, heavy, None
        before = self.waiting()
        self.start()
        while self.is_alive() and self.waiting() == before:
            time.sleep(0.001)

    def waiting(self):
        return self.where.load().waiting

    def run(self):
        try:
            if self.heavy is not None:
                self.where.wait_for_heavy(self.heavy)
            else:
                self.place = self.where.enter(self.call, self.until)
        except EngineError as error:
            self.error = error
        except (EngineBusyError, QueryCancelledError) as error:
            self.error = error

    def result(self):
        self.join(5)
        assert not self.is_alive()
        return self.error or self.place


def test_a_place_is_had_at_once_and_given_on():
    where = lanes()
    first = where.enter(Call(), soon())
    assert (first.lane, first.held) == (LIGHT, True)
    second = Entering(where)
    assert where.load().waiting == {LIGHT: 1, HEAVY: 0}
    where.leave(first)
    where.leave(first)
    assert second.result().held
    assert where.load().running == {LIGHT: 1, HEAVY: 0}


def test_the_next_place_goes_to_who_has_the_fewest():
    where = lanes(light=2, queue=9)
    held = [where.enter(Call("greedy"), soon()) for _ in range(2)]
    greedy = [Entering(where, "greedy") for _ in range(3)]
    modest = Entering(where, "modest")
    where.leave(held[0])
    assert modest.result().held
    assert all(one.place is None for one in greedy)
    where.leave(modest.place)
    where.leave(held[1])
    assert greedy[0].result().held and greedy[1].result().held
    assert greedy[2].place is None


def test_among_equals_who_came_first_is_first():
    where = lanes(queue=9)
    held = where.enter(Call("x"), soon())
    waiting = [Entering(where, name) for name in "abc"]
    for one in waiting:
        where.leave(held)
        held = one.result()
        assert held.held


def test_too_many_who_wait_are_turned_away_with_a_time():
    where = lanes(queue=2)
    where.enter(Call(), soon(3))
    for _ in range(2):
        Entering(where)
    with pytest.raises(EngineBusyError) as refused:
        where.enter(Call(), soon())
    assert 1 <= refused.value.retry_after <= 30


def test_nobody_waits_longer_than_the_deadline():
    where = lanes()
    where.enter(Call(), soon())
    begun = time.monotonic()
    with pytest.raises(EngineBusyError):
        where.enter(Call(), soon(0.1))
    assert 0.09 < time.monotonic() - begun < 3
    assert where.load().waiting == {LIGHT: 0, HEAVY: 0}


def test_a_client_has_so_many_and_no_more():
    where = lanes(light=2, client=2, queue=9)
    places = [where.enter(Call("a"), soon()) for _ in range(2)]
    for enter in (where.enter, where.enter_at_once):
        with pytest.raises(ClientBusyError):
            enter(Call("a"), soon())
    where.leave(places[0])
    assert where.enter(Call("a"), soon())
    # Ourselves and others are not counted.
    assert Entering(where, "").waiting() == {LIGHT: 1, HEAVY: 0}


def test_who_is_cancelled_while_waiting_leaves_and_takes_nothing():
    where = lanes()
    held = where.enter(Call(), soon())
    one, other = Entering(where), Entering(where)
    one.call.cancel()
    assert isinstance(one.result(), QueryCancelledError)
    where.leave(held)
    assert other.result().held
    early = Call()
    early.cancel()
    with pytest.raises(QueryCancelledError):
        where.enter(early, soon())


def test_at_once_means_without_waiting_and_past_nobody():
    where = lanes()
    first = where.enter_at_once(Call(), soon())
    assert first.held
    assert where.enter_at_once(Call(), soon()) is None
    waiting = Entering(where)
    where.leave(first)
    assert waiting.result().held
    assert where.enter_at_once(Call(), soon()) is None


def test_a_long_one_moves_up_if_there_is_room():
    where = lanes()
    first, second = where.enter(Call(), soon()), None
    assert where.promote(first)
    assert (first.lane, where.load().running) == (HEAVY, {LIGHT: 0, HEAVY: 1})
    second = where.enter(Call(), soon())
    assert not where.promote(second)
    assert where.promote(second, must=True)
    assert where.promote(second)
    assert where.load().running == {LIGHT: 0, HEAVY: 2}


def test_one_without_room_waits_for_the_heavy_lane_and_frees_the_light_one():
    where = lanes()
    heavy = where.enter(Call(), soon())
    where.promote(heavy)
    long = where.enter(Call(), soon())
    light = Entering(where)
    waiting = Entering(where, heavy=long)
    assert light.result().held
    assert where.load().waiting == {LIGHT: 0, HEAVY: 1}
    where.leave(heavy)
    assert waiting.result().lane == HEAVY


def test_an_answer_that_is_read_slowly_does_not_keep_a_light_place():
    where = lanes(light_time=0.05)
    reading = where.enter(Call(), soon())
    reading.answering = True
    begun = time.monotonic()
    assert where.enter(Call(), soon()).held
    assert time.monotonic() - begun < 5
    assert reading.lane == HEAVY


def test_who_waits_is_told_of_the_end():
    where = lanes()
    where.enter(Call(), soon())
    waiting = Entering(where)
    where.close()
    assert isinstance(waiting.result(), EngineError)
    with pytest.raises(EngineError):
        where.enter(Call(), soon())
    assert where.enter_at_once(Call(), soon()) is None


def test_a_crowd_leaves_nothing_behind():
    where = lanes(light=3, heavy=2, queue=50)

    def visit(number):
        call = Call(str(number % 4))
        try:
            place = where.enter(call, soon())
        except (EngineBusyError, QueryCancelledError):
            return
        if number % 3 == 0:
            where.promote(place, must=number % 2 == 0)
        time.sleep(0.001 * (number % 5))
        if number % 7 == 0:
            call.cancel()
        where.leave(place)

    crowd = [threading.Thread(target=visit, args=(number,)) for number in range(40)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(10)
    assert where.load().running == where.load().waiting == {LIGHT: 0, HEAVY: 0}
