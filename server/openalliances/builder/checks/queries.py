"""Queries that find what should not be there, as ROBOT's report has them.

One check is one SELECT query; each row is a problem: ``?entity``, ``?property``,
``?value``. Its header is Markdown in comments: a title, then Problem, Severity
(error or warning) and Solution. What it asks of the data as a whole leaves out the
alignments, which are links by choice and no part of it; what stands in
``GRAPH ?graph { … }`` is asked of each graph, alignments and all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.checks.problems import Problem, Translator
from openalliances.builder.checks.unknown_terms import DeclaredTerms
from openalliances.errors import SourceError
from openalliances.rdf.query_file import read_query_file

_WHERE = re.compile(r"^WHERE \{$", re.MULTILINE)
_MANY = 5000
"""With more entities than this, a query is asked sooner of all things."""
_NOTHING = '"something without a name"'


@dataclass(frozen=True, slots=True)
class HygieneQuery:
    """A query and what its header says; what the header lacks is empty."""

    name: str
    text: str
    title: str
    problem: str
    severity: str
    solution: str


def read_query(path: Path) -> HygieneQuery:
    """Return the query in a file; without a header it goes by its file name.

    :raises SourceError: if the file cannot be read.
    """
    file = read_query_file(path)
    said = file.fields
    return HygieneQuery(
        name=path.name,
        text=file.text,
        title=file.title,
        problem=said.get("Problem", ""),
        severity="warning" if said.get("Severity") == "warning" else "error",
        solution=said.get("Solution", ""),
    )


def run_queries(
    queries: Sequence[Path],
    store: ox.Store,
    translator: Translator,
    declared: DeclaredTerms,
    entities: Collection[str] = (),
) -> list[Problem]:
    """Return a problem for each row of each query, over the *store* of a data set.

    Rows whose property or value is a term of ours that is not *declared* are left out: what
    is wrong with those IRIs has been said already. With *entities* (IRIs), only rows about
    those are asked for.

    :raises SourceError: if a query does not parse, or is not a SELECT query.
    """
    return [
        problem
        for path in queries
        for problem in _problems(store, _about(read_query(path), entities), translator, declared)
    ]


def _about(query: HygieneQuery, entities: Collection[str]) -> HygieneQuery:
    """Return the query for these *entities* only; the problems are the same for them.

    Their IRIs are checked by making terms of them.
    """
    if not entities or len(entities) > _MANY:
        return query
    values = " ".join(sorted(str(ox.NamedNode(iri)) for iri in entities))
    text = _WHERE.sub(lambda found: f"{found[0]} VALUES ?entity {{ {values} }}", query.text, 1)
    return replace(query, text=text)


def _problems(
    store: ox.Store, query: HygieneQuery, translator: Translator, declared: DeclaredTerms
) -> Iterator[Problem]:
    for row in _rows(store, query):
        entity, property_, value = row
        if declared.lacks(property_) or declared.lacks(value):
            continue
        path, line, column = translator.place(*row)
        about = f'"{translator.label(entity)}"' if entity else _NOTHING
        more = " ".join(f'"{translator.label(term)}"' for term in (property_, value) if term)
        sentence = f"{query.title}: {about}{f' ({more})' if more else ''}."
        yield Problem(
            *(path, line, query.severity, sentence, query.problem, query.solution),
            *(query.name, column),
        )


def _rows(store: ox.Store, query: HygieneQuery) -> list[tuple[str, str, str]]:
    """Return entity, property and value of each row; blank nodes and unbound ones are empty."""
    try:
        solutions = store.query(query.text)
    except SyntaxError as error:
        raise SourceError(
            query.name, f"The query does not parse: {error.msg}.", line=error.lineno or 0
        ) from None
    if not isinstance(solutions, ox.QuerySolutions):
        raise SourceError(query.name, "The query is not a SELECT query.")
    known = {variable.value for variable in solutions.variables}
    if missing := {"entity", "property", "value"} - known:
        raise SourceError(query.name, f"The query has no ?{min(missing)}.")
    return [
        (_text(row["entity"]), _text(row["property"]), _text(row["value"])) for row in solutions
    ]


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
