"""Some things of the data set with all that they lead to, for what is slow on all of them.

Others' reasoners and validators take minutes on the whole set. What they find there they find
here: some things of each class are taken, each with everything that it points to, so that no
reference leads to nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LEAST = 12
"""So many things of each class at least."""


def some(facts: Iterable[ox.Triple], every: int) -> frozenset[ox.Triple]:
    """Return the triples of each *every*-th thing of each class, and of all that they lead to."""
    about = defaultdict(list)
    things = defaultdict(set)
    for triple in facts:
        about[triple.subject].append(triple)
        if triple.predicate == _TYPE:
            things[triple.object].add(triple.subject)
    waiting: list[ox.NamedNode | ox.BlankNode] = []
    for members in things.values():
        step = max(1, min(every, len(members) // _LEAST))
        waiting += sorted(members, key=str)[::step]
    seen = set()
    while waiting:
        thing = waiting.pop()
        if thing not in seen:
            seen.add(thing)
            waiting += [triple.object for triple in about[thing] if triple.object in about]
    return frozenset(triple for thing in seen for triple in about[thing])
