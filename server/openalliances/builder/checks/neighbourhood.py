"""What a check of a few files needs to know of the data set: the things around them.

To reason over all and to look at all for a file of sixty lines takes a minute of work for
a second's worth. The tests hold what is found this way to what the whole check finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard

import pyoxigraph as ox

from openalliances.builder.dataset import SCHEMA_KINDS, Dataset, SourceFile

_STEPS = 4
"""How far the shapes look from a thing: paths of two steps, to things that have shapes, too."""


def subjects(files: Sequence[SourceFile]) -> list[str]:
    """Return the IRIs of what the files say something about, sorted."""
    return sorted({t.subject.value for f in files for t in f.triples if _is_iri(t.subject)})


def around(dataset: Dataset, files: Sequence[SourceFile]) -> Iterator[ox.Triple]:
    """Yield what to reason over: the axioms, the files, and all that is said of what they name.

    Axioms are those of the ontology; a concept takes part if a file names it.
    """
    yield from dataset.triples("ontology")
    named: set[ox.NamedNode] = set()
    for file in files:
        yield from file.triples
        for triple in file.triples:
            named.update(t for t in (triple.subject, triple.object) if _is_iri(t))
    yield from _said_of(dataset, named)


def seen_from(dataset: Dataset, iris: Iterable[str]) -> Iterator[ox.Triple]:
    """Yield what shapes can see from things: the schema, and what is a few steps away.

    What is said of the things themselves comes as it is written, for the store changes
    literals (``01`` becomes ``1``).
    """
    yield from dataset.triples(*SCHEMA_KINDS)
    things = set(map(ox.NamedNode, iris))
    ahead: set[ox.NamedNode] = set()
    for triple in dataset.facts():
        if triple.subject in things:
            yield triple
            if _is_iri(triple.object):
                ahead.add(triple.object)
        elif triple.object in things and _is_iri(triple.subject):
            ahead.add(triple.subject)
    done = set(things)
    for _ in range(_STEPS):
        ahead -= done
        done |= ahead
        found = list(_said_of(dataset, ahead))
        yield from found
        ahead = {triple.object for triple in found if _is_iri(triple.object)}


def _said_of(dataset: Dataset, things: Iterable[ox.NamedNode]) -> Iterator[ox.Triple]:
    """Yield the facts about *things*."""
    facts = frozenset(map(ox.NamedNode, dataset.named(dataset.fact_kinds())))
    for thing in things:
        for quad in dataset.store.quads_for_pattern(thing, None, None):
            if quad.graph_name in facts:
                yield quad.triple


def _is_iri(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode)
