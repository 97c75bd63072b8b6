"""The content coding of the app's answers: pages, descriptions, graphs, errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Response, request

from openalliances.http.coding import WORTH, choose_coding, coded_tag, coder, encode
from openalliances.rdf.formats import N_QUADS, N_TRIPLES, TRIG

_ENDINGS = ("json", "xml", "javascript")
_OTHERS = frozenset(form.media_type for form in (N_TRIPLES, N_QUADS, TRIG))


def tag_for_client(tag: str) -> str:
    """Return the validator of what *tag* names in the coding that the client gets."""
    return coded_tag(tag, _coding())


def compress(response: Response) -> Response:
    """Send *response* in the coding that the client takes, if it is text and worth it."""
    kind = response.mimetype or ""
    is_text = kind.startswith("text/") or kind.endswith(_ENDINGS) or kind in _OTHERS
    if "Content-Encoding" in response.headers or not is_text:
        return response
    response.vary.add("Accept-Encoding")
    coding = _coding()
    if not coding or response.status_code in (204, 206, 304):
        return response
    if (response.content_length or WORTH) < WORTH:
        return response
    if response.is_streamed:
        response.response = _encoded(response.iter_encoded(), coding)
        response.headers.pop("Content-Length", None)
    elif len(response.get_data()) >= WORTH:
        response.set_data(encode(response.get_data(), coding))
    else:
        return response
    response.headers["Content-Encoding"] = coding
    return response


def _coding() -> str:
    # HTTP/1.0 has no chunks: a stream without its length could break off unseen.
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return ""
    return choose_coding(request.headers.get("Accept-Encoding"))


def _encoded(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    encoder = coder(coding)
    for chunk in chunks:
        yield encoder.add(chunk)
    yield encoder.end()
