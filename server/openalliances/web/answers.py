"""The answer to a query as the body of a response."""

from __future__ import annotations

from flask import Response, request

from openalliances.engine.interface import Query
from openalliances.http.gateway import STREAM
from openalliances.web.site import Site


def answered(site: Site, query: Query) -> Response:
    """Return a response with the answer to *query*, which the server sends if it can do that.

    :raises RequestError: if the engine fails.
    """
    stream = request.environ.get(STREAM)
    if stream is not None:
        stream(query)
        return Response(content_type=query.format.content_type)
    with site.engine.run(query) as answer:
        return Response(b"".join(answer), content_type=query.format.content_type)
