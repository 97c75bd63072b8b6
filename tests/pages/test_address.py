"""Where a server says that it is asked: in lines for programs and in what is taken along."""

import pytest

from openalliances.pages.site import Site
from openalliances.settings import Settings


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"host": "0.0.0.0", "port": 81}, "http://localhost:81"),
        ({"host": "::", "port": 81}, "http://localhost:81"),
        ({"host": "::1"}, "http://[::1]:8000"),
        ({"public_url": "https://example.org/"}, "https://example.org"),
    ],
)
def test_the_address_is_one_that_can_be_asked(given, expected):
    assert Site(None, None, Settings(**given)).address == expected
