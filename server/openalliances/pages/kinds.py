"""The kinds of things that have a list of their own, and what a reader expects of each.

One table: which classes a list holds, how it is called, which published table has its rows, and
which properties a page must answer even if the answer is "not stated". What a list shows of its
rows is in :mod:`openalliances.pages.lists.shown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openalliances.rdf.prefixes import ALLY, PREFIXES

_OWL = PREFIXES["owl"]
_SKOS = PREFIXES["skos"]
_DCTERMS = PREFIXES["dcterms"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A list: its last path segment, its class, its name, and a sentence about it.

    ``group`` is what it stands under on the page of all lists; ``table`` is the published table
    whose rows it shows. Where a release has no such table, things of the class are listed.
    """

    slug: str
    class_iri: str
    plural: str
    about: str
    group: str
    table: str
    headline: bool = False


WORLD, OPERATIONS = "The world", "Operations"
LAW, SAID, MODEL = "Law and agreements", "What documents say", "The model"
GROUPS = (WORLD, OPERATIONS, LAW, SAID, MODEL)
"""What lists stand under on the page of all lists, in their order."""

KINDS = (
    Kind(
        "states",
        ALLY + "GeopoliticalEntity",
        "States and territories",
        "States, former and disputed ones, territories: where they lie, and their codes.",
        WORLD,
        "states",
        headline=True,
    ),
    Kind(
        "organisations",
        ALLY + "Organization",
        "Organisations",
        "International organisations: since when they are there, and who belongs to them.",
        WORLD,
        "organizations",
    ),
    Kind(
        "alliances",
        ALLY + "CollectiveDefenceAlliance",
        "Defence alliances",
        "Alliances whose members promise to defend one another.",
        WORLD,
        "arrangements",
    ),
    Kind(
        "partnerships",
        ALLY + "SecurityArrangement",
        "Alliances and partnerships",
        "Alliances, pacts of every kind, defence partnerships, forums, frameworks and initiatives.",
        WORLD,
        "arrangements",
        headline=True,
    ),
    Kind(
        "memberships",
        ALLY + "Membership",
        "Memberships",
        "Who belongs, or belonged, to an organisation or arrangement, from when to when.",
        WORLD,
        "memberships",
    ),
    Kind(
        "suspensions",
        ALLY + "Suspension",
        "Suspensions",
        "Members that were suspended from an organisation, from when to when.",
        WORLD,
        "suspensions",
    ),
    Kind(
        "regions",
        ALLY + "Region",
        "Regions",
        "Parts of the world, what they lie in, and how many states lie in them.",
        WORLD,
        "regions",
    ),
    Kind(
        "missions",
        ALLY + "Operation",
        "Missions and operations",
        "Peace operations of every kind, and other military operations.",
        OPERATIONS,
        "missions",
        headline=True,
    ),
    Kind(
        "mandates",
        ALLY + "Mandate",
        "Mandates",
        "What a decision lets an operation do: since when, how long, with how many people.",
        OPERATIONS,
        "mandates",
        headline=True,
    ),
    Kind(
        "tasks",
        ALLY + "MandateTask",
        "Tasks of mandates",
        "What each mandate tells an operation to do, with the paragraphs that say so.",
        OPERATIONS,
        "mandate_tasks",
    ),
    Kind(
        "contributions",
        ALLY + "Contribution",
        "Contributions",
        "Who gave what to which operation, from when to when.",
        OPERATIONS,
        "contributions",
    ),
    Kind(
        "conflicts",
        ALLY + "ArmedConflict",
        "Armed conflicts",
        "Conflicts to which a mission or an arrangement responds.",
        OPERATIONS,
        "conflicts",
    ),
    Kind(
        "decisions",
        ALLY + "LegalInstrument",
        "Decisions on operations",
        "Resolutions and decisions that set up, change, extend or end operations.",
        LAW,
        "decisions",
    ),
    Kind(
        "instruments",
        ALLY + "LegalInstrument",
        "Treaties, resolutions and decisions",
        "Legal instruments of all kinds: treaties, charters, protocols, resolutions, decisions.",
        LAW,
        "treaties",
    ),
    Kind(
        "agreements",
        ALLY + "PeaceAgreement",
        "Peace agreements",
        "Agreements between parties to a conflict.",
        LAW,
        "agreements",
    ),
    Kind(
        "frameworks",
        ALLY + "LegalFramework",
        "Legal frameworks",
        "Bodies of law by which operations and alliances are bound.",
        LAW,
        "things",
    ),
    Kind(
        "claims",
        ALLY + "Claim",
        "Claims",
        "What documents say, statement by statement, and how we classify things, with the reason.",
        SAID,
        "claims",
        headline=True,
    ),
    Kind(
        "findings",
        ALLY + "Claim",
        "Findings",
        "What was found out where documents and sources contradict one another.",
        SAID,
        "findings",
    ),
    Kind(
        "documents",
        ALLY + "SourceDocument",
        "Documents",
        "The documents from which claims are taken.",
        SAID,
        "documents",
    ),
    Kind(
        "sources",
        ALLY + "Source",
        "Sources",
        "All that facts rest on, with the number of citations that name each.",
        SAID,
        "sources",
    ),
    Kind(
        "strands",
        ALLY + "CooperationStrand",
        "Strands of cooperation",
        "What the parties of a partnership do together, one kind of activity at a time.",
        SAID,
        "strands",
    ),
    Kind(
        "components",
        ALLY + "PeacebuildingComponent",
        "Components of peacebuilding",
        "What peacebuilding consists of, by the documents that the claims are taken from.",
        SAID,
        "concepts",
    ),
    Kind(
        "vocabularies",
        _SKOS + "ConceptScheme",
        "Vocabularies",
        "Lists of concepts: activities, threats, purposes and more.",
        MODEL,
        "vocabularies",
    ),
    Kind(
        "concepts",
        _SKOS + "Concept",
        "Concepts",
        "All concepts of the vocabularies, with what they mean.",
        MODEL,
        "concepts",
    ),
    Kind(
        "classes",
        _OWL + "Class",
        "Classes",
        "The kinds of things of the ontology.",
        MODEL,
        "terms",
    ),
    Kind(
        "relations",
        _OWL + "ObjectProperty",
        "Relations",
        "The properties of the ontology that connect two things.",
        MODEL,
        "terms",
    ),
    Kind(
        "attributes",
        _OWL + "DatatypeProperty",
        "Attributes",
        "The properties of the ontology that have a value: years, codes, positions.",
        MODEL,
        "terms",
    ),
)
"""All lists, in the order in which they are shown."""


