"""The tables of the index of names, from what was put beside them: see :mod:`.names`."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Protocol

import pyoxigraph as ox

from openalliances.builder.outputs.kinds import NOTABLE, ORDINARY, Kinds, local_name
from openalliances.builder.outputs.names_forms import (
    entities_of,
    entity_words,
    write_forms,
    write_times,
)
from openalliances.rdf.prefixes import ID
from openalliances.release.folding import code_key, fold, in_words, initials, key
from openalliances.release.forms import ENTITY
from openalliances.release.names import INDEXES, MINOR, NameKind
from openalliances.release.spelling import SHORTEST, remainders

_UNNAMED = 100_000
"""Things without any name that are found by the ends of their IRIs; more are left out."""
_SPELT = 12_000
"""Words, the most common ones, that are found although they are misspelt."""
_FRIENDS = 8
"""Notable things by which another one is found; what has more is a list, and found by its name."""
_ACRONYM = re.compile(r"[^\W\d_]*[A-ZÀ-Þ][^\W\d_]*[A-ZÀ-Þ]")
_WITH_INITIALS = NOTABLE
_INITIALS_IN = ("", "en", "fr", "es", "pt")
"""Languages by whose initials things are known in the data sets of the field."""


class Statements(Protocol):
    """What knows which statements point to something."""

    def quads(
        self, predicate: ox.NamedNode | None, value: ox.NamedNode | None = None
    ) -> Iterable[ox.Quad]:
        """Yield the statements of that form."""
        ...


def write_tables(database: sqlite3.Connection, statements: Statements, kinds: Kinds) -> None:
    """Fill all tables of the index from those of ``raw``."""
    _name_the_unnamed(database)
    _write_things(database, kinds)
    _write_names(database)
    _write_codes(database)
    _write_types(database, kinds)
    write_times(database)
    entities = entities_of(database)
    write_forms(database, entities)
    for statement in INDEXES:
        database.execute(statement)
    _write_words(database, statements, kinds, entities)
    _write_vocabulary(database)


def _name_the_unnamed(database: sqlite3.Connection) -> None:
    database.create_function("local_name", 1, local_name, deterministic=True)
    database.execute(
        """INSERT INTO raw.names
           SELECT DISTINCT iri, 1000, '', local_name(iri), ? FROM raw.types
           WHERE iri NOT IN (SELECT iri FROM raw.names) ORDER BY iri LIMIT ?""",
        (NameKind.LOCAL, _UNNAMED),
    )


def _write_things(database: sqlite3.Connection, kinds: Kinds) -> None:
    """Write the things in the order of their importance, which is then that of their ids."""
    database.create_function("kind", 1, kinds.kind, deterministic=True)
    database.create_function("rank", 1, kinds.rank, deterministic=True)
    database.execute(
        """WITH labels AS (
             SELECT iri, text, language, row_number() OVER (
               PARTITION BY iri ORDER BY place, language, text
             ) AS number FROM raw.names
           ), classes AS (
             SELECT iri, group_concat(class) AS classes FROM raw.types GROUP BY iri
           ), years AS (
             SELECT iri, min(CASE WHEN is_end THEN NULL ELSE year END) AS start,
               max(CASE WHEN is_end THEN year END) AS end
             FROM raw.years GROUP BY iri
           )
           INSERT INTO things (iri, label, language, kind, rank, weight, start, end)
           SELECT iri, text, language, kind(classes), rank(classes) AS place,
             coalesce(weight, 0) AS number, coalesce(start, ''), coalesce(end, '')
           FROM labels LEFT JOIN classes USING (iri) LEFT JOIN raw.weights USING (iri)
             LEFT JOIN years USING (iri)
           WHERE labels.number = 1
           ORDER BY place, number DESC, text COLLATE NOCASE, iri"""
    )


def _write_names(database: sqlite3.Connection) -> None:
    rows = database.execute(
        """SELECT id, iri, rank, text, raw.names.language, raw.names.kind
           FROM raw.names JOIN things USING (iri) ORDER BY id, place, raw.names.language, text"""
    )
    found = (
        (thing, *row)
        for (thing, iri, rank), group in groupby(rows, itemgetter(0, 1, 2))
        for row in _names_of(iri, rank, [row[3:] for row in group])
    )
    database.executemany(
        """INSERT INTO names (thing, name, language, kind, folded)
           VALUES (?, ?, ?, ?, ?)""",
        found,
    )


def _names_of(
    iri: str, rank: int, given: list[tuple[str, str, str]]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, language, kind and the folded name, with the names that are made of others."""
    known: set[str] = set()
    made: list[tuple[str, str, str]] = []
    for name, language, kind in given:
        folded = fold(in_words(name) if kind == NameKind.LOCAL else name)
        known.add(key(folded))
        yield name, language, kind, folded
        if (
            rank <= _WITH_INITIALS
            and language.partition("-")[0] in _INITIALS_IN
            and (short := initials(folded))
            and not _ACRONYM.search(name)
        ):
            made.append((short.upper(), language, NameKind.INITIALS))
    local = local_name(iri)
    if rank <= ORDINARY and not local.isdecimal():
        made.append((local, "", NameKind.LOCAL))
    for name, language, kind in made:
        folded = fold(in_words(name))
        if key(folded) not in known:
            known.add(key(folded))
            yield name, language, kind, folded


