"""The data set described: VoID, DCAT, versions, citation, links; in each form, and by the files."""

import hashlib
import json
from urllib.parse import urlsplit

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from openalliances.http.urls import DOCUMENT_FORMATS
from openalliances.rdf.formats import HTML
from openalliances.rdf.prefixes import DATASET, ENDPOINT, PREFIXES
from openalliances.rdf.vocabulary import DCAT, SPDX, VOID

SD_ENDPOINT = NamedNode(PREFIXES["sd"] + "endpoint")
HERE = "http://127.0.0.1:8000/"
DESCRIPTIONS = ("/.well-known/void", "/catalog", "/dataset/1.2.3")


def said(client, path, form=DOCUMENT_FORMATS[3]):
    answer = client.get(path, headers={"Accept": form.media_type}, follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (200, form.media_type)
    found = parse(answer.data, RdfFormat.from_media_type(form.media_type))
    return {quad.triple for quad in found}


def values(triples, subject, predicate):
    about = NamedNode(subject)
    return {t.object.value for t in triples if t.subject == about and t.predicate == predicate}


@pytest.mark.parametrize("path", DESCRIPTIONS)
def test_all_formats_say_the_same(client, path):
    forms = [form for form in DOCUMENT_FORMATS if form is not HTML]
    sizes = {form.extension: len(said(client, path, form)) for form in forms}
    assert len(set(sizes.values())) == 1, sizes
    assert sizes["nt"] > 10


@pytest.mark.parametrize("path", DESCRIPTIONS)
def test_a_description_is_a_page_for_people(client, path):
    answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "/sparql" in answer.text


def test_void_is_there_itself_and_names_endpoint_and_dumps_where_one_asks(client):
    assert client.get("/.well-known/void").status_code == 200
    triples = said(client, "/.well-known/void")
    assert values(triples, DATASET, VOID.sparqlEndpoint) == {f"{HERE}sparql"}
    dumps = values(triples, DATASET, VOID.dataDump)
    assert dumps == {f"{HERE}dumps/openalliances.{end}" for end in ("nq", "ttl")}


def test_a_suffix_names_the_form_and_the_address_of_what_was_sent_is_told(client):
    named = client.get("/catalog.ttl")
    chosen = client.get("/catalog", headers={"Accept": "text/turtle"})
    assert named.data == chosen.data
    assert chosen.headers["Content-Location"] == "/catalog.ttl"
    assert "Accept" in chosen.headers["Vary"]


@pytest.mark.parametrize("path", ["/catalog.xyz", "/catalog.csv", "/dataset/1.2.3.xyz"])
def test_a_form_that_there_is_not_is_told(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json["hint"]


def test_each_file_has_the_size_and_the_checksum_that_the_catalogue_says(client, door):
    triples = said(client, "/catalog")
    files = {t.subject.value for t in triples if t.object == DCAT.Distribution}
    assert len(files) > 8
    for file in files:
        (address,) = values(triples, file, DCAT.downloadURL)
        sent = door.get(urlsplit(address).path, headers={"Accept-Encoding": "identity"}).data
        (size,), (node,) = (
            values(triples, file, DCAT.byteSize),
            values(triples, file, SPDX.checksum),
        )
        (digest,) = values(triples, node, SPDX.checksumValue)
        assert (len(sent), hashlib.sha256(sent).hexdigest()) == (int(size), digest), address


def test_the_endpoint_serves_the_data_set(client):
    triples = said(client, "/catalog")
    assert values(triples, f"{HERE}sparql", DCAT.endpointURL) == {f"{HERE}sparql"}
    assert values(triples, f"{HERE}sparql", DCAT.servesDataset) == {DATASET}


def test_the_version_of_the_release_answers_and_leads_to_the_data_set(client):
    answer = client.get("/dataset/1.2.3", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dataset/1.2.3.ttl")
    triples = said(client, "/dataset/1.2.3")
    version = f"{DATASET}/1.2.3"
    assert values(triples, version, DCAT.isVersionOf) == {DATASET}
    assert values(triples, DATASET, DCAT.hasCurrentVersion) == {version}
    assert values(triples, DATASET, DCAT.hasVersion) == {version}
    assert values(triples, version, DCAT.version) == {"1.2.3"}


@pytest.mark.parametrize("version", ["1.2.2", "2026.10.1", "0.1.0.ttl"])
def test_another_version_is_a_sentence(client, version):
    answer = client.get(f"/dataset/{version}")
    assert answer.status_code == 404
    assert "is not kept here" in answer.json["detail"]
    assert "/dataset/1.2.3" in answer.json["hint"]


def test_the_service_description_names_no_other_endpoint(door):
    """Also not what the release says of itself, such as the target of its examples."""
    answer = door.get("/sparql", headers={"Accept": "application/n-triples"})
    found = [quad.triple for quad in parse(answer.data, RdfFormat.N_TRIPLES)]
    named = {t.object.value for t in found if t.predicate == SD_ENDPOINT}
    assert named == {f"{HERE}sparql"}
    assert not [t for t in found if t.object == NamedNode(ENDPOINT)]


def test_the_link_set_has_home_tables_and_files(client):
    answer = client.get("/catalog.linkset")
    assert answer.mimetype == "application/linkset+json"
    contexts = {c["anchor"]: c for c in json.loads(answer.data)["linkset"]}
    assert {"/", "/dumps/", "/data/", "/data/missions.html", "/data/missions.csv"} <= set(contexts)
    home = contexts["/"]
    assert {link["href"] for link in home["cite-as"]} == {DATASET}
    for link in home["item"]:
        assert contexts[link["href"]]["collection"]


@pytest.mark.parametrize("path", ["/", "/dumps/", "/data/", "/data/missions.html", "/dataset.html"])
def test_a_page_is_signposted(client, path):
    links = client.get(path).headers.getlist("Link")
    relations = {link.partition('rel="')[2].partition('"')[0] for link in links}
    wanted = {"type", "item", "author", "cite-as", "describedby", "license", "linkset"}
    assert relations >= wanted


@pytest.mark.parametrize("path", ["/dumps/core.ttl", "/dumps/core.ttl.gz", "/data/missions.csv"])
def test_a_file_leads_to_where_it_belongs(door, path):
    links = door.get(path).headers.get_all("Link")
    relations = {link.partition('rel="')[2].partition('"')[0] for link in links}
    wanted = {"type", "collection", "author", "cite-as", "describedby", "license"}
    assert relations >= wanted


def test_a_whole_table_tells_how_many_rows_it_has(client, door):
    whole = door.get("/data/missions.csv").headers["Result-Count"]
    assert whole == client.get("/data/missions.csv").headers["Result-Count"]
    assert int(whole) > 1


def test_the_list_of_files_leads_to_the_descriptions(client):
    page = client.get("/dumps/").text
    for path in ("/catalog.html", "/.well-known/void", "/CITATION.cff"):
        assert f'href="{path}"' in page