ALIASES: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "treaties": ("instruments", (("kind", "treaty"), ("kind", "protocol"), ("kind", "charter"))),
    "charters": ("instruments", (("kind", "charter"),)),
    "protocols": ("instruments", (("kind", "protocol"),)),
    "resolutions": ("instruments", (("kind", "resolution"),)),
    "peace-agreements": ("agreements", ()),
    "peace-operations": ("missions", (("kinds", "peace-operation"),)),
    "operations": ("missions", ()),
    "organizations": ("organisations", ()),
    "arrangements": ("partnerships", ()),
}
"""What else a reader may call a list, or a part of one: the list, and what is chosen of it."""


def kind_of(slug: str) -> Kind | None:
    """Return the kind with that path segment, or None."""
    return next((kind for kind in KINDS if kind.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something a reader looks for on the page of a thing of *class_iri*.

    It is missing when none of *properties* has a value.
    """

    class_iri: str
    name: str
    properties: tuple[str, ...]


_START = (ALLY + "startYear", ALLY + "startDate")
_END = (ALLY + "endYear", ALLY + "endDate")

EXPECTATIONS = (
    Expectation(ALLY + "SecurityArrangement", "Parties", (ALLY + "hasParty",)),
    Expectation(ALLY + "SecurityArrangement", "Start", _START),
    Expectation(ALLY + "SecurityArrangement", "End", _END),
    Expectation(ALLY + "CooperationStrand", "Start", _START),
    Expectation(ALLY + "Operation", "Led by", (ALLY + "isLedBy",)),
    Expectation(ALLY + "Operation", "Place", (ALLY + "takesPlaceIn",)),
    Expectation(ALLY + "Operation", "Start", _START),
    Expectation(ALLY + "Operation", "End", _END),
    Expectation(ALLY + "Contribution", "Start", _START),
    Expectation(ALLY + "ArmedConflict", "Start", _START),
    Expectation(ALLY + "SourceDocument", "Author", (_DCTERMS + "creator",)),
    Expectation(ALLY + "SourceDocument", "Date", (_DCTERMS + "date", _DCTERMS + "issued")),
    Expectation(
        ALLY + "SourceDocument",
        "Sources of its own",
        (_DCTERMS + "source", _DCTERMS + "references"),
    ),
)
"""What must be answered, be it with "not stated"."""
