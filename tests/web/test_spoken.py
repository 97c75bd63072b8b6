"""In which language a page is: by its address, else by the client; and how that is told."""

import pytest

from openalliances.pages.reader import Reader
from openalliances.pages.site import Site
from openalliances.pages.view import View

PAGE = "/id/state/burundi.html"


def shown(client, path, header=None, **more):
    headers = {"Accept": "text/html", **more}
    if header is not None:
        headers["Accept-Language"] = header
    return client.get(path, headers=headers)


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", None, "en"),
        ("", "fr-BE, en;q=0.8", "fr"),
        ("", "de, fr;q=0.5", "fr"),
        ("", "de", "en"),
        ("", "sw, fr;q=0.5", "en"),
        ("?lang=fr", "en", "fr"),
        ("?lang=en", "fr", "en"),
        ("?lang=xx", "fr", "fr"),
        ("?lang=%22%3E%3Cscript%3E", None, "en"),
    ],
)
@pytest.mark.parametrize("path", ["/", PAGE, "/browse/", "/data/missions", "/id/state/nothing"])
def test_the_address_wins_then_the_client(client, path, query, header, language):
    answer = shown(client, path + query, header)
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["Content-Language"] == language
    is_asked = query in ("?lang=fr", "?lang=en")
    assert ("Accept-Language" in answer.headers["Vary"]) is not is_asked
    assert "<script>" not in answer.text


def test_what_another_language_has_is_no_answer_to_a_condition(client):
    english = shown(client, PAGE).headers["ETag"]
    french = shown(client, PAGE, "fr").headers["ETag"]
    assert english != french
    assert shown(client, PAGE, "fr", **{"If-None-Match": french}).status_code == 304
    assert shown(client, PAGE, "fr", **{"If-None-Match": english}).status_code == 200
    kept = shown(client, PAGE, "fr", **{"If-None-Match": french})
    assert "Accept-Language" in kept.headers["Vary"]


def test_documents_for_programs_have_all_languages_in_one(client):
    answers = [
        client.get("/id/state/burundi.ttl", headers={"Accept-Language": x}) for x in ("en", "fr")
    ]
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]
    assert answers[0].data == answers[1].data
    assert "Accept-Language" not in answers[0].headers["Vary"]
    assert "Content-Language" not in answers[0].headers


def test_a_page_leads_to_itself_in_each_language(client):
    text = shown(
        client, "/browse/class?iri=https://w3id.org/openalliances/ontology/State&lang=fr"
    ).text
    place = "/browse/class?iri=https%3A%2F%2Fw3id.org%2Fopenalliances%2Fontology%2FState&amp;lang="
    for tag in ("en", "fr"):
        assert f'<link rel="alternate" hreflang="{tag}" href="{place}{tag}">' in text
        assert f'<a href="{place}{tag}" hreflang="{tag}" lang="{tag}"' in text


def test_a_language_that_was_asked_for_is_kept_in_links(client):
    text = shown(client, "/browse/states?lang=fr").text
    assert 'href="/browse/?lang=fr"' in text
    assert '<input type="hidden" name="lang" value="fr">' in text
    assert 'href="/browse/?lang' not in shown(client, "/browse/states", "fr").text
    found = client.get("/search?q=Burundi&lang=fr")
    assert found.headers["Location"].endswith("/id/state/burundi.html?lang=fr")
    sent_on = shown(client, "/id/state/burundi?lang=fr")
    assert sent_on.headers["Location"].endswith(PAGE + "?lang=fr")


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("/browse/", "/browse/?lang=fr"),
        ("/browse/?a=b", "/browse/?a=b&lang=fr"),
        ("/browse/?a=b#place", "/browse/?a=b&lang=fr#place"),
        ("/browse/?lang=en", "/browse/?lang=en"),
        ("/id/state/kenya.ttl", "/id/state/kenya.ttl"),
        ("#place", "#place"),
        ("//example.org/", "//example.org/"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_links_within_the_site_keep_a_language(href, kept):
    assert Reader("fr", is_asked=True).kept(href) == kept
    assert Reader("fr").kept(href) == href


def test_one_page_makes_no_other_speak_its_language(app):
    client = app.test_client()
    assert '<html lang="fr">' in shown(client, "/?lang=fr").text
    assert '<html lang="en">' in shown(client, "/").text


def test_names_are_in_the_language_of_the_reader_and_say_so_where_they_are_not(
    release, engine, settings
):
    french = View(Site(release, engine, settings), "fr")
    assert french.name("ontology/State", "state") == "<bdi>État</bdi>"
    assert french.name("state/burundi", "Burundi") == '<bdi lang="en">Burundi</bdi>'
    assert french.name("ontology/State", "<b>") == '<bdi lang="en">&lt;b&gt;</bdi>'
    assert french.name("state/israel", "إسرائيل", "ar") == '<bdi lang="ar">إسرائيل</bdi>'
    english = View(Site(release, engine, settings))
    assert english.name("ontology/State", "state") == "<bdi>state</bdi>"
