"""Until when what has no end is known to hold, and whether lists are complete."""

from __future__ import annotations

from datetime import date

import pytest

from openalliances.rdf.prefixes import ID
from openalliances.tables.completeness import Lists, PublishedThings
from openalliances.tables.dates import first_day, last_day
from openalliances.tables.observation import Lately, with_observations
from openalliances.tables.publication import publish
from openalliances.tables.rows import TableFile

from .test_publication import GREECE, Cells, file, membership, said

LATELY = Lately(date(2026, 11, 28), 24)
SEEN = {"check": "seen-in-source", "place": "list", "checked_on": "2026-11-28"}
SOURCES = (
    {"id": "source/one", "name_en": "One"},
    {"id": "source/dated", "name_en": "Dated", "date": "2025-03"},
    {"id": "source/covers", "name_en": "Covers", "date": "2017", "covers_until": "2012"},
)
OTHERS = (
    file("source", *SOURCES),
    file(
        "state",
        *({"id": f"state/{s}", "n": "1", "name_en": s} for s in ("greece", "turkey", "iceland")),
    ),
    file("organization", {"id": "organization/nato", "n": "1", "name_en": "NATO"}),
)


def made(*files: TableFile, lately: Lately | None = LATELY) -> dict[str, dict[str, set[str]]]:
    """Return what is said of the membership of Greece, of NATO and of the period of Greece."""
    all_ = (*OTHERS, *files)
    tables = {
        t.file.table.name: t
        for t in with_observations(publish(all_), PublishedThings(all_), lately)
    }
    of = {"membership": GREECE, "organization": f"{ID}organization/nato"}
    of |= {"period": f"{ID}period/greece"} if "period" in tables else {}
    return {name: said(tables[name], iri) for name, iri in of.items()}


def seen(n: int, source: str = "one", **cells: str) -> Cells:
    return membership(n, **{**SEEN, "source": f"source/{source}", **cells})


KNOWN = [
    ("nobody has read it", (membership(1, start="1952", observed="2025"),), None, "not-observed"),
    ("the row says of when", (seen(1, observed="2025-06-01"),), "2025-06-01", "known-lately"),
    ("a month: its first day", (seen(1, observed="2025-06"),), "2025-06-01", "known-lately"),
    ("a data set: the last day covered", (seen(1, "covers"),), "2012-12-31", "known-earlier"),
    ("a dated page", (seen(1, "dated"),), "2025-03-01", "known-lately"),
    ("the latest of several", (seen(1, "covers"), seen(2, "dated")), "2025-03-01", "known-lately"),
    ("an undated page: the start", (seen(1, start="1952-02-18"),), "1952-02-18", "known-earlier"),
    ("neither date nor start", (seen(1),), None, "not-observed"),
    ("ended", (seen(1, "dated", end="1974"),), None, "ended"),
    ("ended on an unknown day", (seen(1, "dated", end_kind="withdrawal"),), None, "ended"),
    ("an end that is still to come", (seen(1, "dated", end="2030"),), "2025-03-01", "known-lately"),
    ("just lately", (seen(1, observed="2024-11-28"),), "2024-11-28", "known-lately"),
    ("a day too early", (seen(1, observed="2024-11-27"),), "2024-11-27", "known-earlier"),
]


@pytest.mark.parametrize(
    ("rows", "day", "status"), [k[1:] for k in KNOWN], ids=[k[0] for k in KNOWN]
)
def test_an_open_spell_is_known_until(
    rows: tuple[Cells, ...], day: str | None, status: str
) -> None:
    found = made(file("membership", *rows))["membership"]
    assert found.get("knownUntil") == ({day} if day else None)
    assert found["hasObservationStatus"] == {f"observation-status/{status}"}


def test_a_row_with_another_end_than_the_published_one_shows_nothing() -> None:
    decided = {"id": "membership/nato/greece", "column": "end", "reason": "It went on."}
    rows = (seen(1, "covers"), seen(2, "dated", end="1974"))
    found = made(file("membership", *rows), file("decision", decided))["membership"]
    assert found["knownUntil"] == {"2012-12-31"}


