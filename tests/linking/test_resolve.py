"""What a person writes leads to one IRI, or it is said why not."""

import pytest

from openalliances.errors import NotFoundError
from openalliances.linking.resolve import is_explicit, resolve
from openalliances.rdf.prefixes import ALLY, BASE
from openalliances.release.search_index import Entry

AMISOM = BASE + "id/mission/amisom"
ENTRIES = (
    Entry(AMISOM, "African Union Mission in Somalia", "mission", ("AMISOM",)),
    Entry(BASE + "id/state/burundi", "Burundi", "state"),
    Entry(BASE + "id/force/burundi", "Burundi Army", "force"),
    Entry(BASE + "id/force/burundi-2", "Burundi Navy", "force"),
)


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        (AMISOM, AMISOM),
        ("http://x.invalid/y", "http://x.invalid/y"),
        ("id/mission/amisom", AMISOM),
        ("mission/amisom", AMISOM),
        ("id:mission/amisom", AMISOM),
        ("ally:State", ALLY + "State"),
        ("amisom", AMISOM),
        ("burundi", BASE + "id/state/burundi"),
        ("burundi nav", BASE + "id/force/burundi-2"),
    ],
)
def test_a_name_leads_to_its_thing(name, iri):
    assert resolve(name, ENTRIES) == iri


@pytest.mark.parametrize(
    ("name", "told"), [("nowhere", "Nothing is called “nowhere”"), ("buru", "may be several")]
)
def test_what_leads_nowhere_or_to_several_is_refused_with_a_hint(name, told):
    with pytest.raises(NotFoundError, match=told) as caught:
        resolve(name, ENTRIES)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "explicit"),
    [
        (AMISOM, True),
        ("ally:State", True),
        ("mission/amisom", False),
        ("x:y", False),
        ("NATO", False),
    ],
)
def test_an_explicit_name_needs_no_index(name, explicit):
    assert is_explicit(name) is explicit
    if explicit:
        assert resolve(name)
