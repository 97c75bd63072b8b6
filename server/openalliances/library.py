"""The library: one release as an object that is asked for values, pages and documents.

The command line prints what it returns; notebooks, agents' tools and services call the same
functions. Nothing here prints, knows a request, or builds: which release is opened is decided
by :mod:`openalliances.opening`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Any, Self

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from openalliances.engine.interface import Answer, Engine, Query, Term
from openalliances.errors import EngineError, NotFoundError
from openalliances.http.profiles import Profile
from openalliances.linking.codes import Known, lookup, year_of
from openalliances.linking.index import NameIndex
from openalliances.linking.joining import kind_called
from openalliances.linking.match import Asked, Candidate, match
from openalliances.linking.resolve import explicit_iri, is_explicit, resolve
from openalliances.linking.search import Hit, find
from openalliances.linking.sequences import Columns, reconcile
from openalliances.pages import thing
from openalliances.pages.site import Site
from openalliances.rdf.formats import N_TRIPLES, RESULTS_JSON, Format
from openalliances.release import Release
from openalliances.settings import Settings
from openalliances.sparql.hints import Hint, hints
from openalliances.sparql.judge import Judged, judge
from openalliances.sparql.prologue import with_prefixes
from openalliances.things import document
from openalliances.things.describe import describe
from openalliances.things.description import Description


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The whole result of a query, by its ``form``.

    SELECT gives ``variables`` and ``rows`` (what is unbound is missing from a row), ASK gives
    ``truth``, CONSTRUCT and DESCRIBE give ``triples``. Terms are those of pyoxigraph.
    """

    form: str
    variables: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Term], ...] = ()
    truth: bool | None = None
    triples: tuple[Triple, ...] = ()

    def __iter__(self) -> Iterator[Mapping[str, Term]]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows or triples."""
        return len(self.rows) or len(self.triples)

    def __bool__(self) -> bool:
        """Return the answer to ASK; for other forms, whether there is anything."""
        return bool(self.rows or self.triples) if self.truth is None else self.truth


class OpenAlliances:
    """One release and the engine that answers for it; a context manager, safe for threads.

    After :meth:`close` every call raises :class:`~openalliances.errors.EngineError`.
    """

    def __init__(self, release: Release, engine: Engine, settings: Settings) -> None:
        self._site = Site(release, engine, settings, served=False)
        self._lock = Lock()
        self._closed = False

    @property
    def release(self) -> Release:
        """Return the release: its folder and its manifest (version, digest, graphs, files)."""
        return self._site.release

    @property
    def site(self) -> Site:
        """Return what other doors are made from: tables, names, settings and addresses."""
        self._engine()
        return self._site

    def query(self, text: str, *, timeout: float | None = None) -> QueryResult:
        """Return the result of a SPARQL query; our prefixes need no declaration.

        *timeout* is in seconds; without it, the setting ``query_timeout`` holds.

        :raises QueryError: if the query is refused or does not parse.
        :raises RequestError: if it takes too long or too much memory.
        """
        judged = self._judge(text)
        form = RESULTS_JSON if judged.form in ("SELECT", "ASK") else N_TRIPLES
        with self._run(judged, form, timeout) as answer:
            body = b"".join(answer)
        if form is N_TRIPLES:
            quads = parse(body, format=RdfFormat.N_TRIPLES)
            return QueryResult(judged.form, triples=tuple(quad.triple for quad in quads))
        return _result(judged.form, body)

    def stream(self, text: str, form: Format, *, timeout: float | None = None) -> Answer:
        """Return the answer to a query as chunks of bytes in one format, as they come.

        *form* must fit the query: see :meth:`form_of`. Close the answer, or use ``with``.

        :raises QueryError: if the query is refused or does not parse.
        :raises RequestError: if the engine fails, also while the answer is read.
        """
        return self._run(self._judge(text), form, timeout)

    def form_of(self, text: str) -> str:
        """Return SELECT, ASK, CONSTRUCT or DESCRIBE.

        :raises QueryError: if the query is refused or does not parse.
        """
        return self._judge(text).form

    def hints(self, text: str) -> tuple[Hint, ...]:
        """Return what a query may have meant otherwise: terms that are nearly ours.

        :raises QueryError: if it is refused or does not parse.
        """
        return hints(self._judge(text), self._site.vocabulary)

    def describe(self, name: str) -> Description:
        """Return what is said of the thing with that name or IRI, and how well supported.

        :raises NotFoundError: if there is no such thing, or several have that name.
        """
        iri = self.resolve(name)
        timeout, short = self._site.settings.query_timeout, self._site.prefixes.shorten
        found = describe(self._engine(), iri, timeout, short)
        if found is None:
            raise _unknown(iri)
        return found

    def serialize(self, name: str, form: Format, profile: Profile = Profile.PLAIN) -> bytes:
        """Return the statements about the thing with that name or IRI in an RDF format.

        *profile* says what else is told, such as who says so. Of a named graph, an ontology, a
        scheme or a catalogue it is all that the graph holds.

        :raises NotFoundError: if there is no such thing, or several have that name.
        """
        iri, engine = self.resolve(name), self._engine()
        if not self._site.documents.holds(iri):
            raise _unknown(iri)
        content = self._site.documents.answer(iri, form, document.Asked(profile))
        if isinstance(content, bytes):
            return content
        with engine.run(content) as answer:
            return b"".join(answer)

    def page(self, name: str) -> str:
        """Return the HTML page about the thing with that name or IRI, as the server sends it.

        :raises NotFoundError: if there is no such thing, or several have that name.
        """
        return thing.page(self._site, self.describe(name).iri)

    def find(self, text: str, limit: int = 20, kind: str = "") -> tuple[Hit, ...]:
        """Return the things, concepts and terms whose name or code fits *text*, the best first.

        *kind* is the label or the IRI of a class, whose instances are then found and no others.

        :raises ReleaseDamagedError: if the release has no index of names.
        """
        self._engine()
        return tuple(find(self._site.names, text, limit, kind))

    def match(
        self,
        text: str,
        *,
        kind: str | Sequence[str] = (),
        year: int | None = None,
        context: str | Sequence[str] = (),
        limit: int = 10,
    ) -> tuple[Candidate, ...]:
        """Return what *text* may mean, the best first; at most the first of them is sure.

        *kind* is one or several types (state, mission, … or a class), *year* when it was there,
        *context* what else is known of it.

        :raises SettingError: if there is no such type of things.
        """
        index = self._names()
        kinds = tuple(kind_called(index, one) for one in _several(kind))
        return tuple(match(index, Asked(text, kinds, year, _several(context), limit)))

    def reconcile(
        self,
        names: Iterable[Any],
        *,
        kind: str | Sequence[str] = (),
        years: Any = None,
        context: Any = None,
        codes: Mapping[str, Iterable[Any]] | None = None,
    ) -> Columns:
        """Return what each of *names* means, as columns that a data frame takes.

        ``pandas.DataFrame(data.reconcile(df["country"], kind="state", years=df["year"]))``, and
        polars alike. See :func:`openalliances.linking.sequences.reconcile`.

        :raises SettingError: if there is no such type or scheme, or a column has another length.
        """
        index = self._names()
        return reconcile(
            index, names, kind=_several(kind), years=years, context=context, codes=codes
        )

    def lookup(self, identifier: str, *, at: str | int | None = None) -> tuple[Known, ...]:
        """Return what an IRI, ours or another's, or a code such as ``cow:516`` stands for.

        *at* is a year or a date: codes that were used again stand for one thing in each.

        :raises BadRequestError: if it is neither, or *at* is no date.
        :raises NotFoundError: if there is no such scheme of codes.
        """
        year = None if at is None else year_of(str(at))
        return tuple(lookup(self._names(), identifier, year))

    def resolve(self, name: str) -> str:
        """Return the IRI that *name* means: an IRI, a path, a prefixed name, or a name.

        :raises NotFoundError: if there is no such thing, or several have that name.
        """
        self._engine()
        return explicit_iri(name) if is_explicit(name) else resolve(name, self._site.names)

    def close(self) -> None:
        """End the engine's processes; queries that still run fail. A second call does nothing."""
        with self._lock:
            closed, self._closed = self._closed, True
        if not closed:
            self._site.engine.close()

    def __enter__(self) -> Self:
        """Return the library itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """Return the title and version of the release."""
        manifest = self.release.manifest
        return f"<{type(self).__name__}: {manifest.title} {manifest.version}>"

    def _names(self) -> NameIndex:
        self._engine()
        return self._site.names

    def _engine(self) -> Engine:
        if self._closed:
            raise EngineError("This library was closed.", "Open it again: openalliances.open()")
        return self._site.engine

    def _judge(self, text: str) -> Judged:
        site = self._site
        return judge(
            with_prefixes(text),
            known_graphs=self._engine().graphs(),
            base=site.urls.base,
            settings=site.settings,
        )

    def _run(self, judged: Judged, form: Format, timeout: float | None) -> Answer:
        settings = self._site.settings
        query = Query(
            judged.text,
            form,
            settings.query_timeout if timeout is None else timeout,
            union=settings.default_graph == "union" and not judged.has_dataset_clause,
            federated=bool(judged.services),
            projection=judged.projection,
            base=self._site.urls.base,
        )
        return self._engine().run(query)


def _result(form: str, body: bytes) -> QueryResult:
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return QueryResult(form, truth=bool(found))
    assert isinstance(found, QuerySolutions)  # noqa: S101  there is nothing else
    names = tuple(variable.value for variable in found.variables)
    rows = ({name: row[name] for name in names if row[name] is not None} for row in found)
    return QueryResult(form, names, tuple(rows))


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, (value,) if isinstance(value, str) else value))


def _unknown(iri: str) -> NotFoundError:
    return NotFoundError(f"Nothing is said of {iri}.", "Search with: openalliances find NAME")
