"""What facts rest on: citations of sources, and rows of memberships and operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from openalliances.engine.interface import Engine, Solution
from openalliances.rdf.prefixes import ALLY, PREFIXES
from openalliances.statements.grades import NOT_SEEN
from openalliances.things.description import (
    Adjudication,
    Citation,
    Group,
    List,
    Node,
    Record,
    Statement,
    Text,
)
from openalliances.things.said import Said
from openalliances.things.solution import node, value

_EVIDENCE = tuple(
    ALLY + name for name in ("hasCitation", "hasAdjudication", "citesSource", "inSourceFamily")
)
"""What leads from a thing to what its facts rest on."""

_SAME_AS = {ALLY + "startYear": ALLY + "startDate", ALLY + "endYear": ALLY + "endDate"}
"""Years that stand beside a date rest on what is cited for the date."""


def read_evidence(
    engine: Engine, iri: str, timeout: float
) -> tuple[tuple[Citation, ...], tuple[Adjudication, ...]]:
    """Return the citations of *iri*, numbered by their IRIs, and how its values were chosen.

    :raises RequestError: if the engine cannot answer.
    """
    said = Said()
    said.read(engine, (iri,), timeout, _EVIDENCE)
    cited = (c for c in said.iris(iri, ALLY + "hasCitation") if said.all(c, "citesSource"))
    citations = enumerate(sorted(cited, key=_place_in_order), start=1)
    chosen = (a for a in said.iris(iri, ALLY + "hasAdjudication") if said.all(a, "adjudicates"))
    return (
        tuple(_citation(said, number, citation) for number, citation in citations),
        tuple(_adjudication(said, one) for one in sorted(chosen, reverse=True)),
    )


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


def _citation(said: Said, number: int, iri: str) -> Citation:
    source = said.node(iri, "citesSource") or Node(Text(""))
    family = said.first(source.iri, "inSourceFamily")
    return Citation(
        iri=iri,
        number=number,
        source=source,
        kind=said.label(source.iri, "hasSourceKind"),
        address=said.first(source.iri, "address"),
        copy=said.first(source.iri, "copyAddress"),
        place=said.first(iri, "citedPlace"),
        status=said.node(iri, "hasCheckStatus") or Node(Text("")),
        checked=said.first(iri, "checkedOn"),
        properties=frozenset(said.iris(iri, ALLY + "citesFor")),
        reported=", ".join(_reported(said, iri)),
        observed=said.first(iri, "observedOn"),
        note=said.text(iri, PREFIXES["skos"] + "note"),
        voice=said.first(family, "restsOn") or family,
    )


def _reported(said: Said, iri: str) -> Iterable[str]:
    """Yield what the source of a citation says otherwise than is published, in words."""
    for word, name in (("start", "reportedStart"), ("end", "reportedEnd")):
        day, kind = said.first(iri, name), said.label(iri, f"{name}Kind")
        if day or kind:
            yield " ".join((word, *filter(None, (day, f"({kind})" if kind else ""))))
    if rights := said.label(iri, "reportedMembershipKind"):
        yield f"{rights} membership"
    yield from (other.value for other in said.all(iri, "reportedValue"))


def _adjudication(said: Said, iri: str) -> Adjudication:
    return Adjudication(
        property=said.node(iri, "adjudicates") or Node(Text("")),
        rule=said.node(iri, "hasAdjudicationRule") or Node(Text("")),
        reason=said.text(iri, "reason"),
        is_contested=said.is_true(iri, "isContested"),
        chosen=frozenset(said.iris(iri, ALLY + "choosesValueOf")),
        rejected=frozenset(said.iris(iri, ALLY + "rejectsValueOf")),
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
