"""The IRIs of cells and statements: made here and nowhere else.

The cell ``…/id/statement/membership/nato/greece/startDate`` leads to what is published now; the
statement ``…/startDate/1a2b3c4d`` is one value. Its last part is the first eight digits of the
SHA-256 of the value as canonical N-Triples write it (RDF 1.2 N-Triples, section 4), as it stands
in the source graph, since a store may write a literal otherwise.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from urllib.parse import quote

import pyoxigraph as ox

from openalliances.rdf.prefixes import ALLY, ID, shorten

STATEMENT = ID + "statement/"
"""What the IRIs of cells and statements begin with."""

_DIGITS = 8
_STATEMENT = re.compile(rf"(?P<cell>{re.escape(STATEMENT)}.+/[^/]+)/[0-9a-f]{{{_DIGITS}}}")

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple


def has_statements(subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> bool:
    """Return whether statements about *subject* have IRIs: it is one of our things."""
    return isinstance(subject, ox.NamedNode) and subject.value.startswith(ID)


def cell_iri(subject: str, predicate: str) -> str:
    """Return the IRI of a property of a thing, both given by their IRIs.

    :raises ValueError: if *subject* is not below ``…/id/``.
    """
    if not subject.startswith(ID):
        raise ValueError(f"{subject} is none of our things, which are below {ID}")
    return f"{STATEMENT}{subject[len(ID) :]}/{predicate_name(predicate)}"


def statement_iri(subject: str, predicate: str, term: Term) -> str:
    """Return the IRI of the statement that a thing has *term* as a value of a property."""
    return f"{cell_iri(subject, predicate)}/{digits(term)}"


def of_triple(triple: ox.Triple) -> str:
    """Return the IRI of the statement that *triple* makes."""
    subject = triple.subject
    if not isinstance(subject, ox.NamedNode):
        raise ValueError(f"{subject} has no IRI")
    return statement_iri(subject.value, triple.predicate.value, triple.object)


def cell_of(statement: str) -> str:
    """Return the cell of a statement; empty for what is no statement."""
    found = _STATEMENT.fullmatch(statement)
    return found["cell"] if found else ""


def digits(term: Term) -> str:
    """Return the last part of the IRI of a statement with that value."""
    return hashlib.sha256(str(term).encode()).hexdigest()[:_DIGITS]


@cache
def predicate_name(predicate: str) -> str:
    """Return a property as a step of an IRI: ``startDate`` of ours, ``rdfs.label`` of others."""
    if predicate.startswith(ALLY):
        return quote(predicate[len(ALLY) :], safe="")
    prefix, colon, name = shorten(predicate).partition(":")
    if colon and "/" not in prefix + name:
        return quote(f"{prefix}.{name}", safe=".")
    return quote(predicate, safe="")
