"""What the local engine can do beyond SPARQL 1.1: one table, each entry tested.

pyoxigraph has no list of its functions. These are the ones of GeoSPARQL 1.1 and
the casts that answered when they were tried; those that it refuses, or that
never gave a value, are left out.
"""

from __future__ import annotations

from openalliances.rdf.prefixes import PREFIXES

_GEOF = "http://www.opengis.net/def/function/geosparql/"
_SEP = "https://github.com/w3c/sparql-dev/blob/main/SEP/"

_GEOSPARQL = (
    "asGeoJSON centroid convexHull coordinateDimension difference dimension distance envelope "
    "getSRID intersection isEmpty isSimple length perimeter relate spatialDimension "
    "symDifference union "
    "ehContains ehCoveredBy ehCovers ehDisjoint ehEquals ehInside ehMeet ehOverlap "
    "rcc8dc rcc8ec rcc8eq rcc8ntpp rcc8ntppi rcc8po rcc8tpp rcc8tppi "
    "sfContains sfCrosses sfDisjoint sfEquals sfIntersects sfOverlaps sfTouches sfWithin"
)
_CASTS = (
    "date dayTimeDuration duration gDay gMonth gMonthDay gYear gYearMonth time yearMonthDuration"
)

FUNCTIONS = tuple(
    sorted(
        [_GEOF + name for name in _GEOSPARQL.split()]
        + [PREFIXES["xsd"] + name for name in _CASTS.split()]
    )
)
"""IRIs of the functions that SPARQL 1.1 does not have; there are no aggregates beyond it."""

LANGUAGE = {
    _SEP + "SEP-0006/sep-0006.md": "LATERAL",
    "https://www.w3.org/TR/sparql12-query/": "SPARQL 1.2 Query Language: VERSION, triple terms, "
    "reifiers and annotations, base direction, and their functions",
}
"""Extensions of the language, by the documents that describe them.

SPARQL 1.2 is among them, since the vocabulary of service descriptions has no language for it
(SPARQL 1.2 Service Description, working draft of 2025-08-14).

SEP-0002 (arithmetic with dates and durations) is not among them: a duration can be
taken from a date, but added only to a date that has a time zone.
"""
