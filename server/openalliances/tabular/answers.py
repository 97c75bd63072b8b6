"""A selection in each form in which it is sent: rows, what they rest on, what is said of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from openalliances.errors import NotFoundError
from openalliances.rdf.prefixes import LICENSE
from openalliances.tabular import formats, serialization
from openalliances.tabular.bibliography import Work, bibtex, csl_json, ris
from openalliances.tabular.codebook import codebook_bytes
from openalliances.tabular.database import Reader, quoted
from openalliances.tabular.definitions import Table
from openalliances.tabular.geojson import Places, geojson_bytes
from openalliances.tabular.package import zipped
from openalliances.tabular.selection import SOURCES_TABLE, Selection
from openalliances.tabular.store import Tables, metadata_of

_ADDRESSES = re.compile(r";(?=https?://)")
"""Between addresses in a cell; a semicolon may stand in one, too."""


@dataclass(frozen=True, slots=True)
class Release:
    """What is said of the release in what is taken along: how it is cited, and where it came from.

    ``cff`` is its CITATION.cff; ``address`` is where this selection was asked for.
    """

    work: Work
    cff: str
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A selection, and what is needed to write it; at most so many bytes of it.

    ``places`` tells where things are, for what has points.
    """

    selection: Selection
    reader: Reader
    tables: Tables
    release: Release
    most: int
    places: Callable[[Reader, Mapping[str, Table]], Places] | None = None


def body(form: formats.TableFormat, asked: Asked) -> bytes:
    """Return the selection in *form*, which is no page.

    :raises TooLongError: if it has more bytes than are sent.
    :raises NotFoundError: if there is no such form of it here.
    """
    return _WRITERS[form.extension](asked)


def works(asked: Asked) -> list[Work]:
    """Return what the rows rest on, and the data set itself as the last."""
    wanted = asked.selection.source_ids(asked.reader)
    return [*_sources(asked, wanted), asked.release.work]


def _sources(asked: Asked, wanted: list[str]) -> list[Work]:
    known = asked.tables.definitions.get(SOURCES_TABLE)
    if known is None:
        return [Work(id_, id_) for id_ in wanted]
    fields = ("id", "title", "publisher", "date", "address", "kind")
    names = ", ".join(quoted(name) for name in fields)
    rows = asked.reader.rows(f"SELECT {names} FROM {quoted(SOURCES_TABLE)}")  # noqa: S608
    found = {str(row[0]): _work(*(str(cell or "") for cell in row)) for row in rows}
    return [found.get(id_, Work(id_, id_)) for id_ in wanted]


def _work(id_: str, title: str, publisher: str, date: str, address: str, kind: str) -> Work:
    """Return a source; of several addresses in its cell the first."""
    return Work(id_, title, publisher, date, _ADDRESSES.split(address)[0], kind)


def _csv(asked: Asked) -> bytes:
    return serialization.csv_bytes(asked.selection.columns, _rows(asked), asked.most)


def _tsv(asked: Asked) -> bytes:
    return serialization.tsv_bytes(asked.selection.columns, _rows(asked), asked.most)


def _json_lines(asked: Asked) -> bytes:
    return serialization.json_lines(asked.selection.columns, _rows(asked), asked.most)


def _geojson(asked: Asked) -> bytes:
    head = description(asked)
    places = asked.places(asked.reader, asked.tables.definitions) if asked.places else {}
    return geojson_bytes(head, asked.selection.columns, _rows(asked), asked.most, places)


def _parquet(asked: Asked) -> bytes:
    return serialization.parquet_bytes(asked.selection.columns, _rows(asked), asked.most)


def _json(asked: Asked) -> bytes:
    head = description(asked)
    return serialization.json_bytes(head, asked.selection.columns, _rows(asked), asked.most)


def _bibtex(asked: Asked) -> bytes:
    return serialization.joined([bibtex(works(asked))], asked.most)


def _csl(asked: Asked) -> bytes:
    return serialization.joined([csl_json(works(asked))], asked.most)


def _ris(asked: Asked) -> bytes:
    return serialization.joined([ris(works(asked))], asked.most)


def _metadata(asked: Asked) -> bytes:
    return metadata_of(asked.tables, asked.selection.table.name).encode()


def _query(language: str, asked: Asked) -> bytes:
    name, tables = asked.selection.table.name, asked.tables
    query = tables.query(name)
    if not query or tables.language(name) != language:
        made = f"It was made by /data/{name}.{tables.language(name)}." if query else ""
        raise NotFoundError(f"There is no query {name}.{language}.", made)
    return query.encode()


def _zip(asked: Asked) -> bytes:
    name = asked.selection.table.name
    files = {
        f"{name}.csv": _csv(asked),
        "README.md": _readme(asked).encode(),
        "codebook.csv": codebook_bytes(asked.reader, asked.tables, name),
        f"{name}.csv-metadata.json": _metadata(asked),
        "CITATION.cff": asked.release.cff.encode(),
        "sources.bib": _bibtex(asked),
        "sources.csl.json": _csl(asked),
        f"query.{asked.tables.language(name)}": asked.tables.query(name).encode(),
    }
    if asked.selection.columns != asked.selection.table.columns:
        del files[f"{name}.csv-metadata.json"]
    return zipped(files)


_WRITERS: Mapping[str, Callable[[Asked], bytes]] = {
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "jsonl": _json_lines,
    "geojson": _geojson,
    "parquet": _parquet,
    "zip": _zip,
    "bib": _bibtex,
    "csl.json": _csl,
    "ris": _ris,
    "csv-metadata.json": _metadata,
    "rq": partial(_query, "rq"),
    "sql": partial(_query, "sql"),
}


def _rows(asked: Asked) -> Any:
    return asked.reader.rows(*asked.selection.statement())


def description(asked: Asked) -> dict[str, Any]:
    """Return what is said of a selection beside its rows."""
    selection, release = asked.selection, asked.release
    return {
        "table": selection.table.name,
        "title": selection.table.title,
        "definition": selection.table.definition,
        "selection": [list(pair) for pair in selection.asked],
        "rows_selected": selection.count(asked.reader),
        "address": release.address,
        "data_set": release.work.id,
        "version": release.work.version,
        "license": LICENSE,
        "columns": [
            {"name": column.name, "title": column.title, "datatype": column.datatype}
            for column in selection.columns
        ],
        "sources": selection.source_ids(asked.reader),
    }


def _readme(asked: Asked) -> str:
    selection, work = asked.selection, asked.release.work
    table = selection.table
    said = ", ".join(f"`{name}={value}`" for name, value in selection.asked)
    return f"""# {table.title}

{table.definition}

- Table: `{table.name}` of {work.title}, version {work.version}
- Rows: {selection.count(asked.reader)}, {f"selected by {said}" if said else "all there are"}
- Asked for at: <{asked.release.address}>
- Licence: <{LICENSE}>

| File | What it is |
|---|---|
| `{table.name}.csv` | the rows; a missing value is an empty cell, and its reason is in `*_status` |
| `codebook.csv` | what each column means, its type and values |
| `sources.bib`, `sources.csl.json` | the sources of exactly these rows, and the data set |
| `query.{asked.tables.language(table.name)}` | the query that makes the whole table |
| `CITATION.cff` | how to cite the data set |

Please cite the sources of the rows that you use, and the data set with its version.
"""
