"""The site over somebody's own files speaks of their data: pages, lists, terms, descriptions."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import RdfFormat, parse

from openalliances.builder.user_files import load_files
from openalliances.engine.local.engine import open_local
from openalliances.pages import browse
from openalliances.pages.site import Site
from openalliances.progress import Silence
from openalliances.rdf.vocabulary import DCAT
from openalliances.reader import ReadOptions
from openalliances.web.app import create_app

from ..sample import with_client

ONTO = "http://pact.example/onto#"
DATA = """
@prefix : <http://pact.example/onto#> . @prefix v: <http://pact.example/voc/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://pact.example/onto> a owl:Ontology ; rdfs:label "Pact <ontology>" ;
  rdfs:comment "Promises & more." ; dct:license <https://creativecommons.org/licenses/by/4.0/> ;
  owl:imports <http://other.example/o> .
:Pact a owl:Class ; rdfs:label "Pact"@en , "Pakt"@de ; rdfs:comment "A promise." .
:signs a owl:ObjectProperty ; rdfs:label "signs" ; rdfs:domain :State ; rdfs:range :Pact .
:State a owl:Class ; rdfs:label "Staat"@de ; owl:deprecated true .
:Unlabelled a owl:Class ; rdfs:subClassOf :Pact .
:Round a owl:Class ; rdfs:subClassOf :Trip . :Trip a owl:Class ; rdfs:subClassOf :Round .
:tana a :Pact ; rdfs:label "Tana Pact" . :loose :signs :tana .
v:S a skos:ConceptScheme ; dct:title "Peace words"@en ; skos:hasTopConcept v:a .
v:a a skos:Concept ; skos:inScheme v:S ; skos:prefLabel "Rauha"@fi ; skos:notation "10" .
v:b a skos:Concept ; skos:inScheme v:S ; skos:broader v:a ; skos:prefLabel "ceasefire"@en .
""" + "".join(f":p{n} a :Pact . " for n in range(5))
CLASS_LIST = "/browse/class?" + urlencode({"iri": ONTO + "Pact"})


@pytest.fixture(scope="module")
def own(tmp_path_factory, settings):
    """A client of the pages over the data above, with lists of three things a page."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "mine.ttl").write_text(DATA)
    release = load_files([folder / "mine.ttl"], replace(settings, cache_dir=str(folder)), Silence())
    engine = open_local(release.store, settings)
    patch = pytest.MonkeyPatch()
    patch.setattr(browse, "PAGE", 3)
    yield with_client(create_app(Site(release, engine, settings))).test_client()
    patch.undo()
    engine.close()


