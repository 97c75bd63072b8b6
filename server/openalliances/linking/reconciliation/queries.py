"""Reconciliation queries (section 4): a batch of names with types and properties, to candidates.

The specification leaves open what ``type_strict`` means. Here *any*, which is meant where nothing
is said, and *all* keep to the types; *should*, which OpenRefine sends, looks beyond them where
nothing of them fits, and is then never sure.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openalliances.errors import BadRequestError, QueryTimeoutError
from openalliances.linking.match import Asked, Candidate
from openalliances.linking.reconciliation import names, reading
from openalliances.linking.reconciliation.properties import Origin, Property, property_named
from openalliances.linking.reconciliation.service import ENGLISH, Service
from openalliances.linking.reconciliation.types import Type

_STRICT = ("any", "should", "all")
_DEFAULT_LIMIT = 10
_MOST_VALUES = 20
"""Properties of a query, and values of one, that are looked at."""
_MOST_CONTEXT = 5
"""Texts of a query that are compared with what is said around a thing."""
_YEAR = re.compile(r"(?<![0-9])(1[0-9]{3}|2[0-9]{3})(?![0-9])")
_YEARS = ("year", "date", "start", "adopted", "start_earliest", "end", "known_until", "as_of")
"""Properties whose value is a year in which the thing existed; the best first."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query: what the matcher is asked, and how strict it is with types."""

    asked: Asked
    strict: str = "any"


def read_batch(service: Service, text: str) -> dict[str, Query]:
    """Return the queries of a batch by their keys.

    :raises BadRequestError: if it is no batch, or names an unknown type or property.
    :raises BodyTooLargeError: if it has more queries than one may send.
    """
    batch = reading.parsed("queries", text)
    reading.at_most("queries", len(batch), service.limits.queries)
    return {key: read_query(service, f"The query {key[:40]}", one) for key, one in batch.items()}


def read_query(service: Service, what: str, given: object) -> Query:
    """Return one query; *what* is how it is called in errors.

    :raises BadRequestError: if it is none, or names an unknown type or property.
    """
    fields, longest = reading.mapping(what, given), service.limits.text
    told = reading.listed(f"properties of {what}", fields.get("properties"))
    if fields.get("query") is None and not told:
        raise BadRequestError(
            f"{what} has neither query nor properties.", 'Send {"query": "Kenya"}, for example.'
        )
    text = reading.text_of(f"query of {what}", fields.get("query", ""), longest)
    values = [pair for one in told[:_MOST_VALUES] for pair in _values(service, what, one)]
    codes, year, context = _compared(values)
    strict = fields.get("type_strict") or "any"
    if strict not in _STRICT:
        raise BadRequestError(
            f"type_strict of {what} is {str(strict)[:40]!r}.", f"Use {', '.join(_STRICT)}."
        )
    most = service.limits.candidates
    asked = Asked(
        service.known_iri(text) or text or next(iter(codes), " ".join(context)[:longest]),
        tuple(one.iri for one in _types(service, what, fields.get("type"))),
        year,
        (*codes, *context),
        reading.positive(f"limit of {what}", fields.get("limit"), _DEFAULT_LIMIT, most),
    )
    return Query(asked, strict)


def answer(
    service: Service, batch: Mapping[str, Query], language: str = ENGLISH
) -> dict[str, dict[str, Any]]:
    """Return the result batch (section 4.2): candidates by the keys of *batch*, best first.

    :raises QueryTimeoutError: if it takes longer than a request may.
    """
    until = time.monotonic() + service.limits.seconds
    found = {key: _in_order(_candidates(service, query, until)) for key, query in batch.items()}
    told = _Told(service, (one for some in found.values() for one in some), language)
    return {key: {"result": [told.candidate(one) for one in some]} for key, some in found.items()}


def _candidates(service: Service, query: Query, until: float) -> list[Candidate]:
    """Return the candidates of a query.

    :raises QueryTimeoutError: if the time of the batch is over.
    """
    if time.monotonic() > until:
        raise QueryTimeoutError(
            f"The batch was not answered within {service.limits.seconds:g} seconds.",
            "Send fewer queries at once.",
        )
    asked, most = query.asked, query.asked.limit
    if not asked.text:
        return []
    if query.strict == "all" and len(asked.kinds) > 1:
        found = service.candidates(replace(asked, limit=service.limits.candidates))
        wanted = frozenset(service.types.named(iri).number for iri in asked.kinds)
        known = names.classes_of(service.index, [one.entry.iri for one in found], wanted)
        return [one for one in found if wanted <= known[one.entry.iri]][:most]
    found = service.candidates(asked)
    if found or query.strict != "should" or not asked.kinds:
        return found
    others = service.candidates(replace(asked, kinds=()))
    return [replace(one, sure=False) for one in others]


