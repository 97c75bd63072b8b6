"""What the tools ask: names become things, tables give rows, rows are told with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openalliances.errors import BadRequestError, NotFoundError
from openalliances.library import OpenAlliances
from openalliances.linking.codes import by_iri, only
from openalliances.linking.match import Asked, Candidate, match
from openalliances.linking.resolve import is_explicit
from openalliances.mcp.answers import ReleaseStamp, SourceNote
from openalliances.mcp.refusals import MOST_ROWS, Whole, checked
from openalliances.pages.data import href
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import ALLY, BASE, ID, LICENSE
from openalliances.release.names import Entry
from openalliances.tabular.database import Reader, quoted
from openalliances.tabular.definitions import Table
from openalliances.tabular.faults import shown, unknown
from openalliances.tabular.formats import CSV
from openalliances.tabular.selection import SEPARATOR, Selection, read_selection
from openalliances.tabular.serialization import as_json
from openalliances.tabular.store import Tables

Row = dict[str, Any]
"""A row of a table: column to value, without what is missing."""

STATE, REGION = ALLY + "GeopoliticalEntity", ALLY + "Region"
ORGANIZATION, ARRANGEMENT = ALLY + "Organization", ALLY + "SecurityArrangement"

_SOURCE_FIELDS = ("title", "publisher", "date", "address")
_NEAR = 4
_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Selected:
    """Rows of a table that were asked for, all of them, and where they are as CSV."""

    selection: Selection
    rows: tuple[Row, ...]
    csv: str


@dataclass(frozen=True)
class Data:
    """The library, and what the tools need of it."""

    library: OpenAlliances

    @property
    def site(self) -> Site:
        """Return the release with its settings, names and tables."""
        return self.library.site

    @property
    def stamp(self) -> ReleaseStamp:
        """Return what says which release an answer is from."""
        manifest = self.library.release.manifest
        return ReleaseStamp(
            version=manifest.version,
            digest=manifest.digest[:_DIGEST],
            data_set=manifest.base,
            license=LICENSE if self.site.is_dataset else "",
        )

    @property
    def tables(self) -> Tables:
        """Return the published tables.

        :raises NotFoundError: if the release has none, as a user's own files have none.
        """
        if self.site.tables is None:
            raise NotFoundError(
                "This release has no tables.", "Ask with search, describe and run_query instead."
            )
        return self.site.tables

    def candidates(
        self, text: str, kinds: Sequence[str] = (), year: int | None = None, limit: int = 10
    ) -> list[Candidate]:
        """Return the things that *text* may mean, the best first."""
        text = text[: self.site.settings.search_length]
        return match(self.site.names, Asked(text, tuple(kinds), year, (), limit))

    def entry(
        self, name: str, text: str, kinds: Sequence[str] = (), year: int | None = None
    ) -> Entry:
        """Return the one thing that *text*, the value of the argument *name*, means.

        :raises NotFoundError: if there is none, or there are several.
        """
        text = checked(name, text, 1_000)
        known = self._by_path(text)
        if known is not None:
            return known
        found = self.candidates(text, kinds, year, _NEAR)
        if year is not None and not (found and found[0].sure):
            # What is asked of a time may have been called so only later, as a place was.
            found = self.candidates(text, kinds, None, _NEAR)
        sure = next((one for one in found if one.sure), None)
        if sure is not None:
            return sure.entry
        listed = "; ".join(map(_told, found))
        if found:
            raise NotFoundError(
                f"{shown(text)} does not name one thing for sure.",
                f"Give the id of what is meant: {listed}. If it is none of these, it is not known.",
            )
        raise NotFoundError(
            f"{shown(text)} is not known here.",
            "Look with search for another spelling; if nothing fits, the data say nothing of it.",
        )

    def _by_path(self, text: str) -> Entry | None:
        if "://" in text:
            known = only(by_iri(self.site.names, text))
            if known is not None:
                return known.entry
        if is_explicit(text):
            iris = [self.library.resolve(text)]
        else:
            iris = [BASE + text, ID + text] if "/" in text else []
        for iri in iris:
            number = self.site.names.number_of(iri)
            if number is not None:
                return self.site.names.entries([number])[number]
        if iris and is_explicit(text):
            raise NotFoundError(f"Nothing is said of <{iris[0]}> here.", "Look with search.")
        return None

    def select(
        self, name: str, parameters: Sequence[tuple[str, str]], narrow: str, what: str = ""
    ) -> Selected:
        """Return all rows of the table *name* that *parameters* select, as its address does.

        :raises BadRequestError: if there are more than an answer holds, or one cannot be read.
        """
        table = self.table(name)
        with self.tables.reading(self.site.settings.query_timeout) as reader:
            selection = read_selection(table, self.tables.definitions, parameters, reader)
            csv = self.site.address + href(table, CSV, selection)
            count = selection.count(reader)
            if count > MOST_ROWS:
                raise Whole(what or f"Rows of {name}", count, narrow, csv).refused()
            rows = tuple(_rows(selection, reader))
        return Selected(selection, rows, csv)

    def table(self, name: str) -> Table:
        """Return the definition of a table.

        :raises BadRequestError: if there is none of that name.
        """
        definitions = self.tables.definitions
        if name not in definitions:
            raise unknown("table", name, definitions)
        return definitions[name]

    def sources(self, ids: Iterable[str]) -> tuple[SourceNote, ...]:
        """Return the sources with these *ids*, each once, in their order."""
        wanted = sorted(set(ids))
        tables = self.site.tables
        if tables is None or "sources" not in tables.definitions or not wanted:
            return tuple(SourceNote(id=one) for one in wanted)
        names = ", ".join(map(quoted, ("id", *_SOURCE_FIELDS)))
        marks = ", ".join("?" * len(wanted))
        sql = f"SELECT {names} FROM sources WHERE id IN ({marks})"  # noqa: S608  bound
        with tables.reading(self.site.settings.query_timeout) as reader:
            found = {str(row[0]): row[1:] for row in reader.rows(sql, wanted)}
        return tuple(_source(one, found.get(one, ())) for one in wanted)

    def evidence(self, ids: Iterable[str]) -> dict[str, Row]:
        """Return grade, as_of and sources of the things with these *ids* that tables know."""
        wanted = sorted(set(ids))
        tables = self.site.tables
        if tables is None or "things" not in tables.definitions or not wanted:
            return {}
        marks = ", ".join("?" * len(wanted))
        sql = f"SELECT id, grade, as_of, source_ids FROM things WHERE id IN ({marks})"  # noqa: S608  bound
        with tables.reading(self.site.settings.query_timeout) as reader:
            return {
                str(row[0]): evidence_of(dict(zip(_EVIDENCE, row[1:], strict=True)))
                for row in reader.rows(sql, wanted)
            }

    def address(self, path: str) -> str:
        """Return where a server of this release answers for *path*."""
        return self.site.address + path


_EVIDENCE = ("grade", "as_of", "source_ids")


def evidence_of(row: Row) -> Row:
    """Return the evidence of a row of a table, under the names that answers have for it."""
    return {
        "grade": str(row.get("grade") or ""),
        "as_of": str(row.get("as_of") or ""),
        "sources": split(row.get("source_ids")),
    }


def split(cell: Any) -> tuple[str, ...]:
    """Return the values in a cell that holds several."""
    return tuple(part for part in str(cell or "").split(SEPARATOR) if part)


def texts(row: Row, *names: str) -> Row:
    """Return some cells of a row as texts; what is missing is empty."""
    return {name: str(row.get(name) or "") for name in names}


def id_of(iri: str) -> str:
    """Return the id of a thing: its IRI below ``/id/``, else below our base, else the IRI."""
    return iri.removeprefix(ID).removeprefix(BASE)


def year_of(date: str) -> int | None:
    """Return the year of a date; None for none."""
    return int(date[:4]) if date[:4].isdigit() and len(date) >= len("1945") else None


def only_one(at: str, since: str, until: str) -> list[tuple[str, str]]:
    """Return the parameters of time; *at* stands alone.

    :raises BadRequestError: if it does not.
    """
    if at and (since or until):
        raise BadRequestError("Both at, and since or until, are given.", "Give one of them.")
    return [(n, v) for n, v in (("at", at), ("from", since), ("to", until)) if v]


def _rows(selection: Selection, reader: Reader) -> Iterable[Row]:
    for row in reader.rows(*selection.statement()):
        cells = zip(selection.columns, row, strict=True)
        yield {c.name: as_json(c, value) for c, value in cells if value not in (None, "")}


def _source(id_: str, cells: Sequence[Any]) -> SourceNote:
    said = dict(zip(_SOURCE_FIELDS, (str(cell or "") for cell in cells), strict=False))
    return SourceNote(id=id_, **said)


def _told(one: Candidate) -> str:
    entry = one.entry
    about = ", ".join(part for part in (entry.label, entry.kind, entry.years) if part)
    return f"{id_of(entry.iri)} ({about})"
