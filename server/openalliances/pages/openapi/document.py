"""The whole OpenAPI document of a release."""

from __future__ import annotations

from typing import Any

from openalliances.pages.openapi import (
    days,
    examples,
    figures,
    linking,
    lists,
    queries,
    service,
    tables,
    things,
)
from openalliances.pages.openapi.parts import (
    error_components,
    header_components,
    problem_schema,
)
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import LICENSE
from openalliances.settings import query_limits

_VERSION = "3.1.1"
_TAGS = {
    "SPARQL": "Queries, graphs.",
    "Tables": "Rows to analyse, with filters, codebook and bibliography.",
    "Days": "The world on a day, and things side by side.",
    "Examples": "Questions that take parameters.",
    "Things": "What is said of a thing, in RDF, JSON, CSV and as a page.",
    "The data set": "What is said of the whole.",
    "Figures": "Pictures of what the tables say, each with its numbers and its query.",
    "Look-up": "From names and codes of others to ours.",
    "Reconciliation": "Reconciliation Service API 0.2.",
    "Pages": "For people.",
    "Files": "Dumps and small files.",
    "State": "For operators.",
}


def document(site: Site) -> dict[str, Any]:
    """Return the description of all that this server answers (OpenAPI 3.1.1, section 4.8.1)."""
    manifest = site.release.manifest
    paths = service.paths(site)
    described = (queries.paths(site.settings), things.paths(site), tables.paths(site))
    for more in (*described, lists.paths(site)):
        paths |= more
    paths |= examples.paths(site) | linking.paths(site) | figures.paths(site) | days.paths(site)
    return {
        "openapi": _VERSION,
        "info": {
            "title": manifest.title,
            "version": manifest.version,
            "summary": "Linked open data: SPARQL, tables, documents, look-up.",
            "description": _about(site),
            **({"license": {"name": "CC BY 4.0", "url": LICENSE}} if site.is_dataset else {}),
        },
        "servers": [{"url": site.known_address or "/"}],
        "tags": [{"name": name, "description": words} for name, words in _TAGS.items()],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {"Problem": problem_schema(), **queries.schemas()},
            "responses": error_components(),
            "headers": header_components(),
            "parameters": tables.components(),
            "securitySchemes": {"operator": {"type": "http", "scheme": "bearer"}},
        },
    }


def _about(site: Site) -> str:
    limits = "\n".join(
        f"- `{name}`: {value:,g} {unit}. {words}".replace(" .", ".")
        for name, value, unit, words in query_limits(site.settings)
        if isinstance(value, int | float)
    )
    return (
        "All answers are read-only and the same for everybody; they depend on the address, the "
        "header Accept and the release. HEAD and OPTIONS are answered wherever GET is, scripts of "
        "all sites may ask. Errors are problem details (RFC 9457). Whoever asks too much gets 429 "
        f"or 503 with Retry-After.\n\nThe limits of this server:\n\n{limits}\n"
    )