def test_a_member_shows_that_it_exists_and_so_does_what_it_is_a_member_of() -> None:
    period = {"id": "period/greece", "n": "1", "name_en": "Greece", "state": "state/greece"}
    found = made(file("membership", seen(1, "dated")), file("period", period))
    assert found["organization"]["knownUntil"] == {"2025-03-01"}
    assert found["period"]["knownUntil"] == {"2025-03-01"}


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ((seen(1, start="1952-02-18", end="1974-08-14"),), "1974-08-14"),
        ((seen(1, start="1952-02-18"), seen(2, end="1974-08")), "1974-08-01"),
        ((membership(1, start="1952-02-18", end="1974-08-14"),), None),
        ((seen(1, end="2030"),), None),
    ],
    ids=["who leaves", "in rows apart", "nobody has read it", "still to come"],
)
def test_who_joins_or_leaves_shows_that_there_is_a_body(
    rows: tuple[Cells, ...], day: str | None
) -> None:
    found = made(file("membership", *rows))["organization"]
    assert found.get("knownUntil") == ({day} if day else None)


def test_an_operation_shows_that_its_leader_exists() -> None:
    mission = {"id": "mission/kfor", "n": "1", "lead": "organization/nato", **SEEN}
    found = made(file("mission", {**mission, "source": "source/dated"}), file("membership"))
    assert found["organization"]["knownUntil"] == {"2025-03-01"}


def test_what_is_part_of_something_that_ended_has_ended() -> None:
    nato = {"id": "organization/nato", "n": "2", "end": "1990", "source": "source/one"}
    name = {"id": "organization/nato", "n": "1", "name_en": "NATO"}
    files = (*OTHERS[:2], file("organization", name, nato), file("membership", seen(1, "dated")))
    tables = with_observations(publish(files), PublishedThings(files), LATELY)
    found = said(next(t for t in tables if t.file.table.name == "membership"), GREECE)
    assert found["hasObservationStatus"] == {"observation-status/ended"}
    assert "knownUntil" not in found


def test_without_a_date_of_the_data_set_nothing_is_said_to_be_lately() -> None:
    found = made(file("membership", seen(1, "dated")), lately=None)["membership"]
    assert "hasObservationStatus" not in found
    assert found["knownUntil"] == {"2025-03-01"}


@pytest.mark.parametrize(
    ("day", "months", "since"),
    [((2026, 11, 28), 24, (2024, 11, 28)), ((2026, 3, 31), 1, (2026, 2, 28)),
     ((2026, 1, 15), 1, (2025, 12, 15))],
)  # fmt: skip
def test_lately_begins_so_many_months_before(day, months, since) -> None:
    assert Lately(date(*day), months).since == date(*since)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [("2024", (2024, 1, 1), (2024, 12, 31)), ("2024-02", (2024, 2, 1), (2024, 2, 29)),
     ("2024-02-03", (2024, 2, 3), (2024, 2, 3)), ("-0500", None, None)],
)  # fmt: skip
def test_a_date_has_a_first_and_a_last_day(cell, first, last) -> None:
    assert first_day(cell) == (date(*first) if first else None)
    assert last_day(cell) == (date(*last) if last else None)


LIST = {
    "id": "listing/nato/members", "n": "1", "subject": "organization/nato", "list": "members",
    "completeness": "complete", "source": "source/one", **SEEN,
}  # fmt: skip
FULL = {"kind": "full"}


def member(state: str, **cells: str) -> Cells:
    made = {"id": f"membership/nato/{state}", "member": f"state/{state}", **FULL, **cells}
    return {**membership(1), **made}


def listed(**cells: str) -> TableFile:
    return file("listing", {**LIST, **cells})


def test_a_complete_list_that_was_read_shows_all_on_it() -> None:
    members = file("membership", member("greece"), member("turkey"))
    found = made(members, listed(count="2", observed="2025-12-03"))
    assert found["membership"]["knownUntil"] == {"2025-12-03"}
    assert found["organization"]["knownUntil"] == {"2025-12-03"}


NOTHING = [
    ("incomplete", {"completeness": "incomplete"}),
    ("not checked", {"check": "not-checked"}),
    ("of another kind", {"list": "observers", "count": "0"}),
    ("what it has not", {"omits": "state/greece"}),
]


@pytest.mark.parametrize("cells", [n[1] for n in NOTHING], ids=[n[0] for n in NOTHING])
def test_such_a_list_does_not_show_a_member(cells: Cells) -> None:
    members = file("membership", member("greece", **FULL))
    found = made(members, listed(observed="2025-12-03", **cells))
    assert "knownUntil" not in found["membership"]


