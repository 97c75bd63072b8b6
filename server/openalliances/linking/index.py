"""The index of names of a release, opened for reading: what :mod:`.search` asks, as rows.

Every question is bounded, whatever is asked for: candidates come in the order of their
importance, and no more of them than asked for.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from openalliances.errors import ReleaseDamagedError
from openalliances.rdf.prefixes import ALLY
from openalliances.release import Release
from openalliances.release.folding import fold, key
from openalliances.release.names import MINOR, NAMES, SPOKEN, Entry, require_full_text_search
from openalliances.release.spelling import remainders

_MOST_SPELLINGS = 64
"""Words that are compared, letter by letter, with a misspelt one."""
_MOST_COMPARED = 20_000
"""Names of states, organisations, missions, treaties that are, with a misspelt name."""

_OF_CLASS = """(:classes = '[]' OR EXISTS (
  SELECT 1 FROM json_each(:classes) JOIN types ON class = value WHERE types.thing = {}
))"""
_NAMES = "SELECT thing, name, language, kind, folded FROM names WHERE "
_BY_FORMS = f"""SELECT hash, thing, names.name, language, kind, folded
  FROM forms JOIN names ON names.rowid = forms.name
  WHERE hash IN (SELECT value FROM json_each(:hashes)) AND {_OF_CLASS.format("names.thing")}
  ORDER BY thing, names.rowid LIMIT :most"""  # noqa: S608  made of constants
_CONTAINED = """SELECT DISTINCT hash, thing FROM forms JOIN names ON names.rowid = forms.name
  WHERE hash IN (SELECT value FROM json_each(:hashes)) AND thing <= :last
    AND kind NOT IN ('local', 'initials') ORDER BY thing LIMIT :most"""
_TIMES = """SELECT thing, start, end FROM times
  WHERE thing IN (SELECT value FROM json_each(:things))
  UNION ALL SELECT id, start, end FROM things
  WHERE id IN (SELECT value FROM json_each(:things)) AND (start <> '' OR end <> '')"""
_AROUND = """SELECT rowid FROM words
  WHERE words MATCH :text AND rowid IN (SELECT value FROM json_each(:things))"""
_FOLLOWING = """SELECT later FROM successions WHERE earlier = :thing
  UNION SELECT earlier FROM successions WHERE later = :thing ORDER BY 1 LIMIT :most"""
_SAME_CODE = """SELECT DISTINCT other.thing FROM codes
    JOIN codes AS other USING (key, scheme)
  WHERE codes.thing = :thing AND scheme IN ('cow', 'gw') AND other.thing <> :thing
    AND other.thing <= :last ORDER BY 1 LIMIT :most"""
_BEGINNING_SO = """SELECT id FROM things
  WHERE id <= :last AND lower(substr(label, 1, :length)) = :text"""
_SPELT = """SELECT thing, name, language, kind, folded FROM names
  WHERE thing <= :last AND kind NOT IN ('local', 'initials') ORDER BY rowid LIMIT :most"""
_BEGINNING = f"""{_NAMES} thing IN (SELECT value FROM json_each(:things))
  AND substr(folded, 1, :length) = :beginning AND kind NOT IN ('local', 'initials')
  ORDER BY thing, rowid"""  # noqa: S608  made of constants
_CODES = f"""SELECT thing, scheme, code, valid_from, valid_to FROM codes
  WHERE key = :text AND scheme IN ({", ".join(f"'{scheme}'" for scheme in SPOKEN)})
    AND {_OF_CLASS.format("codes.thing")} ORDER BY thing LIMIT :most"""  # noqa: S608  ditto
_MATCHING = f"""SELECT rowid FROM words
  WHERE words MATCH :text AND {_OF_CLASS.format("words.rowid")} LIMIT :most"""  # noqa: S608  ditto
_CODE = "SELECT thing, scheme, code, valid_from, valid_to FROM codes WHERE "
_IN_SCHEME = f"{_CODE} key = :key AND scheme = :scheme ORDER BY thing, valid_from"
_BEGUN = f"""{_CODE} key > :key AND key < :end AND scheme = :scheme
  ORDER BY thing, valid_from LIMIT :most"""
_CODES_OF = f"{_CODE} thing = :thing ORDER BY scheme, valid_from, code"
_LINK = """SELECT thing, target, code, iri, label, predicate, justification, confidence, seen_in,
  seen_on FROM links WHERE """
_LINKS_TO = f"{_LINK} iri <> '' AND iri IN (SELECT value FROM json_each(:iris)) ORDER BY thing"  # noqa: S608  ditto
_LINKS_BY_CODE = f"{_LINK} target = :target AND code = :code ORDER BY thing"
_LINKS_OF = f"{_LINK} thing = (SELECT id FROM things WHERE iri = :iri) ORDER BY target, code"  # noqa: S608  ditto
_ENTRIES = """SELECT id, iri, label, kind, start, end, language FROM things
  WHERE id IN (SELECT value FROM json_each(:things))"""
_NAMES_IN = """SELECT iri, label, name FROM names JOIN things ON id = thing
  WHERE names.kind = :kind AND names.language = :tag ORDER BY names.rowid DESC"""
_BEGINS = "SELECT 1 FROM vocabulary WHERE word BETWEEN :word AND :end LIMIT 1"
_LIKE = """SELECT word FROM vocabulary WHERE id IN (
    SELECT word FROM remainders WHERE hash IN (SELECT value FROM json_each(:hashes))
  ) ORDER BY id LIMIT :most"""


class Name(NamedTuple):
    """A name of a thing, which is given by its number; the smaller, the more important."""

    thing: int
    text: str
    language: str
    kind: str
    folded: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a thing in a scheme, and the years from and to which it holds, or empty."""

    thing: int
    scheme: str
    text: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of a thing to what another publisher calls it: the *target* is their short name.

    Then how the match was made, how sure it is (0 to 1), and where and when it was seen.
    """

    thing: int
    target: str
    code: str
    iri: str
    label: str
    predicate: str
    justification: str
    confidence: float
    seen_in: str
    seen_on: str


class NameIndex:
    """The index of names of one release; safe for threads, each of which has a connection.

    The file is never changed, and may be deleted while it is open.
    """

    def __init__(self, path: Path) -> None:
        """Open the file.

        :raises ReleaseDamagedError: if it is not there, or is not an index of names.
        :raises MachineError: if the SQLite of this Python has no full text search.
        """
        self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: list[sqlite3.Connection] = []
        self.close = weakref.finalize(self, _close, self._open)
        """Closes the connections of all threads, as the end of the index does."""
        require_full_text_search()
        self.matching('"the"', 1)
        self._last_of_rank = [
            self._rows("SELECT count(*) FROM things WHERE rank <= :rank", {"rank": rank})[0][0]
            for rank in range(MINOR + 1)
        ]

    def with_forms(
        self, hashes: Collection[int], most: int, classes: Sequence[int] = ()
    ) -> list[tuple[int, Name]]:
        """Return the names with forms of these hashes (:mod:`openalliances.release.forms`)."""
        parameters = {"hashes": _json(hashes), "most": most, "classes": _json(classes)}
        return [(row[0], Name(*row[1:])) for row in self._rows(_BY_FORMS, parameters)]

    def contained(self, hashes: Collection[int], most: int) -> dict[int, list[int]]:
        """Return the states, organisations, missions, treaties by the hashes of their names."""
        parameters = {"hashes": _json(hashes), "last": self._last_of_rank[4], "most": most}
        found: dict[int, list[int]] = {}
        for number, thing in self._rows(_CONTAINED, parameters):
            found.setdefault(number, []).append(thing)
        return found

    def times(self, things: Collection[int]) -> dict[int, list[tuple[str, str]]]:
        """Return the years from and to which these things were there, where that is known."""
        found: dict[int, list[tuple[str, str]]] = {}
        for thing, start, end in self._rows(_TIMES, {"things": _json(things)}):
            found.setdefault(thing, []).append((start, end))
        return found

    def around(self, expression: str, things: Collection[int]) -> set[int]:
        """Return those of the things that fit an FTS5 expression."""
        rows = self._rows(_AROUND, {"text": expression, "things": _json(things)})
        return {row[0] for row in rows}

    def following(self, thing: int, most: int) -> list[int]:
        """Return what came directly before a thing, and after it."""
        rows = self._rows(_FOLLOWING, {"thing": thing, "most": most})
        return [row[0] for row in rows]

    def same_code(self, thing: int, most: int) -> list[int]:
        """Return the other states that have had the same code in a list of states."""
        parameters = {"thing": thing, "last": self._last_of_rank[0], "most": most}
        return [row[0] for row in self._rows(_SAME_CODE, parameters)]

    @cached_property
    def spellings(self) -> dict[int, list[tuple[str, Name]]]:
        """Return the names of all that is compared letter by letter, by how long they are.

        They are without spaces; so many that this takes some milliseconds, once.
        """
        rows = self._rows(_SPELT, {"last": self._last_of_rank[4], "most": _MOST_COMPARED})
        found: dict[int, list[tuple[str, Name]]] = {}
        for row in rows:
            name = Name(*row)
            short = key(name.folded)
            found.setdefault(len(short), []).append((short, name))
        return found

    def states_beginning(self, text: str) -> list[int]:
        """Return the states whose label begins with *text*, whatever its case."""
        parameters = {"last": self._last_of_rank[0], "length": len(text), "text": text.lower()}
        return [row[0] for row in self._rows(_BEGINNING_SO, parameters)]

    def is_of(self, thing: int, classes: Sequence[int]) -> bool:
        """Return whether a thing is of one of these classes; of none, all are."""
        parameters = {"thing": thing, "classes": _json(classes)}
        sql = f"SELECT {_OF_CLASS.format(':thing')}"
        return bool(self._rows(sql, parameters)[0][0])

    @cached_property
    def state_classes(self) -> tuple[int, ...]:
        """Return the numbers of the class of states, and of that above it, where there are such."""
        iris = (ALLY + "State", ALLY + "GeopoliticalEntity")
        return tuple(number for iri in iris for number in self.classes_called(iri))

    def rank(self, thing: int) -> int:
        """Return the rank of the class of a thing: 0 for states, then organisations, and so on."""
        return bisect_left(self._last_of_rank, thing)

    def names_of(self, things: Sequence[int], beginning: str = "") -> list[Name]:
        """Return the names of these things that begin so, as they stand in statements."""
        rows = self._rows(
            _BEGINNING,
            {"things": _json(things), "length": len(beginning), "beginning": beginning},
        )
        return list(map(Name._make, rows))

    def tier(self, thing: int) -> int:
        """Return 0 for things, 1 for relations between them, 2 for sources and claims."""
        return max(0, self.rank(thing) - MINOR + 1)

    def coded(self, key: str, most: int, classes: Sequence[int] = ()) -> list[Code]:
        """Return the codes that are the same as *key*."""
        parameters = {"text": key, "most": most, "classes": _json(classes)}
        return [Code(*row) for row in self._rows(_CODES, parameters)]

    def in_scheme(self, scheme: str, key: str) -> list[Code]:
        """Return the codes of one scheme that are the same as *key*, with their validity."""
        return [Code(*row) for row in self._rows(_IN_SCHEME, {"scheme": scheme, "key": key})]

    def in_scheme_beginning(self, scheme: str, key: str, most: int) -> list[Code]:
        """Return codes of one scheme that begin with *key* and go on."""
        end = key + chr(0x10FFFF)
        parameters = {"scheme": scheme, "key": key, "end": end, "most": most}
        return [Code(*row) for row in self._rows(_BEGUN, parameters)]

    def codes_of(self, thing: int) -> list[Code]:
        """Return all codes of a thing, by scheme and by when they hold."""
        return [Code(*row) for row in self._rows(_CODES_OF, {"thing": thing})]

    @cached_property
    def schemes(self) -> tuple[str, ...]:
        """Return the schemes of which there are codes, in the order of the alphabet."""
        return tuple(
            row[0] for row in self._rows("SELECT DISTINCT scheme FROM codes ORDER BY 1", {})
        )

    @cached_property
    def has_links(self) -> bool:
        """Return whether this index knows of links to other publishers."""
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'links'"
        return bool(self._rows(sql, {}))

    def links_to(self, iris: Sequence[str]) -> list[LinkRow]:
        """Return the links to any of these IRIs."""
        if not self.has_links:
            return []
        texts = [iri.encode(errors="replace").decode() for iri in iris]
        return [LinkRow(*row) for row in self._rows(_LINKS_TO, {"iris": json.dumps(texts)})]

    def links_with_code(self, target: str, code: str) -> list[LinkRow]:
        """Return the links to what *target* knows by *code*."""
        if not self.has_links:
            return []
        parameters = {"target": target, "code": code}
        return [LinkRow(*row) for row in self._rows(_LINKS_BY_CODE, parameters)]

    def links_of(self, iri: str) -> list[LinkRow]:
        """Return the links of the thing *iri*, by target and code."""
        if not self.has_links:
            return []
        text = iri.encode(errors="replace").decode()
        return [LinkRow(*row) for row in self._rows(_LINKS_OF, {"iri": text})]

    def matching(self, expression: str, most: int, classes: Sequence[int] = ()) -> list[int]:
        """Return the numbers of things by the words of an FTS5 expression."""
        parameters = {"text": expression, "most": most, "classes": _json(classes)}
        return [row[0] for row in self._rows(_MATCHING, parameters)]

    def entries(self, things: Sequence[int]) -> dict[int, Entry]:
        """Return what is to be shown of these things."""
        rows = self._rows(_ENTRIES, {"things": _json(things)})
        return {row[0]: _entry(*row[1:]) for row in rows}

    def number_of(self, iri: str) -> int | None:
        """Return the number of the thing with that IRI, or None."""
        text = iri.encode(errors="replace").decode()
        rows = self._rows("SELECT id FROM things WHERE iri = :iri", {"iri": text})
        return rows[0][0] if rows else None

    def labels(self, iris: Collection[str]) -> dict[str, str]:
        """Return the labels of those of these IRIs that are in the index."""
        rows = self._rows(
            "SELECT iri, label FROM things WHERE iri IN (SELECT value FROM json_each(:iris))",
            {"iris": json.dumps(sorted(iris))},
        )
        return {iri: label for iri, label in rows}

    def names_in(self, tag: str, kind: str) -> Iterator[tuple[str, str, str]]:
        """Yield what has a name of *kind* in a language: IRI, the label shown else, that name."""
        return ((*row,) for row in self._rows(_NAMES_IN, {"kind": kind, "tag": tag}))

    def iris(self) -> Iterator[str]:
        """Yield the IRIs of all things, the most important first."""
        return (row[0] for row in self._rows("SELECT iri FROM things ORDER BY id", {}))

    def classes_called(self, kind: str) -> tuple[int, ...]:
        """Return the numbers of the classes with that IRI or label."""
        wanted = fold(kind)
        rows = self._rows("SELECT id, iri, label FROM classes ORDER BY id", {})
        return tuple(n for n, iri, label in rows if iri == kind or fold(label) == wanted)

    def knows_word(self, word: str) -> bool:
        """Return whether any name has that word, or a common one that begins so."""
        end = word + chr(0x10FFFF)
        return bool(
            self._rows(_BEGINS, {"word": word, "end": end}) or self.matching(f'names : "{word}"', 1)
        )

    def like(self, word: str) -> list[str]:
        """Return words of names that may be meant by a misspelt *word*, common ones first."""
        hashes = _json(sorted(remainders(word)))
        rows = self._rows(_LIKE, {"hashes": hashes, "most": _MOST_SPELLINGS})
        return [row[0] for row in rows]

    def containing(self, piece: str, most: int) -> list[str]:
        """Return words of names that have *piece* somewhere, common ones first."""
        rows = self._rows(
            "SELECT word FROM vocabulary WHERE instr(word, :piece) LIMIT :most",
            {"piece": piece, "most": most},
        )
        return [row[0] for row in rows]

    def rows(self, sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return what a statement finds whose text holds no value of a stranger.

        :raises ReleaseDamagedError: if the file cannot be read.
        """
        return self._rows(sql, parameters)

    def _rows(self, sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        try:
            return self._connection().execute(sql, parameters).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise ReleaseDamagedError(
                f"The index of names {self._path} cannot be read ({error}).",
                "Delete the folder of the release and build again with: openalliances build",
            ) from None

    def _connection(self) -> sqlite3.Connection:
        """Return the connection of this thread, which closes with the thread or the index."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )
            self._local.connection = found
            with self._lock:
                self._open.append(found)
        return found


def _close(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def _json(numbers: Iterable[int]) -> str:
    return "[" + ",".join(map(str, numbers)) + "]"


def _entry(iri: str, label: str, kind: str, start: str, end: str, language: str) -> Entry:
    return Entry(iri, label, kind, f"{start}–{end}" if start or end else "", language)


def open_names(release: Release) -> NameIndex:
    """Return the index of names of *release*.

    :raises ReleaseDamagedError: if it is missing, or is not the one that was built.
    """
    release.look_whole(NAMES)
    return NameIndex(release.indexes / NAMES)
