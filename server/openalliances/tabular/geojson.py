"""Rows as GeoJSON (RFC 7946): one feature a row, with its cells as properties.

The set knows no coordinates. A feature without a place has a geometry of ``null``, which the
standard allows (section 3.2); codes of ISO 3166 among the properties join it to maps of others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from openalliances.tabular.database import Row
from openalliances.tabular.definitions import Column
from openalliances.tabular.serialization import as_json, joined


def geojson_bytes(
    head: Mapping[str, Any], columns: Sequence[Column], rows: Iterable[Row], most: int
) -> bytes:
    """Return *rows* as a feature collection, with what *head* says as a foreign member (§6.1).

    :raises TooLongError: if it has more than *most* bytes.
    """
    return joined(_parts(head, columns, rows), most)


def _parts(
    head: Mapping[str, Any], columns: Sequence[Column], rows: Iterable[Row]
) -> Iterator[str]:
    said = json.dumps(head, ensure_ascii=False)
    yield f'{{"type": "FeatureCollection",\n "about": {said},\n "features": ['
    for number, row in enumerate(rows):
        yield (",\n  " if number else "\n  ") + json.dumps(
            _feature(columns, row), ensure_ascii=False
        )
    yield "\n ]\n}\n"


def _feature(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    cells = {column.name: _cell(column, value) for column, value in zip(columns, row, strict=True)}
    iri = cells.get("iri")
    named = {"id": iri} if iri else {}
    return {"type": "Feature", **named, "geometry": None, "properties": cells}


def _cell(column: Column, value: Any) -> Any:
    """Return a cell, with several values as a list."""
    if column.separator:
        return str(value).split(column.separator) if value is not None else []
    return as_json(column, value)
