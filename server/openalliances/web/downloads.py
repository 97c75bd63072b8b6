"""The dumps: a page that lists them, and the files, whole or in ranges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint, Response, send_file

from openalliances.errors import NotFoundError
from openalliances.http.headers import FRESH
from openalliances.pages import downloads
from openalliances.pages.downloads import CHECKSUMS, Download
from openalliances.pages.site import Site
from openalliances.rdf.formats import GRAPH_FORMATS, Format
from openalliances.release import FileEntry
from openalliances.web.site import current_site

bp = Blueprint("downloads", __name__, url_prefix="/dumps")

_ENCODED = {"gzip": "application/gzip", "zstd": "application/zstd"}


@bp.get("/")
def index() -> Response:
    """List the files with size, number of triples and checksum."""
    return Response(downloads.page(current_site()))


@bp.get("/<path:name>")
def file(name: str) -> Response:
    """Send a file of the manifest, also in ranges (RFC 9110, section 14).

    A compressed file is sent as what it is, a gzip or zstd file, and not as a
    Content-Encoding: who downloads ``x.ttl.gz`` wants a file of that name.
    """
    site = current_site()
    if name == CHECKSUMS and (site.release.dumps / CHECKSUMS).is_file():
        return _send(site.release.dumps / CHECKSUMS, "text/plain; charset=utf-8")
    entry = _entry(site, f"dumps/{name}")
    if entry is None:
        raise NotFoundError(f"There is no file {name}.", "All files are listed at /dumps/.")
    return _send(site.release.folder / entry.path, media_type(entry), entry.sha256)


def dump_response(site: Site, graphs: Sequence[str], form: Format) -> Response | None:
    """Return the uncompressed dump of a single graph in a format, or None without one."""
    entry = next(
        (
            entry
            for entry in site.release.manifest.files
            if [entry.graph] == list(graphs)
            and not entry.encoding
            and Download(entry).format is form
        ),
        None,
    )
    if entry is None:
        return None
    return send_file(site.release.folder / entry.path, mimetype=form.media_type)


def media_type(entry: FileEntry) -> str:
    """Return the Content-Type of a file to download."""
    if entry.encoding:
        return _ENCODED.get(entry.encoding, "application/octet-stream")
    form = Download(entry).format
    return form.content_type if form in GRAPH_FORMATS else "application/octet-stream"


def _entry(site: Site, path: str) -> FileEntry | None:
    return next((f for f in site.release.manifest.files if f.path == path), None)


def _send(path: Path, kind: str, tag: str | None = None) -> Response:
    response = send_file(path, mimetype=kind, conditional=True, etag=tag or True)
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = FRESH
    return response
