"""OWL API: an ontology by its IRI, as Protégé opens it. Run with JPype, and jars as argument."""

import json
import sys
from pathlib import Path

import jpype

jars = [str(path) for path in Path(sys.argv[1]).glob("*.jar")]
jpype.startJVM("-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", classpath=jars)
manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
found = manager.loadOntology(jpype.JClass("org.semanticweb.owlapi.model.IRI").create(sys.argv[2]))
form = str(manager.getOntologyFormat(found).getKey())
print(json.dumps({"axioms": int(found.getAxiomCount()), "format": form}))
