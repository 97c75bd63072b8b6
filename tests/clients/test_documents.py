"""Documents by their IRI, as rapper, the OWL API and editors of ontologies ask for them."""

import shutil
import subprocess
import sys

import pytest

from .conftest import DOCUMENT, OWL_API, PROGRAMS, run


@pytest.mark.parametrize("how", ["-g", "-i turtle", "-i rdfxml", "-i ntriples"])
@pytest.mark.parametrize("suffix", ["", ".ttl", ".rdf", ".nt"])
def test_rapper_reads_a_thing(server, how, suffix):
    if shutil.which("rapper") is None:
        pytest.skip("CLIENT MISSING: rapper; try: make clients")
    expected = {".ttl": "-i turtle", ".rdf": "-i rdfxml", ".nt": "-i ntriples"}.get(suffix)
    if expected and how not in ("-g", expected):
        return
    done = subprocess.run(
        ["rapper", "-q", *how.split(), f"{server}/id/state/burundi{suffix}"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == DOCUMENT


def test_the_owl_api_opens_an_ontology_by_its_iri(server):
    there = shutil.which("java") and any(OWL_API.glob("owlapi-distribution-*.jar"))
    found = run(
        "OWL API",
        sys.executable if there else None,
        str(PROGRAMS / "owl_api.py"),
        str(OWL_API),
        f"{server}/graph/ontology/core",
    )
    assert found["axioms"] > 15
    assert "OWL" in found["format"] or "Turtle" in found["format"] or "RDF" in found["format"]
