"""What each release published first, and what became of it: ``data/history/<release>.csv``.

One row a change: a statement (the part of its IRI below ``…/id/statement/``) is ``new``, ``gone``,
or ``replaced`` by another. A file is written when a release is made and never changed; the build
reads those of the releases before.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO

from openalliances.errors import SourceError

FOLDER = "data/history"
COLUMNS = ("statement", "state", "replaced_by")

_NUMBER = re.compile(r"\d+")


class State(StrEnum):
    """What became of a statement in a release."""

    NEW = "new"
    GONE = "gone"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Change:
    """A row: a statement, what became of it, and what takes its place, if anything does."""

    statement: str
    state: State
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Vanished:
    """A statement that is published no longer: since which release, and what replaces it."""

    release: str = ""
    replaced_by: str = ""


@dataclass(slots=True)
class History:
    """``first`` has the release that first published each statement, also of what has vanished."""

    first: dict[str, str] = field(default_factory=dict)
    vanished: dict[str, Vanished] = field(default_factory=dict)

    def take(self, release: str, changes: Iterable[Change]) -> None:
        """Take the changes of the next release."""
        for change in changes:
            if change.state is State.NEW:
                self.first.setdefault(change.statement, release)
                self.vanished.pop(change.statement, None)
            else:
                self.vanished[change.statement] = Vanished(release, change.replaced_by)

    @property
    def published(self) -> frozenset[str]:
        """The statements that the last release published."""
        return frozenset(self.first) - frozenset(self.vanished)

    def changes(self, now: Collection[str]) -> tuple[Change, ...]:
        """Return what a release that publishes *now* changes, by statement.

        What vanished is replaced if its cell, the property of the thing, has one value now.
        """
        current = frozenset(now)
        gone = sorted(self.published - current)
        cells = _by_cell(current) if gone else {}
        found = [Change(statement, State.NEW) for statement in current - self.published]
        for statement in gone:
            successors = cells.get(cell_path(statement), ())
            if len(successors) == 1:
                found.append(Change(statement, State.REPLACED, successors[0]))
            else:
                found.append(Change(statement, State.GONE))
        return tuple(sorted(found, key=lambda change: change.statement))


def cell_path(statement: str) -> str:
    """Return the cell of a statement, both as the part of their IRI that files have."""
    return statement.rpartition("/")[0]


def in_order(releases: Iterable[str]) -> list[str]:
    """Return versions of releases, the oldest first: 2026.9.1 is before 2026.11.0."""
    return sorted(releases, key=lambda name: [int(n) for n in _NUMBER.findall(name)])


def read_history(texts: Mapping[str, str], before: str) -> History:
    """Return the history in *texts*, by release, of the releases before the version *before*.

    :raises SourceError: with the line, for a row that is none.
    """
    earlier = in_order({*texts, before})
    found = History()
    for release in earlier[: earlier.index(before)]:
        found.take(release, _rows(release, texts[release]))
    return found


def to_csv(changes: Sequence[Change]) -> str:
    """Return *changes* as the text of a file."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((c.statement, c.state.value, c.replaced_by) for c in changes)
    return text.getvalue()


def _rows(release: str, text: str) -> Iterable[Change]:
    name = f"{FOLDER}/{release}.csv"
    reader = csv.reader(text.splitlines())
    if tuple(next(reader, ())) != COLUMNS:
        raise SourceError(name, f"Its columns are not {','.join(COLUMNS)}.", line=1)
    for row in reader:
        try:
            statement, state, replaced_by = row
            yield Change(statement, State(state), replaced_by)
        except ValueError:
            raise SourceError(
                name,
                "The row is no statement, state and replacement.",
                "State is new, gone or replaced. The file is written by: openalliances history",
                line=reader.line_num,
            ) from None


def _by_cell(statements: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for statement in sorted(statements):
        found.setdefault(cell_path(statement), []).append(statement)
    return found
