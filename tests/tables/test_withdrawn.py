"""Nothing that was published disappears: it is in a table, or was withdrawn with a reason."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from openalliances.rdf.prefixes import ID
from openalliances.tables.metadata import FOLDER, tables

ROOT = Path(__file__).parents[2]
PUBLISHED = sorted(Path(__file__).parent.glob("published-*.txt"))
"""The ids of the things of tables in earlier releases, one a line."""


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def there() -> frozenset[str]:
    names = [name for name, table in tables(ROOT).items() if table.id_prefixes]
    return in_claims() | {row["id"] for name in names if name != "withdrawn" for row in rows(name)}


def in_claims() -> frozenset[str]:
    """Return the ids of what is written in Turtle, where each begins a line."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "data/claims").glob("*.ttl")]
    found = re.findall(rf"^<{re.escape(ID)}([^>]+)>", "\n".join(texts), re.MULTILINE)
    assert len(found) > 1000
    return frozenset(found)


@pytest.mark.parametrize("release", PUBLISHED, ids=lambda path: path.stem)
def test_what_was_published_is_there_or_was_withdrawn(release: Path) -> None:
    withdrawn = {row["id"] for row in rows("withdrawn")}
    ids = set(release.read_text(encoding="utf-8").split())
    assert len(ids) > 1000
    assert sorted(ids - there() - withdrawn) == []


def test_nothing_is_there_and_withdrawn() -> None:
    assert sorted({row["id"] for row in rows("withdrawn")} & there()) == []


def test_what_takes_the_place_of_something_is_there() -> None:
    others = {row["replaced_by"] for row in rows("withdrawn") if row["replaced_by"]}
    assert sorted(others - there()) == []
