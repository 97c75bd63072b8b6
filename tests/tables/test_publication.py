"""From rows to published statements: each rule of publication, with the rows that call for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ALLY, ID, VOCAB
from openalliances.tables.conversion import raw_triples, template
from openalliances.tables.decisions import decision_faults
from openalliances.tables.metadata import Table, tables
from openalliances.tables.places import TablePlaces
from openalliances.tables.publication import PublishedTable, publish
from openalliances.tables.publication_rules import RULES
from openalliances.tables.rows import Row, TableFile

ROOT = Path(__file__).parents[2]
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
XSD = "http://www.w3.org/2001/XMLSchema#"
GREECE = f"{ID}membership/nato/greece"
KEYS = {"arrangement": "organization/nato", "member": "state/greece"}

Cells = dict[str, str]


@cache
def shipped() -> dict[str, Table]:
    return dict(tables(ROOT))


def file(name: str, *rows: Cells) -> TableFile:
    read = tuple(Row(line, cells) for line, cells in enumerate(rows, 2))
    return TableFile(shipped()[name], f"data/tables/{name}.csv", "", read)


def membership(n: int, **cells: str) -> Cells:
    source = {"source": "source/one", "check": "not-checked"}
    return {"id": "membership/nato/greece", "n": str(n), **KEYS, **source, **cells}


OTHERS = (
    file("source", {"id": "source/one", "name_en": "One"}),
    file("state", {"id": "state/greece", "n": "1", "name_en": "Greece"}),
    file("organization", {"id": "organization/nato", "n": "1", "name_en": "NATO"}),
)


def published(*files: TableFile) -> dict[str, PublishedTable]:
    return {table.file.table.name: table for table in publish((*OTHERS, *files))}


def said(table: PublishedTable, subject: str) -> dict[str, set[str]]:
    """Return what a table says of *subject*: texts and IRIs, our namespaces left out."""
    found: dict[str, set[str]] = {}
    for triple in table.triples:
        if str(triple.subject) == f"<{subject}>":
            name = triple.predicate.value.removeprefix(ALLY)
            value = triple.object.value  # type: ignore[union-attr]
            short = value.removeprefix(ALLY).removeprefix(VOCAB).removeprefix(ID)
            found.setdefault(name, set()).add(short)
    return found


def of_greece(*rows: Cells, decisions: tuple[Cells, ...] = ()) -> dict[str, set[str]]:
    made = published(file("membership", *rows), file("decision", *decisions))
    return said(made["membership"], GREECE)


def citation(number: int, *rows: Cells) -> dict[str, set[str]]:
    made = published(file("membership", *rows))
    return said(made["membership"], f"{ID}citation/membership/nato/greece/{number}")


DECIDED = {"id": "membership/nato/greece", "column": "start", "reason": "The treaty says so."}
AGREEING = (membership(1, start="1952-02-18"), membership(2, start="1952-02-18"))
DIFFERING = (membership(1, start="1952"), membership(2, start="1952-02-18"))
OPPOSED = (membership(1, start="1951"), membership(2, start="1952-02-18"))
VALUES = [
    ("all agree", AGREEING, (), {"1952-02-18"}),
    ("the most exact", DIFFERING, (), {"1952-02-18"}),
    ("the lowest number", OPPOSED, (), {"1951"}),
    ("the lowest number, not the first line", OPPOSED[::-1], (), {"1951"}),
    ("the lowest that fills it", (membership(1), *DIFFERING[1:]), (), {"1952-02-18"}),
    ("a decision", OPPOSED, ({**DECIDED, "value": "1952-02-18"},), {"1952-02-18"}),
    ("a decision for what no row says", DIFFERING, ({**DECIDED, "value": "1951"},), {"1951"}),
    ("a decision for none", DIFFERING, (DECIDED,), set()),
    ("nobody says", (membership(1),), (), set()),
]


@pytest.mark.parametrize(("rows", "decisions", "start"), [v[1:] for v in VALUES],
                         ids=[v[0] for v in VALUES])  # fmt: skip
def test_the_published_value(rows, decisions, start) -> None:
    assert of_greece(*rows, decisions=decisions).get("startDate", set()) == start


def test_of_a_column_with_several_values_all_are_published() -> None:
    rows = [
        {"id": "mission/m", "n": str(n), "name_en": "M", "host": host, "source": "source/one"}
        for n, host in enumerate(("state/greece", "state/a", "state/greece"), 1)
    ]
    found = said(published(file("mission", *rows))["mission"], f"{ID}mission/m")
    assert found["takesPlaceIn"] == {"state/greece", "state/a"}
    assert len(found["hasCitation"]) == 3


COUNTS = [
    {"id": f"count/amisom/burundi{turn}", "n": "1", "contribution": "contribution/amisom/burundi",
     "count": count, "source": "source/one", "check": "not-checked"}
    for turn, count in (("", "1700"), ("/2011", "4400"))
]  # fmt: skip


def test_rows_of_a_relation_are_published_of_the_thing_that_has_it() -> None:
    made = published(file("count", *COUNTS))["count"]
    thing = f"{ID}contribution/amisom/burundi"
    found = said(made, thing)
    assert found["personnelCount"] == {"1700", "4400"}
    assert found["hasCitation"] == {f"citation/{row['id']}/1" for row in COUNTS}
    cited = said(made, f"{ID}citation/count/amisom/burundi/1")
    assert cited["citesFor"] == {"personnelCount"}
    places = TablePlaces(file("count", *COUNTS))
    assert places.cell(thing, f"{ALLY}personnelCount", "4400") == (3, 4)


OBLIGATION = {
    "id": "obligation/european-union/defence", "n": "1", "arrangement": "organization/nato",
    "type": "defence", "instrument": "treaty/lisbon", "article": "Article 42(7)",
    "start": "2009-12-01", "source": "source/one", "check": "not-checked",
}  # fmt: skip


def test_an_obligation_is_a_thing_with_its_article_its_time_and_its_parties() -> None:
    rows = [{**OBLIGATION, "n": str(n), "party": f"state/{p}"} for n, p in enumerate("ab", 1)]
    made = published(file("obligation", *rows))["obligation"]
    found = said(made, f"{ID}obligation/european-union/defence")
    assert found["isObligationOf"] == {"organization/nato"}
    assert found["hasObligationType"] == {"obligation-type/defence"}
    assert found["isLaidDownIn"] == {"treaty/lisbon"}
    assert found["article"] == {"Article 42(7)"}
    assert found["startDate"] == {"2009-12-01"}
    assert found["bindsParty"] == {"state/a", "state/b"}


def test_a_row_speaks_of_its_keys_and_of_what_it_fills() -> None:
    found = citation(1, membership(1, start="1952-02-18", note="Our own words."))
    assert found["citesFor"] == {"inArrangement", "hasMember", "startDate"}
    assert found["citesSource"] == {"source/one"}
    assert found["hasCheckStatus"] == {"check-status/not-checked"}


def test_a_row_does_not_back_what_is_not_published() -> None:
    rows = (
        membership(1, start="1952-02-18", start_kind="accession", kind="full"),
        membership(2, start="1951", start_kind="signature", kind="observer"),
    )
    found = citation(2, *rows)
    assert found["citesFor"] == {"inArrangement", "hasMember"}
    assert found["reportedStart"] == {"1951"}
    assert found["reportedStartKind"] == {"date-kind/signature"}
    assert found["reportedMembershipKind"] == {"membership-kind/observer"}
    assert "reportedStart" not in citation(1, *rows)


def test_a_value_without_a_property_for_what_is_reported_stays_as_a_text() -> None:
    rows = [
        {"id": "mission/m", "n": str(n), "name_en": "M", "acronym": acronym, "source": "source/one"}
        for n, acronym in enumerate(("M1", "M2"), 1)
    ]
    found = said(published(file("mission", *rows))["mission"], f"{ID}citation/mission/m/2")
    assert found["reportedValue"] == {"acronym: M2"}


def test_the_kind_of_a_date_that_is_not_published_is_reported() -> None:
    rows = (membership(1, start="1952", start_kind="accession"),
            membership(2, start="1951", start_kind="accession"))  # fmt: skip
    assert citation(2, *rows)["reportedStartKind"] == {"date-kind/accession"}


def test_an_end_is_reported_where_none_is_published() -> None:
    decided = {**DECIDED, "column": "end"}
    made = published(file("membership", membership(1, end="1974")), file("decision", decided))
    found = said(made["membership"], f"{ID}citation/membership/nato/greece/1")
    assert found["reportedEnd"] == {"1974"}
    assert "endDate" not in said(made["membership"], GREECE)


@pytest.mark.parametrize(
    ("start", "datatype", "year", "precision"),
    [
        ("1952-02-18", "date", "1952", "day"),
        ("1952-02", "gYearMonth", "1952", "month"),
        ("1952", "gYear", "1952", "year"),
        ("-0431", "gYear", "-431", "year"),
        ("-0431-05-01", "date", "-431", "day"),
    ],
)
def test_a_date_has_the_type_that_it_is_exact_to(start, datatype, year, precision) -> None:
    made = published(file("membership", membership(1, start=start)))["membership"]
    dates = [t.object for t in made.triples if t.predicate.value == f"{ALLY}startDate"]
    assert dates == [ox.Literal(start, datatype=ox.NamedNode(XSD + datatype))]
    found = said(made, GREECE)
    assert found["startYear"] == {year}
    assert found["hasStartPrecision"] == {f"date-precision/{precision}"}


def test_a_start_and_an_end_have_a_precision_each() -> None:
    found = of_greece(membership(1, start="1952-02-18", end="1974-08"))
    assert found["hasStartPrecision"] == {"date-precision/day"}
    assert found["hasEndPrecision"] == {"date-precision/month"}


def named(*rows: dict[str, str]) -> list[str]:
    """Return the names of memberships with these rows, in their order."""
    made = published(file("membership", *rows))["membership"]
    return [name for row in rows for name in said(made, ID + row["id"])[LABEL]]


def spell(id_: str, start: str = "") -> dict[str, str]:
    """Return a row of a membership of Greece with its start."""
    row = membership(1) | {"id": f"membership/nato/{id_}"}
    return row | ({"start": start} if start else {})


@pytest.mark.parametrize("id_", ["greece", "greece-2", "greece-1952"])
def test_a_thing_is_named_after_others(id_: str) -> None:
    assert named(spell(id_, "1952")) == ["Greece in NATO"]


@pytest.mark.parametrize(
    ("starts", "names"),
    [
        # The number in the id is no order in time.
        (("1980-10-20", "1952"), ["Greece in NATO (1980)", "Greece in NATO (1952)"]),
        (
            ("1980-01-02", "1980-11-01", "1999"),
            [f"Greece in NATO ({when})" for when in ("1980-01-02", "1980-11-01", "1999")],
        ),
        (("1980", ""), ["Greece in NATO (1980)", "Greece in NATO"]),
    ],
)
def test_what_happened_several_times_has_its_year_in_its_name(
    starts: Sequence[str], names: list[str]
) -> None:
    ids = ("greece", "greece-2", "greece-3")
    assert named(*map(spell, ids[: len(starts)], starts)) == names


def test_a_name_in_a_name_has_no_year() -> None:
    spells = (spell("greece", "1952"), spell("greece-2", "1980"))
    rows = [
        {"id": f"suspension/s-{n}", "n": "1", "membership": spells[1]["id"], "start": start}
        for n, start in enumerate(("1985", "1990"))
    ]
    made = published(file("membership", *spells), file("suspension", *rows))["suspension"]
    assert said(made, f"{ID}suspension/s-0")[LABEL] == {"suspension of Greece in NATO (1985)"}
    assert said(made, f"{ID}suspension/s-1")[LABEL] == {"suspension of Greece in NATO (1990)"}


def test_a_citation_is_named_after_its_source_and_place() -> None:
    assert citation(1, membership(1))[LABEL] == {"One"}
    assert citation(1, membership(1, place="page 3"))[LABEL] == {"One, page 3"}


def test_names_are_made_of_names_that_are_made() -> None:
    row = {"id": "suspension/s", "n": "1", "membership": "membership/nato/greece"}
    made = published(file("membership", membership(1)), file("suspension", row))
    found = said(made["suspension"], f"{ID}suspension/s")
    assert found[LABEL] == {"suspension of Greece in NATO"}
    assert "hasCitation" not in found, "a row without a source has no citation"


def test_others_are_named_with_the_name_that_was_decided() -> None:
    decided = {"id": "state/hellas", "column": "name_en", "value": "Greece", "reason": "In use."}
    state = {"id": "state/hellas", "n": "1", "name_en": "Hellas"}
    rows = file("membership", membership(1) | {"member": "state/hellas"})
    made = published(file("state", state), rows, file("decision", decided))
    assert said(made["membership"], GREECE)[LABEL] == {"Greece in NATO"}


def test_a_thing_that_nothing_describes_is_named_with_its_row() -> None:
    with pytest.raises(SourceError, match=r"state/nowhere is not described") as caught:
        published(file("membership", membership(1) | {"member": "state/nowhere"}))
    assert str(caught.value).startswith("data/tables/membership.csv:2:")


def test_keys_of_one_thing_that_differ_are_refused() -> None:
    with pytest.raises(SourceError, match="has member state/other here and state/greece") as caught:
        published(file("membership", membership(1), membership(2, member="state/other")))
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("change", "column", "message"),
    [
        ({"column": "beginning"}, 2, "has no column 'beginning' of which one value"),
        ({"column": "member", "value": "state/turkey"}, 2, "has no column 'member'"),
        ({"column": "place"}, 2, "has no column 'place'"),
        ({"value": "1952-02-30"}, 3, "start: "),
        ({"column": "kind", "value": "full member"}, 3, "kind: "),
    ],
)
def test_a_decision_that_cannot_be_is_told(change: Cells, column: int, message: str) -> None:
    files = (file("membership", membership(1)), file("decision", {**DECIDED, **change}))
    (fault,) = decision_faults(files)
    assert (fault.path, fault.line, fault.column) == ("data/tables/decision.csv", 2, column)
    assert message in fault.message
    assert fault.hint


def test_a_decision_that_can_be_is_no_fault() -> None:
    decided = file("decision", DECIDED, {**DECIDED, "value": "1952"})
    assert list(decision_faults((file("membership", membership(1)), decided))) == []


def test_raw_triples_speak_of_rows_and_published_ones_of_things() -> None:
    made = file("membership", membership(1, start="1952-02-18"))
    raw = {(str(t.subject), t.predicate.value, str(t.object)) for t in raw_triples(made)}
    row = f"<{ID}citation/membership/nato/greece/1>"
    assert {subject for subject, _, _ in raw} == {row}
    assert (row, f"{ALLY}startDate", '"1952-02-18"') in raw
    assert (row, f"{ALLY}hasMember", f"<{ID}state/greece>") in raw
    subjects = {str(t.subject) for t in published(made)["membership"].triples}
    assert subjects == {row, f"<{GREECE}>"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O{x}X", "Oa%2Fb%20cX"),
        ("O{+x}X", "Oa/b%20cX"),
        ("{y}{+x}", "%C3%A9a/b%20c"),
        ("{none}!", "!"),
        ("plain", "plain"),
    ],
)
def test_a_template_is_filled_in_as_rfc_6570_has_it(text: str, expected: str) -> None:
    assert template(text)({"x": "a/b c", "y": "é"}) == expected


STATEMENTS = [
    (GREECE, f"{ALLY}startDate", "1952-02-18", (3, 6)),
    (GREECE, f"{ALLY}startDate", None, (2, 6)),
    (GREECE, f"{ALLY}startDate", "1899", (2, 6)),
    (GREECE, f"{ALLY}startYear", None, (2, 6)),
    (GREECE, f"{ALLY}hasMember", f"{ID}state/greece", (2, 4)),
    (f"{ID}citation/membership/nato/greece/2", f"{ALLY}citesSource", None, (3, 11)),
    (f"{ID}citation/membership/nato/greece/2", f"{ALLY}reportedStart", None, (3, 6)),
    (GREECE, f"{ALLY}acronym", None, None),
    (f"{ID}membership/nato/france", f"{ALLY}startDate", None, None),
]


@pytest.mark.parametrize(("subject", "predicate", "term", "cell"), STATEMENTS)
def test_a_statement_is_found_in_its_row_and_column(subject, predicate, term, cell) -> None:
    places = TablePlaces(file("membership", *DIFFERING))
    assert places.cell(subject, predicate, term) == cell
    assert places.statement(subject, predicate, term) == (cell and cell[0])


def test_a_thing_and_a_citation_are_found_in_their_rows() -> None:
    places = TablePlaces(file("membership", *DIFFERING[::-1]))
    assert places.subject(GREECE) == 3
    assert places.subject(f"{ID}citation/membership/nato/greece/2") == 2
    assert places.subject(f"{ID}state/greece") is None


def test_each_rule_has_a_name_of_its_own_and_a_text() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names) >= 6
    assert all(rule.text.endswith(".") for rule in RULES)
