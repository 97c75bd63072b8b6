"""The kinds of records, and what each column of theirs says in RDF.

A row is one thing and one citation of it; further rows with the same ``id`` add
citations. Names without a full IRI stand below ``…/id/`` (``state/burundi``),
concepts and classes are written by their last part.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from openalliances.rdf.prefixes import ALLY, ID, VOCAB

_DCTERMS = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


class Kind(Enum):
    """What stands in the cells of a column."""

    THING = "a thing, such as state/burundi"
    CLASS = "a class of the ontology, such as ObserverMission"
    CONCEPT = "a concept of a vocabulary, such as accession"
    PROPERTY = "a property of the ontology, such as startDate"
    TEXT = "text in one language"
    STRING = "text without a language"
    INTEGER = "a whole number"
    DATE = "a date, month or year: 1949-04-04, 1949-04 or 1949"
    ADDRESS = "a web address"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the property it stands for and what its cells hold.

    ``detail`` is the language of a text or the scheme of a concept. A ``many``
    column takes several values: texts with `` | `` between them, all else with blanks.
    A ``fact`` has to be backed by a citation.
    """

    name: str
    property: str
    kind: Kind
    detail: str = ""
    many: bool = False
    required: bool = False
    fact: bool = True


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of record: where its IRIs begin, its class, its columns, the file it goes to.

    ``label`` makes the name of a thing that has none of its own, from the names of
    the things in its columns: ``{member} in {arrangement}``. ``file`` may hold
    ``{arrangement}`` and the like: the last part of the IRI in that column.
    ``fixed`` are the properties and the things that every record of the kind has.
    """

    name: str
    prefixes: tuple[str, ...]
    classes: tuple[str, ...]
    columns: tuple[Column, ...]
    file: str
    label: str = ""
    cited: bool = True
    fixed: tuple[tuple[str, str], ...] = ()


def _text(name: str, iri: str, language: str, *, required: bool = False, **more: bool) -> Column:
    return Column(name, iri, Kind.TEXT, language, required=required, fact=False, **more)


def _thing(name: str, local: str, *, required: bool = False, many: bool = False) -> Column:
    return Column(name, ALLY + local, Kind.THING, required=required, many=many)


def _concept(name: str, local: str, scheme: str, **more: bool) -> Column:
    return Column(name, ALLY + local, Kind.CONCEPT, scheme, **more)


def _date(name: str, local: str) -> Column:
    return Column(name, ALLY + local, Kind.DATE)


def _string(name: str, local: str, *, many: bool = False) -> Column:
    return Column(name, ALLY + local, Kind.STRING, many=many)


def _number(name: str, local: str, *, many: bool = False) -> Column:
    return Column(name, ALLY + local, Kind.INTEGER, many=many)


_NAME = _text("name_en", _RDFS + "label", "en", required=True)
_NAMES = (
    _NAME,
    _text("name_fr", _RDFS + "label", "fr"),
    _text("other_names_en", _SKOS + "altLabel", "en", many=True),
    _text("other_names_fr", _SKOS + "altLabel", "fr", many=True),
)
_NOTE = _text("note", _SKOS + "scopeNote", "en")
_CLASSES = Column("classes", _RDF + "type", Kind.CLASS, many=True, required=True, fact=False)
_SPELL = (
    _date("start", "startDate"),
    _concept("start_kind", "hasStartDateKind", "date-kind"),
    _date("end", "endDate"),
    _concept("end_kind", "hasEndDateKind", "date-kind"),
)

CITATION = (
    _thing("source", "citesSource", required=True),
    Column("place", ALLY + "citedPlace", Kind.STRING),
    Column("check", ALLY + "hasCheckStatus", Kind.CONCEPT, "check-status", required=True),
    Column("checked_on", ALLY + "checkedOn", Kind.DATE),
    Column("backs", ALLY + "citesFor", Kind.PROPERTY, many=True),
    Column("reported_start", ALLY + "reportedStart", Kind.DATE),
    Column("reported_end", ALLY + "reportedEnd", Kind.DATE),
    Column("reports_member", ALLY + "reportsMember", Kind.THING, many=True),
    Column("omits_member", ALLY + "omitsMember", Kind.THING, many=True),
    Column("source_note", _SKOS + "note", Kind.TEXT, "en"),
)
"""The columns of a citation. ``backs`` names columns of the row; empty means all filled ones."""

_SOURCE = Template(
    "source",
    ("source/",),
    ("Source",),
    (
        _NAME,
        Column("title", _DCTERMS + "title", Kind.TEXT, "en", required=True),
        Column("publisher", _DCTERMS + "publisher", Kind.STRING),
        Column("date", _DCTERMS + "issued", Kind.DATE),
        Column("address", ALLY + "address", Kind.ADDRESS),
        Column("copy_address", ALLY + "copyAddress", Kind.ADDRESS),
        _concept("kind", "hasSourceKind", "source-kind", required=True),
        _NOTE,
    ),
    "data/reference/sources.ttl",
    cited=False,
)

_STATE = Template(
    "state",
    ("state/",),
    ("State",),
    (
        *_NAMES,
        _text("name_sw", _RDFS + "label", "sw"),
        Column("official_en", ALLY + "officialName", Kind.TEXT, "en"),
        Column("official_fr", ALLY + "officialName", Kind.TEXT, "fr"),
        _string("iso_alpha2", "isoAlpha2"),
        _string("iso_alpha3", "isoAlpha3"),
        _string("iso_numeric", "isoNumeric"),
        _string("m49", "m49Code"),
        _concept("status", "hasStateStatus", "state-status", required=True),
        Column("region", ALLY + "locatedIn", Kind.THING),
        _thing("succeeds", "succeeds", many=True),
        _NOTE,
    ),
    "data/reference/states.ttl",
)

_REGION = Template(
    "region",
    ("region/",),
    ("Region",),
    (*_NAMES, _string("m49", "m49Code"), Column("region", ALLY + "locatedIn", Kind.THING), _NOTE),
    "data/reference/regions.ttl",
)

_PERIOD = Template(
    "period",
    ("period/",),
    ("PeriodOfExistence",),
    (
        _NAME,
        _thing("state", "isPeriodOf", required=True),
        *_SPELL,
        _number("cow_code", "cowCode"),
        _string("cow_abbreviation", "cowAbbreviation"),
        _number("gw_code", "gwCode"),
        _NOTE,
    ),
    "data/reference/periods.ttl",
)

_ORGANIZATION = Template(
    "organization",
    ("organization/", "arrangement/"),
    (),
    (
        _CLASSES,
        *_NAMES,
        _string("acronym", "acronym"),
        *_SPELL,
        _thing("founding_treaty", "isFoundedBy", many=True),
        _thing("governed_by", "isGovernedBy", many=True),
        _concept("obligations", "hasObligationType", "obligation-type", many=True),
        _thing("predecessor", "succeeds", many=True),
        _number("cow_alliance", "cowAllianceId", many=True),
        _number("atop_alliance", "atopAllianceId", many=True),
        _NOTE,
    ),
    "data/reference/organizations.ttl",
)

_MEMBERSHIP = Template(
    "membership",
    ("membership/",),
    ("Membership",),
    (
        _thing("arrangement", "inArrangement", required=True),
        _thing("member", "hasMember", required=True),
        _concept("kind", "hasMembershipKind", "membership-kind", required=True),
        *_SPELL,
        _NOTE,
    ),
    "data/reference/memberships/{arrangement}.ttl",
    "{member} in {arrangement}",
)

_SUSPENSION = Template(
    "suspension",
    ("suspension/",),
    ("Suspension",),
    (
        _thing("membership", "suspends", required=True),
        _date("start", "startDate"),
        _date("end", "endDate"),
        _NOTE,
    ),
    "data/reference/suspensions.ttl",
    "suspension of {membership}",
)

_MISSION = Template(
    "mission",
    ("mission/",),
    (),
    (
        _CLASSES,
        *_NAMES,
        _string("acronym", "acronym"),
        _thing("lead", "isLedBy", many=True, required=True),
        _thing("hosts", "takesPlaceIn", many=True),
        *_SPELL,
        _thing("follows", "followsOperation", many=True),
        _NOTE,
    ),
    "data/reference/missions/{lead}.ttl",
)

_MANDATE = Template(
    "mandate",
    ("mandate/",),
    ("Mandate",),
    (
        _thing("mission", "isMandateOf", required=True),
        _thing("instrument", "isAuthorizedBy", many=True, required=True),
        _date("start", "startDate"),
        _date("end", "endDate"),
        _concept("tasks", "hasMandateTask", "mandate-task", many=True),
        _number("strength", "authorizedStrength"),
        _NOTE,
    ),
    "data/reference/mandates.ttl",
    "mandate of {mission} by {instrument}",
)

_INSTRUMENT = Template(
    "instrument",
    ("treaty/", "resolution/", "decision/", "peace-agreement/"),
    (),
    (
        _CLASSES,
        *_NAMES,
        _string("symbol", "documentSymbol"),
        _date("adopted", "adoptionDate"),
        _string("place_of_adoption", "adoptionPlace"),
        _date("in_force", "entryIntoForceDate"),
        _date("ended", "terminationDate"),
        _thing("adopted_by", "isAdoptedBy"),
        _thing("signatories", "hasSignatory", many=True),
        Column("text_address", ALLY + "textAddress", Kind.ADDRESS, fact=False),
        _NOTE,
    ),
    "data/reference/instruments.ttl",
)

_CONTRIBUTION = Template(
    "contribution",
    ("contribution/",),
    (),
    (
        _CLASSES,
        _NAME,
        _thing("mission", "isContributionTo", required=True),
        _thing("contributor", "contributedBy", required=True),
        _concept("kind", "hasContributionType", "contribution-type", required=True),
        *_SPELL,
        _number("count", "personnelCount"),
        _date("count_date", "countDate"),
        _NOTE,
    ),
    "data/reference/contributions.ttl",
)

_FINDING = Template(
    "finding",
    ("claim/finding/",),
    ("Claim",),
    (
        _NAME,
        _concept("type", "hasClaimType", "claim-type", required=True),
        _thing("subject", "claimSubject"),
        Column("predicate", ALLY + "claimPredicate", Kind.PROPERTY),
        _thing("object", "claimObject"),
        _thing("about", "aboutEntity", many=True),
        _thing("contradicts", "contradicts", many=True),
        _thing("corroborates", "corroborates", many=True),
        _NOTE,
    ),
    "data/reference/findings.ttl",
)

_CLASSIFICATION = Template(
    "classification",
    ("claim/classification/",),
    ("Claim",),
    (
        _thing("subject", "claimSubject", required=True),
        Column("class", ALLY + "claimObject", Kind.CLASS, required=True),
        Column("rationale", ALLY + "rationale", Kind.TEXT, "en", required=True),
    ),
    "data/reference/classification.ttl",
    "{subject}: {class}",
    cited=False,
    fixed=(
        ("http://www.w3.org/ns/prov#wasAttributedTo", ID + "organization/openalliances"),
        (ALLY + "claimPredicate", _RDF + "type"),
        (ALLY + "hasClaimType", VOCAB + "claim-type/classification"),
    ),
)

TEMPLATES: dict[str, Template] = {
    template.name: template
    for template in (
        _SOURCE,
        _REGION,
        _STATE,
        _PERIOD,
        _INSTRUMENT,
        _ORGANIZATION,
        _MEMBERSHIP,
        _SUSPENSION,
        _MISSION,
        _MANDATE,
        _CONTRIBUTION,
        _FINDING,
        _CLASSIFICATION,
    )
}
"""The templates by name, each after those that it refers to."""

IMPLIED = {
    "startDate": "startYear",
    "endDate": "endYear",
}
"""Properties of dates and those of the years that stand beside them (see shapes/core.ttl)."""
