"""A small bundle that is right in all respects, for tests that break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from openalliances.builder.read_files import parse
from openalliances.rdf.turtle import canonical_turtle

HEAD = """
PREFIX ally: <https://w3id.org/openalliances/ontology/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

FILES = {
    "ontology/core.ttl": """
ally:Actor a owl:Class ; rdfs:label "actor"@en .
ally:State a owl:Class ; rdfs:label "state"@en ; rdfs:subClassOf ally:Actor ;
  owl:disjointWith ally:Organization .
ally:Organization a owl:Class ; rdfs:label "organization"@en ; rdfs:subClassOf ally:Actor .
ally:Partnership a owl:Class ; rdfs:label "partnership"@en .
ally:hasParty a owl:ObjectProperty ; rdfs:label "has party"@en ; owl:inverseOf ally:isPartyTo .
ally:isPartyTo a owl:ObjectProperty ; rdfs:label "is party to"@en .
ally:isPartnerOf a owl:ObjectProperty ; rdfs:label "is partner of"@en .
ally:startYear a owl:DatatypeProperty ; rdfs:label "start year"@en .
""",
    "ontology/vocab/threat-type.ttl": """
<https://w3id.org/openalliances/vocab/threat-type> a skos:ConceptScheme ;
  skos:prefLabel "threats"@en .
<https://w3id.org/openalliances/vocab/threat-type/piracy> a skos:Concept ;
  skos:prefLabel "piracy"@en, "piraterie"@fr ; skos:altLabel "pirate attacks"@en .
""",
    "data/catalog.ttl": """
<https://w3id.org/openalliances/dataset> a dcat:Dataset ;
  dcterms:title "Small set"@en ; dcat:version "1.2.3" .
""",
    "data/reference/states.ttl": """
<https://w3id.org/openalliances/id/state/a> a ally:State ; rdfs:label "Aland"@en .
<https://w3id.org/openalliances/id/state/b> a ally:State ; rdfs:label "Béland"@en .
<https://w3id.org/openalliances/id/partnership/a-b> a ally:Partnership ;
  rdfs:label "Aland–Béland partnership"@en ; ally:startYear 2001 ;
  ally:hasParty <https://w3id.org/openalliances/id/state/a>,
    <https://w3id.org/openalliances/id/state/b> .
""",
    "shapes/core.ttl": """
<https://w3id.org/openalliances/shapes/ActorShape> a sh:NodeShape ; rdfs:label "actor"@en ;
  sh:targetClass ally:Actor ;
  sh:property <https://w3id.org/openalliances/shapes/Actor-label> .
<https://w3id.org/openalliances/shapes/Actor-label> a sh:PropertyShape ;
  sh:path rdfs:label ; sh:minCount 1 ; sh:severity sh:Violation ;
  sh:message "An actor has a label. Write it with rdfs:label."@en .
""",
}

GRAPHS = """graph,kind,files,title,title_fr,description,description_fr
ontology,ontology,ontology/*.ttl,Ontology,Ontologie,All modules.,Tous les modules.
vocabularies,vocab,ontology/vocab/*.ttl,Vocabularies,Vocabulaires,All schemes.,Tous les schémas.
shapes,shapes,shapes/*.ttl,Shapes,Formes,All shapes.,Toutes les formes.
states,reference,data/reference/*.ttl data/tables/*.csv,States,États,What states are.,Les États.
catalog,catalog,data/*.ttl,Catalogue,Catalogue,What this is.,Ce que c’est.
derived,derived,,Derived,Déduit,By rules.,Par des règles.
inferred,inferred,,Inferred,Inféré,By OWL.,Par OWL.
examples,description,,Examples,Exemples,Queries.,Des requêtes.
prefixes,description,,Prefixes,Préfixes,All prefixes.,Tous les préfixes.
downloads,description,,Downloads,Téléchargements,What there is.,Ce qu’il y a.
void,description,,Numbers,Chiffres,How many there are.,Combien il y en a.
"""
PARTS = """part,graphs,title,title_fr,description,description_fr
states,states catalog,States,États,States and the catalogue.,États et catalogue.
"""

RULE = """# # Partners

PREFIX ally: <https://w3id.org/openalliances/ontology/>
CONSTRUCT { ?one ally:isPartnerOf ?other }
WHERE { ?p ally:hasParty ?one, ?other . FILTER(?one != ?other) }
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a Turtle file of the small bundle, with all prefixes, in canonical form."""

    def put(name: str, turtle: str) -> Path:
        path = tmp_path / "bundle" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(canonical_turtle(parse(HEAD + turtle, name)), encoding="utf-8")
        return path

    return put


@pytest.fixture
def bundle_folder(tmp_path: Path, write: Callable[[str, str], Path]) -> Path:
    """Return the folder of the small bundle."""
    for name, turtle in FILES.items():
        write(name, turtle)
    for name, table in (("graphs.csv", GRAPHS), ("parts.csv", PARTS)):
        (tmp_path / "bundle" / "data" / name).write_text(table, encoding="utf-8")
    rules = tmp_path / "bundle" / "ontology" / "rules"
    rules.mkdir()
    (rules / "partners.rq").write_text(RULE, encoding="utf-8")
    return tmp_path / "bundle"


class Told:
    """Remembers what it is told about progress."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.notes: list[str] = []
        self.parts = 0

    def step(self, name: str, total: int = 0) -> None:
        self.steps.append(name)

    def advance(self, parts: int = 1) -> None:
        self.parts += parts

    def note(self, message: str) -> None:
        self.notes.append(message)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def head() -> str:
    return HEAD
