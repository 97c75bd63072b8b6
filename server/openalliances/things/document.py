"""The document about a thing in an RDF format: which statements it holds.

A plain document is what ``DESCRIBE`` says of the thing: the statements with it as their subject,
and those of each blank node that they lead to, however deep. Other profiles add names, or who says
so and what leads to it (:mod:`openalliances.things.surroundings`); the claims of a sourced document
are those of the page of the thing (``queries/claims.rq``). What stands for a graph is answered by
that graph; a document that terms are part of, ``…/onto`` for ``…/onto#Term``, holds these as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
)

from openalliances.engine.interface import Closure, Engine, Query, Solution
from openalliances.errors import NotFoundError
from openalliances.http.profiles import DEFAULT, Profile
from openalliances.http.urls import resource
from openalliances.rdf.formats import JSON_LD, PLAIN_JSON, Format
from openalliances.rdf.json_ld.options import (
    DEFAULT_FORM,
    Form,
    content_type_of,
)
from openalliances.rdf.prefixes import Prefixes
from openalliances.rdf.reification import as_rdf_statements, has_triple_terms, version_head
from openalliances.release.fragments import Fragments
from openalliances.things.claims import ClaimList, list_claims
from openalliances.things.closure import read_closure
from openalliances.things.naming import NAME_PROPERTIES, names_of
from openalliances.things.ontologies import Ontologies
from openalliances.things.page_queries import ask, text_of
from openalliances.things.rows import as_csv, as_json, rows_of
from openalliances.things.surroundings import (
    FOLLOWED,
    RECORDS,
    Incoming,
    collection,
    named,
    number_of,
    read_counts,
    read_incoming,
    without_inferences,
)
from openalliances.things.writing import USUAL, JsonLd, write, write_triples

_FEW = 1000
"""Things that are remembered as those for which there is something to be asked."""
_REMEMBERED = 1024
"""Things of which it is remembered how many others lead to them."""
RDF_11, RDF_12 = "1.1", "1.2"
"""Versions of RDF that a document can be written in."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a document beside its format.

    ``version`` is that of RDF: before 1.2 statements about statements are ``rdf:Statement``.
    ``page`` counts from 1 the pages of what leads to the thing. ``json_ld`` is the form of JSON-LD.
    """

    profile: Profile = DEFAULT
    version: str = RDF_11
    page: int = 1
    json_ld: Form = DEFAULT_FORM

    def content_type(self, form: Format) -> str:
        """Return the media type, with the version where that is not the usual one."""
        if form is JSON_LD:
            return content_type_of(self.json_ld)
        return form.content_type + ("; version=1.2" if self.version == RDF_12 else "")


@dataclass(frozen=True)
class Documents:
    """All documents of a release; there is one way to each.

    ``base`` is that of the addresses of documents. ``stand_for_graphs`` says that things of the
    release may stand for graphs of it, as in our own data set; in a user's files only what
    nothing is said of stands for the graph of its name.
    Documents of more than ``limit`` statements are written by the engine as they come.
    """

    engine: Engine
    timeout: float
    limit: int
    ontologies: Ontologies
    fragments: Fragments
    prefixes: Prefixes
    stand_for_graphs: bool
    json_ld: JsonLd = USUAL
    base: str = ""

    @property
    def default(self) -> Profile:
        """Return the profile of who asks for none: a user's files have no receipts."""
        return DEFAULT if self.stand_for_graphs else Profile.PLAIN

    def holds(self, iri: str) -> bool:
        """Return whether there is a document about *iri*, be it only mentioned."""
        # What stands for a graph that declares it is mentioned there.
        return (
            bool(ask(self.engine, "mentioned", self.timeout, iri))
            or bool(self.fragments.terms(iri, 1))
            or iri in self.engine.graphs()
            or (
                self._has_triple_terms
                and bool(ask(self.engine, "mentioned_in_terms", self.timeout, iri))
            )
        )

    @cached_property
    def _has_triple_terms(self) -> bool:
        return bool(ask(self.engine, "reified", self.timeout))

    def terms(self, iri: str, limit: int) -> tuple[str, ...]:
        """Return the first *limit* terms that are part of the document about *iri*: ``<iri>#…``."""
        return self.fragments.terms(iri, limit)

    def statements(self, iri: str, terms: Sequence[str] = (), limit: int = 0) -> list[Quad]:
        """Return the statements about *iri* and the *terms* of its document, with their graphs.

        At most *limit* of them; 0 gives all.

        :raises RequestError: if the engine cannot answer.
        """
        iris = tuple(dict.fromkeys((iri, *terms)))
        return read_closure(self.engine, Closure(iris, limit), self.timeout)

    def answer(self, iri: str, form: Format, asked: Asked | None = None) -> bytes | Query:
        """Return the document about *iri* in an RDF format, or the query whose answer it is.

        Of something of which nothing is said it is the statements that mention it.

        :raises RequestError: if the engine cannot answer.
        :raises NotFoundError: if it has no such page.
        :raises NotAcceptableError: if the format cannot say it.
        """
        asked = asked or Asked(self.default)
        ontology = self.ontologies.document(iri)
        if ontology is not None:
            return write_triples(ontology, form, self.prefixes, self._json_ld_of("", asked))
        if self.stand_for_graphs and (graphs := self._graphs(iri)):
            return graph_query(graphs, form, self.timeout)
        if asked.page > 1:
            return self._written(iri, self._further(iri, asked.page), form, asked)
        terms = self.terms(iri, self.limit)
        quads = self.statements(iri, terms, self.limit + 1)
        if len(quads) > self.limit or len(terms) >= self.limit:
            text = _whole_description(iri, terms)
            return Query(text, form, self.timeout, json_ld=asked.json_ld.value)
        if not quads and (graphs := self._graphs(iri)):
            return graph_query(graphs, form, self.timeout)
        if asked.profile is not Profile.PLAIN:
            quads = self._surrounded(iri, terms, asked.profile)
        mentions = () if quads else ask(self.engine, "mentions", self.timeout, iri)
        return self._written(iri, [*quads, *(_quad(row) for row in mentions)], form, asked)

    def successors(self, iri: str) -> tuple[str, ...]:
        """Return what is to be used in place of *iri*: of something merged, withdrawn, deprecated.

        :raises RequestError: if the engine cannot answer.
        """
        if not self._replaced.may_hold(iri):
            return ()
        rows = ask(self.engine, "successors", self.timeout, iri)
        return tuple(row["successor"].value for row in rows)

    def pages(self, iri: str) -> int:
        """Return how many pages the sourced document about *iri* has.

        :raises RequestError: if the engine cannot answer.
        """
        return Incoming(total=self._total(iri), claims=self._claims(iri)).pages

    def rows(self, iri: str, form: Format) -> bytes:
        """Return the statements of *iri* as rows with their receipts, as CSV or JSON.

        :raises RequestError: if the engine cannot answer.
        """
        wanted = Closure((iri,), names=NAME_PROPERTIES, reified=True, follow=FOLLOWED)
        quads = read_closure(self.engine, wanted, self.timeout)
        found = rows_of(iri, quads, self.prefixes)
        if form is not PLAIN_JSON:
            return as_csv(found)
        counts = read_counts(self.engine, iri, self.timeout)
        names = {self.prefixes.shorten(name): number for name, number in counts.items()}
        label = names_of(quads).get(iri)
        return as_json(iri, label.value if label else "", found, names)

    def incoming(self, iri: str, page: int = 1) -> Incoming:
        """Return page *page* of what leads to *iri*, the claims that speak of it among that.

        :raises NotFoundError: if there is no such page.
        """
        total, claims = self._total(iri), self._claims(iri)
        found = read_incoming(self.engine, iri, page, total, claims, self.timeout)
        if not 0 < page <= found.pages:
            raise NotFoundError(
                f"The document about {iri} has {found.pages} pages, and no page {page}.",
                "Begin with the first, and follow its links to the next.",
            )
        return found

    def _surrounded(self, iri: str, terms: Sequence[str], profile: Profile) -> list[Quad]:
        """Return the statements of a document with names, and of one with sources what else."""
        iris = tuple(dict.fromkeys((iri, *terms)))
        if profile is Profile.LABELLED:
            wanted = Closure(iris, names=NAME_PROPERTIES)
            return list(named(read_closure(self.engine, wanted, self.timeout)))
        incoming = self.incoming(iri)
        wanted = Closure(
            iris,
            names=NAME_PROPERTIES,
            reified=True,
            follow=FOLLOWED,
            beside=incoming.beside,
            kinds=RECORDS,
        )
        found = without_inferences(read_closure(self.engine, wanted, self.timeout), iris)
        return [*named([*found, *incoming.quads]), *self._about(iri, incoming)]

    def _further(self, iri: str, page: int) -> list[Quad]:
        """Return the statements of a further page: what else leads to the thing."""
        incoming = self.incoming(iri, page)
        wanted = Closure((), names=NAME_PROPERTIES, beside=incoming.beside, kinds=RECORDS)
        found = without_inferences(read_closure(self.engine, wanted, self.timeout), ())
        return [*named([*found, *incoming.quads]), *self._about(iri, incoming)]

    def _about(self, iri: str, incoming: Incoming) -> Iterable[Quad]:
        if not self.base or not self.stand_for_graphs:
            return ()
        return collection(self.base.rstrip("/") + resource(iri), iri, incoming)

    def _written(self, iri: str, quads: Sequence[Quad], form: Format, asked: Asked) -> bytes:
        if asked.version == RDF_12:
            written = write(quads, form, self.prefixes)
            return version_head(form) + written if has_triple_terms(quads) else written
        how = self._json_ld_of(iri, asked)
        return write(as_rdf_statements(quads), form, self.prefixes, how)

    def _json_ld_of(self, root: str, asked: Asked) -> JsonLd:
        options = replace(self.json_ld.options, form=asked.json_ld)
        return replace(self.json_ld, root=root, options=options)

    def _graphs(self, iri: str) -> tuple[str, ...]:
        if iri not in self.engine.graphs() and not self._standing.may_hold(iri):
            return ()
        return whole_graphs(self.engine, iri, self.timeout)

    @cached_property
    def _total(self) -> Callable[[str], int]:
        """Return what counts how many things have a thing as their value."""

        def total(iri: str) -> int:
            return number_of(read_counts(self.engine, iri, self.timeout))

        return lru_cache(_REMEMBERED)(total)

    @cached_property
    def _claims(self) -> Callable[[str], ClaimList]:
        """Return what lists the claims of the description of a thing."""

        def claims(iri: str) -> ClaimList:
            return list_claims(self.engine, iri, self.timeout)

        return lru_cache(_REMEMBERED)(claims)

    @cached_property
    def _replaced(self) -> _Few:
        return _Few.of(ask(self.engine, "replaced", self.timeout))

    @cached_property
    def _standing(self) -> _Few:
        return _Few.of(ask(self.engine, "standing", self.timeout))


