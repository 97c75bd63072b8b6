"""What facts rest on: citations of sources, and rows of memberships and operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from openalliances.engine.interface import Solution
from openalliances.rdf.prefixes import ALLY, VOCAB, shorten
from openalliances.things.description import Citation, Group, Node, Record, Statement, Text

NOT_CHECKED = VOCAB + "check-status/not-checked"

_SAME_AS = {ALLY + "startYear": ALLY + "startDate", ALLY + "endYear": ALLY + "endDate"}
"""Years that stand beside a date rest on what is cited for the date."""


def citations_from(solutions: Sequence[Solution]) -> tuple[Citation, ...]:
    """Return the citations of the solutions of ``citations.rq``, numbered by their IRIs."""
    grouped: dict[str, list[Solution]] = {}
    for solution in solutions:
        grouped.setdefault(_text(solution, "citation"), []).append(solution)
    ordered = sorted(grouped.items(), key=lambda item: _place_in_order(item[0]))
    return tuple(_citation(n, iri, rows) for n, (iri, rows) in enumerate(ordered, start=1))


def records_from(solutions: Sequence[Solution]) -> tuple[Record, ...]:
    """Return the rows of ``spells.rq`` or ``operations.rq``, each thing and role once."""
    found: dict[tuple[str, str], Record] = {}
    for solution in solutions:
        record = _record(solution)
        known = found.get((record.row.iri, record.role))
        if known is None:
            found[record.row.iri, record.role] = record
        elif record.others and record.others[0] not in known.others:
            found[record.row.iri, record.role] = replace(known, others=known.others + record.others)
    return tuple(found.values())


def cited(group: Group, citations: Sequence[Citation]) -> Group:
    """Return the group with the citations that speak for its property."""
    wanted = {group.property.iri, _SAME_AS.get(group.property.iri, "")}
    fitting = tuple(c for c in citations if c.properties & wanted)
    if not fitting:
        return group
    statements = tuple(replace(s, citations=fitting) for s in group.statements)
    return replace(group, statements=statements)


def support(statement: Statement) -> str:
    """Return how well the citations of a statement back it, in the words of the grades.

    Two sources that were seen and differ from each other as sources corroborate; one alone is a
    single source; none seen is not checked. What a source reports differently counts as no backing.
    """
    seen = {c.source.iri for c in statement.citations if c.status.iri != NOT_CHECKED}
    if len(seen) > 1:
        return "corroborated"
    return "single source" if seen else "not checked" if statement.citations else ""


def _citation(number: int, iri: str, rows: Sequence[Solution]) -> Citation:
    first = rows[0]
    reported = [
        f"{word} {_text(first, name)}"
        for name, word in (("start", "start"), ("end", "end"))
        if first.get(name) is not None
    ]
    return Citation(
        iri=iri,
        number=number,
        source=_node(first, "source"),
        kind=_text(first, "kindLabel"),
        address=_text(first, "address"),
        copy=_text(first, "copy"),
        place=_text(first, "place"),
        status=_node(first, "status"),
        checked=_text(first, "checked"),
        properties=frozenset(_text(row, "property") for row in rows if row.get("property")),
        reported=", ".join(reported),
        note=_words(first, "note"),
    )


def _record(solution: Solution) -> Record:
    other = _node(solution, "other")
    inward = solution.get("inward")
    role = _text(solution, "role") or (
        "" if inward is None else "member" if _text(solution, "inward") == "true" else "members"
    )
    return Record(
        row=_node(solution, "row"),
        role=role,
        others=(other,) if other.iri else (),
        kind=_text(solution, "kindLabel"),
        acronym=_text(solution, "acronym"),
        start=_text(solution, "start"),
        start_kind=_text(solution, "startKind"),
        end=_text(solution, "end"),
        end_kind=_text(solution, "endKind"),
        grade=_text(solution, "grade"),
    )


def _place_in_order(iri: str) -> tuple[int, str]:
    last = iri.rpartition("/")[2]
    return (int(last) if last.isdigit() else 0, iri)


def _node(solution: Solution, name: str) -> Node:
    term, label = solution.get(name), solution.get(f"{name}Label")
    if not isinstance(term, NamedNode):
        return Node(Text(""))
    text = Text(label.value, label.language or "") if isinstance(label, Literal) else None
    return Node(text or Text(shorten(term.value)), term.value)


def _text(solution: Solution, name: str) -> str:
    term = solution.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _words(solution: Solution, name: str) -> Text | None:
    term = solution.get(name)
    return Text(term.value, term.language or "") if isinstance(term, Literal) else None


def by_role(records: Iterable[Record]) -> dict[str, tuple[Record, ...]]:
    """Return the records by role, in their order."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.role, []).append(record)
    return {role: tuple(rows) for role, rows in found.items()}
