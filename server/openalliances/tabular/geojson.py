"""Rows as GeoJSON (RFC 7946): one feature a row, with its cells as properties.

A feature stands at the points of what its row is about (:data:`PLACED_BY`): it is there that a
thing is or took place, and no exact site. Where no point is known its geometry is ``null``, which
the standard allows (section 3.2), and the collection says of how many that is so. Codes of ISO
3166 among the properties join features to maps of others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from openalliances.tabular.database import Row
from openalliances.tabular.definitions import Column, Table
from openalliances.tabular.serialization import as_json, joined

Point: TypeAlias = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84, section 4)."""
Places: TypeAlias = Mapping[str, tuple[Point, ...]]
"""The points of things by id."""

PLACED_BY = (
    *("hosts", "host", "locations", "mission", "operations", "missions"),
    *("member", "parties", "state", "id"),
)
"""Columns with the id of the place of a row, or of what has one; the first of a table counts."""
_PLACES = ("states", "regions")
"""Tables whose rows are places themselves."""
_SAID = (
    "A point within the largest part of each state or area (Natural Earth), the middle of its "
    "states for a region; no exact site, and no position on any territory."
)


def is_placed(table: Table) -> bool:
    """Return whether the rows of *table* have places, so that a map of them shows something."""
    return table.name in _PLACES or any(name in table.names for name in PLACED_BY[:-1])


def geojson_bytes(
    head: Mapping[str, Any],
    columns: Sequence[Column],
    rows: Iterable[Row],
    most: int,
    places: Places | None = None,
) -> bytes:
    """Return *rows* as a feature collection, with what *head* says as a foreign member (§6.1).

    :raises TooLongError: if it has more than *most* bytes.
    """
    return joined(_parts({**head, "geometry": _SAID}, columns, rows, places or {}), most)


def _parts(
    head: Mapping[str, Any], columns: Sequence[Column], rows: Iterable[Row], places: Places
) -> Iterator[str]:
    said = json.dumps(head, ensure_ascii=False)
    yield f'{{"type": "FeatureCollection",\n "about": {said},\n "features": ['
    nowhere = 0
    for number, row in enumerate(rows):
        feature = _feature(columns, row, places)
        nowhere += feature["geometry"] is None
        yield (",\n  " if number else "\n  ") + json.dumps(feature, ensure_ascii=False)
    yield f'\n ],\n "without_geometry": {nowhere}\n}}\n'


def _feature(columns: Sequence[Column], row: Row, places: Places) -> dict[str, Any]:
    cells = {column.name: _cell(column, value) for column, value in zip(columns, row, strict=True)}
    iri = cells.get("iri")
    named = {"id": iri} if iri else {}
    geometry = _geometry(cells, places)
    return {"type": "Feature", **named, "geometry": geometry, "properties": cells}


def _geometry(cells: Mapping[str, Any], places: Places) -> dict[str, Any] | None:
    """Return the points of the first column that has a place: one, or several as such."""
    name = next((name for name in PLACED_BY if name in cells), "")
    said = cells.get(name) or ()
    ids = said if isinstance(said, list) else [str(said)] if said else []
    points = [list(one) for one in dict.fromkeys(p for id_ in ids for p in places.get(id_, ()))]
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


def _cell(column: Column, value: Any) -> Any:
    """Return a cell, with several values as a list."""
    if column.separator:
        return str(value).split(column.separator) if value is not None else []
    return as_json(column, value)
