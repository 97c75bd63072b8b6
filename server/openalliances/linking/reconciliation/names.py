"""What reconciliation reads of the index of names beside matching: classes, names, schemes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection

from openalliances.linking.index import NameIndex

_AMONG = "things.iri IN (SELECT value FROM json_each(:iris))"
_CLASSES = """SELECT id, classes.iri, classes.label, count(*) FROM classes JOIN types ON class = id
  GROUP BY id ORDER BY count(*), classes.iri"""
_CLASSES_OF = """SELECT things.iri, types.class FROM json_each(:iris) AS one
  CROSS JOIN things ON things.iri = one.value CROSS JOIN json_each(:classes) AS wanted
  CROSS JOIN types ON types.class = wanted.value AND types.thing = things.id"""
_SOME = """SELECT things.iri FROM types JOIN things ON things.id = types.thing
  WHERE class = (SELECT id FROM classes WHERE iri = :iri) ORDER BY thing LIMIT :most"""
_NAMES = f"""SELECT things.iri, name FROM things JOIN names ON names.thing = things.id
  WHERE {_AMONG} AND names.language = :language
    AND names.kind IN ('preferred', 'alternative') AND names.valid_to = ''
  ORDER BY names.kind = 'preferred', names.rowid DESC"""  # noqa: S608  ditto
_LANGUAGES = """SELECT language FROM names WHERE language <> ''
  GROUP BY language ORDER BY count(*) DESC, language"""
_SCHEMES = f"""SELECT DISTINCT scheme FROM codes JOIN things ON things.id = codes.thing
  WHERE {_AMONG}"""  # noqa: S608  ditto


def classes(index: NameIndex) -> list[tuple[int, str, str, int]]:
    """Return number, IRI, label and number of things of each class, the smallest first."""
    rows = index.rows(_CLASSES, {})
    return [(number, iri, label, count) for number, iri, label, count in rows]


def classes_of(
    index: NameIndex, iris: Collection[str], wanted: Collection[int]
) -> dict[str, set[int]]:
    """Return of which of the *wanted* classes each of these things is, superclasses included."""
    found: dict[str, set[int]] = defaultdict(set)
    asked = {"iris": json.dumps(list(iris)), "classes": json.dumps(list(wanted))}
    for thing, class_ in index.rows(_CLASSES_OF, asked):
        found[thing].add(class_)
    return found


def kinds_of(index: NameIndex, iris: Collection[str]) -> dict[str, str]:
    """Return what each of these things is, in words with commas between them."""
    wanted = {"iris": json.dumps(list(iris))}
    return dict(index.rows(f"SELECT iri, kind FROM things WHERE {_AMONG}", wanted))  # noqa: S608


def some_of(index: NameIndex, class_: str, most: int) -> list[str]:
    """Return some things of a class, the most important first."""
    return [row[0] for row in index.rows(_SOME, {"iri": class_, "most": most})]


def names_in(index: NameIndex, iris: Collection[str], language: str) -> dict[str, str]:
    """Return the names of those of these things that have one of today in that language."""
    wanted = {"iris": json.dumps(list(iris)), "language": language}
    return {iri: name for iri, name in index.rows(_NAMES, wanted)}


def languages(index: NameIndex) -> tuple[str, ...]:
    """Return the languages that names have, those with most names first; English always."""
    return tuple(dict.fromkeys((*(row[0] for row in index.rows(_LANGUAGES, {})), "en")))


def schemes_of(index: NameIndex, iris: Collection[str]) -> set[str]:
    """Return the schemes in which any of these things has a code."""
    return {row[0] for row in index.rows(_SCHEMES, {"iris": json.dumps(list(iris))})}
