"""Members, observers and associates never stand in one table; neither do present and past ones."""

import pytest

from openalliances.http.urls import Urls
from openalliances.pages.links import Links
from openalliances.pages.records import FULL, PLACES, part_of, tables
from openalliances.rdf.prefixes import BASE
from openalliances.things.description import Description, List, Node, Record, Text

LINKS = Links(Urls(BASE), False)


def spell(kind=FULL, role="members", name="A", **more):
    others = (Node(Text(name), BASE + f"id/state/{name}"),)
    return Record(Node(Text(""), BASE + f"id/membership/x/{name}"), role, others, kind, **more)


CASES = [
    (spell(), ""),
    (spell(kind=""), ""),
    (spell(observation="known-lately"), ""),
    (spell(observation="known-earlier"), "last-known"),
    (spell(observation="not-observed"), "last-known"),
    (spell(observation="ended"), "former"),
    (spell(end="1990"), "former"),
    (spell(kind="observer"), "observer"),
    (spell(kind="observer", end="1990"), "observer"),
    (spell(kind="associate member"), "associate"),
    (spell(kind="participant"), "participant"),
    (spell(kind="signatory"), "signatory"),
    (spell(kind="guest"), "other"),
]


@pytest.mark.parametrize(("record", "part"), CASES)
def test_each_membership_has_its_part(record, part):
    assert part_of(record) == part


def test_each_part_is_a_table_of_its_own_with_a_place_of_its_own():
    records = tuple(record for record, _ in CASES)
    found = list(tables(Description("i:x", Text("X"), records=records), LINKS))
    assert len(found) == len({part for _, part in CASES})
    assert {table.slug for table in found} <= set(PLACES)
    assert [table.title for table in found][:3] == [
        "Members",
        "Last known members",
        "Former members",
    ]
    assert all(len({row.kind or FULL for row in table.rows}) == 1 for table in found)


def test_a_state_is_told_of_what_it_is_a_member_and_of_what_it_was():
    records = (spell(role="member"), spell(role="member", name="B", end="1990"))
    found = tables(Description("i:x", Text("X"), records=records), LINKS)
    assert [table.title for table in found] == ["Member of", "Former member of"]


def test_a_complete_list_of_members_is_told_at_members_only():
    lists = (List("members", Node(Text("OAS"), BASE + "id/source/oas"), True, "18", "2019-09-11"),)
    records = (spell(observation="known-earlier"), spell(name="B", end="1990"))
    thing = Description("i:x", Text("X"), records=records, lists=lists)
    words = [table.recorded.words for table in tables(thing, LINKS) if table.recorded]
    assert words == ["complete as of 2019-09-11", "as far as recorded"]


def test_operations_stand_by_their_role():
    records = tuple(spell(role=role, name=role) for role in ("lead", "host"))
    found = tables(Description("i:x", Text("X"), records=records), LINKS)
    assert [(table.slug, table.spells) for table in found] == [("host", False), ("lead", False)]
