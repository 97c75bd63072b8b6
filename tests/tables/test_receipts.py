"""Which rows say a published value, and which say another: value by value."""

import pytest

from openalliances.rdf.prefixes import ALLY, ID

from .test_publication import Cells, membership, published
from .test_publication import file as table


def receipts(*rows: Cells) -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    """Return the numbers of the rows on either side, by property and value."""
    made = published(table("membership", *rows))["membership"].receipts

    def numbers(nodes):
        return {node.value.rpartition("/")[2] for node in nodes}

    return {
        (
            receipt.triple.predicate.value.removeprefix(ALLY),
            receipt.triple.object.value.removeprefix(ID),
        ): (numbers(receipt.citations), numbers(receipt.otherwise))
        for receipt in made
    }


def test_each_row_says_what_it_is_about():
    found = receipts(membership(1, kind="full"), membership(2))
    assert found["hasMember", "state/greece"] == ({"1", "2"}, set())


@pytest.mark.parametrize(
    ("other", "says", "otherwise"),
    [("1952", {"1", "2"}, set()), ("1952-02", {"1", "2"}, set()), ("1951", {"1"}, {"2"})],
)
def test_a_less_exact_date_says_the_same_and_another_says_otherwise(other, says, otherwise):
    rows = membership(1, kind="full", start="1952-02-18"), membership(2, start=other)
    assert receipts(*rows)["startDate", "1952-02-18"] == (says, otherwise)


def test_the_kind_of_another_date_says_nothing_of_the_published_one():
    first = membership(1, kind="full", start="1952-02-18", start_kind="accession")
    second = membership(2, start="1951-10-22", start_kind="accession")
    found = receipts(first, second)
    (value,) = (value for property_, value in found if property_ == "hasStartDateKind")
    assert found["hasStartDateKind", value] == ({"1"}, set())


def test_the_name_by_which_we_call_a_thing_has_no_receipt():
    made = published()["state"].receipts
    assert not made
