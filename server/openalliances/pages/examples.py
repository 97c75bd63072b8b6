"""The example queries: a list by topic, and a page for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openalliances.http.urls import query_page
from openalliances.pages.own_examples import own_examples
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.pages.snippets import Snippet, snippets
from openalliances.rdf.formats import RESULTS_CSV
from openalliances.rdf.prefixes import EXAMPLE, EXAMPLES_GRAPH
from openalliances.release.examples import Example, examples


@dataclass(frozen=True, slots=True)
class Topic:
    """Examples that have their first keyword in common."""

    name: str
    examples: tuple[Example, ...]


def list_page(site: Site) -> str:
    """Return the page of all examples."""
    return render("examples.html", site, topics=topics_of(site), as_data=are_data(site))


def page(site: Site, example: Example) -> str:
    """Return the page of an example: what it asks, the query, and where to run it."""
    return render(
        "example.html",
        site,
        example=example,
        iri=iri_of(site, example),
        snippets=_snippets(site, example),
    )


def _snippets(site: Site, example: Example) -> tuple[Snippet, ...]:
    """Return how programs read the answer; only rows can be read as a table."""
    if example.form != "SELECT":
        return ()
    path = f"{query_page(example.query)}&format={RESULTS_CSV.extension}"
    return snippets(site, path, "answer", in_parts=False)


def are_data(site: Site) -> bool:
    """Return whether the release has the examples as data."""
    return EXAMPLES_GRAPH in site.engine.graphs()


def iri_of(site: Site, example: Example) -> str:
    """Return the IRI of an example; empty where it is no data."""
    return EXAMPLE + example.slug if are_data(site) else ""


def topics_of(site: Site) -> tuple[Topic, ...]:
    """Return the examples for the release of *site* by topic."""
    return topics((*own_examples(site), *examples(site.release.manifest.kind)))


def topics(found: Sequence[Example]) -> tuple[Topic, ...]:
    """Return the examples by topic: topics and examples by name.

    Those without a topic come first, in their order.
    """
    names = sorted({example.topic for example in found})
    return tuple(Topic(name, tuple(_in_order(_of(found, name), name))) for name in names)


def _in_order(found: Sequence[Example], topic: str) -> Sequence[Example]:
    """Return the examples of a topic by title; those without a topic stay as they are."""
    return sorted(found, key=lambda example: example.title) if topic else found


def _of(found: Sequence[Example], name: str) -> list[Example]:
    return [example for example in found if example.topic == name]


def example_of(kind: str, slug: str) -> Example | None:
    """Return the example for releases of *kind* with that slug, or None."""
    return next((example for example in examples(kind) if example.slug == slug), None)
