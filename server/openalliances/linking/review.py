"""What a person looks at and decides: a table with the candidates of each doubtful name.

A row for each candidate. In the first column stands ``x`` before what is right, or ``none``, or an
IRI, a code, a path of ours (state/burundi) where no candidate is it; a row without is not decided.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from openalliances.errors import OpenAlliancesError, SourceError
from openalliances.linking.codes import only
from openalliances.linking.index import NameIndex
from openalliances.linking.joining import DOUBTFUL, Decisions, Joined, Wanted, looked_up
from openalliances.linking.resolve import resolve
from openalliances.linking.user_table import UserTable, read_lines, read_table

DECISION, CANDIDATE = "decision", "candidate"
_KEY = ("name", "year", "context", "codes")
COLUMNS = (DECISION, *_KEY, "status", CANDIDATE, "label", "type", "years", "score")
_THIS = frozenset(("x", "yes", "y", "1", "true", "ok"))
_NOTHING = frozenset(("none", "no", "n", "-", "0", "false"))


class Review:
    """Writes what is doubtful into a file, each distinct name once."""

    def __init__(self, file: IO[str]) -> None:
        """Write the header."""
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(COLUMNS)
        self.count = 0

    def add(self, wanted: Wanted, joined: Joined) -> None:
        """Write *joined* with its candidates if a person should look at it."""
        if joined.status not in DOUBTFUL:
            return
        self.count += 1
        key = ("", *wanted.key, joined.status.value)
        for one in joined.candidates:
            entry = one.entry
            more = (entry.iri, entry.label, entry.kind, entry.years, f"{one.score:.0f}")
            self._writer.writerow((*key, *more))
        if not joined.candidates:
            self._writer.writerow((*key, "", "", "", "", ""))


def read_decisions(path: Path, index: NameIndex) -> Decisions:
    """Return what was decided in the review file at *path*.

    :raises SourceError: if it is no such file, or a decision leads to nothing here, or two
        decisions on one name are not the same.
    """
    table = read_table(read_lines(path), str(path), wanted=(DECISION, CANDIDATE))
    places = [table.place(column) for column in (DECISION, CANDIDATE, *_KEY)]
    decided: dict[tuple[str, ...], str] = {}
    for line, (decision, candidate, *key) in _cells(table, places):
        if not decision:
            continue
        iri = _decided(index, decision, candidate, str(path), line)
        if decided.setdefault(tuple(key), iri) != iri:
            raise SourceError(
                str(path),
                f"“{key[0]}” is decided in two ways.",
                "Leave one decision for each name.",
                line=line,
            )
    return decided


def _cells(table: UserTable, places: list[int]) -> Iterator[tuple[int, list[str]]]:
    for line, cells in table.rows:
        yield line, [cells[place].strip() for place in places]


def _decided(index: NameIndex, decision: str, candidate: str, name: str, line: int) -> str:
    """Return the IRI that was decided for, empty for none."""
    if decision.lower() in _NOTHING:
        return ""
    meant = candidate if decision.lower() in _THIS else decision
    try:
        iri = _iri_of(index, meant)
    except OpenAlliancesError as error:
        raise SourceError(name, error.message, error.hint, line=line) from None
    if not iri:
        raise SourceError(
            name,
            f"The decision “{decision}” leads to nothing here.",
            "Write x before a candidate, or none, or an IRI, a code such as cow:516, or the path "
            "of a thing such as state/burundi.",
            line=line,
        )
    return iri


def _iri_of(index: NameIndex, meant: str) -> str:
    if not meant:
        return ""
    found = looked_up(index, meant)
    if found is None:
        return resolve(meant, index)
    one = only(found)
    return one.entry.iri if one else ""
