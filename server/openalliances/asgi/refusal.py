"""What is refused before there is an exchange: by a connection, or for want of one."""

from __future__ import annotations

from openalliances.asgi.exchange import (
    ASGIApp,
    CachedResponse,
    Exchange,
    Receive,
    Scope,
    Send,
    encoded,
)
from openalliances.asgi.operations import PATHS
from openalliances.errors import ConnectionRateError, EngineBusyError, RequestError
from openalliances.http.headers import COMMON_OF_DATA
from openalliances.http.problems import problem_of, problem_reply

BUSY = EngineBusyError(
    "All connections that you or all may have are in use.", "Ask again soon.", retry_after=5
)
"""What a connection gets for which there is no room."""

TOO_FAST = ConnectionRateError(
    "Too many connections of your address wait for their turn.",
    "Send several requests over one connection, or open connections more slowly.",
    retry_after=2,
)
"""What a connection gets that may not even wait."""


def refusal(error: RequestError) -> CachedResponse:
    """Return the answer that tells of *error* (RFC 9457) and ends the connection."""
    status, headers, body = problem_reply(problem_of(error), None, lambda problem: "")
    own = (("Content-Length", str(len(body))), ("Connection", "close"))
    return CachedResponse(status, encoded((*headers, *own, *COMMON_OF_DATA)), body)


async def refuse(exchange: Exchange, error: RequestError) -> None:
    """Tell of *error*; the server closes the connection after that."""
    response = refusal(error)
    await exchange.start(response.status, response.headers)
    await exchange.write(response.body, more=False)


def unless_for_operators(app: ASGIApp) -> ASGIApp:
    """Return an app that refuses all but the paths of operators, which *app* answers."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in PATHS:
            return await app(scope, receive, send)
        await refuse(Exchange(scope, receive, send), BUSY)

    return answer
