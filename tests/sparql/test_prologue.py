"""Our prefixes need no declaration; nothing else of the query changes."""

import pytest

from openalliances.rdf.prefixes import PREFIXES
from openalliances.sparql.prologue import with_prefixes

ALLY = f"PREFIX ally: <{PREFIXES['ally']}> "
RDFS = f"PREFIX rdfs: <{PREFIXES['rdfs']}> "


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("ASK { ?s a ally:State }", ALLY),
        ("ASK { ?s a ally:State ; rdfs:label ?l }", ALLY + RDFS),
        ("PREFIX ally: <urn:other:> ASK { ?s a ally:State }", ""),
        ("prefix ally: <urn:other:>\nASK { ?s a ally:State }", ""),
        ("ASK { ?s a <ally:State> }", ""),
        ("ASK { ?s a nope:State }", ""),
        ("", ""),
    ],
)
def test_what_is_used_and_not_declared_is_declared_on_the_first_line(text, added):
    assert with_prefixes(text) == added + text
    assert with_prefixes(added + text) == added + text
