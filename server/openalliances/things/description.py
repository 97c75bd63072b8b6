"""What we say about one thing, as values that a test can build by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Origin(Enum):
    """Where a statement stands: in the sources, or concluded from them."""

    ASSERTED = "asserted"
    DERIVED = "derived"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Text:
    """Words and their language tag (empty: none)."""

    value: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing or a literal as a reader sees it.

    ``iri`` is empty for literals and blank nodes; ``datatype`` is set for typed
    literals only. ``text`` is the name of the thing or the value of the literal.
    ``inside`` is what is known of a blank node, or what a triple term says.
    """

    text: Text
    iri: str = ""
    datatype: str = ""
    inside: Inside | None = None

    @property
    def is_literal(self) -> bool:
        """Return whether it is a literal."""
        return not self.iri and self.inside is None


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands behind a blank node: its statements, or the items of a list, in their order.

    Of a triple term it is ``triple``: subject, property, object. ``left_out`` counts the
    statements or items that are not here since there are too many, or too deep inside.
    """

    groups: tuple[Group, ...] = ()
    items: tuple[Node, ...] | None = None
    triple: tuple[Node, Node, Node] | None = None
    left_out: int = 0

    def group(self, iri: str) -> tuple[Node, ...]:
        """Return the values of the property *iri*."""
        groups = (group for group in self.groups if group.property.iri == iri)
        return tuple(statement.value for group in groups for statement in group.statements)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where in a document a claim was found; positions count code points from 0.

    ``dated`` and ``sourced`` say whether the document gives its own date and
    names what it rests on.
    """

    document: Node
    iri: str
    section: str = ""
    section_title: str = ""
    paragraph: int = 0
    start: int = 0
    end: int = 0
    digest: str = ""
    dated: bool = False
    sourced: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's statement: what it says, and who says it where.

    Either ``passage`` is known (a document says so) or ``agent`` (we, or somebody
    else, say so, for the reason in ``rationale``). ``further`` are further passages of
    the same document. A claim that makes no statement has no subject and is
    ``about`` things. ``grade`` is what the evidence rule has found. A finding has neither
    passage nor agent and rests on ``sources``; ``contradicts``, ``supports`` and ``outdates``
    are the claims that a claim says something of.
    """

    iri: str
    label: Text
    subject: Node
    predicate: Node
    object: Node
    kind: Node | None = None
    passage: Passage | None = None
    agent: Node | None = None
    rationale: Text | None = None
    further: tuple[Passage, ...] = ()
    about: tuple[Node, ...] = ()
    grade: Node | None = None
    sources: tuple[Node, ...] = ()
    contradicts: tuple[Node, ...] = ()
    supports: tuple[Node, ...] = ()
    outdates: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that speaks for facts about a thing: where in it, and how that was checked.

    ``properties`` are those whose values it gives; ``reported`` is what it says differently.
    ``address`` is where its publisher offers it, ``copy`` where we read it. ``observed`` is of when
    it says that the thing still holds. ``voice`` is the family of its source, or the one that
    this rests on: two citations of one voice are one.
    """

    iri: str
    number: int
    source: Node
    status: Node
    properties: frozenset[str] = frozenset()
    kind: str = ""
    address: str = ""
    copy: str = ""
    place: str = ""
    checked: str = ""
    reported: str = ""
    observed: str = ""
    note: Text | None = None
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Adjudication:
    """How the published value of a property was chosen: the rule, the reason, and both sides.

    ``chosen`` and ``rejected`` are IRIs of citations.
    """

    property: Node
    rule: Node
    reason: Text | None = None
    is_contested: bool = False
    chosen: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table on a page: a membership or an operation, and its dates.

    ``role`` tells the tables of one page apart. ``others`` are the things at the other end.
    ``known`` is the last day on which a source shows that it goes on, ``observation`` whether
    that is lately (the last part of the IRI of its observation status).
    """

    row: Node
    role: str
    others: tuple[Node, ...] = ()
    kind: str = ""
    acronym: str = ""
    start: str = ""
    start_kind: str = ""
    end: str = ""
    end_kind: str = ""
    grade: str = ""
    known: str = ""
    observation: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list that a source gives of what belongs to the thing: ``kind`` is members, tasks, ….

    ``day`` is of when it is, empty if it has no date; ``is_complete`` that it is complete and
    was read.
    """

    kind: str
    source: Node
    is_complete: bool = False
    count: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who says a published value: IRIs of citations that say it, and of those that differ.

    ``iri`` is the statement. ``grade`` is the name of its grade. What follows from other
    statements has the ``rule`` by which it does, and what it ``rests_on``.
    """

    iri: str
    citations: frozenset[str] = frozenset()
    otherwise: frozenset[str] = frozenset()
    grade: str = ""
    rule: str = ""
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A value of a property, which graphs state it, and what says the same: claims, citations.

    ``receipt`` tells who says it, where the release has the graph of statements; other
    ``reifiers`` stand for the statement itself, with what is said about it (RDF 1.2).
    """

    value: Node
    origin: Origin = Origin.ASSERTED
    graphs: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    reifiers: tuple[Node, ...] = ()
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """All statements with one property."""

    property: Node
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """All that we say about one thing.

    ``types`` are the classes, asserted ones first. ``claims`` are the claims about the thing or
    coming from it that are on this page of its description, of ``claims_in_all``; ``first_claim``
    is the number of the first of them. ``cut`` says that more points at the thing than ``incoming``
    holds, ``whole`` that all of its own statements are here.
    """

    iri: str
    label: Text
    types: tuple[Statement, ...] = ()
    outgoing: tuple[Group, ...] = ()
    incoming: tuple[Group, ...] = ()
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    adjudications: tuple[Adjudication, ...] = ()
    records: tuple[Record, ...] = ()
    lists: tuple[List, ...] = ()
    claims_in_all: int = 0
    first_claim: int = 1
    cut: bool = False
    whole: bool = True
    names: dict[str, Text] = field(default_factory=dict)

    def group(self, iri: str) -> tuple[Statement, ...]:
        """Return the statements with the property *iri*."""
        return next((g.statements for g in self.outgoing if g.property.iri == iri), ())

    def incoming_group(self, iri: str) -> tuple[Statement, ...]:
        """Return the statements with the property *iri* that point at the thing."""
        return next((g.statements for g in self.incoming if g.property.iri == iri), ())

    @property
    def claim_numbers(self) -> dict[str, int]:
        """Return the number of each claim among all, by its IRI."""
        return {claim.iri: n for n, claim in enumerate(self.claims, start=self.first_claim)}

    def is_a(self, iri: str) -> bool:
        """Return whether the class *iri* is one of the types."""
        return any(statement.value.iri == iri for statement in self.types)