def _write_codes(database: sqlite3.Connection) -> None:
    """Write the codes; those of its periods of existence are those of a state in that time."""
    database.create_function("code_key", 1, code_key, deterministic=True)
    database.execute(
        """WITH all_codes AS (
             SELECT raw.periods.iri, scheme, code, coalesce(things.start, '') AS valid_from,
               coalesce(things.end, '') AS valid_to
             FROM raw.periods JOIN raw.codes ON raw.codes.iri = period
               JOIN things ON things.iri = period
             UNION SELECT iri, scheme, code, '', '' FROM raw.codes
           )
           INSERT INTO codes
           SELECT id, scheme, code, code_key(code), valid_from, valid_to
           FROM all_codes JOIN things USING (iri)
           WHERE valid_from <> '' OR (iri, scheme, code) NOT IN (
             SELECT iri, scheme, code FROM all_codes WHERE valid_from <> ''
           )
           ORDER BY id, scheme, valid_from, code"""
    )


def _write_types(database: sqlite3.Connection, kinds: Kinds) -> None:
    rows = database.execute(
        """SELECT id, group_concat(class) FROM raw.types JOIN things USING (iri)
           GROUP BY id ORDER BY id"""
    )
    database.executemany(
        "INSERT OR IGNORE INTO types VALUES (?, ?)",
        ((kinds.number(iri), thing) for thing, classes in rows for iri in kinds.closure(classes)),
    )
    database.executemany(
        "INSERT INTO classes VALUES (?, ?, ?)",
        [(number, iri, kinds.label(iri)) for iri, number in kinds.numbers.items()],
    )


