"""Follow links from the home page on: what leads nowhere, what is too large.

``python -m tests.crawl --release FOLDER`` follows all of them; the tests follow some of each kind.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from rich.progress import Progress

from openalliances.release import open_release

from .door import Door
from .looks import served

_LINK = re.compile(rb'<(?:a|link|script|img|image)\b[^>]*?\b(?:href|src)="([^"]*)"')
"""Forms are left out: their addresses want fields, and have tests of their own."""
_EXTERNAL = re.compile(rb'<(?:script|img|link|form)\b[^>]*?\b(?:href|src|action)="https?://')
MOST = 100_000
"""Bytes of a page as gzip."""


@dataclass(slots=True)
class Found:
    """What was found: how many pages, links that lead nowhere with a page that has them, sizes."""

    pages: int = 0
    broken: dict[str, tuple[int, str]] = field(default_factory=dict)
    large: dict[str, int] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)


ONE_KIND = frozenset(["at", "example", "examples", "ontology", "resource", "shapes", "vocab"])
"""First segments below which all pages are of one kind: a day is like another day."""


def kind_of(path: str) -> str:
    """Return what pages are alike: the first segments of a path, its ending, its parameter.

    Of pages with several parameters only the number of these counts: each facet of a list can be
    joined to each other one, and to follow all sets of them would never end.
    """
    parts = urlsplit(path)
    segments = parts.path.split("/")[1:3]
    place = segments[0] if segments[0] in ONE_KIND else "/".join(segments).partition(".")[0]
    names = {one.partition("=")[0] for one in parts.query.split("&") if one}
    asked = str(len(names)) if len(names) > 1 else "".join(names)
    return f"{place} {asked} {Path(parts.path).suffix}"


def crawl(
    door: Door,
    *,
    each: int | None = None,
    tell: Callable[[int, int], None] = lambda done, left: None,
) -> Found:
    """Follow links from ``/``, at most *each* of a kind; all without it."""
    found, seen = Found(), {"/"}
    waiting, counted = deque([("/", "")]), Counter[str]()
    while waiting:
        path, page = waiting.popleft()
        answer = door.get(path)
        for _ in range(3):
            if answer.status_code not in (301, 302, 303, 307, 308):
                break
            answer = door.get(urljoin(path, answer.headers["Location"]))
        found.pages += 1
        tell(found.pages, len(waiting))
        if answer.status_code != 200:
            found.broken[path] = (answer.status_code, page)
            continue
        if not answer.content_type.startswith("text/html"):
            continue
        size = len(gzip.compress(answer.data, 6, mtime=0))
        if size > MOST:
            found.large[path] = size
        if _EXTERNAL.search(answer.data.replace(b'rel="canonical"', b"")):
            found.outside.add(path)
        for link in links(path, answer.data):
            kind = kind_of(link)
            if link in seen or (each is not None and counted[kind] >= each):
                continue
            seen.add(link)
            counted[kind] += 1
            waiting.append((link, path))
    return found


def links(path: str, html: bytes) -> Iterator[str]:
    """Yield the addresses of this site that a page leads to, without their fragments."""
    for raw in _LINK.findall(html):
        target = urldefrag(urljoin(path, unescape(raw.decode())))[0]
        if target.startswith("/") and not target.startswith(("//", "/dumps/", "/metrics")):
            yield target


def main() -> None:
    """Follow all links of a release."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--release", type=Path, required=True)
    reader.add_argument("--each", type=int, help="at most so many pages of a kind")
    asked = reader.parse_args()
    with served(open_release(asked.release)) as address, Progress() as progress:
        task = progress.add_task("Following links", total=None)

        def tell(done: int, left: int) -> None:
            progress.update(task, completed=done, total=done + left)

        found = crawl(Door(int(address.rpartition(":")[2])), each=asked.each, tell=tell)
    print(f"{found.pages} pages, {len(found.broken)} broken, {len(found.large)} too large")
    for path, (status, page) in found.broken.items():
        print(f"  {status} {path}  (on {page})")
    for path, size in found.large.items():
        print(f"  {size:,} B {path}")
    for path in found.outside:
        print(f"  asks elsewhere: {path}")


if __name__ == "__main__":
    main()
