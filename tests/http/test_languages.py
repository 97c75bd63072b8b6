"""Which language a client gets: RFC 9110, section 12.5.4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.http.languages import chosen, speaks, wished

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
    ("path", "does"),
    [
        ("/reconcile", True),
        ("/reconcile/fr/preview", True),
        ("/suggest", True),
        ("/", False),
        ("*", False),
        ("", False),
        ("/id/state/reconcile", False),
        ("/reconciled", False),
    ],
)
def test_only_names_for_programs_speak_several_languages(path, does):
    assert speaks(path) is does
