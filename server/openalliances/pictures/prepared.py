"""What was prepared from npm: the shapes of maps, points, and fonts; each may be missing.

``server/pictures/geometry.mjs`` writes them, which `make` runs where npm is to be had.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

FOLDER = Path(__file__).parent / "prepared"
MAPS = "maps.json"
POINTS = "points.json"
MISSING = (
    "No map can be drawn here: the shapes were not prepared. Where npm is, `make shapes` does."
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A state or area: its ISO 3166 number (0: none), its name there, its path or its dot."""

    code: int
    name: str
    path: str = ""
    dot: tuple[int, int] | None = None


@dataclass(frozen=True)
class Shapes:
    """The shapes of one map, and the size of its frame."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    whole: frozenset[int]
    """The numbers of the states that the frame does not cut off."""

    @cached_property
    def codes(self) -> frozenset[int]:
        """Return the numbers of what is on it."""
        return frozenset(shape.code for shape in self.shapes if shape.code)


@cache
def maps() -> Mapping[str, Shapes]:
    """Return the maps by name: ``world``, ``africa`` …; none if they were not prepared."""
    path = FOLDER / MAPS
    if not path.is_file():
        return {}
    return {name: _shapes(said) for name, said in json.loads(path.read_bytes()).items()}


@cache
def points() -> Mapping[str, tuple[float, float]]:
    """Return a point within each state or area, as longitude and latitude.

    They are found by ISO 3166 number without zeros before it, by name where there is none; there
    are none if they were not prepared.
    """
    path = FOLDER / POINTS
    if not path.is_file():
        return {}
    return {key: (place[0], place[1]) for key, place in json.loads(path.read_bytes()).items()}


@cache
def fonts() -> tuple[str, ...]:
    """Return the paths of the fonts; none if they were not prepared."""
    return tuple(sorted(map(str, FOLDER.glob("*.ttf"))))


def _shapes(said: dict[str, object]) -> Shapes:
    shapes, whole = said["shapes"], said["whole"]
    assert isinstance(shapes, list)  # noqa: S101  written by the script beside
    assert isinstance(whole, list)  # noqa: S101
    return Shapes(
        int(str(said["width"])),
        int(str(said["height"])),
        tuple(
            Shape(
                one["code"],
                one["name"],
                one.get("d", ""),
                tuple(one["dot"]) if "dot" in one else None,
            )
            for one in shapes
        ),
        frozenset(whole),
    )
