"""What a person writes leads to one IRI, or it is said why not."""

import pytest

from openalliances.errors import NotFoundError
from openalliances.linking.resolve import explicit_iri, is_explicit, resolve
from openalliances.rdf.prefixes import ALLY, BASE

AMISOM = BASE + "id/mission/amisom"


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
        ("516", BASE + "id/state/burundi"),
        ("Côte d'Ivoire", BASE + "id/state/civ"),
        ("burundi nav", BASE + "id/force/burundi-2"),
    ],
)
def test_a_name_leads_to_its_thing(index, name, iri):
    assert resolve(name, index) == iri


@pytest.mark.parametrize(
    ("name", "told"), [("nowhere", "Nothing is called “nowhere”"), ("kor", "may be several")]
)
def test_what_leads_nowhere_or_to_several_is_refused_with_a_hint(index, name, told):
    with pytest.raises(NotFoundError, match=told) as caught:
        resolve(name, index)
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
        assert explicit_iri(name) in (AMISOM, ALLY + "State")
