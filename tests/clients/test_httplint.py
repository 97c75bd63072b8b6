"""httplint finds nothing bad in our answers."""

import pytest

TARGETS = 12
ACCEPTED = {
    "Cache-Control: public is probably not necessary.": "it says what is so, and harms nothing",
    "This resource varies in 4 ways.": "format, profile, language and coding are each negotiated",
    "The server didn't understand the request.": "the query does not parse, as the status says",
}
"""What it remarks, with the reason why it stays."""


@pytest.fixture(scope="module")
def notes(python_client):
    return python_client("lint.py", "httplint")


def test_nothing_is_bad(notes):
    assert len(notes) == TARGETS
    others = {target: sorted(set(found) - set(ACCEPTED)) for target, found in notes.items()}
    assert {target: found for target, found in others.items() if found} == {}
    assert set().union(*notes.values()) == set(ACCEPTED)
