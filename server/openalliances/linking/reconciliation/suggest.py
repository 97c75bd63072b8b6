"""Suggest services (section 6): entities, types and properties for what somebody begins to type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openalliances.errors import BadRequestError
from openalliances.linking.match import Asked, Candidate
from openalliances.linking.reconciliation.properties import property_named
from openalliances.linking.reconciliation.queries import description
from openalliances.linking.reconciliation.service import ENGLISH, Service
from openalliances.release.folding import fold

MOST_SKIPPED = 500
"""Suggestions that a cursor may skip."""
DEFAULT = 10


def suggested(
    service: Service,
    prefix: str,
    types: Sequence[str] = (),
    *,
    start: int = 0,
    limit: int = DEFAULT,
) -> list[Candidate]:
    """Return the things whose names begin with *prefix*, or that it means; *types* are IRIs."""
    text = service.known_iri(prefix) or prefix
    if not text:
        return []
    return service.candidates(Asked(text, tuple(types), limit=start + limit))[start:]


def entities(
    service: Service,
    prefix: str,
    types: Sequence[str] = (),
    *,
    start: int = 0,
    limit: int = DEFAULT,
    language: str = ENGLISH,
) -> dict[str, Any]:
    """Return the suggest response for entities."""
    kinds = [service.types.named(name).iri for name in types]
    found = suggested(service, prefix, kinds, start=start, limit=limit)
    iris = [one.entry.iri for one in found]
    labels = service.labels(iris, language)
    result = []
    for one in found:
        entry, name = one.entry, labels.get(one.entry.iri, one.entry.label)
        result.append(
            {
                "id": service.entities.id_of(entry.iri),
                "name": name or entry.iri,
                "description": description(entry.kind, entry.years, one.name, (name, entry.label)),
                "notable": [known.as_json() for known in service.types.called(entry.kind)],
            }
        )
    return {"result": result}


def types(service: Service, prefix: str, *, start: int = 0, limit: int = DEFAULT) -> dict[str, Any]:
    """Return the suggest response for types: the proposed ones first, then the largest."""
    proposed = service.types.defaults
    known = dict.fromkeys((*proposed, *reversed(service.types.all)))
    found = [
        {**one.as_json(), "description": f"{one.things:,} in this release"}
        for one in known
        if _begins(prefix, one.id, one.name, one.iri)
    ]
    return {"result": found[start : start + limit]}


def properties(
    service: Service, prefix: str, *, start: int = 0, limit: int = DEFAULT
) -> dict[str, Any]:
    """Return the suggest response for properties, those that can only be compared among them."""
    known = dict.fromkeys(service.properties.values())
    found = [one for one in known if _begins(prefix, one.id, one.name)]
    if not found:
        found = _by_another_name(service, prefix)
    return {"result": [one.as_json() for one in found[start : start + limit]]}


def _by_another_name(service: Service, prefix: str) -> list[Any]:
    try:
        return [property_named(service.properties, prefix)]
    except BadRequestError:
        return []


def _begins(prefix: str, *names: str) -> bool:
    """Return whether one of *names*, or a word of it, begins with *prefix*."""
    wanted = fold(prefix)
    return any(f" {wanted}" in f" {fold(name)}" or name == prefix for name in names)
