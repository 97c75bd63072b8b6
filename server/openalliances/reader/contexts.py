"""JSON-LD contexts that live on the web, known without it (JSON-LD 1.1, 3.1 and 4.1).

Nothing is fetched while a file is read. The context of schema.org, by far the most used, is
given here in our own words: its vocabulary, and which of its properties have addresses and
which have dates. Those that our own documents name come with the program. Others are given by
the user as files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openalliances.bundle import bundle
from openalliances.errors import SourceError

_SCHEMA_ORG = re.compile(
    r"https?://(?:www\.)?schema\.org/?(?:(?:docs/|version/latest/)[\w.-]*context\.json(?:ld)?)?#?"
)
_OURS = re.compile(r"https?://[^?#]+/context/([\w.-]+)\.jsonld")
"""Contexts of ours, at whatever host: their names have a digest of what is in them."""
_ADDRESSES = """
acquireLicensePage actionableFeedbackPolicy afterMedia archivedAt associatedDisease beforeMedia
benefitsSummaryUrl codeRepository colleague colorSwatch constraintProperty contentUrl
correctionsPolicy discussionUrl diseasePreventionInfo diseaseSpreadStatistics diversityPolicy
diversityStaffingReport documentation downloadUrl duringMedia embedUrl ethicsPolicy gameLocation
gettingTestedInfo hasGS1DigitalLink hasMap hasMolecularFunction healthPlanMarketingUrl image
inCodeSet inDefinedTermSet installUrl isBasedOn isBasedOnUrl isInvolvedInBiologicalProcess
isLocatedInSubcellularLocation isPartOf labelDetails layoutImage license logo mainEntityOfPage
map maps masthead merchantReturnLink missionCoveragePrioritiesPolicy newsUpdatesAndGuidelines
noBylinesPolicy originalMediaLink paymentUrl prescribingInfo productReturnLink
publicTransportClosuresInfo publishingPrinciples quarantineGuidelines relatedLink replyToUrl
sameAs schoolClosuresInfo screenshot sdLicense season serviceUrl shippingSettingsLink
significantLink significantLinks speakable target targetUrl thumbnailUrl tourBookingPage
trackingUrl travelBans unnamedSourcesPolicy url usageInfo verificationFactCheckingPolicy webFeed
"""
"""Properties of schema.org whose values are IRIs and never texts."""
_DATES = """
applicationStartDate auditDate availabilityEnds availabilityStarts birthDate commentTime
dateCreated dateDeleted dateIssued dateModified datePosted datePublished dateRead
dateVehicleFirstRegistered deathDate dissolutionDate endDate exceptDate expectedArrivalFrom
expectedArrivalUntil expires foundingDate guidelineDate lastReviewed legislationDate
legislationDateOfApplicability legislationDateVersion merchantReturnDays modelDate
observationDate orderDate paymentDueDate previousStartDate priceValidUntil productionDate
purchaseDate releaseDate scheduledPaymentDate scheduledTime sdDatePublished startDate uploadDate
validFrom validThrough validUntil vehicleModelDate
"""
"""Properties of schema.org whose values are dates and never texts."""
_MOST_NESTED = 8
_PUBLISHED = bundle() / "ontology" / "contexts"
"""Where the contexts that releases have published are kept."""


def schema_org() -> dict[str, Any]:
    """Return the context of schema.org: the same triples as from the one that it publishes."""
    context: dict[str, Any] = {
        "@vocab": "http://schema.org/",
        "type": "@type",
        "id": "@id",
        "HTML": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML"},
        "schema": "http://schema.org/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dct": "http://purl.org/dc/terms/",
        "dcterms": "http://purl.org/dc/terms/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "prov": "http://www.w3.org/ns/prov#",
        "org": "http://www.w3.org/ns/org#",
        "void": "http://rdfs.org/ns/void#",
    }
    for name in _ADDRESSES.split():
        context[name] = {"@id": f"schema:{name}", "@type": "@id"}
    for name in _DATES.split():
        context[name] = {"@id": f"schema:{name}", "@type": "Date"}
    return context


class Contexts:
    """The contexts that are known: those given as files, ours, and that of schema.org."""

    def __init__(self, given: Mapping[str, str], path: str) -> None:
        """Know the files in *given* by the IRI of their context; *path* is the file read."""
        self._given, self._path = dict(given), path
        self._made: dict[str, str] = {}

    def text(self, iri: str, line: int, column: int) -> str:
        """Return the context with that IRI as JSON in one line.

        :raises SourceError: if it is not known, with what to do.
        """
        if iri not in self._made:
            self._made[iri] = json.dumps(self._context(iri, line, column, 0))
        return self._made[iri]

    def _context(self, iri: str, line: int, column: int, nested: int) -> Any:
        if iri in self._given and nested < _MOST_NESTED:
            return self._expanded(self._of_file(self._given[iri]), line, column, nested + 1)
        if _SCHEMA_ORG.fullmatch(iri):
            return schema_org()
        if (ours := _OURS.fullmatch(iri)) and (file := _PUBLISHED / f"{ours[1]}.jsonld").is_file():
            return self._of_file(str(file))
        raise SourceError(
            self._path,
            f"Its JSON-LD context <{iri}> is not known here, and nothing is fetched from the "
            "network.",
            f"Save that context as a file, and say --context {iri}=FILE",
            line=line,
            column=column,
        )

    def _expanded(self, context: Any, line: int, column: int, nested: int) -> Any:
        """Return a context without names of others in it."""
        if isinstance(context, str):
            return self._context(context, line, column, nested)
        if isinstance(context, list):
            found = [self._expanded(part, line, column, nested) for part in context]
            return [p for part in found for p in (part if isinstance(part, list) else [part])]
        if isinstance(context, dict):
            return {
                key: self._scoped(value, line, column, nested) for key, value in context.items()
            }
        return context

    def _scoped(self, term: Any, line: int, column: int, nested: int) -> Any:
        """Return the definition of a term, which may have a context of its own (4.1.8)."""
        if not isinstance(term, dict) or "@context" not in term:
            return term
        return {**term, "@context": self._expanded(term["@context"], line, column, nested)}

    def _of_file(self, name: str) -> Any:
        try:
            found = json.loads(Path(name).read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            what = error.strerror if isinstance(error, OSError) else "it is no JSON"
            raise SourceError(
                name, f"The context in it cannot be read: {what}.", "Give a file of JSON-LD."
            ) from None
        if not isinstance(found, dict) or "@context" not in found:
            raise SourceError(
                name, 'There is no "@context" in it.', "Give a JSON-LD context as a file."
            )
        return found["@context"]
