"""Which language a client gets: RFC 9110, section 12.5.4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.http.languages import PAGES, chosen, heard, page_language, speaks, wished

OFFERED = ("en", "fr", "sw")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("*", "en"),
        ("fr", "fr"),
        ("FR-be", "fr"),
        ("fr;q=0, en", "en"),
        ("de-DE,de;q=0.9,sw;q=0.8,en;q=0.7", "sw"),
        ("en;q=0.5, fr;q=0.9", "fr"),
        ("en, fr", "en"),
        ("fr;q=0.5, fr;q=0", "fr"),
        ("rw, so, am, ar, fr", "en"),
        (",;=,fr;q=2,x-klingon", "en"),
    ],
)
def test_the_language_liked_best_of_those_there_are_is_chosen(header, language):
    assert chosen(header, OFFERED, "en") == language
    assert chosen(wished(header), OFFERED, "en") == language


@given(st.text())
def test_any_header_is_answered_and_few_things_are_told_apart(header):
    assert chosen(header, OFFERED, "en") in OFFERED
    assert len(wished(header)) <= 4 * len("xxx,")


@pytest.mark.parametrize(
    ("path", "heard_of_it"),
    [
        ("/reconcile", "fr,de,sw"),
        ("/reconcile/fr/preview", "fr,de,sw"),
        ("/suggest", "fr,de,sw"),
        ("/", "fr"),
        ("", "fr"),
        ("/id/state/kenya", "fr"),
        ("/id/state/kenya.html", "fr"),
        ("/id/state/reconcile", "fr"),
        ("/reconciled", "fr"),
        ("/figure/size.svg", "fr"),
        ("/id/state/kenya.ttl", ""),
        ("/browse/missions.csv", ""),
        ("/openapi.json", ""),
    ],
)
def test_an_answer_depends_on_no_more_of_a_header_than_it_speaks(path, heard_of_it):
    assert heard(path, "fr-CA, de;q=0.8, sw;q=0.2") == heard_of_it
    assert speaks(path) is bool(heard_of_it)


@given(st.text())
def test_pages_have_few_languages_however_headers_are_worded(header):
    assert heard("/id/state/kenya.html", header) in PAGES


@pytest.mark.parametrize(
    ("asked", "header", "language"),
    [
        ("fr", "en", "fr"),
        ("FR-ca", "en", "fr"),
        ("en", "fr", "en"),
        ("sw", None, "sw"),
        ("de", "fr", "fr"),
        ("", "de", "en"),
        ("<script>", None, "en"),
        ("x" * 10_000, "fr;q=0.2", "fr"),
    ],
)
def test_an_address_wins_over_a_header_if_it_names_a_language_of_pages(asked, header, language):
    assert page_language(header, asked) == language
