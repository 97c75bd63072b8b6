"""In the shipped set no name of a state, in any language, is that of another state as well.

So names in many languages, which nobody of us has read all, do not make matching wrong. A short
form that several go by would have to be in the list, with what tells them apart.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from openalliances.rdf.prefixes import ID
from openalliances.release.names import NAMES

pytestmark = pytest.mark.slow

SHARED: dict[str, set[str]] = {}
"""Names that several states go by, folded, and those states."""

_NAMES = """SELECT folded, iri, names.language FROM names JOIN things ON things.id = thing
  WHERE rank = 0 AND names.kind NOT IN ('initials', 'local')"""


@pytest.fixture(scope="module")
def names(shipped_release):
    with closing(sqlite3.connect(shipped_release.indexes / NAMES)) as database:
        return database.execute(_NAMES).fetchall()


def test_no_name_is_that_of_two_states(names):
    by_name: dict[str, set[str]] = {}
    for name, iri, _ in names:
        by_name.setdefault(name, set()).add(iri.removeprefix(ID))
    assert {name: states for name, states in by_name.items() if len(states) > 1} == SHARED


@pytest.mark.parametrize(
    ("name", "state", "language"),
    [
        ("uburundi", "state/burundi", "rn"),
        ("norge", "state/norway", "nb"),
        ("irao", "state/iran", "pt-pt"),
        ("west germany", "state/germany", "en"),
        ("zaire", "state/democratic-republic-of-the-congo", "en"),
        ("holland", "state/netherlands", "en"),
    ],
)
def test_the_index_has_the_name_with_its_language(names, name, state, language):
    assert (name, ID + state, language) in names


def test_states_of_the_past_have_no_names_of_today(names):
    past = {"state/yugoslavia", "state/soviet-union", "state/east-germany", "state/south-yemen"}
    found = {language for _, iri, language in names if iri.removeprefix(ID) in past}
    assert found == {"en", "fr"}
