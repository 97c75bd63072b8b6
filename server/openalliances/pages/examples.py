"""The example queries: a list by topic, and a page for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from openalliances.engine.interface import Query
from openalliances.facts.choices import Choice, choices
from openalliances.linking.parameters import read_values
from openalliances.pages.ladder import shown, titled
from openalliances.pages.own_examples import own_examples
from openalliances.pages.question import LiveAnswer, live_answer
from openalliances.pages.render import render
from openalliances.pages.result_columns import Column, columns_of, distinct_columns
from openalliances.pages.site import Site
from openalliances.pages.snippets import Snippet, snippets
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    Format,
)
from openalliances.rdf.prefixes import EXAMPLE, EXAMPLES_GRAPH, ID
from openalliances.release.examples import Example, Parameter, ParameterType, examples
from openalliances.sparql.parameters import Term, bound
from openalliances.sparql.protocol import QueryPlan, Request, plan


@dataclass(frozen=True, slots=True)
class Topic:
    """Examples that have their first keyword in common."""

    name: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class AskedExample:
    """An example as it is asked: its query, and the values that differ from the defaults."""

    query: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field of a form: its value, the kind of input, what it offers.

    ``example`` is a value as it is written, ``choices`` are ids with names.
    """

    parameter: Parameter
    value: str
    input: str
    choices: tuple[Choice, ...] = ()

    @property
    def label(self) -> str:
        """Return what it is, as the beginning of a line."""
        about = self.parameter.about
        return about[0].upper() + about[1:]


_OFFERED = {
    ParameterType.STATE: ("states",),
    ParameterType.PLACE: ("states", "regions"),
    ParameterType.ORGANIZATION: ("organizations",),
    ParameterType.ARRANGEMENT: ("organizations", "arrangements"),
    ParameterType.MISSION: ("missions",),
}
"""The tables whose things a field offers."""
_INPUTS = {
    ParameterType.DATE: "date",
    ParameterType.YEAR: "year",
    ParameterType.INTEGER: "number",
}


def list_page(site: Site) -> str:
    """Return the page of all examples."""
    return render("examples.html", site, topics=topics_of(site), as_data=are_data(site))


def page(site: Site, example: Example, asked: AskedExample | None = None) -> str:
    """Return the page of an example: its question, a form for its parameters, its answer now.

    Below stand the query, the answer in other forms, and lines for programs.
    """
    asked = asked or AskedExample(example.query)
    live = _live(site, example, asked)
    result = live.result.named(site.names.labels(live.result.iris())) if live.result else None
    columns: tuple[Column, ...] = ()
    if result:
        columns = distinct_columns(columns_of(result), result)
    return render(
        "example.html",
        site,
        example=example,
        iri=iri_of(site, example),
        query=asked.query,
        asked=asked,
        fields=_fields(site, example, asked),
        live=live,
        answer={"result": result, "columns": columns} if result else None,
        editor=shown(titled(example.title, asked.query) if not asked.values else asked.query),
        answers=[
            (form.name, site.address + address_of(example, extension, asked))
            for extension, form in forms_of(example).items()
        ],
        snippets=_snippets(site, example, asked),
    )


def _live(site: Site, example: Example, asked: AskedExample) -> LiveAnswer:
    """Return what the example gives now; a graph is not shown, but taken in a form."""
    if example.form not in ("SELECT", "ASK"):
        return LiveAnswer(None)
    return live_answer(site.engine, asked.query, site.settings.query_timeout)


def _fields(site: Site, example: Example, asked: AskedExample) -> tuple[Field, ...]:
    """Return the parameters with the values that a form shows."""
    offered: dict[ParameterType, tuple[Choice, ...]] = {}
    kinds = {one.type for one in example.parameters} & _OFFERED.keys()
    if kinds and (tables := site.tables) is not None:
        with tables.reading(site.settings.query_timeout) as reader:
            for kind in kinds:
                there = [name for name in _OFFERED[kind] if name in tables.definitions]
                offered[kind] = choices(reader, there)
    return tuple(
        Field(
            one,
            asked.values.get(one.name, one.default),
            _INPUTS.get(one.type, "text"),
            offered.get(one.type, ()),
        )
        for one in example.parameters
    )


def _snippets(site: Site, example: Example, asked: AskedExample) -> tuple[Snippet, ...]:
    """Return how programs read the answer; only rows can be read as a table."""
    if example.form != "SELECT":
        return ()
    path = address_of(example, RESULTS_CSV.extension, asked)
    return snippets(site, path, "answer", in_parts=False)


def forms_of(example: Example) -> dict[str, Format]:
    """Return the forms of the answer by the endings of their addresses."""
    if example.form in ("CONSTRUCT", "DESCRIBE"):
        return {form.extension: form for form in GRAPH_FORMATS}
    rows = {"csv": RESULTS_CSV, "json": RESULTS_JSON, "tsv": RESULTS_TSV, "xml": RESULTS_XML}
    if example.form == "ASK":
        return {"json": RESULTS_JSON, "xml": RESULTS_XML, **rows}
    return rows


def asked_of(site: Site, example: Example, given: Sequence[tuple[str, str]]) -> AskedExample:
    """Return the example with the values *given* for its parameters.

    :raises BadRequestError: if it has no such parameter, or that cannot have such a value.
    """
    terms = read_values(site.names, example, given) if given else {}
    values = {name: _as_given(term) for name, term in terms.items()}
    return AskedExample(bound(example, terms), values)


def _as_given(term: Term) -> str:
    """Return the value by which a term is given again: of a thing its path."""
    return term.value.removeprefix(ID)


def query_of(site: Site, example: Example, asked: AskedExample, extension: str) -> Query:
    """Return what the engine is asked, with the limits of any query.

    :raises QueryRefusedError: if the query is not allowed here.
    """
    form = forms_of(example)[extension]
    request = Request(
        "GET", urlencode({"query": asked.query, "format": form.extension}), accept=None
    )
    graphs, settings = site.engine.graphs(), site.settings
    planned = plan(request, known_graphs=graphs, base=site.urls.base, settings=settings)
    assert isinstance(planned, QueryPlan)  # noqa: S101  there is a query
    return planned.query


def address_of(example: Example, extension: str, asked: AskedExample) -> str:
    """Return the path of the answer in the form with that ending."""
    parameters = urlencode(asked.values, safe="/:")
    return f"/examples/{example.slug}.{extension}" + (f"?{parameters}" if parameters else "")


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


def slugs_of(kind: str) -> list[str]:
    """Return the names of the examples for releases of *kind*."""
    return [example.slug for example in examples(kind)]
