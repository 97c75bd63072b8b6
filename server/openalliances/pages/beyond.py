"""What a page leaves out of long lists, and where the whole of each is.

A page shows the first values of a property and the first rows of a table; the rest is a row of a
published table, or in the document in Turtle.
"""

from __future__ import annotations

from urllib.parse import quote

from openalliances.http.urls import Urls
from openalliances.pages.models import Anchor
from openalliances.rdf.formats import TURTLE
from openalliances.rdf.prefixes import ALLY, ID
from openalliances.things.description import Text

VALUES = 20
"""Values of a property that are shown as a fact."""
STORED = 5
"""Values of a property that are shown as they are stored."""
LEADING = 50
"""Things that are shown of those that lead to a thing by one property."""
SPELLS = 40
"""Memberships that a table on a page shows."""
OPERATIONS = 25
"""Operations that a table on a page shows."""

_TABLES = {
    ALLY + "hasContribution": ("contributions", "mission"),
    ALLY + "hasMandate": ("mandates", "mission"),
    "members": ("memberships", "organization"),
    "member": ("memberships", "member"),
    "host": ("missions", "hosts"),
    "lead": ("missions", "lead"),
    "contributor": ("contributions", "state"),
}
"""The published table and its column that have all values of a property, all records of a role."""


def whole(what: str, iri: str, urls: Urls, *, has_tables: bool) -> Anchor:
    """Return where all of *what*, a property or the place of a table, is told of a thing."""
    found = _TABLES.get(what) or _TABLES.get(what.partition("-")[0])
    if has_tables and found and iri.startswith(ID):
        table, column = found
        return Anchor(
            Text("all as a table"), f"/data/{table}.html?{column}={quote(iri[len(ID) :])}"
        )
    return Anchor(Text("all in Turtle"), urls.document(iri, TURTLE))
