"""What facts rest on: citations of sources, and rows of memberships and operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from openalliances.engine.interface import Solution
from openalliances.rdf.prefixes import ALLY
from openalliances.statements.grades import NOT_SEEN
from openalliances.things.description import Adjudication, Citation, Group, List, Record, Statement
from openalliances.things.solution import is_true, node, text, value

_SAME_AS = {ALLY + "startYear": ALLY + "startDate", ALLY + "endYear": ALLY + "endDate"}
"""Years that stand beside a date rest on what is cited for the date."""


def citations_from(solutions: Sequence[Solution]) -> tuple[Citation, ...]:
    """Return the citations of the solutions of ``citations.rq``, numbered by their IRIs."""
    grouped: dict[str, list[Solution]] = {}
    for solution in solutions:
        grouped.setdefault(value(solution, "citation"), []).append(solution)
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


def lists_from(solutions: Sequence[Solution]) -> tuple[List, ...]:
    """Return the lists of the solutions of ``lists.rq``, each once."""
    found: dict[str, List] = {}
    for solution in solutions:
        complete = value(solution, "completeness").endswith("/complete")
        seen = value(solution, "status") != NOT_SEEN
        found.setdefault(
            value(solution, "listing"),
            List(
                kind=value(solution, "kind").rpartition("/")[2],
                source=node(solution, "source"),
                is_complete=complete and seen,
                count=value(solution, "count"),
                day=value(solution, "day"),
            ),
        )
    return tuple(found.values())


def cited(group: Group, citations: Sequence[Citation]) -> Group:
    """Return the group with the citations that speak for each value.

    Where no receipts tell them, they are those that speak for the property.
    """
    wanted = {group.property.iri, _SAME_AS.get(group.property.iri, "")}
    fitting = tuple(c for c in citations if c.properties & wanted)

    def of(statement: Statement) -> tuple[Citation, ...]:
        if statement.receipt is None:
            return fitting
        return tuple(c for c in citations if c.iri in statement.receipt.citations)

    return replace(group, statements=tuple(replace(s, citations=of(s)) for s in group.statements))


def _citation(number: int, iri: str, rows: Sequence[Solution]) -> Citation:
    first = rows[0]
    return Citation(
        iri=iri,
        number=number,
        source=node(first, "source"),
        kind=value(first, "kindLabel"),
        address=value(first, "address"),
        copy=value(first, "copy"),
        place=value(first, "place"),
        status=node(first, "status"),
        checked=value(first, "checked"),
        properties=frozenset(value(row, "property") for row in rows if row.get("property")),
        reported=", ".join(_reported(rows)),
        observed=value(first, "observed"),
        note=text(first, "note"),
        voice=value(first, "root") or value(first, "family"),
    )


def _reported(rows: Sequence[Solution]) -> Iterable[str]:
    """Yield what the source of a citation says otherwise than is published, in words."""
    first = rows[0]
    for word in ("start", "end"):
        said, kind = value(first, word), value(first, f"{word}Kind")
        if said or kind:
            yield " ".join((word, *filter(None, (said, f"({kind})" if kind else ""))))
    if first.get("rights") is not None:
        yield f"{value(first, 'rights')} membership"
    yield from dict.fromkeys(value(row, "other") for row in rows if row.get("other") is not None)


def adjudications_from(solutions: Sequence[Solution]) -> tuple[Adjudication, ...]:
    """Return the adjudications of the solutions of ``adjudications.rq``, by their IRIs."""
    grouped: dict[str, list[Solution]] = {}
    for solution in solutions:
        grouped.setdefault(value(solution, "adjudication"), []).append(solution)
    return tuple(
        Adjudication(
            property=node(rows[0], "property"),
            rule=node(rows[0], "rule"),
            reason=text(rows[0], "reason"),
            is_contested=is_true(rows[0], "contested"),
            chosen=frozenset(value(row, "chosen") for row in rows if row.get("chosen")),
            rejected=frozenset(value(row, "rejected") for row in rows if row.get("rejected")),
        )
        for _, rows in sorted(grouped.items(), reverse=True)
    )


def _record(solution: Solution) -> Record:
    other = node(solution, "other")
    inward = solution.get("inward")
    role = value(solution, "role") or (
        "" if inward is None else "member" if value(solution, "inward") == "true" else "members"
    )
    return Record(
        row=node(solution, "row"),
        role=role,
        others=(other,) if other.iri else (),
        kind=value(solution, "kindLabel"),
        acronym=value(solution, "acronym"),
        start=value(solution, "start"),
        start_kind=value(solution, "startKind"),
        end=value(solution, "end"),
        end_kind=value(solution, "endKind"),
        grade=value(solution, "grade"),
        known=value(solution, "known"),
        observation=value(solution, "observation").rpartition("/")[2],
    )


def _place_in_order(iri: str) -> tuple[int, str]:
    last = iri.rpartition("/")[2]
    return (int(last) if last.isdigit() else 0, iri)


def by_role(records: Iterable[Record]) -> dict[str, tuple[Record, ...]]:
    """Return the records by role, in their order."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.role, []).append(record)
    return {role: tuple(rows) for role, rows in found.items()}
