"""An answer of the engine as a response of the pages: whole, with its length, or a clean error.

It is first read to its end (:mod:`openalliances.engine.buffer`), which sets the worker free at
its own pace, and then sent with its length: should the transfer break off, the length tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response

from openalliances.engine.buffer import AnswerBuffer
from openalliances.engine.interface import Query
from openalliances.web.site import Site


def buffered(site: Site, query: Query) -> Response:
    """Return the whole answer to *query*.

    :raises RequestError: if the engine fails, at whatever point.
    :raises QueryMemoryError: if the answer is longer than ``result_size``.
    """
    buffer = AnswerBuffer(site.settings)
    try:
        with site.engine.run(query) as answer:
            for chunk in answer:
                buffer.write(chunk)
    except BaseException:
        buffer.close()
        raise
    response = Response(_chunks(buffer), content_type=query.format.content_type)
    response.content_length = buffer.size
    response.call_on_close(buffer.close)
    return response


def _chunks(buffer: AnswerBuffer) -> Iterator[bytes]:
    offset = 0
    while chunk := buffer.read(offset):
        offset += len(chunk)
        yield chunk
