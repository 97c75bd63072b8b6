"""The call that a thread works for: who asks, and how that is stopped, without passing it on.

Whoever makes a page asks the engine many times, deep within. The door says once for whom
(:func:`calling`); each query of that thread is then a query of that call, whoever asks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from openalliances.engine.scheduler import Call

_CURRENT: ContextVar[Call | None] = ContextVar("call", default=None)


def current_call() -> Call:
    """Return the call that this thread works for; one of our own where it works for nobody."""
    return _CURRENT.get() or Call()


@contextmanager
def calling(call: Call) -> Iterator[None]:
    """Have the queries of the block, in this thread, be those of *call*."""
    token = _CURRENT.set(call)
    try:
        yield
    finally:
        _CURRENT.reset(token)
