"""Turns: in the order of arrival, never more than there are, none lost."""

import asyncio

from openalliances.asgi import semaphore as turns
from openalliances.asgi.semaphore import Turns


def test_there_are_so_many_and_each_comes_back():
    some = Turns(2)
    assert [some.take(), some.take(), some.take()] == [True, True, False]
    some.give()
    assert [some.take(), some.take()] == [True, False]


def test_who_waits_gets_the_next_in_the_order_of_arrival():
    async def run():
        one, order = Turns(1), []

        async def wait(name):
            order.append((name, await one.wait()))

        one.take()
        waiting = [asyncio.create_task(wait(name)) for name in "abc"]
        for _ in "abc":
            await asyncio.sleep(0)
            one.give()
        await asyncio.gather(*waiting)
        # Who waits goes first; nothing was left for others.
        return order, one.take()

    assert asyncio.run(run()) == ([("a", True), ("b", True), ("c", True)], False)


def test_who_waits_too_long_is_told_and_takes_nothing(monkeypatch):
    monkeypatch.setattr(turns, "_PATIENCE", 0.01)

    async def run():
        one = Turns(1)
        one.take()
        told = [await one.wait(), await one.wait()]
        one.give()
        return told, one.take(), one.take()

    assert asyncio.run(run()) == ([False, False], True, False)


def test_who_leaves_while_waiting_loses_no_turn():
    async def run():
        one = Turns(1)
        one.take()
        before, after = (asyncio.create_task(one.wait()) for _ in range(2))
        await asyncio.sleep(0)
        before.cancel()
        await asyncio.sleep(0)
        one.give()
        assert await after
        # A turn that is given just as its taker leaves goes to the next.
        last = asyncio.create_task(one.wait())
        await asyncio.sleep(0)
        one.give()
        last.cancel()
        await asyncio.gather(before, last, return_exceptions=True)
        return one.take(), one.take()

    assert asyncio.run(run()) == (True, False)
