"""Which file a path stands for: dumps and tables of the release, and the style of the pages.

Each dump is stored once, as gzip, and has two names: ``missions.ttl.gz`` is the stored file as
it is, ``missions.ttl`` what is in it. The latter is sent with ``Content-Encoding: gzip`` to
whoever takes that (RFC 9110, section 8.4), which is the stored bytes again, else decoded on
its way.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path, PurePath

from openalliances.asgi.exchange import Exchange
from openalliances.asgi.files import Representation
from openalliances.asgi.served import ServedRelease
from openalliances.asgi.table_files import PATH, Headers, table_file
from openalliances.http.coding import choose_coding, coded_tag, encode, takes
from openalliances.http.conditions import Validators
from openalliances.http.headers import FRESH
from openalliances.pages.downloads import format_of
from openalliances.pages.static_files import static_file
from openalliances.release import SUMS, FileEntry

_DUMPS, _STATIC = "/dumps/", "/static/"
_AT_ROOT = ("/favicon.ico",)
"""Files of the pages that programs look for at the root, whatever a page says."""
_A_DAY = "public, max-age=86400"
_VARY = (("Vary", "Accept-Encoding"),)
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}


def file_of(exchange: Exchange, served: ServedRelease) -> Representation | None:
    """Return what is sent for the path of *exchange*, None where it names no file."""
    path = exchange.path
    if path in _AT_ROOT:
        path = _STATIC + path.removeprefix("/")
    if exchange.method not in ("GET", "HEAD") or not path.startswith((_DUMPS, _STATIC, PATH)):
        return None
    accepted = exchange.header(b"accept-encoding")
    if path.startswith(PATH):
        if exchange.query_string:
            return None
        name, packs = path.removeprefix(PATH), takes("gzip", accepted)
        return table_file(
            served.site.release.folder,
            served.tables,
            name,
            gzip=packs,
            more=served.links,
            rows=served.rows,
        )
    if path.startswith(_STATIC):
        return _static(path.removeprefix(_STATIC), choose_coding(accepted))
    return _dump(path.removeprefix("/"), served, gzip=takes("gzip", accepted))


def _dump(path: str, served: ServedRelease, *, gzip: bool) -> Representation | None:
    release = served.site.release
    if path == f"dumps/{SUMS}" and (release.dumps / SUMS).is_file():
        return _sums(release.dumps / SUMS)
    entry = served.dumps.get(path)
    if entry is None:
        return None
    if entry.path == path:
        return _stored(release.folder / path, "application/gzip", entry, served.links)
    return _plain(release.folder / entry.path, entry, served.links, gzip=gzip)


def _sums(path: Path) -> Representation:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    known = Validators(digest, path.stat().st_mtime)
    kind = "text/plain; charset=utf-8"
    return Representation(content, kind, len(content), known, FRESH, digest)


def _stored(path: Path, kind: str, entry: FileEntry, more: Headers = ()) -> Representation:
    known = Validators(entry.sha256, path.stat().st_mtime)
    return Representation(path, kind, entry.size, known, FRESH, entry.sha256, more=more)


def _plain(path: Path, entry: FileEntry, links: Headers, *, gzip: bool) -> Representation:
    """Return what is in a file, encoded as it lies there if the client takes that."""
    kind = format_of(entry).content_type
    more = (*links, *_VARY)
    if gzip:
        return _stored(path, kind, entry, (*more, ("Content-Encoding", "gzip")))
    known = Validators(entry.plain_sha256, path.stat().st_mtime)
    return Representation(
        path, kind, entry.plain_size, known, FRESH, entry.plain_sha256, is_packed=True, more=more
    )


@lru_cache
def _static(name: str, coding: str) -> Representation | None:
    """Return a file of the pages, which are few and do not change while the server runs."""
    content = static_file(name)
    if content is None:
        return None
    kind = _TYPES.get(PurePath(name).suffix, "application/octet-stream")
    is_text = kind.startswith("text/") or kind.endswith("xml")
    more: tuple[tuple[str, str], ...] = _VARY
    tag = hashlib.sha256(content).hexdigest()[:32]
    if coding and is_text:
        content = encode(content, coding)
        more = (*_VARY, ("Content-Encoding", coding))
        tag = coded_tag(tag, coding)
    return Representation(
        content, kind, len(content), Validators(tag), _A_DAY, more=more if is_text else ()
    )