@dataclass(frozen=True, slots=True)
class _Few:
    """The things for which a query finds something, if these are few; else None are known."""

    iris: frozenset[str] | None

    @classmethod
    def of(cls, rows: Sequence[Solution]) -> _Few:
        """Return those of *rows*, which has more than :data:`_FEW` if they are not few."""
        found = frozenset(row["iri"].value for row in rows)
        return cls(found if len(rows) <= _FEW else None)

    def may_hold(self, iri: str) -> bool:
        """Return whether the query may find something for *iri*."""
        return self.iris is None or iri in self.iris


def _whole_description(iri: str, terms: Sequence[str]) -> str:
    """Return the query for all that is said of *iri*, and of all terms of its document."""
    # DESCRIBE takes no bindings (SEP-0007); the terms are written by pyoxigraph, which escapes.
    if not terms:
        return f"DESCRIBE {NamedNode(iri)}"
    begins = f"STRSTARTS(STR(?term), {Literal(iri + '#')})"
    return f"DESCRIBE {NamedNode(iri)} ?term {{ ?term ?p ?o FILTER(ISIRI(?term) && {begins}) }}"


def whole_graphs(engine: Engine, iri: str, timeout: float) -> tuple[str, ...]:
    """Return the graphs that *iri* stands for: itself, or those that declare it.

    A named graph stands for itself; an ontology, a scheme or a catalogue for the
    graph that declares it. Other things stand for none.
    """
    if iri in engine.graphs():
        return (iri,)
    rows = ask(engine, "whole", timeout, iri)
    return tuple(row["graph"].value for row in rows if isinstance(row["graph"], NamedNode))


def graph_query(graphs: tuple[str, ...], form: Format, timeout: float) -> Query:
    """Return the query whose answer is all statements of *graphs* in one format.

    Several graphs are an ontology and what it imports; they answer as one ontology.
    """
    text = text_of("graph" if len(graphs) == 1 else "merged")
    return Query(text, form, timeout, default_graphs=graphs, union=False)


def _quad(row: Solution) -> Quad:
    subject, predicate, graph = row["subject"], row["predicate"], row.get("graph")
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        raise TypeError("a statement that RDF does not have")
    place = graph if isinstance(graph, NamedNode | BlankNode) else DefaultGraph()
    return Quad(subject, predicate, row["object"], place)
