"""IRIs of cells and statements: what they are made of, and that they lead back."""

import pyoxigraph as ox
import pytest

from openalliances.rdf.prefixes import ALLY, ID, PREFIXES
from openalliances.statements.iris import cell_iri, cell_of, predicate_name, statement_iri

GREECE = ID + "membership/nato/greece"
DAY = ox.Literal("1952-02-18", datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def test_a_statement_is_its_cell_and_the_digest_of_its_value():
    iri = statement_iri(GREECE, ALLY + "startDate", DAY)
    assert iri == f"{ID}statement/membership/nato/greece/startDate/880c093f"
    assert cell_of(iri) == cell_iri(GREECE, ALLY + "startDate")
    assert not cell_of(GREECE)


def test_another_datatype_or_language_is_another_statement():
    terms = (DAY, ox.Literal("1952-02-18"), ox.Literal("1952-02-18", language="en"))
    assert len({statement_iri(GREECE, ALLY + "startDate", term) for term in terms}) == 3


@pytest.mark.parametrize(
    ("predicate", "name"),
    [
        (ALLY + "startDate", "startDate"),
        (PREFIXES["rdfs"] + "label", "rdfs.label"),
        ("http://example.org/x/p", "http%3A%2F%2Fexample.org%2Fx%2Fp"),
    ],
)
def test_a_property_is_one_step(predicate, name):
    assert predicate_name(predicate) == name


def test_only_our_things_have_statements():
    with pytest.raises(ValueError, match="none of our things"):
        cell_iri(ALLY + "State", PREFIXES["rdfs"] + "label")
