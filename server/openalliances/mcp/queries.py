"""Tools for queries: list_examples, run_example, run_query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from openalliances.engine.interface import Answer
from openalliances.errors import NotFoundError
from openalliances.http.urls import query_page
from openalliances.mcp.answers import ExampleRow, Examples, Result, ThingNote
from openalliances.mcp.data import Data
from openalliances.mcp.refusals import MOST_ROWS, Whole, checked
from openalliances.pages.examples import asked_of, topics_of
from openalliances.rdf.formats import N_TRIPLES, RESULTS_CSV, RESULTS_JSON, RESULTS_TSV, TURTLE
from openalliances.rdf.prefixes import ID, PREFIXES
from openalliances.release.examples import Example
from openalliances.tabular.faults import near, shown

_MOST_BYTES = 1_000_000
"""Bytes of a result that are kept; of what is longer only the rows are counted."""
_MOST_THINGS = 60
"""Things of a result whose evidence is told with it."""
_NUMBERS = frozenset(PREFIXES["xsd"] + name for name in ("integer", "int", "long", "gYear"))
_DECIMALS = frozenset(PREFIXES["xsd"] + name for name in ("decimal", "double", "float"))
_BOOLEAN = PREFIXES["xsd"] + "boolean"
_HOW = (
    "An IRI below the base is written <id/state/kenya> in a query, others by prefix; what a "
    "result says is no better than its evidence: see describe for the sources of one thing."
)


def list_examples(data: Data, words: str = "") -> tuple[Examples, Whole]:
    """Return the examples of queries, those that have all *words* in title, topic or text."""
    wanted = words[:MOST_ROWS].lower().split()
    rows = tuple(
        ExampleRow(
            name=e.slug,
            title=e.title,
            topic=e.topic,
            about=e.about if wanted else "",
            parameters=tuple(f"{p.name} ({p.type}), {p.default}" for p in e.parameters),
        )
        for e in _examples(data)
        if all(word in f"{e.slug} {e.title} {e.topic} {e.about}".lower() for word in wanted)
    )
    notes = (
        ("run_example runs one by its name, with what is given for its parameters.",)
        if rows
        else ("No example has these words.",)
    )
    answer = Examples(release=data.stamp, notes=notes, count=len(rows), examples=rows)
    return answer, Whole("Examples", len(rows), "Give words.", data.address("/examples/"))


def run_example(
    data: Data, name: str, parameters: Mapping[str, str] | None = None
) -> tuple[Result, Whole]:
    """Return the result of an example.

    :raises NotFoundError: if there is none of that name.
    :raises BadRequestError: if it takes no such parameter, or that no such value.
    """
    known = {example.slug: example for example in _examples(data)}
    if name not in known:
        alike = near(name, known)
        hint = f"Did you mean {' or '.join(alike)}?" if alike else "See list_examples."
        raise NotFoundError(f"There is no example called {shown(name)}.", hint)
    asked = asked_of(data.site, known[name], [*(parameters or {}).items()])
    return _run(data, asked.query, told=True)


def run_query(data: Data, query: str) -> tuple[Result, Whole]:
    """Return the whole result of a SPARQL query that only reads; our prefixes are known."""
    return _run(data, checked("query", query, data.site.settings.query_length))


def _examples(data: Data) -> Iterator[Example]:
    for topic in topics_of(data.site):
        yield from topic.examples


def _run(data: Data, query: str, *, told: bool = False) -> tuple[Result, Whole]:
    form = data.library.form_of(query)
    formats = {"SELECT": RESULTS_TSV, "ASK": RESULTS_JSON}
    with data.library.stream(query, formats.get(form, N_TRIPLES)) as answer:
        body, lines = _read(answer)
    ending = (RESULTS_CSV if form in formats else TURTLE).extension
    csv = f"{data.address(query_page(query))}&format={ending}"
    count = lines - (form == "SELECT")
    narrow = "Add LIMIT with ORDER BY, ask for fewer variables, or count with COUNT and GROUP BY."
    whole = Whole("The result of this query", count, narrow, csv)
    if body is None or count > MOST_ROWS:
        raise whole.refused()
    said: dict[str, Any] = {"release": data.stamp, "form": form, "csv": csv}
    said["query"] = query if told else ""
    if form == "ASK":
        found = parse_query_results(body, QueryResultsFormat.JSON)
        assert isinstance(found, QueryBoolean)  # noqa: S101  the form says so
        return Result(truth=bool(found), notes=(_HOW,), **said), whole
    if form != "SELECT":
        triples = tuple(body.decode().splitlines())
        return Result(count=count, triples=triples, notes=(_HOW,), **said), whole
    said["notes"] = (_HOW, *(() if count else _why_empty(data, query)))
    return _selected(data, body, said), whole


def _why_empty(data: Data, query: str) -> Iterator[str]:
    """Yield what a query without a result may have meant otherwise."""
    yield "There is no such thing in the data; that says nothing about the world."
    for hint in data.library.hints(query):
        yield hint.message


def _read(answer: Answer) -> tuple[bytes | None, int]:
    """Return the bytes of an answer and its lines; None for the bytes where they are too many."""
    kept: list[bytes] = []
    size = lines = 0
    for chunk in answer:
        lines += chunk.count(b"\n")
        size += len(chunk)
        if size <= _MOST_BYTES:
            kept.append(chunk)
    return (b"".join(kept) if size <= _MOST_BYTES else None), lines


def _selected(data: Data, body: bytes, said: Mapping[str, Any]) -> Result:
    found = parse_query_results(body, QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)  # noqa: S101  the form says so
    names = tuple(variable.value for variable in found.variables)
    solutions = [{name: row[name] for name in names if row[name] is not None} for row in found]
    things = _things(term for row in solutions for term in row.values())
    told = data.evidence(things) if len(things) <= _MOST_THINGS else {}
    notes = list(said["notes"])
    if len(things) > _MOST_THINGS:
        notes.append(
            f"{len(things)} things are named: too many for their evidence to stand here; "
            f"at most {_MOST_THINGS} are told with it."
        )
    return Result(
        **{**said, "notes": tuple(notes)},
        sources=data.sources(source for row in told.values() for source in row["sources"]),
        variables=names,
        count=len(solutions),
        rows=tuple({n: _value(data, term) for n, term in row.items()} for row in solutions),
        evidence=tuple(ThingNote(id=id_, **row) for id_, row in told.items()),
    )


def _things(terms: Iterable[Any]) -> set[str]:
    iris = (term.value for term in terms if isinstance(term, NamedNode))
    return {iri.removeprefix(ID) for iri in iris if iri.startswith(ID)}


def _value(data: Data, term: Any) -> Any:
    """Return a term as JSON has it: numbers, truths, texts; an IRI by its prefix."""
    if isinstance(term, NamedNode):
        return data.site.prefixes.shorten(term.value)
    if not isinstance(term, Literal):
        return str(term)
    kind, text = term.datatype.value, term.value
    try:
        if kind in _NUMBERS:
            return int(text)
        if kind in _DECIMALS:
            return float(text)
    except ValueError:
        return text
    return text in ("true", "1") if kind == _BOOLEAN else text
