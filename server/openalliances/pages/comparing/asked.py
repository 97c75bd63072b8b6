"""What is to be compared: from names, codes and ids in an address to things."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.errors import BadRequestError
from openalliances.facts.sides import KINDS
from openalliances.linking.index import NameIndex
from openalliances.linking.search import find
from openalliances.rdf.prefixes import BASE, ID

SEPARATOR = "~"
MOST = 5
"""Things that stand side by side."""
_LONGEST = 200
"""Characters of a name."""
_CHOICES = 8
"""Things among which a reader chooses."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that was given, the id of what it means, or the things that it may mean.

    ``choices`` are pairs of an id and a name; none where nothing fits.
    """

    text: str
    id: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def read_asked(ids: list[str], names: NameIndex) -> tuple[Asked, ...]:
    """Return what the values of the parameter ``ids`` mean, each thing once.

    :raises BadRequestError: if there are too many.
    """
    given = [part.strip()[:_LONGEST] for one in ids for part in one.split(SEPARATOR)]
    given = list(dict.fromkeys(part for part in given if part))
    if len(given) > MOST:
        raise BadRequestError(
            f"{len(given)} things do not fit side by side.", f"Name two to {MOST} of them."
        )
    found = (_asked(text.replace("\0", " "), names) for text in given)
    return tuple({one.id or one.text: one for one in found}.values())


def is_of_one_kind(asked: tuple[Asked, ...]) -> bool:
    """Return whether all can be compared with one another."""
    return len({KINDS[one.id.partition("/")[0]] for one in asked if one.id}) < 2


def _asked(text: str, names: NameIndex) -> Asked:
    """Return what *text* means: an id, an IRI, the last part of one, a name, an acronym, a code."""
    path = text.removeprefix(ID).removeprefix("id/").removesuffix(".html")
    tried = [path] if "/" in path else [f"{kind}/{path}" for kind in KINDS]
    for id_ in tried:
        if id_.partition("/")[0] in KINDS and names.number_of(BASE + "id/" + id_) is not None:
            return Asked(text, id_)
    hits = [
        hit
        for hit in find(names, text, 2 * _CHOICES)
        if hit.entry.iri.removeprefix(ID).partition("/")[0] in KINDS
    ]
    if hits and (hits[0].sure or len(hits) == 1):
        return Asked(text, hits[0].entry.iri.removeprefix(ID))
    best = [hit for hit in hits if hit.match == hits[0].match]
    if len(best) == 1:
        return Asked(text, best[0].entry.iri.removeprefix(ID))
    choices = ((hit.entry.iri.removeprefix(ID), hit.entry.label) for hit in hits[:_CHOICES])
    return Asked(text, choices=tuple(choices))
