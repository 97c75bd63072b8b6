"""The data set described: what programs of others find of it, each by its own rules."""

import pytest

DATASET = "https://w3id.org/openalliances/dataset"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ABOUT, DATA = "https://schema.org/AboutPage", "https://schema.org/Dataset"


@pytest.fixture(scope="module")
def described(python_client):
    return python_client("description.py", "extruct")


@pytest.mark.parametrize("path", ["/", "/dumps/", "/data/", "/dataset.html", "/catalog.html"])
def test_extruct_finds_the_data_set_in_the_page(described, path):
    (node,) = described["blocks"][path]
    assert (node["@type"], node["@id"], node["license"]) == ("Dataset", DATASET, LICENCE)
    assert all(file["contentUrl"].startswith("http://") for file in node["distribution"])


@pytest.mark.parametrize("path", ["/", "/dumps/", "/data/", "/data/missions.html", "/dataset.html"])
def test_signposting_understands_a_page(described, path):
    found = described["signposts"][path]
    assert (found["cite-as"], found["license"]) == (DATASET, LICENCE)
    assert {ABOUT, DATA} <= set(found["type"])
    assert found["author"] == ["https://w3id.org/openalliances/id/organization/openalliances"]
    assert found["item"]
    assert found["describedby"]
    assert [kind for _, kind in found["linkset"]] == ["application/linkset+json"]


def test_signposting_understands_a_thing_and_a_file(described):
    thing = described["signposts"]["/id/state/burundi.html"]
    assert thing["cite-as"].endswith("/id/state/burundi")
    file = described["signposts"]["/dumps/core.ttl"]
    assert file["collection"].endswith("/")
    assert file["cite-as"] == DATASET


def test_signposting_reads_the_link_set(described):
    places = {context.partition("//")[2].partition("/")[2] for context in described["linkset"]}
    assert {"", "dumps/", "data/", "data/missions.html", "dumps/openalliances.ttl"} <= places


def test_cffconvert_reads_the_citation(described):
    found = described["citation"]
    assert (found["version"], found["name"], found["url"]) == ("1.2.3", "Sample", DATASET)


def test_rdflib_reads_the_same_catalogue_in_each_format(described):
    assert len(set(described["triples"].values())) == 1
    assert described["triples"]["ttl"] > 100
