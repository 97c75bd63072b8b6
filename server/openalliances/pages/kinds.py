"""The kinds of things that have a list of their own, and what a reader expects of each.

One table: which classes a list holds, how it is called, which columns of which published table it
shows, and which properties a page must answer even if the answer is "not stated".
"""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.rdf.prefixes import ALLY, PREFIXES

_OWL = PREFIXES["owl"]
_SKOS = PREFIXES["skos"]
_DCTERMS = PREFIXES["dcterms"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A list: its last path segment, its class, its name, and a sentence about it.

    ``table`` is the published table whose rows it shows, with these ``columns`` beside the names;
    it is empty where the things of the class are listed themselves.
    """

    slug: str
    class_iri: str
    plural: str
    about: str
    headline: bool = False
    table: str = ""
    columns: tuple[str, ...] = ()


KINDS = (
    Kind(
        "states",
        ALLY + "GeopoliticalEntity",
        "States and territories",
        "States, former states, states with limited recognition, territories, each by its class.",
        True,
    ),
    Kind(
        "organisations",
        ALLY + "Organization",
        "Organisations",
        "International organisations, alliances with organs of their own, and armed forces.",
    ),
    Kind(
        "partnerships",
        ALLY + "SecurityArrangement",
        "Alliances and partnerships",
        "Military alliances, defence partnerships, forums, frameworks and initiatives.",
        True,
    ),
    Kind(
        "strands",
        ALLY + "CooperationStrand",
        "Strands of cooperation",
        "What the parties of a partnership do together, one kind of activity at a time.",
    ),
    Kind(
        "missions",
        ALLY + "Operation",
        "Missions and operations",
        "Peace operations of every kind, and other military operations.",
        True,
        "missions",
        ("acronym", "kinds", "lead", "hosts", "start", "end"),
    ),
    Kind(
        "mandates",
        ALLY + "Mandate",
        "Mandates",
        "What a decision lets an operation do: since when, how long, with how many people.",
        True,
        "mandates",
        ("mission", "instruments", "effects", "start", "authorized_until", "authorized_strength"),
    ),
    Kind(
        "decisions",
        ALLY + "LegalInstrument",
        "Decisions on operations",
        "Resolutions and decisions that set up, change, extend or end operations.",
        False,
        "decisions",
        ("symbol", "adopted", "adopted_by", "missions", "effects"),
    ),
    Kind(
        "tasks",
        ALLY + "MandateTask",
        "Tasks of mandates",
        "What each mandate tells an operation to do, with the paragraphs that say so.",
        False,
        "mandate_tasks",
        ("mission", "task_name", "places", "tasks_complete"),
    ),
    Kind(
        "components",
        ALLY + "PeacebuildingComponent",
        "Components of peacebuilding",
        "What peacebuilding consists of, by the documents that the claims are taken from.",
    ),
    Kind(
        "contributions",
        ALLY + "Contribution",
        "Contributions",
        "Who gave what to which operation, from when to when.",
        False,
        "contributions",
        ("state", "mission", "kind", "start", "end", "known_until"),
    ),
    Kind(
        "memberships",
        ALLY + "Membership",
        "Memberships",
        "Who belongs, or belonged, to an organisation or arrangement, from when to when.",
        False,
        "memberships",
        ("member", "organization", "kind", "start", "end"),
    ),
    Kind(
        "suspensions",
        ALLY + "Suspension",
        "Suspensions",
        "Members that were suspended from an organisation, from when to when.",
        False,
        "suspensions",
        ("member", "organization", "start", "end"),
    ),
    Kind(
        "agreements",
        ALLY + "PeaceAgreement",
        "Peace agreements",
        "Agreements between parties to a conflict.",
        False,
        "agreements",
        ("adopted", "symbol"),
    ),
    Kind(
        "instruments",
        ALLY + "LegalInstrument",
        "Treaties, resolutions and decisions",
        "Legal instruments of all kinds: treaties, charters, protocols, resolutions, decisions.",
        False,
        "treaties",
        ("kind", "symbol", "adopted", "adopted_by"),
    ),
    Kind(
        "frameworks",
        ALLY + "LegalFramework",
        "Legal frameworks",
        "Bodies of law by which operations and alliances are bound.",
    ),
    Kind(
        "conflicts",
        ALLY + "ArmedConflict",
        "Armed conflicts",
        "Conflicts to which a mission or an arrangement responds.",
        False,
        "conflicts",
        ("operations",),
    ),
    Kind("regions", ALLY + "Region", "Regions", "Parts of the world, and what lies in them."),
    Kind(
        "claims",
        ALLY + "Claim",
        "Claims",
        "What a source says, statement by statement, each with the passage it comes from.",
        True,
    ),
    Kind(
        "documents",
        ALLY + "SourceDocument",
        "Documents",
        "The documents from which claims are taken.",
    ),
    Kind(
        "sources",
        ALLY + "Source",
        "Sources",
        "All that facts rest on, with the number of citations that name each.",
        False,
        "sources",
        ("kind", "publisher", "date", "citations"),
    ),
    Kind(
        "vocabularies",
        _SKOS + "ConceptScheme",
        "Vocabularies",
        "Lists of concepts: activities, threats, purposes and more.",
    ),
    Kind("classes", _OWL + "Class", "Classes", "The kinds of things of the ontology."),
    Kind(
        "relations",
        _OWL + "ObjectProperty",
        "Relations",
        "The properties of the ontology that connect two things.",
    ),
    Kind(
        "attributes",
        _OWL + "DatatypeProperty",
        "Attributes",
        "The properties of the ontology that have a value: years, codes, positions.",
    ),
)
"""All lists, in the order in which they are shown."""


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