def _write_words(
    database: sqlite3.Connection,
    statements: Statements,
    kinds: Kinds,
    entities: Mapping[str, str],
) -> None:
    """Write the words of the names of each thing, and of what it has to do with.

    Where a name has that of a state or an organisation in it, the word for that is there, too.
    """
    about = _neighbours(database, statements)
    kind_words = _words_of_kinds(database, kinds)

    def all_about(thing: int, iri: str, classes: str | None, codes: str) -> str:
        folder = iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else ""
        codes = fold(codes) if codes.strip() else ""
        return _each_once(" ".join((folder, kind_words(classes), codes, *about.get(thing, ()))))

    database.create_function("about", 4, all_about, deterministic=True)

    def all_names(thing: int, words: str) -> str:
        return _each_once(" ".join((words, *with_entities.get(thing, ()))))

    with_entities: dict[int, list[str]] = {}
    named = database.execute(
        """SELECT thing, folded FROM names JOIN things ON things.id = thing
           WHERE rank BETWEEN ? AND ? AND names.kind NOT IN ('local', 'initials')""",
        (NOTABLE - 1, MINOR),
    )
    for thing, folded in named:
        with_entities.setdefault(thing, []).extend(entity_words(folded, entities))
    database.create_function("all_names", 2, all_names, deterministic=True)
    database.execute(
        """WITH classes_of AS (
             SELECT iri, group_concat(class) AS classes FROM raw.types GROUP BY iri
           ), codes_of AS (
             SELECT thing, group_concat(code, ' ') AS words FROM codes GROUP BY thing
           ), called AS (
             SELECT thing, group_concat(folded, ' ') AS words FROM names
             WHERE kind <> 'initials' GROUP BY thing
           )
           INSERT INTO words (rowid, names, about)
           SELECT id, all_names(id, called.words),
             about(id, iri, classes, start || ' ' || end || ' ' || coalesce(codes_of.words, ''))
           FROM things JOIN called ON called.thing = id LEFT JOIN classes_of USING (iri)
             LEFT JOIN codes_of ON codes_of.thing = id
           ORDER BY id"""
    )
    database.execute("INSERT INTO words (words) VALUES ('optimize')")


def _words_of_kinds(database: sqlite3.Connection, kinds: Kinds) -> Callable[[str | None], str]:
    """Return what gives the words for some classes and those above them: all their names."""

    @cache
    def names_of(iri: str) -> str:
        rows = database.execute(
            "SELECT folded FROM names WHERE kind <> 'local' "
            "AND thing = (SELECT id FROM things WHERE iri = ?)",
            (iri,),
        ).fetchall()
        return " ".join(row[0] for row in rows) or fold(kinds.label(iri))

    return cache(lambda classes: " ".join(map(names_of, kinds.closure(classes))))


def _each_once(folded: str) -> str:
    return " ".join(dict.fromkeys(folded.split()))


def _neighbours(database: sqlite3.Connection, statements: Statements) -> dict[int, list[str]]:
    """Return, for relations and missions, the names of the states, organisations … they have."""
    ids = dict(database.execute("SELECT iri, id FROM things WHERE rank BETWEEN 2 AND ?", (MINOR,)))
    notable = database.execute("SELECT id, iri FROM things WHERE rank <= ?", (NOTABLE,)).fetchall()
    friends: dict[int, set[int]] = {}
    for number, iri in notable:
        for quad in statements.quads(None, ox.NamedNode(iri)):
            subject = ids.get(getattr(quad.subject, "value", ""))
            if subject is not None:
                friends.setdefault(subject, set()).add(number)
    texts = dict(
        database.execute(
            """SELECT thing, group_concat(folded, ' ') FROM names JOIN things ON things.id = thing
               WHERE rank <= ? AND (names.kind = 'acronym' OR names.name = label)
               GROUP BY thing""",
            (NOTABLE,),
        )
    )
    return {
        subject: [f"{texts[n]} {ENTITY}{n}" for n in sorted(numbers) if n in texts]
        for subject, numbers in friends.items()
        if len(numbers) <= _FRIENDS
    }


def _write_vocabulary(database: sqlite3.Connection) -> None:
    """Write the words of names, the most common first, and what is left of them."""
    database.execute("CREATE VIRTUAL TABLE temp.seen USING fts5vocab (main, words, col)")
    rows = database.execute(
        """SELECT term FROM temp.seen WHERE col = 'names' AND length(term) >= ?
           ORDER BY doc DESC, term""",
        (SHORTEST,),
    ).fetchall()
    words = [word for (word,) in rows if word.isalpha()][:_SPELT]
    database.executemany("INSERT INTO vocabulary (word) VALUES (?)", ((word,) for word in words))
    # One number for both, since numbers are sorted several times as fast as pairs.
    found = sorted(
        h << 32 | number for number, word in enumerate(words, 1) for h in remainders(word)
    )
    database.executemany(
        "INSERT INTO remainders VALUES (?, ?)", ((both >> 32, both & 0xFFFFFFFF) for both in found)
    )
    database.execute("DROP TABLE temp.seen")
