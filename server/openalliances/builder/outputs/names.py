"""The index of names of a release, made from any store: our data set, or a user's own files.

What the store says is put into a second database beside the index, by table and not by thing,
and sorted there; so the memory that is needed does not grow with the data.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.outputs.kinds import Kinds, superclasses
from openalliances.builder.outputs.names_tables import write_tables
from openalliances.errors import MachineError
from openalliances.rdf.prefixes import ALLY, ID, VOCAB
from openalliances.rdf.vocabulary import RDF, RDFS
from openalliances.release.folding import LONGEST
from openalliances.release.names import (
    CODING,
    LABEL_RESOURCES,
    LITERAL_FORM,
    NAMES,
    NAMING,
    TABLES,
    NameKind,
    require_full_text_search,
)

_STAGING = ".names-staging"
_RAW = """
CREATE TABLE raw.names (
  iri TEXT, place INTEGER, language TEXT, text TEXT, kind TEXT,
  PRIMARY KEY (iri, place, language, text)
) WITHOUT ROWID;
CREATE TABLE raw.types (iri TEXT, class INTEGER, PRIMARY KEY (iri, class)) WITHOUT ROWID;
CREATE TABLE raw.codes (
  iri TEXT, scheme TEXT, code TEXT, PRIMARY KEY (iri, scheme, code)
) WITHOUT ROWID;
CREATE TABLE raw.periods (period TEXT, iri TEXT, PRIMARY KEY (iri, period)) WITHOUT ROWID;
CREATE TABLE raw.successions (
  earlier TEXT, later TEXT, PRIMARY KEY (earlier, later)
) WITHOUT ROWID;
CREATE TABLE raw.years (
  iri TEXT, is_end INTEGER, year TEXT, PRIMARY KEY (iri, is_end, year)
) WITHOUT ROWID;
CREATE TABLE raw.weights (iri TEXT PRIMARY KEY, weight INTEGER) WITHOUT ROWID;
"""
_PRAGMAS = """
PRAGMA main.journal_mode = OFF;
PRAGMA main.synchronous = OFF;
PRAGMA raw.journal_mode = OFF;
PRAGMA raw.synchronous = OFF;
PRAGMA raw.cache_size = -64000;
"""
"""Nobody reads what is written until it is whole; what was begun and not ended is thrown away."""

_WEIGHTS = "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o FILTER(ISIRI(?o)) } GROUP BY ?o"
_START, _END = (ox.NamedNode(ALLY + name) for name in ("startYear", "endYear"))
_PERIOD = ox.NamedNode(ALLY + "isPeriodOf")
_SUCCEEDS = ox.NamedNode(ALLY + "succeeds")
_NO_THINGS = ("http://www.w3.org/2008/05/skos-xl#Label", ALLY + "Passage")
"""Classes of what is not found by itself: the label of something, a place in a document."""


@dataclass(frozen=True, slots=True)
class Source:
    """The statements that an index is made of.

    *graph* is the only graph that is read, None for all of them; *within* are the beginnings of
    the IRIs of the things that can be found, all if there are none. *among* are the only things
    that can be found, if not all can.
    """

    store: ox.Store
    graph: ox.DefaultGraph | None = None
    within: tuple[str, ...] = ("",)
    among: frozenset[str] | None = None

    def pairs(self, predicate: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
        """Yield the IRIs of things and what they have for a property, IRI or literal."""
        for quad in self.quads(ox.NamedNode(predicate)):
            subject, value = quad.subject, quad.object
            if (
                isinstance(subject, ox.NamedNode)
                and isinstance(value, ox.NamedNode | ox.Literal)
                and subject.value.startswith(self.within)
                and (self.among is None or subject.value in self.among)
            ):
                yield subject.value, value

    def quads(
        self, predicate: ox.NamedNode | None, value: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        """Yield the statements of that form; one of several graphs comes several times."""
        return self.store.quads_for_pattern(None, predicate, value, self.graph)

    def weights(self) -> Iterator[tuple[str, int]]:
        """Yield the IRIs that statements point to, with the number of the statements.

        Where not all things can be found they are not counted: that takes as long as all else.
        """
        if self.among is not None:
            return
        rows = self.store.query(_WEIGHTS, use_default_graph_as_union=self.graph is None)
        assert isinstance(rows, ox.QuerySolutions)  # noqa: S101  it is a SELECT
        for row in rows:
            iri, count = row["o"], row["n"]
            if isinstance(iri, ox.NamedNode) and isinstance(count, ox.Literal):
                yield iri.value, int(count.value)


def write_names(store: ox.Store, folder: Path, most: int | None = None) -> bool:
    """Write the index of all that has a name in *store* into *folder*, which must be there.

    At most so many names are read, if *most* is given; return whether these were all.

    :raises MachineError: if it cannot be written.
    """
    return _write(Source(store), folder, most)


def write_names_of_dataset(store: ox.Store, folder: Path) -> None:
    """Write the index of the things, concepts and terms of our data set into *folder*.

    The default graph of *store* holds all that can be asked.

    :raises MachineError: if it cannot be written.
    """
    _write(Source(store, ox.DefaultGraph(), (ID, VOCAB, ALLY)), folder)


def _write(source: Source, folder: Path, most: int | None = None) -> bool:
    require_full_text_search()
    staging = folder / _STAGING
    try:
        with closing(sqlite3.connect(folder / NAMES, isolation_level=None)) as database:
            database.execute("ATTACH ? AS raw", (str(staging),))
            database.executescript(_PRAGMAS + TABLES + _RAW)
            database.execute("BEGIN")
            names = _names(source)
            _insert(database, "names", 5, islice(names, most))
            whole = next(names, None) is None
            asked = source if whole else replace(source, among=_named(database))
            write_tables(database, asked, _stage(database, asked))
            database.execute("COMMIT")
            return whole
    except sqlite3.OperationalError as error:
        raise MachineError(
            f"The index of names cannot be written into {folder}: {error}.",
            "Is the disk full, or read-only?",
        ) from error
    finally:
        staging.unlink(missing_ok=True)


def _stage(database: sqlite3.Connection, source: Source) -> Kinds:
    """Put what *source* says of classes, codes, years into the tables of ``raw``."""
    kinds = Kinds(superclasses(source.quads(RDFS.subClassOf)), lambda iri: _label(database, iri))
    _insert(database, "types", 2, _types(source, kinds))
    _insert(database, "codes", 3, _codes(source))
    _insert(database, "years", 3, _years(source))
    _insert(database, "weights", 2, source.weights())
    periods = ((iri, value.value) for iri, value in source.pairs(_PERIOD.value))
    _insert(database, "periods", 2, periods)
    followed = ((value.value, iri) for iri, value in source.pairs(_SUCCEEDS.value))
    _insert(database, "successions", 2, followed)
    hidden = [kinds.number(iri) for iri in _NO_THINGS]
    database.execute(
        "DELETE FROM raw.names WHERE iri IN (SELECT iri FROM raw.types WHERE class IN (?, ?))",
        hidden,
    )
    database.execute("DELETE FROM raw.types WHERE class IN (?, ?)", hidden)
    return kinds


def _named(database: sqlite3.Connection) -> frozenset[str]:
    return frozenset(iri for (iri,) in database.execute("SELECT DISTINCT iri FROM raw.names"))


def _insert(
    database: sqlite3.Connection, table: str, columns: int, rows: Iterable[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * columns)
    database.executemany(f"INSERT OR IGNORE INTO raw.{table} VALUES ({marks})", rows)  # noqa: S608


_NameRow = tuple[str, int, str, str, str]


def _names(source: Source) -> Iterator[_NameRow]:
    for place, (predicate, kind) in enumerate(NAMING.items()):
        for iri, value in source.pairs(predicate):
            if isinstance(value, ox.Literal) and value.value.strip():
                yield _name(iri, place, value, kind)
    forms = _literal_forms(source)
    for place, (predicate, kind) in enumerate(LABEL_RESOURCES.items(), len(NAMING)):
        for quad in source.quads(ox.NamedNode(predicate)):
            if isinstance(quad.subject, ox.NamedNode):
                for form in forms.get(quad.object, ()):
                    yield _name(quad.subject.value, place, form, kind)


def _literal_forms(source: Source) -> dict[object, list[ox.Literal]]:
    """Return the texts of the labels of SKOS-XL, which have an IRI or are blank nodes."""
    forms: dict[object, list[ox.Literal]] = {}
    for quad in source.quads(ox.NamedNode(LITERAL_FORM)):
        if isinstance(quad.object, ox.Literal) and quad.object.value.strip():
            forms.setdefault(quad.subject, []).append(quad.object)
    return forms


def _name(iri: str, place: int, text: ox.Literal, kind: NameKind) -> _NameRow:
    """Return a row; the smaller its place, the better it is as a label: English, then none."""
    language = text.language or ""
    order = 0 if language == "en" else 1 if language.startswith("en-") else 2 if not language else 3
    return iri, place * 4 + order, language, text.value.strip()[:LONGEST], kind


def _types(source: Source, kinds: Kinds) -> Iterator[tuple[str, int]]:
    for iri, class_ in source.pairs(RDF.type.value):
        if isinstance(class_, ox.NamedNode):
            yield iri, kinds.number(class_.value)


def _codes(source: Source) -> Iterator[tuple[str, str, str]]:
    for predicate, scheme in CODING.items():
        for iri, code in source.pairs(predicate):
            if isinstance(code, ox.Literal):
                yield iri, scheme, code.value.strip()


def _years(source: Source) -> Iterator[tuple[str, int, str]]:
    for is_end, predicate in enumerate((_START, _END)):
        for iri, year in source.pairs(predicate.value):
            if isinstance(year, ox.Literal):
                yield iri, is_end, year.value


def _label(database: sqlite3.Connection, iri: str) -> str:
    """Return the best label of *iri*, empty if there is none."""
    row = database.execute(
        "SELECT text FROM raw.names WHERE iri = ? ORDER BY place, language, text LIMIT 1", (iri,)
    ).fetchone()
    return str(row[0]) if row else ""
