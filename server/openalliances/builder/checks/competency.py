"""Competency questions: what the data must be able to answer, with the exact answers.

Each ``.rq`` file of ``ontology/questions`` has a ``.csv`` beside it: the names of the
variables, then the solutions, sorted, in short form (see :func:`short`). ``CQ…`` are asked
of what the two documents say alone, so that what is added from elsewhere changes no answer;
``RQ…`` and ``JQ…``, what a researcher would ask beside them, of all data; ``SQ…`` of these with the
graph of statements.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.checks.problems import Problem, from_source_error
from openalliances.builder.documentation.questions import read_question
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ID, VOCAB, shorten

DOCUMENT_KINDS = ("ontology", "vocab", "claims", "sources")
"""Of which graphs a ``CQ…`` is asked; the others are asked of all."""
_THING = re.compile(rf"^{re.escape(ID)}((claim|passage)/.*|[^/]+)/")
_ROWS_SHOWN = 3

Solution = tuple[str, ...]
Stores = Callable[[Path], ox.Store]
"""Gives the store that a question is asked of."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The names of the variables, and the solutions, sorted, as text."""

    names: tuple[str, ...]
    solutions: tuple[Solution, ...]


def is_of_documents(question: Path) -> bool:
    """Return whether a question is asked of what the two documents say, and of nothing else."""
    return question.stem.startswith("CQ")


def is_of_statements(question: Path) -> bool:
    """Return whether a question is asked of the graph of statements, beside all data."""
    return question.stem.startswith("SQ")


def ask(store: ox.Store, question: Path) -> Answer:
    """Return what the default graph of *store* answers.

    :raises SourceError: if the query does not parse or is no SELECT query.
    """
    try:
        found = store.query(question.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise SourceError(
            _shown(question), f"The query does not parse: {error.msg}.", line=error.lineno or 0
        ) from None
    if not isinstance(found, ox.QuerySolutions):
        raise SourceError(_shown(question), "The query is not a SELECT query.")
    names = tuple(variable.value for variable in found.variables)
    return Answer(names, tuple(sorted(tuple(map(short, solution)) for solution in found)))


def expected(question: Path) -> Answer:
    """Return what the file beside a question says.

    :raises SourceError: if there is none, or nothing in it.
    """
    path = question.with_suffix(".csv")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = [tuple(line) for line in csv.reader(file)]
    except FileNotFoundError:
        raise SourceError(
            _shown(path), "There is no such file.", f"Write the answer to {question.name} there."
        ) from None
    if len(lines) < 2:
        raise SourceError(
            _shown(path), "There is no answer in this file.", "A question has at least one."
        )
    return Answer(lines[0], tuple(lines[1:]))


def ask_all(questions: Sequence[Path], stores: Stores) -> list[Problem]:
    """Return a problem for each question whose answer is not exactly the expected one.

    A question that cannot be asked, or has no expected answer, is a problem, too.
    """
    problems: list[Problem] = []
    for question in questions:
        try:
            found, wanted = ask(stores(question), question), expected(question)
        except SourceError as error:
            problems.append(from_source_error(error))
        else:
            if found != wanted:
                problems.append(_wrong(question, wanted, found))
    return problems


def short(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """Return a literal's text, a term of ours as in SPARQL, or the name of a thing or concept.

    The name is without kind or scheme; of a claim or passage only its end is given.
    """
    if term is None or isinstance(term, ox.Triple):
        return ""
    text = _THING.sub("", term.value)
    return text.removeprefix(VOCAB).partition("/")[2] if text.startswith(VOCAB) else shorten(text)


def _wrong(question: Path, wanted: Answer, found: Answer) -> Problem:
    title = read_question(question).title
    return Problem(
        path=_shown(question),
        line=0,
        severity="error",
        sentence=f'The question "{title}" has another answer than expected: '
        f"{'; '.join(_differences(wanted, found))}.",
        expected=f"{_shown(question.with_suffix('.csv'))} has the answer, row by row.",
        mend="Mend the data or the query; if the new answer is right, write it into that file.",
        rule=question.name,
    )


def _differences(wanted: Answer, found: Answer) -> Iterator[str]:
    if wanted.names != found.names:
        yield f"its columns are {', '.join(found.names)}, not {', '.join(wanted.names)}"
    missing = [row for row in wanted.solutions if row not in set(found.solutions)]
    added = [row for row in found.solutions if row not in set(wanted.solutions)]
    if missing:
        yield f"{_rows(missing)} missing"
    if added:
        yield f"{_rows(added)} too many"
    if not missing and not added and wanted.names == found.names:
        yield "the rows are the same, but repeated or in another order"


def _rows(rows: Sequence[Solution]) -> str:
    """Return the first rows, and how many there are if there are more."""
    shown = ", ".join(f"({' | '.join(row)})" for row in rows[:_ROWS_SHOWN])
    more = len(rows) - _ROWS_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _shown(path: Path) -> str:
    return f"ontology/questions/{path.name}"
