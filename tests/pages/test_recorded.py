"""Words for what is known until when, what is complete, and what was withdrawn."""

from dataclasses import replace

import pytest

from openalliances.http.urls import Urls
from openalliances.pages.links import Links
from openalliances.pages.recorded import (
    known_in_words,
    lists_of,
    of_table,
    standing,
    until,
    withdrawal,
)
from openalliances.pages.thing import thing_page
from openalliances.rdf.prefixes import ALLY, BASE, PREFIXES, VOCAB
from openalliances.things.description import Description, Group, List, Node, Statement, Text

LINKS = Links(Urls(BASE), False)
NATO = Node(Text("NATO: Members", "en"), BASE + "id/source/nato")


def thing(*classes, lists=(), **said):
    kinds = tuple(Statement(Node(Text(name), ALLY + name)) for name in classes)
    groups = tuple(
        Group(Node(Text(name), ALLY + name), (Statement(value),)) for name, value in said.items()
    )
    return Description(BASE + "id/x/x", Text("X"), kinds, groups, lists=lists)


def status(name):
    return Node(Text(name), f"{VOCAB}observation-status/{name}")


@pytest.mark.parametrize(
    ("end", "known", "observation", "words"),
    [
        ("1990", "", "ended", ""),
        ("", "2025-12-03", "known-lately", "Known until 2025-12-03"),
        ("", "2012-12-31", "known-earlier", "Last known 2012-12-31"),
        ("", "", "not-observed", "Not known since when"),
        ("", "", "", "No end stated"),
    ],
)
def test_what_goes_on_says_until_when_it_is_known(end, known, observation, words):
    assert until(end, known, observation) == words


def test_the_first_sentence_says_until_when():
    day = Node(Text("2012-12-31"), datatype="date")
    found = thing("Membership", knownUntil=day, hasObservationStatus=status("known-earlier"))
    assert known_in_words(found) == "last known 2012-12-31"
    assert thing_page(found, LINKS.urls).sentence.endswith("(last known 2012-12-31).")


@pytest.mark.parametrize("found", [thing("State"), thing(hasObservationStatus=status("ended"))])
def test_what_ended_or_does_not_last_says_nothing(found):
    assert known_in_words(found) == ""


def rows(*lists, classes=("Organization",)):
    return [
        (row.kind, row.words, row.count) for row in lists_of(thing(*classes, lists=lists), LINKS)
    ]


def test_a_list_that_nobody_gives_is_as_far_as_recorded():
    assert rows() == [
        (kind, "as far as recorded", "") for kind in ("members", "operations", "suspensions")
    ]
    assert rows(classes=("Mandate",)) == [("tasks", "as far as recorded", "")]
    assert rows(classes=("State",)) == []


def test_a_complete_list_says_of_which_day_and_by_whom():
    old = List("members", NATO, True, "30", "2022-01-01")
    new = List("members", NATO, True, "32", "2025-06-25")
    assert rows(old, new)[0] == ("members", "complete as of 2025-06-25", "32")
    row = of_table("members", (old, new), LINKS)
    assert row.source.text.value == "NATO: Members"


def test_a_list_that_is_not_complete_changes_nothing():
    assert rows(List("members", NATO, False, "12", "2025"))[0][1] == "as far as recorded"
    assert of_table("host", (), LINKS).words == "as far as recorded"


def test_what_was_withdrawn_says_why():
    found = thing(withdrawalReason=Node(Text("It never was.", "en")))
    assert withdrawal(found, LINKS).reason.value == "It never was."
    assert withdrawal(thing(), LINKS) is None


@pytest.mark.parametrize(
    ("kind", "told"),
    [("StateWithLimitedRecognition", 2), ("Territory", 2), ("State", 0), ("Organization", 0)],
)
def test_the_page_of_a_disputed_polity_begins_with_what_is_disputed(kind, told):
    notes = Group(
        Node(Text("Scope note"), PREFIXES["skos"] + "scopeNote"),
        tuple(Statement(Node(Text(note, "en"))) for note in ("Claimed by X.", "Recognized by Y.")),
    )
    found = replace(thing(kind), outgoing=(notes,))
    texts = standing(found)
    assert len(texts) == told
    assert thing_page(found, LINKS.urls).standing == texts
