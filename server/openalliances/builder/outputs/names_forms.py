"""The forms of names in the index, and how the things that bear them follow one another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from openalliances.release.forms import ENTITY, Form, as_bag, expanded, forms_of, hash_of, words_of
from openalliances.release.names import NameKind

NAMED_WITH_CARE = 4
"""Rank up to which a thing is found by all forms of its names: to treaties and agreements."""
_ENTITY_RANK = 1
"""Rank up to which a thing is recognized in the names of others: states and organisations."""
_MADE = (NameKind.LOCAL, NameKind.INITIALS)


def entities_of(database: sqlite3.Connection) -> Mapping[str, str]:
    """Return the words that stand for states and organisations, by the bag of each of their names.

    A name that several have stands for none.
    """
    rows = database.execute(
        """SELECT folded, thing FROM names JOIN things ON things.id = thing
           WHERE rank <= ? AND names.kind NOT IN (?, ?)""",
        (_ENTITY_RANK, *_MADE),
    )
    found: dict[str, set[int]] = {}
    for folded, thing in rows:
        found.setdefault(as_bag(words_of(folded)), set()).add(thing)
    return {
        bag: f"{ENTITY}{thing}"
        for bag, things in found.items()
        for thing in things
        if bag
        if len(things) == 1
    }


def write_forms(database: sqlite3.Connection, entities: Mapping[str, str]) -> None:
    """Write the hashes of the forms of all names."""
    rows = database.execute(
        """SELECT names.rowid, name, folded, names.kind, rank FROM names
           JOIN things ON things.id = thing ORDER BY names.rowid"""
    )
    hashes = sorted(
        (hash_of(form, text), number)
        for number, name, folded, kind, rank in rows
        for form, text in _forms(name, folded, kind, rank, entities)
    )
    database.executemany("INSERT OR IGNORE INTO forms VALUES (?, ?)", hashes)


def _forms(
    name: str, folded: str, kind: str, rank: int, entities: Mapping[str, str]
) -> Iterator[tuple[Form, str]]:
    notable = rank <= NAMED_WITH_CARE and kind not in _MADE
    for form, text in forms_of(name, folded, lambda bag: entities.get(bag, ""), notable=notable):
        if text and not (kind == NameKind.INITIALS and form is Form.WORDS):
            yield form, text


def entity_words(folded: str, entities: Mapping[str, str]) -> Sequence[str]:
    """Return the words for the states and organisations in a folded name."""
    words = expanded(words_of(folded), lambda bag: entities.get(bag, ""))
    return [word for word in words if word.startswith(ENTITY)]


def write_times(database: sqlite3.Connection) -> None:
    """Write when states existed or were listed as such, and what followed what."""
    database.execute(
        """INSERT INTO times
           SELECT DISTINCT owner.id, period.start, period.end FROM raw.periods
             JOIN things AS owner ON owner.iri = raw.periods.iri
             JOIN things AS period ON period.iri = raw.periods.period
           WHERE period.start <> '' OR period.end <> '' ORDER BY 1, 2, 3"""
    )
    database.execute(
        """INSERT INTO successions
           SELECT DISTINCT earlier.id, later.id FROM raw.successions
             JOIN things AS earlier ON earlier.iri = raw.successions.earlier
             JOIN things AS later ON later.iri = raw.successions.later ORDER BY 1, 2"""
    )
