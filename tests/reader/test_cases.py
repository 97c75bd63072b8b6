"""The small inputs that stand beside this checkout are read as they say is right."""

from pathlib import Path

import pytest

from openalliances.errors import SourceError
from openalliances.reader import ReadOptions, examine

CASES = Path(__file__).parents[3] / "shared" / "cases"
READ = {
    "byte-order-mark/bom.ttl": 1,
    "byte-order-mark/bom.nt": 1,
    "byte-order-mark/bom.nq": 1,
    "file-endings/PACT.TTL": 1,
    "file-endings/pact.n3": 1,
    "file-endings/pact.rdfs": 1,
    "file-endings/pact.turtle": 1,
    "file-endings/pact.ttl.bz2": 1,
    "file-endings/pact.ttl.xz": 1,
    "owl-that-is-not-xml/turtle.owl": 1,
    "jsonld-web-context/org.jsonld": 4,
    "triple-terms/annotated.ttl": 3,
    "triple-terms/reified.ttl": 2,
    "triple-terms/term.ttl": 1,
    "xml-latin1/latin1.rdf": 1,
    "xml-latin1/nolang.rdf": 2,
    "prefixes-of-the-file/mine.ttl": 2,
}
REFUSED = {
    "owl-that-is-not-xml/functional.owl": "functional",
    "owl-that-is-not-xml/manchester.owl": "Manchester",
    "owl-that-is-not-xml/owlxml.owl": "OWL/XML",
    "owl-that-is-not-xml/page.ttl": "HTML",
    "owl-that-is-not-xml/pointer.ttl": "Git LFS",
    "line-of-rdfxml-error/tags.rdf": ":4:18:",
    "line-of-rdfxml-error/id.rdf": ":3:1:",
    "line-of-rdfxml-error/prefix.rdf": ":3:52:",
    "one-bad-iri/space.nt": ":3:52:",
    "rdfxml-broken-off/cut.rdf": "ends before",
}


def case(name):
    path = CASES / name
    if not path.exists():
        pytest.skip("the cases are not beside this checkout")
    return path


@pytest.mark.parametrize("name", READ)
def test_it_is_read(name):
    assert examine([case(name)], ReadOptions()).statements == READ[name]


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_for_the_right_reason(name):
    with pytest.raises(SourceError) as caught:
        examine([case(name)], ReadOptions())
    assert REFUSED[name] in str(caught.value)
