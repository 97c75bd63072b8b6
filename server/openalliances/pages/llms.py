"""What a language model or a program should know of this server, as text (https://llmstxt.org/)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from openalliances.pages.examples import topics_of
from openalliances.pages.site import Site
from openalliances.pages.sitemap import root
from openalliances.rdf.prefixes import LICENSE
from openalliances.release.examples import Example
from openalliances.settings import query_limits

_LIMITS = (
    *("query_timeout", "query_length", "client_queries", "result_size"),
    *("link_rows", "batch_queries"),
)


def llms_text(site: Site) -> str:
    """Return the text: what this is, how to ask, tables, examples, limits, how to cite."""
    parts = [_head(site), _asking(site), _tables(site), _examples(site), _limits(site)]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part) + "\n"


def _head(site: Site) -> Iterator[str]:
    manifest = site.release.manifest
    yield f"# {manifest.title}"
    yield ""
    yield f"> Linked open data, version {manifest.version}, {manifest.quads:,} statements."
    yield ""
    if site.is_dataset:
        yield (
            "States, organizations, alliances, treaties, memberships, peace missions, mandates, "
            "partnerships. Every fact has sources, a grade of evidence, and the time until which "
            "it is known. What is not here is not known here; that says nothing about the world. "
            "Take the IRI of a thing along with what you say of it, and its sources."
        )
        yield f"Cite: {site.dataset.iri}, version {manifest.version}. Licence: {LICENSE}."
        yield f"In formats for references: {root(site)}/CITATION.cff; of rows: add .bib to a table."


def _asking(site: Site) -> Iterator[str]:
    here = root(site)
    yield "## How to ask"
    yield ""
    yield f"- [{here}/openapi.json]({here}/openapi.json): everything, as OpenAPI 3.1"
    yield f"- [{here}/sparql]({here}/sparql): SPARQL 1.1 and 1.2, GET or POST; ?format=csv|json|tsv"
    yield f"- [{here}/prefixes.json]({here}/prefixes.json): the prefixes for queries"
    yield f"- {here}/search?q=TEXT and {here}/suggest?q=TEXT&form=json: names to things"
    yield f"- {here}/lookup?code=SCHEME:CODE and ?iri=IRI: codes and IRIs of others to things"
    yield f"- {here}/label/NAME: 302 to the one thing that is called so, 300 if several are"
    yield f"- [{here}/reconcile]({here}/reconcile): Reconciliation Service API 0.2, for lists"
    yield "- A thing has documents: add .ttl, .jsonld, .json, .csv or .html to its path"
    yield f"- [{here}/dumps/]({here}/dumps/): all of it as files; take these rather than all pages"
    yield "- Tools for agents (Model Context Protocol, stdio): openalliances mcp"


def _tables(site: Site) -> Iterator[str]:
    if site.tables is None:
        return
    here = root(site)
    yield "## Tables"
    yield ""
    yield (
        "Add .csv, .json, .jsonl, .tsv, .bib or .zip; filter by any column, and by at, from, to "
        f"(dates), columns, sort, limit: {here}/data/missions.csv?host=somalia&at=1993-01-01. "
        f"What columns mean: {here}/data/codebook.csv"
    )
    yield ""
    for table in site.tables.definitions.values():
        yield f"- [{table.name}]({here}/data/{table.name}.csv): {table.title}"


def _examples(site: Site) -> Iterator[str]:
    here = root(site)
    found = [example for topic in topics_of(site) for example in topic.examples]
    yield "## Examples"
    yield ""
    yield "Each is an address that answers (.csv, .json, .tsv), with other values if you like."
    yield ""
    for example in found:
        if example.parameters:
            yield f"- [{example.title}]({here}{_address(example)})"
    yield f"- [All {len(found)}]({here}/examples/)"


def _address(example: Example) -> str:
    values = {parameter.name: parameter.default for parameter in example.parameters}
    return f"/examples/{example.slug}.csv?{urlencode(values, safe='/:')}"


def _limits(site: Site) -> Iterator[str]:
    yield "## Limits"
    yield ""
    for name, value, unit, words in query_limits(site.settings):
        if name in _LIMITS:
            yield f"- {value:,} {unit}".rstrip() + f": {words}"
    yield "- Too much at once is 429 or 503 with Retry-After; errors are JSON (RFC 9457)."
    yield f"- All: {root(site)}/about/limits"
