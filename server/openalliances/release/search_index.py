"""The index of names in a release: what the build writes and whoever searches reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from openalliances.errors import ReleaseDamagedError

SEARCH_INDEX = "search.json"
"""Name of the file below the release's ``indexes`` folder."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found.

    ``kind`` names its classes, ``also`` its other names. ``years`` is as in
    "2007–2022", "2007–" if no end is known, or empty.
    """

    iri: str
    label: str
    kind: str = ""
    also: tuple[str, ...] = ()
    years: str = ""


def write_search_index(folder: Path, entries: Iterable[Entry]) -> None:
    """Write *entries* into the ``indexes`` folder of a release, in their order."""
    rows = [asdict(entry) for entry in entries]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (folder / SEARCH_INDEX).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_search_index(folder: Path) -> tuple[Entry, ...] | None:
    """Return the entries of the index in *folder*, or None if there is no index.

    :raises ReleaseDamagedError: if the file is not what the build writes.
    """
    path = folder / SEARCH_INDEX
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_entry(row) for row in rows)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseDamagedError(
            f"{path} cannot be read ({error}).", "Build again with: openalliances build"
        ) from None


def _entry(row: dict[str, Any]) -> Entry:
    also = row.get("also", [])
    texts = (row["iri"], row["label"], row.get("kind", ""), row.get("years", ""))
    if not isinstance(also, list) or not all(isinstance(text, str) for text in (*texts, *also)):
        raise TypeError("a name is not a text")
    iri, label, kind, years = texts
    return Entry(iri, label, kind, tuple(also), years)
