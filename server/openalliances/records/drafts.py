"""A new thing from the command line: a small file, ordered and canonical, to go on with."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openalliances.errors import SourceError
from openalliances.records.duplicates import Similar, similar
from openalliances.records.files import Library, put, template_named
from openalliances.records.tables import Record
from openalliances.records.templates import Template


@dataclass(frozen=True, slots=True)
class Draft:
    """What came of it: the file, or None if nothing was written; columns that are empty."""

    path: Path | None
    empty: tuple[str, ...]
    similar: tuple[Similar, ...]


def draft(
    kind: str,
    name: str,
    *,
    cells: tuple[str, ...] = (),
    id_: str | None = None,
    source: str | None = None,
    place: str | None = None,
    out: Path | None = None,
    force: bool = False,
    root: Path | None = None,
) -> Draft:
    """Write a new thing into a file of its own and return what came of it.

    Nothing is written if something like it is there and *force* is not given. With a *place*
    the source counts as read today; without one it counts as not checked.

    :raises SourceError: if there is no such kind or column, or a value does not fit.
    """
    template, library = template_named(kind), Library(root)
    values = dict(_pair(cell, template) for cell in cells)
    if any(column.name == "name_en" for column in template.columns):
        values.setdefault("name_en", name)
    slug = _slug(values.get("acronym") or name)
    record = Record(id_ or f"{template.prefixes[0]}{slug}", 1, values)
    if source:
        seen = {"place": place, "check": "seen-in-source", "checked_on": date.today().isoformat()}
        record.citations.append(
            {"source": source, **(seen if place else {"check": "not-checked"})}  # type: ignore[dict-item]
        )
    twins = similar(record, template, library)
    empty = tuple(c.name for c in template.columns if c.name not in values)
    if twins and not force:
        return Draft(None, empty, twins)
    default = library.root / "data" / "reference" / f"{template.name}s" / f"{slug}.ttl"
    written = put([record], template, library, "the command line", out or default)
    return Draft(written[0].path, empty, twins)


def _pair(cell: str, template: Template) -> tuple[str, str]:
    name, equals, value = cell.partition("=")
    known = [column.name for column in template.columns]
    if not equals or name not in known:
        raise SourceError(
            "--set",
            f"{cell!r} fills no column.",
            f"Write COLUMN=VALUE; columns: {', '.join(known)}.",
        )
    return name, value


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