def _in_order(found: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates as the matcher has them, best first, with scores that never grow."""
    ordered: list[Candidate] = []
    for one in found:
        least = min(one.score, ordered[-1].score) if ordered else one.score
        ordered.append(replace(one, score=least))
    return ordered


class _Told:
    """Candidates as they are told: names in a language, types, why they fit."""

    def __init__(self, service: Service, found: Iterable[Candidate], language: str) -> None:
        iris = {one.entry.iri for one in found}
        self._service = service
        defaults = [one.number for one in service.types.defaults]
        self._classes = names.classes_of(service.index, iris, defaults)
        # Labels are English, or what else there is.
        self._names = {} if language == ENGLISH else service.labels(iris, language)

    def candidate(self, one: Candidate) -> dict[str, Any]:
        entry, service = one.entry, self._service
        name = self._names.get(entry.iri, entry.label)
        types = service.types.told(self._classes[entry.iri], entry.kind)
        features = (
            (id_, getattr(one.features, id_))
            for id_ in ("name", "code", "dates", "type", "context")
        )
        return {
            "id": service.entities.id_of(entry.iri),
            "name": name or entry.iri,
            "description": description(entry.kind, entry.years, one.name, (name, entry.label)),
            "type": [type_.as_json() for type_ in types],
            "score": round(one.score, 1),
            "match": one.sure,
            "features": [
                {"id": id_, "value": round(value, 3)}
                for id_, value in features
                if value is not None
            ],
        }


def description(kind: str, years: str, found: str = "", known: Iterable[str] = ()) -> str:
    """Return what a thing is in a few words, and the name by which it was *found*."""
    by = f"found as {found}" if found and found not in known else ""
    return ", ".join(part for part in (kind, years, by) if part)


def _types(service: Service, what: str, given: object) -> list[Type]:
    found = []
    for one in reading.listed(f"type of {what}", given):
        name = one.get("id") if isinstance(one, dict) else one
        if name != "":
            found.append(service.types.named(reading.text_of(f"type of {what}", name, 300)))
    return found


def _values(service: Service, what: str, given: object) -> list[tuple[Property, str]]:
    """Return the values of one property of a query; empty cells are none."""
    fields = reading.mapping(f"A property of {what}", given)
    # Version 0.1 had "p" for a property without a service that knows it.
    name = reading.text_of(f"pid of a property of {what}", fields.get("pid", fields.get("p")), 300)
    known = property_named(service.properties, name)
    values = reading.listed(f"v of the property {name} of {what}", fields.get("v"))
    texts = (_value(service, what, one) for one in values[:_MOST_VALUES])
    return [(known, text) for text in texts if text]


def _value(service: Service, what: str, given: object) -> str:
    """Return a value as a text; of a thing its name."""
    where = f"The value of a property of {what}"
    if given is None:
        return ""
    if not isinstance(given, dict):
        return reading.text_of(where, given, service.limits.text)
    if given.get("name"):
        return reading.text_of(where, given["name"], service.limits.text)
    iri = service.known_iri(reading.text_of(where, given.get("id"), 2000))
    return service.labels([iri]).get(iri, "") if iri else ""


def _compared(
    values: Iterable[tuple[Property, str]],
) -> tuple[tuple[str, ...], int | None, tuple[str, ...]]:
    """Return what the matcher compares: codes with their scheme, a year, and other texts."""
    codes: list[str] = []
    context: list[str] = []
    years: dict[str, int] = {}
    for known, text in values:
        if known.origin is Origin.CODE:
            codes.append(f"{known.id}:{text}")
        elif known.id in _YEARS:
            if found := _YEAR.search(text):
                years.setdefault(known.id, int(found[1]))
        else:
            context.append(text)
    year = next((years[name] for name in _YEARS if name in years), None)
    return tuple(codes), year, tuple(context[:_MOST_CONTEXT])
