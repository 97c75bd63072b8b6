"""Tools for the published tables: rows, cite."""

from __future__ import annotations

from collections.abc import Mapping

from openalliances.errors import BadRequestError
from openalliances.mcp.answers import Cited, Rows
from openalliances.mcp.data import Data, Selected, id_of, split
from openalliances.mcp.refusals import Whole, one_of
from openalliances.pages.data import release_of
from openalliances.tabular import answers
from openalliances.tabular.formats import BY_EXTENSION

_STYLES = {"bibtex": "bib", "csl": "csl.json"}
_ALWAYS = ("source_ids", "grade", "as_of")


def rows(
    data: Data, table: str, where: Mapping[str, str] | None = None, columns: str = ""
) -> tuple[Rows, Whole]:
    """Return rows of a table by the filters of its address, each with its evidence."""
    definition = data.table(table)
    kept = [c.strip() for c in columns.split(",") if c.strip()]
    asked = [(name, str(value)) for name, value in (where or {}).items() if name != "columns"]
    if kept:
        always = [name for name in _ALWAYS if name in definition.names]
        asked.append(("columns", ",".join(dict.fromkeys((*kept, *always)))))
    narrow = f"Filter with where, or take fewer columns. {_filters(data, table)}"
    found = data.select(table, asked, narrow)
    sources = [source for row in found.rows for source in split(row.get("source_ids"))]
    answer = Rows(
        release=data.stamp,
        notes=() if found.rows else ("No row fits: the data say nothing of it.",),
        csv=found.csv,
        sources=data.sources(sources),
        table=table,
        title=definition.title,
        count=len(found.rows),
        rows=found.rows,
    )
    return answer, Whole(f"Rows of {table}", len(found.rows), narrow, found.csv)


def cite(
    data: Data,
    thing: str = "",
    table: str = "",
    where: Mapping[str, str] | None = None,
    style: str = "bibtex",
) -> tuple[Cited, Whole]:
    """Return the sources of a thing, or of rows of a table, and the data set, as a bibliography."""
    one_of("style", style, tuple(_STYLES))
    if bool(thing) == bool(table):
        raise BadRequestError("Give either a thing or a table.", "For rows, a table and where.")
    if thing:
        id_ = id_of(data.entry("thing", thing).iri)
        table = "sources" if id_.startswith("source/") else "things"
        where = {"id": id_}
    found = data.select(table, list((where or {}).items()), "Filter with where.")
    text, count = _bibliography(data, found, style)
    notes = () if count > 1 else ("No source is recorded for it: only the data set is cited.",)
    answer = Cited(
        release=data.stamp, notes=notes, csv=found.csv, style=style, count=count, text=text
    )
    return answer, Whole("Works", count, "Filter with where.", _address(found, style))


def _bibliography(data: Data, found: Selected, style: str) -> tuple[str, int]:
    with data.tables.reading(data.site.settings.query_timeout) as reader:
        asked = answers.Asked(
            found.selection,
            reader,
            data.tables,
            release_of(data.site, found.csv),
            data.site.settings.client_unread,
        )
        body = answers.body(BY_EXTENSION[_STYLES[style]], asked)
        return body.decode(), len(answers.works(asked))


def _address(found: Selected, style: str) -> str:
    return found.csv.replace(".csv", f".{_STYLES[style]}", 1)


def _filters(data: Data, table: str) -> str:
    names = [c.name for c in data.table(table).columns if c.target or c.values]
    return f"Filters are columns, as {', '.join(names[:6])}; at, from and to where rows have times."
