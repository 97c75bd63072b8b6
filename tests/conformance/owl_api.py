"""Ask the OWL API and HermiT about ontologies; a program of its own, never imported.

``python owl_api.py JARS < job.json > report.json``

A virtual machine for Java handles signals in its own way, so it does not run
inside pytest. The job has ``mappings`` (ontology IRI to where its document is)
and ``documents`` (name to where to load from); the report has for each name
what the OWL API found, with violations as ``<kind> <what it says>``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jpype

QUIET = "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"


def main() -> None:
    jars = sorted(str(path) for path in Path(sys.argv[1]).glob("*.jar"))
    job = json.load(sys.stdin)
    jpype.startJVM(QUIET, "-Xmx1g", "-Djava.net.useSystemProxies=false", classpath=jars)
    report = {name: judged(where, job["mappings"]) for name, where in job["documents"].items()}
    json.dump(report, sys.stdout)


def judged(where: str, mappings: dict[str, str]) -> dict[str, Any]:
    """Return what there is to say about the ontology whose document is at *where*."""
    ontology = loaded(where, mappings)
    profiles = jpype.JClass("org.semanticweb.owlapi.profiles.Profiles")
    reasoner = jpype.JClass("org.semanticweb.HermiT.ReasonerFactory")().createReasoner(ontology)
    consistent = bool(reasoner.isConsistent())
    identity = ontology.getOntologyID()
    return {
        "iri": str(identity.getOntologyIRI().get()),
        "version": str(identity.getVersionIRI().get()),
        "axioms": sum(int(part.getAxiomCount()) for part in ontology.importsClosure().iterator()),
        "classes": sorted(
            {
                str(term.getIRI())
                for part in ontology.importsClosure().iterator()
                for term in part.classesInSignature().iterator()
            }
        ),
        "dl": violations(profiles.OWL2_DL, ontology),
        "rl": violations(profiles.OWL2_RL, ontology),
        "consistent": consistent,
        "unsatisfiable": sorted(map(str, unsatisfiable(reasoner))) if consistent else [],
    }


def loaded(where: str, mappings: dict[str, str]) -> Any:
    """Return the ontology at *where* with its imports, which come from *mappings* only."""
    iri = jpype.JClass("org.semanticweb.owlapi.model.IRI")
    mapper = jpype.JClass("org.semanticweb.owlapi.util.SimpleIRIMapper")
    manager = jpype.JClass(
        "org.semanticweb.owlapi.apibinding.OWLManager"
    ).createOWLOntologyManager()
    for name, place in mappings.items():
        manager.getIRIMappers().add(mapper(iri.create(name), iri.create(place)))
    return manager.loadOntology(iri.create(where))


def violations(profile: Any, ontology: Any) -> list[str]:
    found = profile.checkOntology(ontology).getViolations()
    return sorted({f"{one.getClass().getSimpleName()} {one}" for one in found})


def unsatisfiable(reasoner: Any) -> Any:
    return reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()


if __name__ == "__main__":
    main()
