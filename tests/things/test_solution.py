"""One reader of solutions: what is there, and nothing where it is not or is of another kind."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from openalliances.things import solution
from openalliances.things.description import Node, Text

ROW = {
    "thing": NamedNode("http://x/a"),
    "thingLabel": Literal("A", language="en"),
    "other": NamedNode("http://x/b"),
    "word": Literal("mot", language="fr"),
    "many": Literal(12),
    "yes": Literal(True),
    "no": Literal(False),
    "blank": BlankNode("b"),
}


@pytest.mark.parametrize(
    ("read", "name", "expected"),
    [
        (solution.iri, "thing", "http://x/a"),
        (solution.iri, "word", ""),
        (solution.iri, "blank", ""),
        (solution.iri, "unbound", ""),
        (solution.text, "word", Text("mot", "fr")),
        (solution.text, "thing", None),
        (solution.text, "unbound", None),
        (solution.value, "thing", "http://x/a"),
        (solution.value, "many", "12"),
        (solution.value, "blank", ""),
        (solution.literal, "word", "mot"),
        (solution.literal, "thing", ""),
        (solution.number, "many", 12),
        (solution.number, "word", 0),
        (solution.number, "unbound", 0),
        (solution.is_true, "yes", True),
        (solution.is_true, "no", False),
        (solution.is_true, "unbound", False),
        (solution.node, "thing", Node(Text("A", "en"), "http://x/a")),
        (solution.node, "other", Node(Text("http://x/b"), "http://x/b")),
        (solution.node, "word", Node(Text("mot", "fr"))),
        (solution.node, "unbound", Node(Text(""))),
    ],
)
def test_a_value_is_read_as_what_it_is_asked_for(read, name, expected):
    assert read(ROW, name) == expected
