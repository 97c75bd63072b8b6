"""Ranges of results: some clients read a table from a URL in no other way."""

import pytest

TARGET = (
    "/sparql?format=csv&query=SELECT%20*%20%7B%20?s%20?p%20?o%20%7D%20ORDER%20BY%20?s%20?p%20?o"
)
CHANGING = "/sparql?format=csv&query=SELECT%20(RAND()%20AS%20?x)%20%7B%7D"


@pytest.fixture(scope="module")
def whole(door):
    return door.get(TARGET)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-3", 0, 4),
        ("bytes=10-", 10, None),
        ("bytes=-5", -5, None),
        ("bytes=0-999999", 0, None),
    ],
)
@pytest.mark.parametrize("again", [False, True, True])
def test_a_range_is_that_part_of_the_whole(door, whole, asked, start, end, again):
    answer = door.get(TARGET, headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.data == whole.data[start:end]
    assert answer.content_length == len(answer.data)
    assert answer.headers["Content-Range"].endswith(f"/{len(whole.data)}")
    assert answer.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Range": "bytes=99999999-"}, 416),
        ({"Range": "bytes=0-1,3-4"}, 200),
        ({"Range": "rows=0-1"}, 200),
        ({"Range": "bytes=0-1", "If-Range": '"another"'}, 200),
    ],
)
def test_other_ranges_have_the_whole_or_none(door, whole, headers, status):
    answer = door.get(TARGET, headers=headers)
    assert answer.status_code == status
    assert answer.data == (whole.data if status == 200 else b"")


def test_an_answer_that_changes_has_no_parts(door):
    assert door.get(CHANGING, headers={"Range": "bytes=0-1"}).status_code == 200


def test_head_says_the_length_of_the_whole(door, whole):
    head = door.head(TARGET, headers={"Range": "bytes=0-1"})
    assert (head.status_code, head.content_length) == (200, len(whole.data))
