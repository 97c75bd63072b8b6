"""The query page: what the query gave or why it did not run, then the query, to be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from openalliances.errors import ReleaseDamagedError
from openalliances.http.problems import ProblemDetails
from openalliances.pages.examples import topics_of
from openalliances.pages.ladder import SPARQL, title_of, view_of
from openalliances.pages.reader import current_reader
from openalliances.pages.render import render
from openalliances.pages.result_columns import Column, columns_of, distinct_columns
from openalliances.pages.result_pictures import MAKERS, Picture, can_map, map_of, state_column
from openalliances.pages.results import ResultPage
from openalliances.pages.site import Site
from openalliances.pages.snippets import Snippet, snippets
from openalliances.pages.static_files import static_version
from openalliances.pages.view import View
from openalliances.sparql.hints import Hint

EDITOR = "editor/yasqe.min.js"
"""The editor, if it was prepared: a script beside the pages."""

_FORMS_OF_ROWS = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "srj"), ("XML", "srx"))
_FORMS_OF_GRAPHS = (
    ("Turtle", "ttl"),
    ("JSON-LD", "jsonld"),
    ("N-Triples", "nt"),
    ("RDF/XML", "rdf"),
)
TABLE, MAP = "table", "map"
"""The view of a result that needs no picture, and the one whose picture is large."""
_KEPT = ("default-graph-uri", "named-graph-uri", "timeout", "lang")
"""Parameters that the links of a page hand on."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is asked of the page of a result beside the query: a view, a part of the rows, names.

    ``more`` are parameters of the protocol that links hand on.
    """

    view: str = ""
    part: int = 1
    has_iris: bool = False
    more: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, parameters: Mapping[str, list[str]]) -> Shown:
        """Return what *parameters* ask for; what cannot be is as if it were not given."""

        def given(name: str) -> str:
            return parameters.get(name, [""])[0]

        part = given("page")
        is_part = part.isascii() and part.isdigit() and len(part) < 6 and int(part) > 0
        more = ((name, value) for name in _KEPT for value in parameters.get(name, ()) if value)
        return cls(
            given("view").lower(),
            int(part) if is_part else 1,
            given("names") == "no",
            tuple(more),
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page: its name, where it leads, whether it is what one sees."""

    name: str
    href: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A result as it is shown: its rows and columns, a picture if one is asked for, the links."""

    result: ResultPage
    columns: tuple[Column, ...]
    views: tuple[Link, ...]
    forms: tuple[Link, ...]
    parts: tuple[Link, ...]
    names: Link | None
    picture: Picture | None
    snippets: tuple[Snippet, ...]
    address: str
    no_picture: bool


def page(
    seen: View | Site,
    text: str = "",
    *,
    result: ResultPage | None = None,
    problem: ProblemDetails | None = None,
    advice: tuple[Hint, ...] = (),
    shown: Shown | None = None,
) -> str:
    """Return the query page with *text* in it.

    *result* is what the query gave (:func:`openalliances.pages.results.page_of`), with
    *advice* on its terms, to be seen as *shown* says; *problem* says why it did not run.
    """
    reader = current_reader()
    view = seen if isinstance(seen, View) else View(seen, reader.language, reader.is_asked)
    site = view.site
    return render(
        "sparql.html",
        view,
        query=text,
        title=title_of(text),
        answer=answer_of(view, text, result, shown or Shown()) if result else None,
        problem=problem,
        advice=advice,
        topics=topics_of(site),
        settings=site.settings,
        editor=static_version(EDITOR),
    )


def _labels(site: Site, result: ResultPage) -> Mapping[str, str]:
    """Return the names of what is in *result*; none where the release has no index of names."""
    try:
        return site.names.labels(result.iris())
    except ReleaseDamagedError:
        return {}


def answer_of(view: View, text: str, result: ResultPage, shown: Shown) -> Answer:
    """Return *result*, the answer to the query *text*, as it is *shown*."""
    site, links = view.site, _Links(text, shown)
    if not shown.has_iris:
        result = result.named(_labels(site, result))
    columns = distinct_columns(columns_of(result), result)
    pictures = {name: made(view, columns, result) for name, made in MAKERS.items()}
    there = [TABLE, *(name for name, picture in pictures.items() if picture)]
    if can_map(view) and state_column(columns, result):
        there.append(MAP)
    wanted = shown.view or view_of(text)
    chosen = wanted if wanted in there else TABLE
    # A map is large, so it is drawn only where it is asked for.
    picture = map_of(view, columns, result) if chosen == MAP else pictures.get(chosen)
    is_graph, is_table = result.turtle is not None, bool(result.variables)
    return Answer(
        result,
        columns,
        tuple(links.views(there, chosen)) if result.rows else (),
        tuple(links.forms(_FORMS_OF_GRAPHS if is_graph else _FORMS_OF_ROWS)),
        tuple(links.parts(result)),
        links.names() if result.iris() else None,
        picture,
        snippets(site, links.to(format="csv"), "answer", in_parts=False) if is_table else (),
        site.address + links.to(view=shown.view),
        bool(wanted) and wanted != chosen,
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Makes the links of a page with the query *text*."""

    text: str
    shown: Shown

    def to(self, **parameters: str) -> str:
        given = [(name, value) for name, value in parameters.items() if value]
        return f"{SPARQL}?{urlencode([('query', self.text), *self.shown.more, *given])}"

    def _names(self) -> str:
        return "no" if self.shown.has_iris else ""

    def views(self, there: Sequence[str], chosen: str) -> Iterator[Link]:
        for one in there:
            yield Link(one, self.to(view=one, names=self._names()), one == chosen)

    def forms(self, forms: tuple[tuple[str, str], ...]) -> Iterator[Link]:
        for name, extension in forms:
            yield Link(name, self.to(format=extension))

    def parts(self, result: ResultPage) -> Iterator[Link]:
        for name, part, is_there in (
            ("before", self.shown.part - 1, result.skipped > 0),
            ("after", self.shown.part + 1, result.cut and result.turtle is None),
        ):
            if is_there:
                page = str(part) if part > 1 else ""
                yield Link(name, self.to(view=self.shown.view, names=self._names(), page=page))

    def names(self) -> Link:
        wanted = "" if self.shown.has_iris else "no"
        page = str(self.shown.part) if self.shown.part > 1 else ""
        href = self.to(view=self.shown.view, names=wanted, page=page)
        return Link("names" if self.shown.has_iris else "iris", href)
