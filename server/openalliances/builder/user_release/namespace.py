"""Where a user's things are at home: the base that is assumed if none is given.

It is the longest path under which nearly all things of the commonest host are, so that what
the files describe has addresses of its own on this server, without anybody saying more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

_SAMPLE = 50_000
"""The statements that are looked at; the order of the store has nothing to do with names."""
_NEARLY_ALL = 0.9


def guessed_base(store: ox.Store) -> str:
    """Return the base of most things in *store*, ending in a slash; empty if there is none."""
    quads = islice(store.quads_for_pattern(None, None, None), _SAMPLE)
    return common_base({q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)})


def common_base(iris: Iterable[str]) -> str:
    """Return the longest path above nearly all of *iris* that are of the commonest host."""
    above = Counter(path for iri in iris for path in _paths(iri))
    hosts = {path: count for path, count in above.items() if path.count("/") == 3}
    if not hosts:
        return ""
    host = min(hosts, key=lambda path: (-hosts[path], path))
    enough = _NEARLY_ALL * hosts[host]
    fitting = [p for p, count in above.items() if p.startswith(host) and count >= enough]
    return max(fitting, key=lambda path: (len(path), path))


def _paths(iri: str) -> Iterator[str]:
    """Yield the folders that *iri* is in, as IRIs that end in a slash."""
    scheme, colon, rest = iri.partition("://")
    if not colon or scheme not in ("http", "https"):
        return
    path = rest.partition("#")[0].partition("?")[0]
    if "/" not in path:
        return
    steps = path.split("/")[:-1]
    for end in range(1, len(steps) + 1):
        yield f"{scheme}://{'/'.join(steps[:end])}/"
