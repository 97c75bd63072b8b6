"""Where things are: a point for each state and region, and those of the hosts of each mission.

Points of states come from the shapes of maps (:mod:`openalliances.pictures.prepared`); a region is
told by the middle of the points of its states. What has no shape of today, as the Soviet Union, and
what holds no state, as a sea, has no point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import asin, atan2, cos, degrees, hypot, radians, sin

from openalliances.facts.cells import parts
from openalliances.pictures.prepared import points
from openalliances.tabular.database import Reader, Value, quoted
from openalliances.tabular.definitions import Table
from openalliances.tabular.geojson import Point

_WORLD = "region/world"
_NAMES: Mapping[str, str] = {"Northern Cyprus": "N. Cyprus"}
"""What the shapes call a state that has no number, where that is not its name here."""


def places(reader: Reader, tables: Mapping[str, Table]) -> dict[str, tuple[Point, ...]]:
    """Return the points of states, regions and missions by id; none of what has none."""
    found: dict[str, tuple[Point, ...]] = {}
    within: dict[str, list[Point]] = {}
    for id_, name, number, regions in _rows(reader, tables, "states", "name", "iso3n", "regions"):
        key = str(number) if number is not None else _NAMES.get(str(name), str(name))
        point = points().get(key)
        if point is None:
            continue
        found[str(id_)] = (point,)
        for region in parts(regions):
            within.setdefault(region, []).append(point)
    found |= {region: (middle(ones),) for region, ones in within.items() if region != _WORLD}
    for id_, hosts in _rows(reader, tables, "missions", "hosts"):
        if own := tuple(point for host in parts(hosts) for point in found.get(host, ())):
            found[str(id_)] = own
    return found


def _rows(
    reader: Reader, tables: Mapping[str, Table], name: str, *columns: str
) -> Iterable[tuple[Value, ...]]:
    """Return the ids with these columns of a table; nothing where a release has no such table."""
    wanted = ("id", *columns)
    if name not in tables or not {*wanted} <= {*tables[name].names}:
        return ()
    return reader.rows(f"SELECT {', '.join(map(quoted, wanted))} FROM {quoted(name)}")  # noqa: S608


def middle(of: Iterable[Point]) -> Point:
    """Return the middle of points on a sphere, so that it does not matter where degrees begin."""
    x = y = z = 0.0
    for longitude, latitude in of:
        east, north = radians(longitude), radians(latitude)
        x += cos(north) * cos(east)
        y += cos(north) * sin(east)
        z += sin(north)
    north = asin(z / hypot(x, y, z))
    return round(degrees(atan2(y, x)), 2), round(degrees(north), 2)