def text_of(client, path):
    """Return the words of the main part of a page."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, path
    main = answer.text.partition("<main")[2].partition("</main")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def hrefs_of(client, path):
    return {unescape(href) for href in re.findall(r'href="([^"]*)"', client.get(path).text)}


def test_home_has_title_description_licence_and_classes_with_numbers(own):
    home = text_of(own, "/")
    for piece in ("Pact <ontology>", "Promises & more.", "CC BY 4.0", "6 Pact", "Peace words 2"):
        assert piece in home
    assert not re.search("alliance|mission", home, re.IGNORECASE)
    assert CLASS_LIST in hrefs_of(own, "/")


def test_browse_lists_vocabularies_classes_properties_and_what_has_no_class(own):
    page = text_of(own, "/browse/")
    for piece in ("Vocabularies 1 Peace words 2 concepts", "Pact 6 :Pact", "signs 1 :signs"):
        assert piece in page
    assert "Without a class 1" in page
    assert {CLASS_LIST, "/browse/class?iri="} <= hrefs_of(own, "/browse/")


def test_all_things_of_a_class_are_reached_page_by_page(own):
    seen, path = [], CLASS_LIST
    while path:
        answer = own.get(path)
        assert answer.status_code == 200
        main = answer.text.partition('<ul class="columns">')[2].partition("</ul>")[0]
        seen += re.findall(r'<a href="([^"]*)"', main)
        found = re.search(r'rel="next" href="([^"]*)"', answer.text)
        path = unescape(found[1]) if found else ""
    assert len(seen) == len(set(seen)) == 6
    assert all(own.get(unescape(href)).status_code == 200 for href in seen)


def test_things_without_a_class_are_listed(own):
    assert ":loose" in text_of(own, "/browse/class?iri=")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("iri=" + quote(ONTO + "Nothing"), 404),
        ("iri=nonsense", 400),
        ("iri=" + quote(ONTO + "Pact") + "&page=9", 404),
        ("iri=" + quote(ONTO + "Pact") + "&page=0", 400),
        ("iri=" + quote(ONTO + "Pact") + "&page=x", 400),
        ("iri=" + quote(ONTO + "Pact") + "&page=" + "9" * 400, 400),
    ],
)
def test_a_list_that_is_not_there_says_so(own, query, status):
    answer = own.get("/browse/class?" + query)
    assert answer.status_code == status
    assert answer.json["hint"]


def test_the_ontology_explains_all_terms(own):
    page = text_of(own, "/ontology.html")
    for piece in (
        *("Classes 5", ":Unlabelled", "Staat de deprecated", "A promise.", ":Round", ":Trip"),
        *("signs :signs Staat Pact", "Imports http://other.example/o", "CC BY 4.0"),
    ):
        assert piece in page
    terms = ("Pact", "State", "Unlabelled", "Round", "Trip", "signs")
    assert {
        f"/resource?iri={quote(ONTO + term, safe='')}&format=html" for term in terms
    } <= hrefs_of(own, "/ontology.html")


def test_the_path_of_the_ontology_leads_to_its_page(own):
    answer = own.get("/ontology")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ontology.html")


def test_a_class_has_its_properties_and_its_instances(own):
    path = "/resource?" + urlencode({"iri": ONTO + "Pact", "format": "html"})
    page = text_of(own, path)
    assert "What leads to it" in page
    assert "In the data 6 instances" in page
    assert CLASS_LIST in hrefs_of(own, path)


def test_a_scheme_is_a_tree_with_notations_and_languages(own):
    assert "Concepts 2 10 Rauha fi ceasefire" in text_of(own, "/voc/S.html")


def test_void_gives_the_numbers_and_claims_no_address_that_nobody_knows(own):
    site = own.application.extensions["openalliances"]
    app = create_app(Site(site.release, site.engine, replace(site.settings, port=0)))
    answer = app.test_client().get("/.well-known/void", headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200
    said = {
        (q.subject.value, q.predicate.value.rpartition("#")[2], q.object.value)
        for q in parse(answer.data, RdfFormat.N_TRIPLES)
    }
    dataset = "http://pact.example/onto"
    triples = next(value for s, p, value in said if (s, p) == (dataset, "triples"))
    assert int(triples) == len(set(parse(DATA, RdfFormat.TURTLE)))
    part = next(s for s, p, value in said if (p, value) == ("class", ONTO + "Pact"))
    assert (part, "entities", "6") in said
    assert not [s for s in said if s[1] in ("sparqlEndpoint", "dataDump")]


def test_void_has_the_addresses_where_the_world_reaches_them(own):
    site = own.application.extensions["openalliances"]
    settings = replace(site.settings, public_url="https://data.example/")
    app = create_app(Site(site.release, site.engine, settings))
    text = app.test_client().get("/.well-known/void", headers={"Accept": "text/turtle"}).text
    assert "<https://data.example/sparql>" in text
    assert "<https://data.example/dumps/data.ttl>" in text


def test_a_description_claims_neither_publisher_nor_licence_of_ours(own):
    answer = own.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    said = {(q.predicate.value, q.object.value) for q in parse(answer.data, RdfFormat.N_TRIPLES)}
    assert not [value for name, value in said if "w3id.org/openalliances" in value]
    assert (DCAT.downloadURL.value, "http://127.0.0.1:8000/dumps/data.ttl") in said
    assert not [name for name, _ in said if name.endswith(("publisher", "creator"))]
    # The licence is the one that the files state.
    assert "CC BY 4.0" in text_of(own, "/")


def test_a_description_is_a_page_too(own):
    assert "What is in" in text_of(own, "/.well-known/void")


@pytest.mark.parametrize("path", ["/catalog", "/catalog.ttl", "/dataset/1.0", "/CITATION.cff"])
def test_what_only_our_set_has_is_not_there(own, path):
    assert own.get(path).status_code == 404


def test_the_page_of_downloads_has_the_files(own):
    page = text_of(own, "/dumps/")
    assert "All data" in page
    assert "/dumps/data.ttl" in hrefs_of(own, "/dumps/")


def test_what_was_left_out_is_told_without_the_folder_of_the_server(tmp_path, settings):
    (tmp_path / "bad.nt").write_text(
        '<http://a.example/x> <http://a.example/p> "b" .\n<http://a.example/b ad> <http://p> 1 .\n'
    )
    (tmp_path / "none.ttl").write_text("# nothing\n")
    own_cache = replace(settings, cache_dir=str(tmp_path / "cache"))
    options = replace(ReadOptions.from_settings(own_cache), lenient=True)
    files = [tmp_path / "bad.nt", tmp_path / "none.ttl"]
    release = load_files(files, own_cache, Silence(), options)
    engine = open_local(release.store, settings)
    try:
        client = with_client(create_app(Site(release, engine, settings))).test_client()
        page = text_of(client, "/")
    finally:
        engine.close()
    assert "1 statement of bad.nt was left out" in page
    assert "none.ttl" in page.partition("To know about these files")[2]
    assert str(tmp_path) not in page