MEMBERS = (
    member("greece", start="1952"),
    member("turkey", start="1952-02-18", end="1960-05-01"),
    member("iceland", start="1980"),
)
COUNTS = [
    ("before one joined and one left", "2", "1955-06-01", {}, ()),
    ("on the day of leaving", "1", "1960-05-01", {}, ()),
    ("all that are open", "2", "", {}, ()),
    ("too many", "3", "1955-06-01", {}, ("count",)),
    ("one that we have not", "3", "1955-06-01", {"reports": "state/malta"}, ()),
    ("one that it has not", "1", "1955-06-01", {"omits": "state/turkey"}, ()),
    ("one that we have is reported", "2", "1955-06-01", {"reports": "state/greece"}, ("reports",)),
    ("one that we have not is left out", "2", "1955-06-01", {"omits": "state/malta"}, ("omits",)),
    ("an incomplete list is not counted", "9", "1955", {"completeness": "incomplete"}, ()),
]


@pytest.mark.parametrize(
    ("count", "day", "cells", "columns"), [c[1:] for c in COUNTS], ids=[c[0] for c in COUNTS]
)
def test_the_count_of_a_complete_list_is_ours_of_that_day(count, day, cells, columns) -> None:
    table = listed(count=count, **({"observed": day} if day else {}), **cells)
    faults = list(Lists(PublishedThings((*OTHERS, file("membership", *MEMBERS), table))).faults())
    header = table.table.header
    assert [(f.path, f.line, header[f.column - 1]) for f in faults] == [
        ("data/tables/listing.csv", 2, column) for column in columns
    ]


TASKS = [
    {"id": "mandate/m", "n": n, "mission": "mission/m", "task": t, "source": "source/one"}
    for n, t in (("1", "protection-of-civilians"), ("2", "electoral-support"))
]
OPERATIONS = [{"id": f"mission/{m}", "n": "1", "lead": "organization/nato"} for m in "ab"]
GIVEN = [
    {"id": f"contribution/m/{n}", "n": "1", "mission": "mission/m", "contributor": "state/greece"}
    for n in "ab"
]
PAUSES = [{"id": "suspension/nato/greece", "n": "1", "membership": "membership/nato/greece"}]
DECISIONS = [
    {"id": f"mandate/m/{y}", "n": "1", "mission": "mission/m", "start": y, "end": "1991"}
    | {"instrument": f"resolution/{y}", "source": "source/one"}
    for y in ("1990", "2001")
]
KINDS = [
    ("decisions", "mission/m", file("mandate", *DECISIONS), 2),
    ("tasks", "mandate/m", file("mandate", *TASKS), 2),
    ("operations", "organization/nato", file("mission", *OPERATIONS), 2),
    ("contributors", "mission/m", file("contribution", *GIVEN), 1),
    ("suspensions", "organization/nato", file("suspension", *PAUSES), 1),
    ("observers", "organization/nato", file("suspension"), 0),
]


@pytest.mark.parametrize(("kind", "subject", "table", "ours"), KINDS, ids=[k[0] for k in KINDS])
def test_each_kind_of_list_has_a_count(kind, subject, table, ours) -> None:
    of_kind = {"list": kind, "subject": subject, "count": "7"}
    files = (*OTHERS, file("membership", member("greece")), table, listed(**of_kind))
    (fault,) = Lists(PublishedThings(files)).faults()
    assert f"has 7, and we have {ours}:" in fault.message


def test_a_list_of_decisions_has_those_until_its_day_and_shows_nothing_that_held_on_it() -> None:
    of_kind = {"list": "decisions", "subject": "mission/m", "observed": "1995-12-31"}
    files = (*OTHERS, file("mandate", *DECISIONS), listed(count="1", **of_kind))
    lists = Lists(PublishedThings(files))
    assert not list(lists.faults())
    assert not any(listing.shows for listing in lists)


@pytest.mark.parametrize(
    ("cells", "until"),
    [
        ({"acronym": "NATO"}, None),
        ({"note": "It began as a treaty."}, None),
        ({"acronym": "NATO", "observed": "2024-05-01"}, "2024-05-01"),
        ({"founding_treaty": "treaty/north-atlantic"}, "2025-03-01"),
    ],
)
def test_what_a_row_tells_of_names_alone_does_not_show_that_it_goes_on(cells, until):
    nato = {"id": "organization/nato", "n": "1", "name_en": "NATO"}
    row = {"id": "organization/nato", "n": "2", **SEEN, "source": "source/dated", **cells}
    files = (*OTHERS[:2], file("organization", nato, row))
    tables = with_observations(publish(files), PublishedThings(files), LATELY)
    organizations = next(t for t in tables if t.file.table.name == "organization")
    found = said(organizations, f"{ID}organization/nato").get("knownUntil", set())
    assert {str(day)[:10] for day in found} == ({until} if until else set())
