"""The example queries: one ``.rq`` file each, whose header says what it asks.

The build publishes them as data and pages show them, so they are read here, on
the floor below both. The first keyword of a header is the topic.

What may be changed in a query is declared in the header, as SHACL declares the parameters of a
component (SHACL, section 6.2.1): name, type, default and description. The query itself holds the
default, so that the file runs as it stands; binding puts another term in its place
(:mod:`openalliances.sparql.parameters`)::

    # **Parameters:** state (state) = state/kenya: the state; at (date) = 1990-01-01: the day
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.rdf.query_file import read_query_file

_FOLDER = bundle() / "data" / "examples"
_PARAMETER = re.compile(r"(?P<name>[a-z]+) \((?P<type>[a-z]+)\) = (?P<default>.+?): (?P<about>.+)")


class ParameterType(StrEnum):
    """What a parameter takes: a literal of a datatype, or a thing of a kind."""

    DATE = "date"
    YEAR = "year"
    INTEGER = "integer"
    TEXT = "text"
    STATE = "state"
    ORGANIZATION = "organization"
    ARRANGEMENT = "arrangement"
    MISSION = "mission"
    PLACE = "place"
    SOURCE = "source"
    THING = "thing"

    @property
    def is_thing(self) -> bool:
        """Return whether the value is a thing, which has an IRI."""
        return self not in _LITERALS


_LITERALS = frozenset(
    (ParameterType.DATE, ParameterType.YEAR, ParameterType.INTEGER, ParameterType.TEXT)
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be changed in an example.

    ``default`` is written as one would give it: a date, a number, a text, or a thing by its path
    without ``id/``.
    """

    name: str
    type: ParameterType
    default: str
    about: str


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try: ``slug`` is its name in IRIs, ``query`` its text without the header.

    ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE. ``keywords`` begin with the topic.
    ``parameters`` are what may be changed in it.
    """

    slug: str
    title: str
    about: str
    query: str
    form: str = "SELECT"
    keywords: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()

    @property
    def topic(self) -> str:
        """Return what it is about, in a word or two; empty if its header does not say."""
        return self.keywords[0] if self.keywords else ""


@cache
def examples(kind: str) -> tuple[Example, ...]:
    """Return the examples for releases of *kind*, ``dataset`` or ``files``, by file name."""
    return tuple(read_example(path) for path in sorted((_FOLDER / kind).glob("*.rq")))


def read_example(path: Path) -> Example:
    """Return the example in *path*.

    :raises SourceError: if it, or a parameter in its header, cannot be read.
    """
    file = read_query_file(path)
    keywords = file.fields.get("Keywords", "").split(",")
    return Example(
        slug=path.stem.replace("_", "-"),
        title=file.title,
        about=file.about,
        query=file.query,
        form=file.form,
        keywords=tuple(word.strip() for word in keywords if word.strip()),
        parameters=_parameters(path, file.fields.get("Parameters", "")),
    )


def _parameters(path: Path, words: str) -> tuple[Parameter, ...]:
    return tuple(_parameter(path, one.strip()) for one in words.split(";") if one.strip())


def _parameter(path: Path, words: str) -> Parameter:
    found = _PARAMETER.fullmatch(words)
    if found is None or found["type"] not in [*ParameterType]:
        raise SourceError(
            str(path),
            f'The parameter "{words}" cannot be read.',
            "Write it as name (type) = default: what it is. Types are "
            + ", ".join(ParameterType)
            + ".",
        )
    return Parameter(found["name"], ParameterType(found["type"]), found["default"], found["about"])
