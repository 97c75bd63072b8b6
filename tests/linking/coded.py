"""An index with codes that were used again, and links to other publishers."""

import sqlite3
from contextlib import closing

from openalliances.linking.index import NameIndex
from openalliances.rdf.prefixes import ID
from openalliances.release.names import NAMES

from .index_of import index_of

STATES = """
<id/state/yemen> a ally:State ; rdfs:label "Yemen"@en ; ally:isoAlpha3 "YEM" .
<id/period/yemen> a ally:Relator ; rdfs:label "Yemen from 1990"@en ; ally:gwCode "678" ;
  ally:isPeriodOf <id/state/yemen> ; ally:startYear 1990 .
<id/state/north-yemen> a ally:State ; rdfs:label "North Yemen"@en .
<id/period/north-yemen> a ally:Relator ; rdfs:label "North Yemen until 1990"@en ;
  ally:isPeriodOf <id/state/north-yemen> ; ally:gwCode "678" ;
  ally:startYear 1918 ; ally:endYear 1990 .
<id/state/afghanistan> a ally:State ; rdfs:label "Afghanistan"@en ; ally:isoNumeric "004" .
<id/resolution/1545> a ally:LegalInstrument ; rdfs:label "Resolution"@en ;
  ally:documentSymbol "S/RES/1545 (2004)" .
<id/resolution/15451> a ally:LegalInstrument ; rdfs:label "Another"@en ;
  ally:documentSymbol "S/RES/15451 (2099)" .
"""
LINKS = (
    ("state/yemen", "wikidata", "Q805", "http://www.wikidata.org/entity/Q805", "exactMatch"),
    ("state/yemen", "register", "1-23", "http://register.example/1-23/", "exactMatch"),
    ("state/north-yemen", "register", "123", "http://register.example/123", "exactMatch"),
    ("state/yemen", "register", "both", "http://register.example/both", "closeMatch"),
    ("state/north-yemen", "register", "both", "http://register.example/both", "closeMatch"),
    ("state/yemen", "register", "near", "http://register.example/near", "closeMatch"),
    ("state/north-yemen", "register", "near", "http://register.example/near", "exactMatch"),
)


def coded(folder):
    """Write the index into *folder*, and open it."""
    index_of(STATES, folder)
    with closing(sqlite3.connect(folder / NAMES)) as database, database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS links (thing, target, code, iri, label, predicate, "
            "justification, confidence, seen_in, seen_on)"
        )
        for path, target, code, iri, match in LINKS:
            things = "SELECT id FROM things WHERE iri = ?"
            (thing,) = database.execute(things, (ID + path,)).fetchone()
            key = code.lower().replace("-", "")
            row = (thing, target, code, key, "", "")
            database.execute("INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?)", row)
            database.execute(
                "INSERT INTO links (thing, target, code, iri, label, predicate, justification, "
                "confidence, seen_in, seen_on) VALUES (?, ?, ?, ?, '', ?, '', '', '', '')",
                (thing, target, code, iri, f"skos:{match}"),
            )
    return NameIndex(folder / NAMES)
