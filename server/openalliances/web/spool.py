"""An answer of the engine as a response: whole, or a clean error.

This is the way of the Flask app, which serves graphs of the store; queries of programs
are streamed (``endpoint.py``). An answer is first read to its end, in memory up to
``buffer_size`` and in a temporary file beyond, and then sent with its length. A failure of
the engine is a clean status; should the transfer itself break off, the length tells. It
also sets the worker free at its own pace, not at that of a slow reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Response

from openalliances.engine.interface import Answer, Query
from openalliances.errors import QueryMemoryError
from openalliances.pages.site import Site
from openalliances.settings import Settings

_PIECE = 256 * 1024


def spooled(site: Site, query: Query) -> Response:
    """Return the whole answer to *query*.

    :raises RequestError: if the engine fails, at whatever point.
    :raises QueryMemoryError: if the answer is longer than ``result_size``.
    """
    with site.engine.run(query) as answer:
        store = _read(answer, site.settings)
    size = store.tell()
    store.seek(0)
    response = Response(_pieces(store), content_type=query.format.content_type)
    response.content_length = size
    response.call_on_close(store.close)
    return response


def _read(answer: Answer, settings: Settings) -> IO[bytes]:
    store = SpooledTemporaryFile(max_size=settings.buffer_size)  # noqa: SIM115  closed by the response
    try:
        size = 0
        for piece in answer:
            size += len(piece)
            if size > settings.result_size:
                raise QueryMemoryError(
                    f"The result is larger than {settings.result_size} bytes.",
                    "Ask for less with LIMIT, or take a dump from /dumps/.",
                )
            store.write(piece)
    except BaseException:
        store.close()
        raise
    return store


def _pieces(store: IO[bytes]) -> Iterator[bytes]:
    with store:
        while piece := store.read(_PIECE):
            yield piece
