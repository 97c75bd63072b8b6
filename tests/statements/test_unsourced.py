"""Statements that nobody is cited for are listed, each with a reason."""

import pyoxigraph as ox
import pytest

from openalliances.builder.outputs.report import write_unsourced
from openalliances.builder.statements.collecting import Stated
from openalliances.builder.statements.unsourced import unsourced
from openalliances.rdf.prefixes import ID
from openalliances.rdf.vocabulary import ALLY, SKOS

THING = ox.NamedNode(ID + "mission/x")


def stated(predicate, text="Said.", **more):
    return Stated({ox.Triple(THING, predicate, ox.Literal(text)): None}, **more)


@pytest.mark.parametrize(
    ("predicate", "reason"),
    [
        (SKOS.scopeNote, "a note of our own"),
        (SKOS.altLabel, "a name by which it is looked up"),
        (ALLY.mapsTo, "a judgement of our own"),
        (ALLY.startDate, "no source is recorded yet"),
    ],
)
def test_each_has_a_reason_and_says_what_it_is_of(predicate, reason):
    (one,) = unsourced([("s/1", stated(predicate))])
    assert one.reason.startswith(reason)
    assert one.words.startswith("mission/x ")
    assert one.words.endswith(": Said.")


@pytest.mark.parametrize("name", ["citations", "claims", "rests_on"])
def test_what_somebody_says_is_not_listed(name):
    assert unsourced([("s/1", stated(SKOS.scopeNote, **{name: {THING: None}}))]) == ()


def test_the_report_has_a_line_for_each_in_their_order(tmp_path):
    found = [(f"s/{n}", stated(SKOS.altLabel)) for n in (2, 1)]
    write_unsourced(tmp_path, unsourced(found))
    lines = (tmp_path / "unsourced.txt").read_text().splitlines()
    assert [line.partition("\t")[0] for line in lines] == ["s/1", "s/2"]
