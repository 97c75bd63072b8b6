"""The table of headers: what a condition means."""

import pytest

from openalliances.http.headers import holds_tag


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        (None, False),
        ("", False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ('"b","a","c"', True),
        ('"b"', False),
        ('"ab"', False),
        ('"A"', False),
        ("a", False),
        ("*", True),
        (" * ", True),
        ('"*"', False),
        ('"a', False),
    ],
)
def test_whether_a_client_has_what_a_tag_names(condition, held):
    assert holds_tag(condition, "a") is held
