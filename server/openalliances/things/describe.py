"""From the store to a description: a fixed number of queries per thing, never one per row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from openalliances.engine.interface import Closure, Engine, Solution
from openalliances.rdf.prefixes import (
    ALLY,
    DERIVED_GRAPH,
    INFERRED_GRAPH,
    PARTITION,
    PREFIXES,
    STATEMENTS_GRAPH,
    VOID_GRAPH,
    shorten,
)
from openalliances.things.citations import (
    cited,
    lists_from,
    read_evidence,
    records_from,
)
from openalliances.things.claims import list_claims, read_claims
from openalliances.things.closure import read_closure
from openalliances.things.description import (
    Citation,
    Claim,
    Description,
    Group,
    Node,
    Origin,
    Receipt,
    Statement,
    Text,
)
from openalliances.things.evidence import supporting
from openalliances.things.naming import NAME_PROPERTIES, best, names_of
from openalliances.things.nested import NodeMaker, Value, reading_order
from openalliances.things.page_queries import ask
from openalliances.things.receipts import receipts_from

INCOMING_LIMIT = 3000
"""The most statements that lead to a thing of which a page is made."""
STATEMENTS = 20_000
"""The most statements of a thing of which a page is made."""

TYPE = PREFIXES["rdf"] + "type"
_REIFIES = PREFIXES["rdf"] + "reifies"

NOISE = frozenset(
    PREFIXES["owl"] + name for name in ("Thing", "NamedIndividual", "Nothing", "topObjectProperty")
)
"""What an inference says of everything."""

ASKED = {
    name: frozenset(ALLY + sign for sign in signs)
    for name, signs in {
        "claims": (
            *("Claim", "claimSubject", "claimObject", "aboutEntity", "isSupportedBy"),
            *("hasPassage", "inSection", "isSectionOf"),
        ),
        "evidence": ("hasCitation", "hasAdjudication"),
        "spells": ("hasMember", "inArrangement"),
        "operations": ("takesPlaceIn", "isLedBy", "contributedBy", "isAuthorizedBy"),
        "lists": ("isListingOf",),
    }.items()
}
"""The queries beyond the statements, and the properties and classes without which none finds
anything."""

_SAME_SUBJECT = frozenset(
    ALLY + name
    for name in ("claimSubject", "claimObject", "claimPredicate", "hasPassage", "isSupportedBy")
)
_ORIGINS = {DERIVED_GRAPH: Origin.DERIVED, INFERRED_GRAPH: Origin.INFERRED}


def describe(
    engine: Engine, iri: str, timeout: float, short: Callable[[str], str] = shorten, page: int = 1
) -> Description | None:
    """Return what is said about *iri*, with page *page* of its claims; None if nothing is.

    Asks twelve times at most, whatever the number of statements: the queries of :data:`ASKED`
    that the statements say will find something, and what stands behind claims. *short* names what
    has no name.

    :raises RequestError: if the engine cannot answer.
    """
    wanted = Closure((iri,), STATEMENTS + 1, INCOMING_LIMIT, NAME_PROPERTIES)
    quads = read_closure(engine, wanted, timeout)
    if not any(quad.subject == NamedNode(iri) or quad.object == NamedNode(iri) for quad in quads):
        return None
    signs = signs_of(iri, quads)

    def is_asked(name: str) -> bool:
        return signs is None or bool(signs & ASKED[name])

    def rows(name: str) -> list[Solution]:
        return ask(engine, name, timeout, iri) if is_asked(name) else []

    said = Description(iri, Text(""))
    if is_asked("claims"):
        said = with_claims(engine, said, timeout, page)
    evidence = read_evidence(engine, iri, timeout) if is_asked("evidence") else ((), ())
    citations, adjudications = evidence
    described = assemble(iri, quads, said.claims, citations, short)
    records = records_from([*rows("spells"), *rows("operations")])
    lists = lists_from(rows("lists"))
    return replace(
        described,
        records=records,
        lists=lists,
        adjudications=adjudications,
        claims_in_all=said.claims_in_all,
        first_claim=said.first_claim,
    )


def with_claims(engine: Engine, thing: Description, timeout: float, page: int) -> Description:
    """Return *thing* with page *page* of the claims that belong to its description.

    :raises RequestError: if the engine cannot answer.
    """
    listed = list_claims(engine, thing.iri, timeout)
    return replace(
        thing,
        claims=read_claims(engine, listed.on_page(page), timeout),
        claims_in_all=len(listed.iris),
        first_claim=listed.first_on(page),
    )


def signs_of(iri: str, quads: Iterable[Quad]) -> frozenset[str] | None:
    """Return the properties that *iri* has or that lead to it, and its classes.

    None if there may be more than *quads* tell.
    """
    found: set[str] = set()
    node, own, leading = NamedNode(iri), 0, 0
    for quad in quads:
        if quad.subject == node:
            own += 1
            found.add(quad.predicate.value)
            if quad.predicate.value == TYPE and isinstance(quad.object, NamedNode):
                found.add(quad.object.value)
        if quad.object == node:
            leading += 1
            found.add(quad.predicate.value)
    cut = own > STATEMENTS or leading >= INCOMING_LIMIT
    return None if cut else frozenset(found)


def assemble(
    iri: str,
    quads: Sequence[Quad],
    claims: Sequence[Claim] = (),
    citations: Sequence[Citation] = (),
    short: Callable[[str], str] = shorten,
) -> Description:
    """Return the description that the statements around *iri* make, and the queries' answers."""
    counted = _uncounted(quads, iri)
    said = _by_subject(counted)
    maker = NodeMaker(
        names_of(quads), {s: q for s, q in said.items() if isinstance(s, BlankNode)}, short
    )
    own = said.get(NamedNode(iri), ())
    leading = bearers(counted, iri)
    rows = ((quad.predicate.value, quad.object, quad) for quad in own)
    out = _groups(rows, maker, _reified(counted), receipts_from(counted))
    out = [cited(_supported(group, claims, subject=iri), citations) for group in out]
    back = [
        _supported(group, claims, value=iri)
        for group in _groups(leading, maker)
        if group.property.iri not in _SAME_SUBJECT
    ]
    types = next((group.statements for group in out if group.property.iri == TYPE), ())
    return Description(
        iri=iri,
        label=_own_label(iri, out, short),
        types=_in_order_of_origin(types),
        outgoing=tuple(out),
        incoming=tuple(sorted(back, key=_by_label)),
        claims=tuple(claims),
        citations=tuple(citations),
        cut=len(leading) >= INCOMING_LIMIT,
        whole=_size(iri, said) <= STATEMENTS,
        names=dict(maker.names),
    )


