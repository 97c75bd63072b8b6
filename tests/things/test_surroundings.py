"""What points at a thing by way of blank nodes, and what is said about its statements."""

import pytest
from pyoxigraph import RdfFormat, Store

from openalliances.engine.interface import Closure
from openalliances.engine.local.closure import closed
from openalliances.rdf.prefixes import Prefixes
from openalliances.things.describe import INCOMING_LIMIT, STATEMENTS, assemble
from openalliances.things.naming import NAME_PROPERTIES

EX = "http://pact.example/"
DATA = """
prefix owl: <http://www.w3.org/2002/07/owl#>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
<Pact> rdfs:subClassOf [ owl:onProperty <party> ; owl:someValuesFrom [ owl:unionOf ( <A> <B> ) ] ] .
<steps> <list> ( <x> <A> ) . <Pact> rdfs:label "Pact"@en , "Pakt"@de . <A> rdfs:label "a" .
[] a owl:AllDisjointClasses ; owl:members ( <A> <B> ) .
<B> <p> <C> {| <since> 2000 ; <by> <A> |} .
<B> <q> [ <back> <B> ] .
<C> rdfs:label [ <odd> 1 ] .
"""


@pytest.fixture(scope="module")
def store():
    made = Store()
    made.load(DATA.encode(), RdfFormat.TURTLE, base_iri=EX)
    return made


def described(store, name, incoming=INCOMING_LIMIT, prefixes=None):
    wanted = Closure((EX + name,), 0, incoming, NAME_PROPERTIES)
    short = (prefixes or Prefixes({"pact": EX})).shorten
    return assemble(EX + name, list(closed(store, wanted)), short=short)


def pointing(thing):
    return {
        (group.property.text.value, statement.value.text.value)
        for group in thing.incoming
        for statement in group.statements
        if statement.value.iri
    }


def test_the_bearer_of_a_list_or_a_restriction_is_named_and_not_its_blank_node(store):
    told = {("sub class of", "Pact"), ("pact:list", "pact:steps")}
    assert pointing(described(store, "A")) == told
    assert ("sub class of", "Pact") in pointing(described(store, "party"))


def test_a_blank_node_that_nothing_has_says_what_it_is(store):
    groups = {g.property.text.value: g.statements for g in described(store, "A").incoming}
    (statement,) = groups["members"]
    (members,) = statement.value.inside.group("http://www.w3.org/2002/07/owl#members")
    assert [item.text.value for item in members.inside.items] == ["a", "pact:B"]


def test_a_thing_does_not_point_at_itself_by_its_own_blank_nodes(store):
    assert ("pact:q", "pact:B") not in pointing(described(store, "B"))


def test_what_is_said_about_a_statement_stands_with_it(store):
    (statement,) = described(store, "B").group(EX + "p")
    (reifier,) = statement.reifiers
    names = [group.property.text.value for group in reifier.inside.groups]
    assert names == ["pact:by", "pact:since"]


def test_what_is_no_literal_is_no_name(store):
    assert described(store, "C").label.value == "pact:C"


def test_no_more_is_read_than_was_asked_for(store):
    few = described(store, "A", incoming=2)
    assert sum(len(group.statements) for group in few.incoming) <= 2


def test_names_are_those_of_the_users_own_prefixes(store):
    assert described(store, "steps").label.value == "pact:steps"


def test_what_is_too_much_for_a_page_is_told():
    store = Store()
    items = " ".join(str(number) for number in range(STATEMENTS // 2 + 10))
    store.load(f"<a> <p> ( {items} ) . <b> <p> ( 1 ) .".encode(), RdfFormat.TURTLE, base_iri=EX)
    wanted = Closure((EX + "a",), STATEMENTS + 1)
    assert not assemble(EX + "a", list(closed(store, wanted))).whole
    assert assemble(EX + "b", list(closed(store, Closure((EX + "b",))))).whole
