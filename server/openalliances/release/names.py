"""The index of names in a release: one SQLite file, which the build writes and all search reads.

Search, suggestions, resolving a name, and linking from other data sets ask this one file. It
is never changed: whoever reads opens it with ``immutable=1``.

* ``things``: what can be found, in the order of its importance, which is that of ``id``;
* ``names``: what a thing is called, as written and as compared (see :mod:`.folding`), in which
  language, what kind of name it is, and from when to when it holds, where the data say so;
* ``forms``: hashes of the forms by which names are looked up (see :mod:`.forms`), with the
  ``rowid`` of the name;
* ``times`` and ``successions``: when a state existed, and what followed what;
* ``codes``: by which code of which scheme it is known, and from when to when;
* ``links``: where else it is, with the identifier and the IRI there (see :mod:`.links`);
* ``classes`` and ``types``: what it is, superclasses included;
* ``words``: the words of its names, and of what it has to do with, for full text search;
* ``vocabulary`` and ``remainders``: the words of all names, for misspelt ones
  (see :mod:`.spelling`).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

from openalliances.errors import MachineError
from openalliances.rdf.prefixes import ALLY, PREFIXES

NAMES = "names.sqlite"
"""Name of the file below the release's ``indexes`` folder."""


class NameKind(StrEnum):
    """What kind of name something is.

    LOCAL is the end of an IRI, INITIALS are the first letters of another name; these two are
    made by the build and stand in no statement.
    """

    PREFERRED = "preferred"
    OFFICIAL = "official"
    ACRONYM = "acronym"
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"
    LOCAL = "local"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found.

    ``language`` is that of the label, as a language tag, empty if it has none. ``kind`` names
    its classes. ``years`` is as in "2007–2022", "2007–" if no end is known, or empty.
    """

    iri: str
    label: str
    kind: str = ""
    years: str = ""
    language: str = ""


_SKOS, _RDFS, _FOAF = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["foaf"]
_DCTERMS, _DC = PREFIXES["dcterms"], "http://purl.org/dc/elements/1.1/"
_SCHEMA, _SCHEMA_HTTP = PREFIXES["schema"], "http://schema.org/"

NAMING: dict[str, NameKind] = {
    _RDFS + "label": NameKind.PREFERRED,
    _SKOS + "prefLabel": NameKind.PREFERRED,
    _DCTERMS + "title": NameKind.PREFERRED,
    _FOAF + "name": NameKind.PREFERRED,
    _SCHEMA + "name": NameKind.PREFERRED,
    _SCHEMA_HTTP + "name": NameKind.PREFERRED,
    _DC + "title": NameKind.PREFERRED,
    ALLY + "officialName": NameKind.OFFICIAL,
    _SCHEMA + "legalName": NameKind.OFFICIAL,
    _SCHEMA_HTTP + "legalName": NameKind.OFFICIAL,
    ALLY + "acronym": NameKind.ACRONYM,
    _SKOS + "altLabel": NameKind.ALTERNATIVE,
    _SCHEMA + "alternateName": NameKind.ALTERNATIVE,
    _SCHEMA_HTTP + "alternateName": NameKind.ALTERNATIVE,
    _DCTERMS + "alternative": NameKind.ALTERNATIVE,
    _FOAF + "nick": NameKind.ALTERNATIVE,
    _SKOS + "hiddenLabel": NameKind.HIDDEN,
}
"""Properties whose value is a name, and its kind; those that make the best label first."""

_XL = "http://www.w3.org/2008/05/skos-xl#"
LABEL_RESOURCES: dict[str, NameKind] = {
    _XL + "prefLabel": NameKind.PREFERRED,
    _XL + "altLabel": NameKind.ALTERNATIVE,
    _XL + "hiddenLabel": NameKind.HIDDEN,
}
"""Properties of SKOS-XL whose value is a label with an IRI of its own."""
LITERAL_FORM = _XL + "literalForm"
"""The property by which such a label has its text."""

CODING: dict[str, str] = {
    ALLY + "isoAlpha2": "iso2",
    ALLY + "isoAlpha3": "iso3",
    ALLY + "cowAbbreviation": "cow-abbreviation",
    ALLY + "cowCode": "cow",
    ALLY + "gwCode": "gw",
    ALLY + "isoNumeric": "iso-numeric",
    ALLY + "m49Code": "m49",
    ALLY + "cowAllianceId": "cow-alliance",
    ALLY + "atopAllianceId": "atop",
    ALLY + "documentSymbol": "symbol",
    _SKOS + "notation": "notation",
    _DCTERMS + "identifier": "identifier",
    _DC + "identifier": "identifier",
    _SCHEMA + "identifier": "identifier",
    _SCHEMA_HTTP + "identifier": "identifier",
}
"""Properties whose value is a code, and its scheme; what most people mean by a number first."""

SCHEMES = tuple(dict.fromkeys(CODING.values()))
"""The schemes of codes, in that order."""

SPOKEN = (*SCHEMES, "wikidata", "eu-corporate-body", "isni", "lei", "celex")
"""Schemes whose codes are searched for without the name of their scheme; those of the others,
such as the numbers of countries at the FAO, would be found in the place of what is meant."""

MINOR = 6
"""Rank from which on a thing is told after all others: relations, sources, claims."""

TABLES = """
CREATE TABLE things (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, label TEXT NOT NULL, language TEXT NOT NULL,
  kind TEXT NOT NULL, rank INTEGER NOT NULL, weight INTEGER NOT NULL,
  start TEXT NOT NULL, end TEXT NOT NULL
);
CREATE TABLE names (
  thing INTEGER NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL, kind TEXT NOT NULL,
  folded TEXT NOT NULL,
  valid_from TEXT NOT NULL DEFAULT '', valid_to TEXT NOT NULL DEFAULT ''
);
CREATE TABLE forms (
  hash INTEGER NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (hash, name)
) WITHOUT ROWID;
CREATE TABLE times (thing INTEGER NOT NULL, start TEXT NOT NULL, end TEXT NOT NULL);
CREATE TABLE successions (earlier INTEGER NOT NULL, later INTEGER NOT NULL);
CREATE TABLE codes (
  thing INTEGER NOT NULL, scheme TEXT NOT NULL, code TEXT NOT NULL, key TEXT NOT NULL,
  valid_from TEXT NOT NULL, valid_to TEXT NOT NULL
);
CREATE TABLE classes (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, label TEXT NOT NULL);
CREATE TABLE types (
  class INTEGER NOT NULL, thing INTEGER NOT NULL, PRIMARY KEY (class, thing)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
  names, about, content='', tokenize='ascii', detail=column, columnsize=0, prefix='2 3'
);
CREATE TABLE vocabulary (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE remainders (
  hash INTEGER NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (hash, word)
) WITHOUT ROWID;
"""
"""The tables. What is folded has only spaces between words; all else is part of a word, which
is what the tokenizer ``ascii`` takes it for, whatever the script."""

LINKS_TABLE = (
    """CREATE TABLE links (
      thing INTEGER NOT NULL, target TEXT NOT NULL, code TEXT NOT NULL, iri TEXT NOT NULL,
      label TEXT NOT NULL, predicate TEXT NOT NULL, justification TEXT NOT NULL,
      confidence REAL NOT NULL, seen_in TEXT NOT NULL, seen_on TEXT NOT NULL
    )""",
    "CREATE INDEX links_by_iri ON links (iri) WHERE iri <> ''",
    "CREATE INDEX links_by_code ON links (target, code)",
    "CREATE INDEX links_by_thing ON links (thing)",
)
"""The table of links, which only an index of a data set with links has. ``predicate`` is as in
``skos:exactMatch``, ``iri`` is empty for a target without IRIs, ``seen_on`` is a day."""

INDEXES = (
    "CREATE INDEX names_by_thing ON names (thing)",
    "CREATE INDEX codes_by_key ON codes (key, thing)",
    "CREATE INDEX codes_by_thing ON codes (thing)",
    "CREATE INDEX times_by_thing ON times (thing)",
)


def require_full_text_search() -> None:
    """Look whether the SQLite of this Python can search texts.

    :raises MachineError: if it was built without FTS5.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.execute("CREATE VIRTUAL TABLE words USING fts5(names)")
        except sqlite3.OperationalError:
            raise MachineError(
                f"The SQLite {sqlite3.sqlite_version} of this Python has no full text search "
                "(FTS5), which the index of names needs.",
                "Use a Python whose SQLite has it, as those of python.org, Debian and conda have.",
            ) from None
