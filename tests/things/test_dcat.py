"""The catalogue in DCAT: it has what DCAT-AP 3.0 asks for, by shapes of our own from its tables."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from openalliances.rdf.prefixes import DATASET
from openalliances.rdf.vocabulary import DCAT, DCTERMS, FOAF, SPDX, VCARD
from openalliances.tabular.store import open_tables
from openalliances.things.dataset import DataSet
from openalliances.things.dataset_files import graph_files, table_parts, whole_tables
from openalliances.things.dcat import catalogue

from ..sample import release

__all__ = ["release"]

# pySHACL uses what rdflib calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ROOT = Path(__file__).parents[2]
SHAPES = Path(__file__).parent / "dcat_ap.ttl"
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def dataset(release):
    """The files of the sample, described by the catalogue that is shipped."""
    said = tuple(q.triple for q in parse(path=ROOT / "data/catalog.ttl", format=RdfFormat.TURTLE))
    files, parts = graph_files(release.manifest)
    tables = table_parts(release, open_tables(release.folder), 10.0)
    return DataSet(
        iri=DATASET,
        own=True,
        manifest=release.manifest,
        root="https://data.example/",
        said=said,
        files=(*files, *whole_tables(release)),
        parts=(*parts, *tables),
        first="1815-11-20",
        contact="mailto:data@example.org",
    )


def problems(triples):
    """Return what pySHACL finds wrong, as text; empty where all conforms."""
    import pyshacl
    import rdflib

    data = serialize(triples, format=RdfFormat.N_TRIPLES)
    graph = rdflib.Graph().parse(data=data, format="nt")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=str(SHAPES))
    return "" if conforms else text


def test_the_catalogue_has_what_dcat_ap_asks_for(dataset):
    assert problems(catalogue(dataset)) == ""


@pytest.mark.parametrize(
    "lost",
    [
        *(DCTERMS.title, DCTERMS.description, DCTERMS.publisher, FOAF.name, DCAT.accessURL),
        *(DCAT.endpointURL, SPDX.checksumValue, DCAT.distribution, DCAT.byteSize),
    ],
)
def test_the_shapes_notice_what_is_lost(dataset, lost):
    assert problems([t for t in catalogue(dataset) if t.predicate != lost])


def test_no_node_is_blank(dataset):
    for triple in catalogue(dataset):
        assert isinstance(triple.subject, NamedNode)


def test_the_contact_is_that_of_the_setting_or_none(dataset):
    emails = [t.object.value for t in catalogue(dataset) if t.predicate == VCARD.hasEmail]
    assert emails == ["mailto:data@example.org"]
    without = catalogue(replace(dataset, contact=""))
    assert not [t for t in without if t.predicate == DCAT.contactPoint]
    page = catalogue(replace(dataset, contact="https://example.org/contact"))
    assert [t.object.value for t in page if t.predicate == VCARD.hasURL]


def test_the_version_before_is_that_of_the_changelog(dataset):
    headings = [line[4:].partition("]")[0] for line in CHANGELOG.splitlines() if line[:4] == "## ["]
    (before,) = dataset.objects(DCAT.previousVersion)
    (version,) = dataset.objects(DCAT.version)
    released = [name for name in headings if name != "Unreleased"]
    assert before.value == f"{DATASET}/{released[released.index(version.value) + 1]}"