def _size(iri: str, said: Mapping[Value, Sequence[Quad]]) -> int:
    """Return how many statements the thing has, by way of its blank nodes as well."""
    waiting: list[Value] = [NamedNode(iri)]
    known = set(waiting)
    size = 0
    for node in waiting:
        quads = said.get(node, ())
        size += len(quads)
        new = {q.object for q in quads if isinstance(q.object, BlankNode)} - known
        known |= new
        waiting.extend(new)
    return size


def bearers(quads: Iterable[Quad], iri: str) -> list[tuple[str, Value, Quad]]:
    """Return what leads to *iri*: the property, the thing that has it, and its statement.

    A blank node in between is passed by: what has a list or a restriction is named, and not the
    list. One that nothing has stands for itself.
    """
    leads: dict[Value, list[Quad]] = {}
    for quad in quads:
        leads.setdefault(quad.object, []).append(quad)
    found: list[tuple[str, Value, Quad]] = []
    waiting: list[Value] = [NamedNode(iri)]
    known = set(waiting)
    for node in waiting:
        for quad in leads.get(node, ()):
            subject = quad.subject
            if isinstance(subject, BlankNode) and subject in leads:
                if subject not in known:
                    known.add(subject)
                    waiting.append(subject)
            # Of a thing that leads to itself by way of its own blank nodes nothing points here.
            elif node is waiting[0] or subject != waiting[0]:
                found.append((quad.predicate.value, subject, quad))
    return found


def _uncounted(quads: Sequence[Quad], iri: str) -> Sequence[Quad]:
    """Leave out the statistics, but for the pages of their own parts.

    A class has a number in each graph that uses it, which says nothing about the class.
    """
    if iri.startswith(PARTITION):
        return quads
    return [quad for quad in quads if quad.graph_name != NamedNode(VOID_GRAPH)]


