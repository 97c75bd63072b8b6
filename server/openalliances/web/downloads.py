"""The dumps: a page that lists them, and the files, whole or in ranges.

Each file is stored once, as gzip, and has two names: ``missions.ttl.gz`` is the stored file as
it is, ``missions.ttl`` what is in it. The latter is sent with ``Content-Encoding: gzip`` to
whoever takes that (RFC 9110, section 8.4), which is the stored bytes again, else decoded on
its way. Size, validator and digest are always those of the representation that is sent.
"""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, request, send_file

from openalliances.errors import NotFoundError
from openalliances.http.coding import takes
from openalliances.http.headers import FRESH
from openalliances.pages import downloads
from openalliances.pages.downloads import format_of
from openalliances.release import SUMS, FileEntry
from openalliances.web.site import current_site

bp = Blueprint("downloads", __name__, url_prefix="/dumps")

_CHUNK = 64 * 1024


@bp.get("/")
def index() -> Response:
    """Show what can be downloaded."""
    return Response(downloads.page(current_site()))


@bp.get("/<path:name>")
def file(name: str) -> Response:
    """Send a file of the manifest, as it is stored or plain."""
    release = current_site().release
    if name == SUMS and (release.dumps / SUMS).is_file():
        return _stored(release.dumps / SUMS, "text/plain; charset=utf-8")
    path = f"dumps/{name}"
    for entry in release.manifest.files:
        if entry.path == path:
            return _stored(release.folder / entry.path, "application/gzip", entry.sha256)
        if entry.plain_path == path:
            return _plain(release.folder / entry.path, entry)
    raise NotFoundError(f"There is no file {name}.", "All files are listed at /dumps/.")


def _plain(path: Path, entry: FileEntry) -> Response:
    """Send what is in a file, encoded as it lies there if the client takes that."""
    kind = format_of(entry).content_type
    if takes("gzip", request.headers.get("Accept-Encoding")):
        response = _stored(path, kind, entry.sha256)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = _decoded(path, kind, entry)
    response.vary.add("Accept-Encoding")
    return response


def _stored(path: Path, kind: str, sha256: str = "") -> Response:
    """Send a file byte by byte, also in ranges (RFC 9110, section 14)."""
    response = send_file(path, mimetype=kind, conditional=True, etag=sha256 or True)
    # The name to save it under is that in the URL; the stored file may have another.
    response.headers.pop("Content-Disposition", None)
    return _with_headers(response, kind, sha256)


def _decoded(path: Path, kind: str, entry: FileEntry) -> Response:
    """Send what is in a gzip file; only a chunk of it is ever in memory."""
    response = Response(_chunks(path), direct_passthrough=True)
    response.content_length = entry.plain_size
    response.last_modified = path.stat().st_mtime  # type: ignore[assignment]  # takes seconds, too
    response.set_etag(entry.plain_sha256)
    response.make_conditional(request, accept_ranges=True, complete_length=entry.plain_size)
    return _with_headers(response, kind, entry.plain_sha256)


def _chunks(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as content:
        while chunk := content.read(_CHUNK):
            yield chunk


def _with_headers(response: Response, kind: str, sha256: str) -> Response:
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = FRESH
    if sha256:
        # Of the whole representation, also where a range of it is sent (RFC 9530, section 3).
        digest = b64encode(bytes.fromhex(sha256)).decode()
        response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return response
