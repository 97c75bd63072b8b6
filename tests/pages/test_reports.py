"""A reader reports an error by mail or form, with what was seen where; nobody where none is set."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from openalliances.pages.reports import report
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.rdf.prefixes import ID
from openalliances.settings import Settings

from ..sample import release, settings

__all__ = ["release", "settings"]

IRI = ID + "claim/one"
VALUE = 'A "value" & more?\n<script>, 100 % \u202e é'
MAIL = "mailto:data@example.org"
FORM = "https://example.org/new?labels=data&title={title}&body={body}"


@pytest.fixture
def view_with(release, engine):
    return lambda language="en", **given: View(Site(release, engine, Settings(**given)), language)


def test_without_a_contact_there_is_none(view_with):
    assert report(view_with(), IRI, VALUE) == ""


def test_a_mail_has_the_address_the_value_and_the_release(view_with):
    view = view_with(contact=MAIL)
    address = report(view, IRI, VALUE)
    assert address.startswith(f"{MAIL}?subject=")
    assert address.isascii()
    assert not set(address) & set('<>" \n')
    asked = parse_qs(urlsplit(address).query)
    assert asked["subject"] == ["Error in id/claim/one"]
    (body,) = asked["body"]
    for said in (IRI, 'A "value" & more? <script>, 100 %', view.site.release.manifest.version):
        assert said in body
    # RFC 6068, section 5: lines end with CR and LF.
    assert body.count("\r\n") == body.count("\n") >= 3


def test_a_form_gets_title_and_body_where_they_go(view_with):
    address = report(view_with(contact=MAIL, tracker=FORM), IRI, VALUE)
    asked = parse_qs(urlsplit(address).query)
    assert set(asked) == {"labels", "title", "body"}
    assert IRI in asked["body"][0]


def test_braces_in_a_value_stay_as_they_are(view_with):
    address = report(view_with(tracker=FORM), IRI, "{title} {body} {0}")
    assert unquote(address).count("{title} {body} {0}") == 1


def test_a_page_of_contact_is_led_to_as_it_is(view_with):
    assert report(view_with(contact="https://example.org/us"), IRI) == "https://example.org/us"


def test_a_long_value_is_shortened(view_with):
    assert len(report(view_with(contact=MAIL), IRI, "x" * 10_000)) < 1000
