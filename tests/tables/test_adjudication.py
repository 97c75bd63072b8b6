"""Which of several reported values is published: each rule with the rows that call for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.rdf.prefixes import ALLY, ID
from openalliances.tables.adjudication import ADJUDICATION_RULES, Choice
from openalliances.tables.authorities import ORDER, Authority
from openalliances.tables.data_set import read_data_set
from openalliances.tables.metadata import Table, tables
from openalliances.tables.publication import adjudicated_values, publish
from openalliances.tables.rows import Row, TableFile

ROOT = Path(__file__).parents[2]
NOTATION = "<http://www.w3.org/2004/02/skos/core#notation>"

Cells = dict[str, str]


@cache
def shipped() -> Mapping[str, Table]:
    return tables(ROOT)


def file(name: str, *rows: Cells) -> TableFile:
    read = tuple(Row(line, cells) for line, cells in enumerate(rows, 2))
    return TableFile(shipped()[name], f"data/tables/{name}.csv", "", read)


def source(name: str, authority: str, **cells: str) -> Cells:
    return {"id": f"source/{name}", "name_en": name, "authority": authority, **cells}


COW, ATOP = "source-family/cow", "source-family/atop"
SOURCES = (
    source("depositary", "depositary", family="source-family/depositary"),
    source("nato", "organization", family="source-family/nato", speaks_for="organization/nato"),
    source("other-body", "organization", family="source-family/body", speaks_for="organization/b"),
    source("study", "event-coding", family="source-family/study", covers_until="2015"),
    source("atop", "event-coding", family=ATOP, covers_until="2016"),
    source("press", "press", family="source-family/press", date="1986-09-18"),
    source("press-later", "press", family="source-family/other-press", date="1999"),
    source("cow", "year-listing", family=COW, covers_until="2012-12-31"),
    source("encyclopaedia", "reference-work", family="source-family/encyclopaedia"),
)
FAMILIES = (
    {"id": COW, "n": "1", "name_en": "COW", "reason": "One project."},
    {"id": ATOP, "n": "1", "name_en": "ATOP", "reason": "Rests on COW.", "rests_on": COW},
)
OTHERS = (
    file("source", *SOURCES),
    file("family", *FAMILIES),
    file("filler", {"id": "filler/f", "source": "source/cow", "pattern": r"\d{4}-01-22",
                    "precision": "year", "reason": "It writes 22 January for an unknown day."}),
    file("state", {"id": "state/greece", "n": "1", "name_en": "Greece"}),
    file("period", {"id": "period/greece", "n": "1", "state": "state/greece", "start": "1950"},
         {"id": "period/greece", "n": "2", "state": "state/greece", "end": "2013-06-30"}),
    file("organization", {"id": "organization/nato", "n": "1", "name_en": "NATO"}),
)  # fmt: skip


def says(n: int, by: str, check: str = "seen-in-source", **cells: str) -> Cells:
    keys = {"arrangement": "organization/nato", "member": "state/greece"}
    about = {"id": "membership/nato/greece", "n": str(n), "source": f"source/{by}"}
    return {**about, **keys, "check": check, **cells}


def choices(*rows: Cells, decision: Cells | None = None) -> Mapping[str, Choice]:
    decided = file(
        "decision", *([{"id": "membership/nato/greece", **decision}] if decision else [])
    )
    files = (*OTHERS, file("membership", *rows), decided)
    ((_, _, found),) = adjudicated_values(files, "membership")
    return found


UNREAD = "not-checked"
CASES = [
    ("all agree", "start", [says(1, "cow", start="1952"), says(2, "atop", start="1952")],
     "1952", ""),
    ("a filler keeps its year", "start", [says(1, "cow", start="1952-01-22")], "1952", "filler"),
    ("a filler gives way to the day", "start",
     [says(1, "cow", start="1952-01-22"), says(2, "encyclopaedia", start="1952-02-18")],
     "1952-02-18", "precision"),
    ("the most exact of those that agree with the nearest", "start",
     [says(1, "nato", start="1952"), says(2, "encyclopaedia", start="1952-02-18"),
      says(3, "atop", start="1951-10-22")], "1952-02-18", "authority"),
    ("what was read", "start",
     [says(1, "depositary", UNREAD, start="1951"), says(2, "cow", start="1952")], "1952", "seen"),
    ("the depositary before the organisation", "start",
     [says(1, "nato", start="1951"), says(2, "depositary", start="1952")], "1952", "authority"),
    ("coded events before a list", "start",
     [says(1, "cow", start="1951"), says(2, "atop", start="1952")], "1952", "authority"),
    ("a body on itself before coded events", "start",
     [says(1, "atop", start="1951"), says(2, "nato", start="1952")], "1952", "authority"),
    ("a body on another is believed as the press", "start",
     [says(1, "other-body", start="1951"), says(2, "atop", start="1952")], "1952", "authority"),
    ("an event before a step", "start",
     [says(1, "atop", start="1951", start_kind="signature"),
      says(2, "study", start="1952", start_kind="accession")], "1952", "event"),
    ("any date before the first day of a list", "start",
     [says(1, "atop", start="1951", start_kind="listed-from"), says(2, "study", start="1952")],
     "1952", "event"),
    ("the later source", "start",
     [says(1, "press", start="1951"), says(2, "press-later", start="1952")],
     "1952", "later-source"),
    ("the first row", "start",
     [says(1, "study", start="1951"), says(2, "atop", start="1952")], "1951", "first-row"),
    ("a date on which the member existed", "start",
     [says(1, "nato", start="1949"), says(2, "cow", start="1952")], "1952", "possible"),
    ("an end that was seen later than open", "end",
     [says(1, "cow", start="1952"), says(2, "atop", end="2010")], "2010", "later-look"),
    ("an end that the press saw, before an open list", "end",
     [says(1, "cow", start="1952"), says(2, "press", end="1986")], "1986", "later-look"),
    ("open, by who looked later and stands nearer", "end",
     [says(1, "cow", end="1989"), says(2, "nato", start="1952", observed="2013-01-01")],
     "", "later-look"),
    ("an end, where who calls it open has not been read", "end",
     [says(1, "cow", end="1989"), says(2, "nato", UNREAD, start="1952", observed="2013-01-01")],
     "1989", ""),
    ("an end, where who calls it open means what came after the member", "end",
     [says(1, "cow", end="1989"), says(2, "atop", start="1952")], "1989", ""),
    ("an end, where the other says neither that it holds nor when it began", "end",
     [says(1, "cow", end="1989"), says(2, "atop", kind="full")], "1989", ""),
    ("phases of one source are one stretch", "end",
     [says(1, "study", start="1952", end="1967"), says(2, "study", start="1967", end="1989")],
     "1989", ""),
    ("phases of one source begin with the first", "start",
     [says(1, "study", start="1952", end="1967"), says(2, "study", start="1967", end="1989")],
     "1952", ""),
]  # fmt: skip


@pytest.mark.parametrize(("column", "rows", "value", "rule"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_a_value_is_chosen_by_the_first_rule_that_tells(column, rows, value, rule) -> None:
    choice = choices(*rows)[column]
    assert (choice.value, choice.rule) == (value, rule)
    assert bool(choice.reason) == bool(rule)


def test_a_decision_goes_before_all_rules() -> None:
    decision = {"column": "start", "value": "1950-05-01", "reason": "The gazette says so."}
    choice = choices(says(1, "nato", start="1952"), decision=decision)["start"]
    assert (choice.value, choice.rule, choice.reason) == (
        "1950-05-01",
        "decision",
        decision["reason"],
    )
    assert [row.number for row in choice.rejected] == [1]


def test_the_kind_is_that_of_the_date_that_is_published() -> None:
    rows = (
        says(1, "atop", start="1951-10-22", start_kind="signature"),
        says(2, "nato", start="1952-02-18", start_kind="accession"),
    )
    assert choices(*rows)["start"].kind == "accession"


def test_a_kind_without_a_date_of_its_own_is_that_of_any() -> None:
    rows = (says(1, "atop", start="1952"), says(2, "nato", UNREAD, start_kind="accession"))
    assert (choices(*rows)["start"].value, choices(*rows)["start"].kind) == ("1952", "accession")


CONTESTED = [
    (
        "two voices on one event",
        ("study", "1951", "accession"),
        ("nato", "1952", "accession"),
        True,
    ),
    ("of different events", ("study", "1951", "signature"), ("nato", "1952", "accession"), False),
    ("less exact", ("study", "1952", "accession"), ("nato", "1952-02", "accession"), False),
    ("one rests on the other", ("cow", "1951", ""), ("atop", "1952", ""), False),
    ("a reference work", ("encyclopaedia", "1951", ""), ("study", "1952", ""), False),
]


@pytest.mark.parametrize(("one", "other", "contested"), [case[1:] for case in CONTESTED],
                         ids=[case[0] for case in CONTESTED])  # fmt: skip
def test_what_credible_voices_differ_on_is_contested(one, other, contested) -> None:
    rows = [
        says(n, by, start=start, **({"start_kind": kind} if kind else {}))
        for n, (by, start, kind) in enumerate((one, other), 1)
    ]
    assert choices(*rows)["start"].contested is contested


def test_what_nobody_has_read_contests_nothing() -> None:
    rows = (says(1, "study", UNREAD, start="1951"), says(2, "nato", start="1952"))
    assert not choices(*rows)["start"].contested


def test_a_choice_is_published_with_its_rule_its_reason_and_both_sides() -> None:
    rows = (says(1, "cow", start="1951"), says(2, "atop", start="1952"))
    made = publish((*OTHERS, file("membership", *rows)))
    said = {
        (t.predicate.value.removeprefix(ALLY), str(t.object).strip('<>"').removeprefix(ID))
        for table in made
        for t in table.triples
        if str(t.subject) == f"<{ID}adjudication/membership/nato/greece/start>"
    }
    assert {
        ("adjudicates", f"{ALLY}startDate"),
        ("choosesValueOf", "citation/membership/nato/greece/2"),
        ("rejectsValueOf", "citation/membership/nato/greece/1"),
        ("reason", 'A scholarly coding of events goes before a list of years."@en'),
    } <= said


def test_where_sources_agree_nothing_is_adjudicated() -> None:
    rows = (says(1, "cow", start="1952"), says(2, "atop", start="1952"))
    made = publish((*OTHERS, file("membership", *rows)))
    assert not [t for table in made for t in table.triples if "djudication" in t.predicate.value]


@pytest.mark.parametrize(
    ("scheme", "names"), [("source-authority", ORDER), ("adjudication-rule", ADJUDICATION_RULES)]
)
def test_the_vocabulary_has_the_order_of_the_code(scheme: str, names: tuple[str, ...]) -> None:
    found = {
        int(quad.object.value): quad.subject.value.rpartition("/")[2]
        for quad in ox.parse(path=ROOT / f"ontology/vocab/{scheme}.ttl")
        if str(quad.predicate) == NOTATION
    }
    assert [found[n] for n in sorted(found)] == list(names)


def test_an_authority_without_a_name_stands_last() -> None:
    ranks = [Authority("s", name).rank(frozenset()) for name in (*ORDER, "")]
    assert ranks[-1] == max(ranks)


def test_nothing_that_a_source_says_vanishes() -> None:
    files = tuple(read_data_set(ROOT).files.values())
    said = {
        (t.subject.value, t.predicate.value)
        for table in publish(files, _Named())
        for t in table.triples
        if t.predicate.value.startswith(ALLY) and "citation/" in t.subject.value
    }
    lost = []
    for table in ("membership", "mission", "period", "suspension", "contribution"):
        (found,) = (f for f in files if f.table.name == table)
        columns = {c.name: c for c in found.table.columns if c.reported}
        for id_, values, _ in adjudicated_values(files, table):
            for row in (r for r in found.rows if r.id == id_ and r.has_source):
                citation = f"{ID}citation/{id_}/{row.number}"
                for name, column in columns.items():
                    cell = row.cells.get(name)
                    reported = (citation, column.reported) in said
                    if cell and cell not in values.get(name, ()) and not reported:
                        lost.append((id_, row.number, name))
    assert lost == []


class _Named(dict[str, str]):
    """Names for whatever Turtle describes."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> str:
        return key


def test_each_source_has_an_authority_and_a_family_that_says_why() -> None:
    files = read_data_set(ROOT).files
    families = {row.id for row in files["family"].rows if "reason" in row.cells}
    for row in files["source"].rows:
        assert row.cells.get("authority") in ORDER, row.id
        assert row.cells.get("family") in families, row.id


def test_no_decision_waits_for_review() -> None:
    waiting = [r.id for r in read_data_set(ROOT).files["decision"].rows
               if "To be reviewed" in r.cells["reason"]]  # fmt: skip
    assert waiting == []
