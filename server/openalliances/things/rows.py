"""The statements of a thing as rows, each with its receipt: for programs that know no RDF.

The columns are the same as those of the table of all statements. What no source has been named
for has no statement with an IRI, and empty cells; so has everything in a user's own files.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from openalliances.rdf.prefixes import ALLY, ID, INFERRED_GRAPH, VOCAB, Prefixes
from openalliances.statements.columns import NAMES, SEPARATOR
from openalliances.statements.grades import SCHEME
from openalliances.statements.iris import cell_of, predicate_name
from openalliances.things.description import Text
from openalliances.things.naming import names_of

LISTS = frozenset(("source_ids", "citation_ids", "alternatives"))
"""Columns of several values, which are arrays in JSON."""

Row = dict[str, Any]
Value = NamedNode | BlankNode | Literal | Triple

_NOT_TOLD = frozenset(ALLY + name for name in ("hasCitation", "hasAdjudication"))
"""Properties whose values stand in the columns of the other rows."""
_INFERRED = NamedNode(INFERRED_GRAPH)
_RULES = VOCAB + "derivation-rule/"


@dataclass(slots=True)
class Said:
    """What quads say, by subject and property."""

    by_subject: dict[Value, dict[str, list[Value]]] = field(default_factory=dict)
    reifiers: dict[Triple, NamedNode] = field(default_factory=dict)
    names: Mapping[str, Text] = field(default_factory=dict)

    def values(self, subject: Value, name: str) -> list[Value]:
        """Return the values of one of our properties."""
        return self.by_subject.get(subject, {}).get(ALLY + name, [])

    def first(self, subject: Value, name: str) -> str:
        """Return the first value as text; empty without one."""
        return next((_text(value) for value in self.values(subject, name)), "")


def said_in(quads: Iterable[Quad]) -> Said:
    """Return *quads* as they are looked up here."""
    given = list(quads)
    said = Said(names=names_of(given))
    for quad in given:
        values = said.by_subject.setdefault(quad.subject, {}).setdefault(quad.predicate.value, [])
        if quad.object not in values:
            values.append(quad.object)
        reifier, triple = quad.subject, quad.object
        if isinstance(triple, Triple) and isinstance(reifier, NamedNode):
            said.reifiers[triple] = reifier
    return said


def rows_of(iri: str, quads: Sequence[Quad], prefixes: Prefixes) -> list[Row]:
    """Return the rows of the thing *iri*, of which *quads* are the sourced document.

    Of a statement or a cell these are the statements that it stands for.
    """
    said = said_in(quads)
    node = NamedNode(iri)
    stated = (q.triple for q in quads if q.subject == node and q.graph_name != _INFERRED)
    own = [t for t in dict.fromkeys(stated) if t.predicate.value not in _NOT_TOLD]
    meant = {node, *said.values(node, "hasCurrentStatement")}
    reified = [triple for triple, reifier in said.reifiers.items() if reifier in meant]
    rows = (_row(triple, said, prefixes) for triple in reified or own)
    return sorted(rows, key=lambda row: (row["predicate"], row["value"], row["language"]))


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return *rows* as CSV (RFC 4180), with a header."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(NAMES)
    for row in rows:
        cells = (row[name] for name in NAMES)
        writer.writerow([SEPARATOR.join(c) if isinstance(c, list) else c for c in cells])
    return output.getvalue().encode()


def as_json(iri: str, label: str, rows: Iterable[Row], incoming: Mapping[str, int]) -> bytes:
    """Return *rows* as a JSON object about the thing; empty cells are left out.

    *incoming* says how many things have it as their value, by property.
    """
    statements = [{name: cell for name, cell in row.items() if cell} for row in rows]
    value = {"iri": iri, "label": label, "statements": statements, "incoming": dict(incoming)}
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _row(triple: Triple, said: Said, prefixes: Prefixes) -> Row:
    value, statement = triple.object, said.reifiers.get(triple)
    known: dict[str, Any] = dict.fromkeys(NAMES, "") | {name: [] for name in LISTS}
    known["subject"] = _id(triple.subject)
    known["predicate"] = predicate_name(triple.predicate.value)
    known["value"] = _id(value) if not isinstance(value, Literal) else value.value
    if isinstance(value, Literal):
        known["datatype"] = prefixes.shorten(value.datatype.value)
        known["language"] = value.language or ""
    elif isinstance(value, NamedNode) and value.value in said.names:
        known["label"] = said.names[value.value].value
    return known | (_receipt(statement, said) if statement else {})


def _receipt(statement: NamedNode, said: Said) -> Row:
    citations = said.values(statement, "hasCitation")
    claims = said.values(statement, "isSupportedBy")
    sources = [s for c in citations for s in said.values(c, "citesSource")]
    return {
        "statement": _id(statement),
        "cell": cell_of(statement.value).removeprefix(ID),
        "source_ids": _ids(sources),
        "citation_ids": _ids([*citations, *claims]),
        "grade": said.first(statement, "hasEvidenceGrade").removeprefix(SCHEME),
        "alternatives": _ids(said.values(statement, "reportedOtherwiseBy")),
        "as_of": said.first(statement, "knownUntil"),
        "first_release": said.first(statement, "firstPublishedIn"),
        "rule": said.first(statement, "isDerivedByRule").removeprefix(_RULES),
    }


def _ids(terms: Iterable[Value]) -> list[str]:
    return sorted({_id(term) for term in terms})


def _id(term: Value) -> str:
    return _text(term).removeprefix(ID)


def _text(term: Value) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
