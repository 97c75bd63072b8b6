"""Conditions and ranges, as RFC 9110, sections 13 and 14, have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.http.conditions import Validators, asked_range, precondition

KNOWN = Validators("tag", 784111777.6)
SAME = "Sun, 06 Nov 1994 08:49:37 GMT"
BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT"
AFTER = "Sunday, 06-Nov-94 08:49:38 GMT"


def headers(**given):
    """Return a look-up of headers, whose names have - for _."""
    lines = {name.replace("_", "-").encode(): value for name, value in given.items()}
    return lines.get


# headers, status
CONDITIONS = [
    ({}, 200),
    ({"if_match": '"tag"'}, 200),
    ({"if_match": '"x", "tag"'}, 200),
    ({"if_match": "*"}, 200),
    ({"if_match": '"x"'}, 412),
    ({"if_match": 'W/"tag"'}, 412),
    ({"if_match": "tag"}, 412),
    ({"if_match": ""}, 412),
    ({"if_match": '"tag"', "if_unmodified_since": BEFORE}, 200),
    ({"if_unmodified_since": SAME}, 200),
    ({"if_unmodified_since": AFTER}, 200),
    ({"if_unmodified_since": BEFORE}, 412),
    ({"if_unmodified_since": "yesterday"}, 200),
    ({"if_none_match": '"tag"'}, 304),
    ({"if_none_match": 'W/"tag"'}, 304),
    ({"if_none_match": "*"}, 304),
    ({"if_none_match": '"x"'}, 200),
    ({"if_none_match": '"x"', "if_modified_since": SAME}, 200),
    ({"if_modified_since": SAME}, 304),
    ({"if_modified_since": AFTER}, 304),
    ({"if_modified_since": BEFORE}, 200),
    ({"if_modified_since": "x" * 5000}, 200),
    ({"if_modified_since": "Sun, 06 Nov 99999999999 08:49:37 GMT"}, 200),
    ({"if_match": '"x"', "if_none_match": '"tag"'}, 412),
]


@pytest.mark.parametrize(("given", "status"), CONDITIONS)
def test_what_a_condition_says(given, status):
    assert precondition(headers(**given), KNOWN) == status


def test_without_a_date_no_condition_on_dates_says_anything():
    asked = headers(if_modified_since=AFTER, if_unmodified_since=BEFORE)
    assert precondition(asked, Validators("tag")) == 200


# Range, If-Range, what is sent of ten bytes
RANGES = [
    ("bytes=0-4", None, (206, 0, 5)),
    ("bytes=0-0", None, (206, 0, 1)),
    ("bytes=5-", None, (206, 5, 5)),
    ("bytes=5-99", None, (206, 5, 5)),
    ("bytes=-3", None, (206, 7, 3)),
    ("bytes=-99", None, (206, 0, 10)),
    ("bytes = 2 - 3 ", None, (206, 2, 2)),
    ("bytes=9-", None, (206, 9, 1)),
    ("bytes=10-", None, (416, 0, 0)),
    ("bytes=-0", None, (416, 0, 0)),
    ("bytes=3-2", None, (200, 0, 10)),
    ("bytes=-", None, (200, 0, 10)),
    ("bytes=a-b", None, (200, 0, 10)),
    ("bytes=0-1,3-4", None, (200, 0, 10)),
    ("lines=0-1", None, (200, 0, 10)),
    ("bytes=\u0660-1", None, (200, 0, 10)),
    (None, '"tag"', (200, 0, 10)),
    ("bytes=0-4", '"tag"', (206, 0, 5)),
    ("bytes=0-4", '"x"', (200, 0, 10)),
    ("bytes=0-4", 'W/"tag"', (200, 0, 10)),
    ("bytes=0-4", "tag", (200, 0, 10)),
    ("bytes=0-4", "", (200, 0, 10)),
    ("bytes=0-4", SAME, (206, 0, 5)),
    ("bytes=0-4", AFTER, (200, 0, 10)),
]


@pytest.mark.parametrize(("asked", "condition", "sent"), RANGES)
def test_which_part_is_sent(asked, condition, sent):
    given = {"range": asked, "if_range": condition}
    lines = {name: value for name, value in given.items() if value is not None}
    assert asked_range(headers(**lines), KNOWN, 10) == sent


@given(st.text(alphabet="bytes=0123456789-, ", max_size=20), st.integers(0, 1000))
def test_any_range_lies_within_the_whole(asked, size):
    status, start, length = asked_range(headers(range=asked), KNOWN, size)
    assert status in (200, 206, 416)
    assert start >= 0
    assert start + length <= size
    assert (length == size) if status == 200 else (length > 0) == (status == 206)
