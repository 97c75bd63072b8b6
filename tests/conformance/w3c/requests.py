"""The tests of the W3C that are HTTP requests, read from their manifests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .suite import FOLDER, MF, Manifest

HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
STATUSES = {
    "StatusCode2xx": range(200, 300),
    "StatusCode3xx": range(300, 400),
    "StatusCode4xx": range(400, 500),
    "OK": (200,),
    "Created": (201,),
    "NoContent": (204,),
    "NotFound": (404,),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and what must come back.

    ``statuses`` are the codes that are right. ``truth`` is the answer to an ASK.
    ``format`` is boolean, tabular, RDF or empty. ``content`` is the graph that the
    answer holds, in Turtle.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[int]
    format: str
    truth: bool | None
    content: str


@dataclass(frozen=True, slots=True)
class Script:
    """A test: its name and its exchanges, in their order."""

    name: str
    exchanges: tuple[Exchange, ...]


def scripts(path: str) -> list[Script]:
    """Return the tests of a manifest; none where the suites are missing."""
    if not FOLDER.is_dir():
        return []
    manifest = Manifest(path)
    found = []
    for entry in manifest.entries():
        action = manifest.one(entry, MF + "action")
        listed = manifest.items(manifest.one(action, HT + "requests"))
        exchanges = tuple(_exchange(manifest, request) for request in listed)
        found.append(Script(entry.value.rpartition("#")[2], exchanges))
    return found


def _exchange(manifest: Manifest, request: object) -> Exchange:
    response = manifest.one(request, HT + "resp")
    truth = manifest.text(response, MF + "expectedBoolean")
    names = [
        node.value.rpartition("#")[2] for node in manifest.all(response, MF + "expectedStatus")
    ]
    return Exchange(
        method=manifest.text(request, HT + "methodName"),
        target=manifest.text(request, HT + "absolutePath"),
        headers=dict(_headers(manifest, request)),
        body=_body(manifest, request),
        statuses=frozenset(code for name in names for code in STATUSES[name]),
        format=manifest.text(response, MF + "expectedFormat"),
        truth=truth == "true" if truth else None,
        content=(_body(manifest, response) or b"").decode(),
    )


def _headers(manifest: Manifest, message: object) -> Iterator[tuple[str, str]]:
    for header in manifest.items(manifest.one(message, HT + "headers")):
        yield manifest.text(header, HT + "fieldName"), manifest.text(header, HT + "fieldValue")


def _body(manifest: Manifest, message: object) -> bytes | None:
    body = manifest.one(message, HT + "body")
    if body is None:
        return None
    encoding = manifest.text(body, CNT + "characterEncoding", "UTF-8")
    return manifest.text(body, CNT + "chars").encode(encoding)
