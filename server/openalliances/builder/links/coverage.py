"""How many things of each kind have a link, and to which targets: computed, never written down."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from openalliances.builder.links.making import MadeLinks
from openalliances.rdf.prefixes import ID, VOCAB
from openalliances.release.links import Coverage, Link, LinkSet, LinksIndex, Target

KINDS: Mapping[str, tuple[str, ...]] = {
    "state": (f"{ID}state/",),
    "organization": (f"{ID}organization/",),
    "arrangement": (f"{ID}arrangement/",),
    "mission": (f"{ID}mission/",),
    "instrument": tuple(f"{ID}{kind}/" for kind in ("treaty", "resolution", "decision")),
    "peace agreement": (f"{ID}peace-agreement/",),
    "conflict": (f"{ID}conflict/",),
    "region": (f"{ID}region/",),
    "concept": (VOCAB,),
}
"""What links are made of, by kind: what the IRIs of its things begin with."""


def kind_of(thing: str) -> str:
    """Return the kind of a thing by its IRI, empty for one that is not linked."""
    for kind, starts in KINDS.items():
        if thing.startswith(starts):
            is_scheme = kind == "concept" and "/" not in thing.removeprefix(VOCAB)
            return "" if is_scheme else kind
    return ""


def links_index(made: MadeLinks) -> LinksIndex:
    """Return the link sets counted, the coverage of each kind, and the gaps."""
    by_target: dict[str, list[Link]] = defaultdict(list)
    for link in made.links:
        by_target[link.target].append(link)
    sets = tuple(_counted(target, by_target[name]) for name, target in made.targets.items())
    return LinksIndex(sets, coverage(made.links, made.names), made.gaps)


def coverage(links: Sequence[Link], names: Iterable[str]) -> tuple[Coverage, ...]:
    """Return how many of the things of each kind among *names* (IRIs) have which *links*."""
    things = Counter(kind_of(iri) for iri in names)
    linked: dict[str, set[str]] = defaultdict(set)
    by_target: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in links:
        kind = kind_of(link.thing)
        linked[kind].add(link.thing)
        by_target[kind][link.target].add(link.thing)
    return tuple(
        Coverage(
            kind,
            things[kind],
            len(linked[kind]),
            {target: len(found) for target, found in sorted(by_target[kind].items())},
        )
        for kind in KINDS
        if things[kind]
    )


def _counted(target: Target, links: Sequence[Link]) -> LinkSet:
    return LinkSet(
        target,
        len(links),
        len({link.thing for link in links}),
        dict(sorted(Counter(link.predicate for link in links).items())),
        dict(sorted(Counter(link.justification for link in links).items())),
        max((link.date for link in links), default=""),
    )
