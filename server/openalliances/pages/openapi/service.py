"""The pages for people, the files, and what tells whether the server lives."""

from __future__ import annotations

from openalliances.http.problems import meanings
from openalliances.pages.openapi.parts import (
    ANY_OBJECT,
    IRI,
    Paths,
    content,
    operation,
    query,
    segment,
    told_in_json,
    typed,
)
from openalliances.pages.site import Site
from openalliances.pages.standing import citing, coverage
from openalliances.rdf.formats import GRAPH_FORMATS, HTML, PLAIN_JSON, TURTLE

_PAGES, _FILES, _STATE = "Pages", "Files", "State"
_TEXT = "text/plain"
_XML = "application/xml"
_GZIP = "application/gzip"


_STANDING = {
    "/about": "What this is",
    "/quality": "How good the data are",
    "/cite": "How the data set is cited",
    "/changes": "What changed",
    "/status": "The state of the server, for people",
}
"""Pages on where the data set stands, which those of a user's files lack."""


def paths(site: Site) -> Paths:
    """Return the paths of pages, files and state."""
    return _pages(site) | _files(site) | _for_programs(site) | _state()


def _pages(site: Site) -> Paths:
    page = content([HTML])
    problems = {"type": "string", "enum": [*meanings()]}
    number = query("page", "A page of it.", {"type": "integer", "minimum": 1})
    simple = {
        "/browse/": "The lists of things",
        **(_STANDING if site.has_facts else {}),
        "/about/limits": "The settings and limits of this server",
        "/about/freshness": "How lately things are known",
        "/about/engines": "Stores of others",
        "/about/federation": "Queries over several endpoints",
        "/about/agents": "Tools for language models",
    }
    return {
        "/": {"get": operation(_PAGES, "Home", page, leads={303: "The document of the base."})},
        **{path: {"get": operation(_PAGES, words, page)} for path, words in simple.items()},
        **(_standing_of_parts() if site.has_facts else {}),
        "/search": {
            "get": operation(
                _PAGES,
                "Search by name, acronym or code",
                page,
                query("q", f"At most {site.settings.search_length} characters count."),
                query("kind", "Only things of this class."),
                leads={303: "The one thing that is meant."},
            )
        },
        "/browse/class": {
            "get": operation(
                _PAGES, "The things of a class", page, query("iri", "A class.", IRI), number
            )
        },
        "/problem/{kind}": {
            "get": operation(_PAGES, "What a problem means", page, segment("kind", "It.", problems))
        },
    }


def _standing_of_parts() -> Paths:
    """Return what of these pages has parameters or forms."""
    kinds = {"type": "string", "enum": [kind.slug for kind in coverage.KINDS]}
    forms = {"type": "string", "enum": [*citing.FORMS]}
    cited = typed(kind for _, kind in citing.FORMS.values())
    feed = typed(["application/atom+xml"])
    return {
        "/coverage": {
            "get": operation(
                _PAGES,
                "What is held, missing, not looked for",
                content([HTML]),
                query("kind", "What is counted.", kinds),
            )
        },
        "/cite.{form}": {
            "get": operation(
                _PAGES, "The citation of the data set", cited, segment("form", "The form.", forms)
            )
        },
        "/changes.atom": {"get": operation(_PAGES, "The versions as a feed", feed)},
    }


def _files(site: Site) -> Paths:
    files = [file.path.removeprefix("dumps/") for file in site.release.manifest.files]
    names = [name for file in files for name in (file, file.removesuffix(".gz"))]
    listed = {"type": "string", **({"enum": names} if names else {})}
    forms = [*(form.media_type for form in GRAPH_FORMATS), _GZIP, _TEXT]
    static = ["text/css", "text/javascript", "image/svg+xml", "image/x-icon", _TEXT]
    return {
        "/dumps/": {"get": operation(_FILES, "What can be downloaded", content([HTML]))},
        "/dumps/{file}": {
            "get": operation(
                _FILES,
                "Download a dump",
                typed(forms, ANY_OBJECT),
                segment("file", "A file of the list.", listed),
            )
        },
        "/static/{file}": {
            "get": operation(_FILES, "A file of the pages", typed(static), segment("file", "It."))
        },
        "/favicon.ico": {"get": operation(_FILES, "The icon", typed(["image/x-icon"]))},
    }


def _for_programs(site: Site) -> Paths:
    prefixes = content([HTML, TURTLE, PLAIN_JSON], ANY_OBJECT)
    ending = {"type": "string", "enum": ["html", "ttl", "json"]}
    return {
        "/openapi.json": {
            "get": operation(_FILES, "This description", typed([PLAIN_JSON.media_type], ANY_OBJECT))
        },
        "/llms.txt": {"get": operation(_FILES, "How a program reads this", typed([_TEXT]))},
        "/robots.txt": {"get": operation(_FILES, "What robots may read", typed([_TEXT]))},
        "/sitemap.xml": {"get": operation(_FILES, "The parts of the site map", typed([_XML]))},
        "/sitemap/{part}.xml": {
            "get": operation(
                _FILES,
                "A part of the site map",
                typed([_XML]),
                segment("part", "Its number.", {"type": "integer", "minimum": 1}),
            )
        },
        "/prefixes": {"get": operation(_FILES, "The prefixes", prefixes)},
        "/terms.json": {
            "get": operation(
                _FILES,
                "Prefixes, classes and properties that queries are written with",
                typed([PLAIN_JSON.media_type], ANY_OBJECT),
            )
        },
        "/prefixes.{form}": {
            "get": operation(
                _FILES, "The prefixes in one form", prefixes, segment("form", "It.", ending)
            )
        },
    }


def _state() -> Paths:
    told = typed([PLAIN_JSON.media_type], ANY_OBJECT)
    operator = {
        401: "Only the operator may see this; send the token.",
        403: "Only the operator may see this.",
    }
    live = operation(_STATE, "Whether the server lives", told)
    ready = operation(_STATE, "Whether requests should come here", told)
    running = operation(_STATE, "The queries that run now", told)
    metrics = operation(_STATE, "Figures for Prometheus", typed([_TEXT]))
    told_in_json(live, {})
    told_in_json(ready, {503: "They should not; why."})
    for one in (running, metrics):
        one["security"] = [{"operator": []}, {}]
        told_in_json(one, operator)
    return {
        "/healthz": {"get": live},
        "/readyz": {"get": ready},
        "/metrics": {"get": metrics},
        "/sparql/queries": {"get": running},
    }