def _by_subject(quads: Iterable[Quad]) -> dict[Value, list[Quad]]:
    found: dict[Value, list[Quad]] = {}
    for quad in quads:
        found.setdefault(quad.subject, []).append(quad)
    return found


@dataclass(slots=True)
class _Stated:
    """Where a value is stated, and what stands for the statement."""

    graphs: list[str] = field(default_factory=list)
    reifiers: list[Value] = field(default_factory=list)
    receipt: Receipt | None = None


def _groups(
    rows: Iterable[tuple[str, Value, Quad]],
    maker: NodeMaker,
    reified: Mapping[Triple, list[Value]] | None = None,
    receipts: Mapping[Triple, Receipt] | None = None,
) -> list[Group]:
    """Return the values of each property, in the order of properties, with their graphs."""
    found: dict[str, dict[Value, _Stated]] = {}
    for property_iri, term, quad in rows:
        stated = found.setdefault(property_iri, {}).setdefault(term, _Stated())
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in stated.graphs:
            stated.graphs.append(quad.graph_name.value)
        if reified:
            stated.reifiers = reified.get(quad.triple, [])
        if receipts:
            stated.receipt = receipts.get(quad.triple)
    return [
        Group(maker.named(iri), tuple(_statements(found[iri], maker)))
        for iri in sorted(found)
        if any(_is_told(term) for term in found[iri])
    ]


def _statements(values: dict[Value, _Stated], maker: NodeMaker) -> list[Statement]:
    statements = [
        Statement(
            maker.node(term),
            _origin(stated.graphs),
            tuple(sorted(stated.graphs)),
            reifiers=tuple(_reifier(maker.node(reifier)) for reifier in stated.reifiers),
            receipt=stated.receipt,
        )
        for term, stated in values.items()
        if _is_told(term)
    ]
    return sorted(statements, key=lambda statement: reading_order(statement.value))


def _reifier(node: Node) -> Node:
    """Leave out what it stands for, beside which it is told."""
    if node.inside is None:
        return node
    groups = tuple(group for group in node.inside.groups if group.property.iri != _REIFIES)
    return replace(node, inside=replace(node.inside, groups=groups))


def _reified(quads: Iterable[Quad]) -> dict[Triple, list[Value]]:
    """Return what stands for each statement (RDF 1.2), but for receipts."""
    found: dict[Triple, list[Value]] = {}
    for quad in quads:
        if quad.graph_name == NamedNode(STATEMENTS_GRAPH):
            continue
        if isinstance(quad.object, Triple) and quad.predicate.value == _REIFIES:
            found.setdefault(quad.object, []).append(quad.subject)
    return found


def _is_told(term: Value) -> bool:
    return not isinstance(term, NamedNode) or term.value not in NOISE


def _supported(
    group: Group, claims: Sequence[Claim], *, subject: str = "", value: str = ""
) -> Group:
    iri = group.property.iri
    near = [claim for claim in claims if claim.predicate.iri == iri]
    if not near:
        return group
    told = Node(Text(""), value)
    statements = tuple(
        replace(s, claims=supporting(near, subject or s.value.iri, iri, told if value else s.value))
        for s in group.statements
    )
    return replace(group, statements=statements)


def _origin(graphs: Iterable[str]) -> Origin:
    origins = {_ORIGINS.get(graph, Origin.ASSERTED) for graph in graphs} or {Origin.ASSERTED}
    return next(origin for origin in Origin if origin in origins)


def _own_label(iri: str, groups: Sequence[Group], short: Callable[[str], str]) -> Text:
    by_property = {group.property.iri: group.statements for group in groups}
    for name in NAME_PROPERTIES:
        values = (statement.value for statement in by_property.get(name, ()))
        texts = [value.text for value in values if value.is_literal]
        if texts:
            return best(texts)
    return Text(short(iri))


def _in_order_of_origin(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    order = list(Origin)
    return tuple(sorted(statements, key=lambda statement: order.index(statement.origin)))


def _by_label(group: Group) -> tuple[str, str]:
    """Order what ``incoming.rq`` gives in the order of the store, which is not always the same."""
    return (group.property.text.value.casefold(), group.property.iri)
