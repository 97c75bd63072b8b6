"""Bodies of requests count for their client while they are held."""

import asyncio

import pytest

from openalliances.asgi.exchange import AT_ONCE, ClientDisconnected, Exchange
from openalliances.engine.buffer import Budget
from openalliances.errors import BodyTooLargeError, UnreadAnswersError

MOST = 10 * AT_ONCE


def posted(budget, *parts, address="192.0.2.1", leaves=False):
    """Return an exchange whose client sends *parts*, and at the end leaves before the last."""
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    if leaves:
        messages.append({"type": "http.disconnect"})
    else:
        messages[-1]["more_body"] = False
    coming = iter(messages)

    async def receive():
        return next(coming)

    async def send(message):
        raise AssertionError(message)

    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
    return Exchange({**scope, "client": (address, 1)}, receive, send, unread=budget)


def read(exchange, most=MOST):
    return asyncio.run(exchange.read_body(most))


def test_a_short_body_is_not_counted():
    budget = Budget(0, 0)
    exchange = posted(budget, b"x" * AT_ONCE)
    assert read(exchange) == b"x" * AT_ONCE
    exchange.end()
    assert budget.held == 0


def test_a_long_one_counts_until_the_end_of_its_request_and_once():
    budget = Budget(MOST, MOST)
    exchange = posted(budget, *[b"x" * AT_ONCE] * 3)
    assert len(read(exchange)) == 3 * AT_ONCE
    assert budget.held == 3 * AT_ONCE
    exchange.end()
    exchange.end()
    assert budget.held == 0


def test_one_client_cannot_have_more_held_than_its_share_and_others_can():
    budget = Budget(MOST, 4 * AT_ONCE)
    first = posted(budget, *[b"x" * AT_ONCE] * 3)
    read(first)
    again = posted(budget, *[b"x" * AT_ONCE] * 3)
    with pytest.raises(UnreadAnswersError) as caught:
        read(again)
    assert caught.value.hint and caught.value.retry_after
    other = posted(budget, *[b"x" * AT_ONCE] * 3, address="192.0.2.2")
    read(other)
    for one in (first, again, other):
        one.end()
    assert budget.held == 0


@pytest.mark.parametrize(
    ("error", "most", "leaves"),
    [(BodyTooLargeError, 2 * AT_ONCE, False), (ClientDisconnected, MOST, True)],
)
def test_what_was_counted_of_a_body_that_fails_is_given_back(error, most, leaves):
    budget = Budget(MOST, MOST)
    exchange = posted(budget, *[b"x" * AT_ONCE] * 3, leaves=leaves)
    with pytest.raises(error):
        read(exchange, most)
    assert budget.held
    exchange.end()
    assert budget.held == 0
