"""The links in the index of names: their codes beside those of the data, and where they lead."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from openalliances.release.folding import code_key
from openalliances.release.links import Link
from openalliances.release.names import LINKS_TABLE, NAMES


def write_links(folder: Path, links: Iterable[Link]) -> None:
    """Add *links* to the index of names in *folder*; links of what it does not know are left out.

    Codes that stand in the data are in the index already.
    """
    with closing(sqlite3.connect(folder / NAMES, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        for statement in LINKS_TABLE:
            database.execute(statement)
        ids = dict(database.execute("SELECT iri, id FROM things"))
        known = [(ids[link.thing], link) for link in links if link.thing in ids]
        database.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_row(thing, link) for thing, link in known],
        )
        database.executemany(
            """INSERT INTO codes SELECT ?1, ?2, ?3, ?4, '', ''
               WHERE NOT EXISTS (
                 SELECT 1 FROM codes WHERE thing = ?1 AND scheme = ?2 AND code = ?3
               )""",
            [(thing, link.target, link.code, code_key(link.code)) for thing, link in known],
        )
        database.execute("COMMIT")


def _row(thing: int, link: Link) -> tuple[object, ...]:
    return (
        *(thing, link.target, link.code, link.iri, link.label, link.predicate),
        *(link.justification, float(link.confidence), link.seen_in, link.date),
    )
