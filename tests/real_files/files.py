"""Ontologies and data sets of others, in packages that ``make ontologies`` installs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
NPM = HERE / "node_modules" / "@vocabulary"
PYPI = Path(os.environ.get("REAL_FILES", Path(__file__).parents[2] / ".venv" / "ontologies"))


@dataclass(frozen=True, slots=True)
class RealFile:
    """A file of others: where it is, what it is called, and in which namespace its terms are."""

    path: Path
    title: str
    namespace: str

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return self.path.name

    @property
    def missing(self) -> str:
        """Return why it cannot be tried; empty if it is there."""
        return "" if self.path.is_file() else f"{self.name} is not installed: make ontologies"


def _npm(name: str, title: str, namespace: str) -> RealFile:
    return RealFile(NPM / name / f"{name}.nq", title, namespace)


def _pypi(path: str, title: str, namespace: str) -> RealFile:
    return RealFile(PYPI / path, title, namespace)


_SBOL = "http://sbols.org/"

FILES = (
    _npm("dcat", "The data catalog vocabulary", "http://www.w3.org/ns/dcat#"),
    _npm("dpv", "Data Privacy Vocabulary", "http://www.w3.org/ns/dpv#"),
    _npm("foaf", "Friend of a Friend (FOAF) vocabulary", "http://xmlns.com/foaf/0.1/"),
    _npm(
        "gr",
        "The GoodRelations Vocabulary for Semantic Web-based E-Commerce",
        "http://purl.org/goodrelations/v1#",
    ),
    _npm("org", "Core organization ontology", "http://www.w3.org/ns/org#"),
    _npm("prov", "W3C PROVenance Interchange", "http://www.w3.org/ns/prov#"),
    _npm("schema", "schema.nq", "http://schema.org/"),
    _npm("sh", "W3C Shapes Constraint Language (SHACL) Vocabulary", "http://www.w3.org/ns/shacl#"),
    _npm("skos", "SKOS Vocabulary", "http://www.w3.org/2004/02/skos/core#"),
    _npm(
        "sosa",
        "Sensor, Observation, Sample, and Actuator (SOSA) Ontology",
        "http://www.w3.org/ns/sosa/",
    ),
    _npm("time", "OWL-Time", "http://www.w3.org/2006/time#"),
    _pypi(
        "case_utils/ontology/case-1.5.0.ttl",
        "case-1.5.0.ttl",
        "https://ontology.unifiedcyberontology.org/uco/",
    ),
    _pypi(
        "linkml_runtime/linkml_model/owl/meta.owl.ttl",
        "LinkML Schema Metamodel",
        "https://w3id.org/linkml/",
    ),
    _pypi(
        "tyto/ontologies/om-2.0.rdf",
        "Ontology of units of Measure (OM)",
        "http://www.ontology-of-units-of-measure.org/resource/om-2/",
    ),
    _pypi("tyto/ontologies/sbol-owl3/sbolowl3.rdf", "", _SBOL),
    _pypi("tyto/ontologies/SBO_OWL.owl", "", "http://biomodels.net/SBO/"),
    _pypi("tyto/ontologies/paml/uml/uml.ttl", "", "http://bioprotocols.org/"),
)
"""The files; without a title, what the program finds as one is not looked at."""
