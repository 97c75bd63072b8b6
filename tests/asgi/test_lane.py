"""A lane: few threads at once, a queue with an end, fair among clients."""

import asyncio
import threading

import pytest

from openalliances.asgi.lane import Lane, LaneLimits
from openalliances.errors import ClientBusyError, EngineBusyError


class Work:
    """Jobs that run until they are let go; notes the order in which they begin."""

    def __init__(self):
        self.began = []
        self.most = 0
        self._now = 0
        self._go = threading.Semaphore(0)
        self._lock = threading.Lock()

    def __call__(self, name):
        with self._lock:
            self.began.append(name)
            self._now += 1
            self.most = max(self.most, self._now)
        self._go.acquire()
        with self._lock:
            self._now -= 1
        return name

    def let_go(self, count):
        for _ in range(count):
            self._go.release()


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.001)


def lane(threads=1, queue=10, client=0, rest=0.0):
    return Lane("pages", LaneLimits(threads, queue, client, rest))


def asked(one, work, *names):
    """Ask for a job for each of *names*, whose first letter is the client."""
    return [asyncio.ensure_future(one.run(name[0], work, name)) for name in names]


def run(main):
    asyncio.run(main())


@pytest.mark.parametrize("threads", [1, 3])
def test_no_more_run_at_once_than_there_are_threads(threads):
    async def main():
        work, one = Work(), lane(threads)
        jobs = asked(one, work, *(f"a{n}" for n in range(8)))
        await until(lambda: len(work.began) == threads)
        assert one.waiting == 8 - threads
        work.let_go(8)
        assert await asyncio.gather(*jobs) == [f"a{n}" for n in range(8)]
        assert work.most == threads

    run(main)


def test_who_has_the_fewest_running_goes_first():
    async def main():
        work, one = Work(), lane(threads=2)
        jobs = asked(one, work, "a1", "a2", "a3", "a4", "b1")
        await until(lambda: len(work.began) == 2)
        work.let_go(1)
        await until(lambda: len(work.began) == 3)
        assert work.began[2] == "b1"
        work.let_go(4)
        await asyncio.gather(*jobs)

    run(main)


def test_the_queue_has_an_end_and_says_when_to_try_again():
    async def main():
        work, one = Work(), lane(queue=2)
        jobs = asked(one, work, "a1", "b1", "c1")
        await until(lambda: len(work.began) == 1)
        with pytest.raises(EngineBusyError) as refused:
            await one.run("d", work, "d1")
        assert refused.value.retry_after >= 1
        assert "2 pages wait" in refused.value.message
        work.let_go(3)
        await asyncio.gather(*jobs)

    run(main)


def test_one_client_gets_no_more_than_its_share():
    async def main():
        work, one = Work(), lane(client=2)
        jobs = asked(one, work, "a1", "a2")
        await until(lambda: one.waiting == 1)
        with pytest.raises(ClientBusyError):
            await one.run("a", work, "a3")
        jobs += asked(one, work, "b1")
        work.let_go(3)
        assert await asyncio.gather(*jobs) == ["a1", "a2", "b1"]
        work.let_go(1)
        assert await one.run("a", work, "a4") == "a4"

    run(main)


def test_what_nobody_waits_for_any_more_is_not_begun():
    async def main():
        work, one = Work(), lane()
        first, second, third = asked(one, work, "a1", "b1", "c1")
        await until(lambda: len(work.began) == 1)
        second.cancel()
        work.let_go(2)
        assert await asyncio.gather(first, third) == ["a1", "c1"]
        assert work.began == ["a1", "c1"]

    run(main)


def test_a_job_that_was_given_up_holds_its_thread_until_it_ends():
    async def main():
        work, one = Work(), lane()
        first, second = asked(one, work, "a1", "b1")
        await until(lambda: len(work.began) == 1)
        first.cancel()
        await asyncio.sleep(0.01)
        assert work.began == ["a1"]
        work.let_go(2)
        assert await second == "b1"
        assert work.most == 1

    run(main)


def test_a_thread_that_rests_takes_no_job_but_the_result_is_out():
    async def main():
        work, one = Work(), lane(rest=1e6)
        work.let_go(2)
        assert await one.run("a", work, "a1") == "a1"
        waiting = asyncio.ensure_future(one.run("b", work, "b1"))
        await asyncio.sleep(0.02)
        assert (work.began, one.waiting) == (["a1"], 1)
        waiting.cancel()

    run(main)


def test_what_fails_fails_where_it_was_asked_for_and_holds_nothing():
    async def main():
        def fail():
            raise KeyError("x")

        one = lane(queue=0)
        for _ in range(3):
            with pytest.raises(KeyError):
                await one.run("a", fail)

    run(main)
