"""What the queries of the tables make of a few statements: kinds, bounds, members, counts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

QUERIES = Path(__file__).parents[2] / "ontology" / "tables"
PREFIXES = """
@prefix ally: <https://w3id.org/openalliances/ontology/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix state: <https://w3id.org/openalliances/id/state/> .
@prefix arrangement: <https://w3id.org/openalliances/id/arrangement/> .
@prefix organization: <https://w3id.org/openalliances/id/organization/> .
@prefix mandate: <https://w3id.org/openalliances/id/mandate/> .
@prefix obligation: <https://w3id.org/openalliances/id/obligation/> .
@prefix treaty: <https://w3id.org/openalliances/id/treaty/> .
@prefix mission: <https://w3id.org/openalliances/id/mission/> .
@prefix contribution: <https://w3id.org/openalliances/id/contribution/> .
@prefix count: <https://w3id.org/openalliances/id/count/> .
@prefix membership: <https://w3id.org/openalliances/id/membership/> .
@prefix membership-kind: <https://w3id.org/openalliances/vocab/membership-kind/> .
@prefix observation-status: <https://w3id.org/openalliances/vocab/observation-status/> .
@prefix period: <https://w3id.org/openalliances/id/period/> .
"""
PERIODS = """
period:both a ally:StatePeriod, ally:PeriodOfExistence, ally:PeriodOfSystemMembership ;
  ally:isPeriodOf state:both ; ally:cowCode 1 ; ally:gwCode 1 ;
  ally:startDate "1900-01-01"^^xsd:date ; ally:knownUntil "1902-12-31"^^xsd:date .
period:counted a ally:StatePeriod, ally:PeriodOfSystemMembership ;
  ally:isPeriodOf state:counted ; ally:cowCode 2 ;
  ally:startDate "1900-01-01"^^xsd:date ; ally:endDate "1900-12-31"^^xsd:date .
period:listed a ally:StatePeriod, ally:PeriodOfExistence ;
  ally:isPeriodOf state:listed ; ally:gwCode 3 ;
  ally:startDate "1900-01-01"^^xsd:date ; ally:endDate "1900-12-31"^^xsd:date .
period:proclaimed a ally:StatePeriod ; ally:isPeriodOf state:proclaimed ;
  ally:startDate "1900-01-01"^^xsd:date ; ally:knownUntil "1900-12-31"^^xsd:date .
"""


def table(name: str, turtle: str) -> list[dict[str, str]]:
    """Return the rows of a table of the statements; what is empty is left out."""
    store = ox.Store()
    store.load(f"{PREFIXES}{turtle}".encode(), ox.RdfFormat.TURTLE)
    found = store.query(
        (QUERIES / f"{name}.rq").read_text(encoding="utf-8"), use_default_graph_as_union=True
    )
    assert isinstance(found, ox.QuerySolutions)
    names = [one.value for one in found.variables]
    return [
        {n: term.value for n, term in zip(names, row, strict=True) if term is not None}
        for row in found
    ]


def years(periods: list[dict[str, str]]) -> list[tuple[str, int, int, int]]:
    """Return the state, the year, and whether the two lists have it, of the years of periods."""
    columns = (
        *("id", "state", "kind", "ccode", "gwcode", "start", "end", "known_until"),
        *("source_ids", "grade", "as_of"),
    )
    empty = {"ccode": None, "gwcode": None, "end": None, "known_until": None, "grade": "one"}
    with closing(sqlite3.connect(":memory:")) as database:
        names = ", ".join(f'"{column}"' for column in columns)
        database.execute(f"CREATE TABLE state_periods ({names})")
        database.execute("CREATE TABLE states (id, name, iso3c, iso3n, m49)")
        for row in periods:
            cells = {**empty, "source_ids": "source/list", **row}
            marks = ", ".join("?" * len(columns))
            values = [cells.get(column) for column in columns]
            database.execute(f"INSERT INTO state_periods VALUES ({marks})", values)
            database.execute("INSERT INTO states (id) VALUES (?)", [row["state"]])
        sql = (QUERIES / "state_years.sql").read_text(encoding="utf-8")
        found = database.execute(f'SELECT state, year, in_system, "exists" FROM ({sql})')
        return found.fetchall()


def test_a_period_may_be_of_both_lists_of_one_or_of_none() -> None:
    kinds = {row["state"].partition("/")[2]: row["kind"] for row in table("state_periods", PERIODS)}
    assert kinds == {
        "both": "existence;system-membership",
        "counted": "system-membership",
        "listed": "existence",
        "proclaimed": "disputed",
    }


def test_a_state_that_both_lists_have_is_in_the_system_and_exists() -> None:
    assert years(table("state_periods", PERIODS)) == [
        *[("state/both", year, 1, 1) for year in (1900, 1901, 1902)],
        ("state/counted", 1900, 1, 0),
        ("state/listed", 1900, 0, 1),
        ("state/proclaimed", 1900, 0, 0),
    ]


BODIES = """
organization:now a ally:IntergovernmentalOrganization .
organization:over a ally:IntergovernmentalOrganization ; ally:endDate "1991-07"^^xsd:gYearMonth .
"""
BELONGING = [
    # organisation, member, kind, end
    ("now", "in", "full", ""),
    ("now", "partaking", "participant", ""),
    ("now", "watching", "observer", ""),
    ("now", "left", "full", "1990-05-01"),
    ("now", "back", "full", "1990"),
    ("now", "back", "full", ""),
    ("now", "watched", "observer", "1990"),
    ("over", "last", "full", "1991-07-01"),
    ("over", "last-by-year", "full", "1991"),
    ("over", "earlier", "full", "1991-06-30"),
]


def membership(number: int, organization: str, member: str, kind: str, end: str) -> str:
    """Return a membership in Turtle."""
    type_ = {4: "gYear", 7: "gYearMonth"}.get(len(end), "date")
    ends = f'ally:endDate "{end}"^^xsd:{type_} ;' if end else ""
    return (
        f"membership:m{number} a ally:Membership ; ally:inArrangement organization:{organization} ;"
        f" {ends} ally:hasMember state:{member} ; ally:hasMembershipKind membership-kind:{kind} ."
    )


def test_members_are_those_who_are_in_and_those_who_left_stand_beside_them() -> None:
    spells = "\n".join(membership(n, *cells) for n, cells in enumerate(BELONGING))
    now, over = table("organizations", BODIES + spells)
    assert now["members"] == "state/back;state/in;state/partaking"
    assert now["other_members"] == "state/watching"
    assert now["former_members"] == "state/left;state/watched"
    assert over["members"] == "state/last;state/last-by-year"
    assert "other_members" not in over
    assert over["former_members"] == "state/earlier"


CONTRIBUTIONS = """
contribution:a ally:isContributionTo mission:m ; a ally:Contribution ;
  ally:contributedBy state:a ; ally:personnelCount 650 ; ally:countDate "2014-10"^^xsd:gYearMonth .
contribution:b ally:isContributionTo mission:m ; a ally:Contribution ; ally:contributedBy state:b .
"""


def test_a_contribution_has_its_last_count_and_the_day_of_it() -> None:
    counted = "\n".join(
        f"count:{year} ally:isCountOf contribution:a ; ally:totalCount {total} ; "
        f'ally:countedOn "{year}-12-31"^^xsd:date .'
        for year, total in ((2015, 900), (2025, 771), (2020, 750))
    )
    with_counts, without = table("contributions", CONTRIBUTIONS + counted)
    assert (with_counts["personnel"], with_counts["personnel_date"]) == ("650", "2014-10")
    assert (with_counts["last_count"], with_counts["last_count_date"]) == ("771", "2025-12-31")
    assert {"personnel", "last_count", "last_count_date"}.isdisjoint(without)


UNBEGUN = """
organization:old a ally:IntergovernmentalOrganization ; ally:startDate "1949-08"^^xsd:gYearMonth .
treaty:t ally:adoptionDate "1991-12-20"^^xsd:date .
organization:founded a ally:IntergovernmentalOrganization, ally:SecurityArrangement ;
  ally:isFoundedBy treaty:t .
organization:undated a ally:IntergovernmentalOrganization .
membership:old a ally:Membership ; ally:inArrangement organization:old ; ally:hasMember state:a .
membership:founded a ally:Membership ; ally:inArrangement organization:founded ;
  ally:hasMember state:a .
membership:undated a ally:Membership ; ally:inArrangement organization:undated ;
  ally:hasMember state:a .
membership:dated a ally:Membership ; ally:inArrangement organization:old ; ally:hasMember state:b ;
  ally:startDate "2003"^^xsd:gYear .
obligation:founded a ally:Obligation ; ally:isObligationOf organization:founded ;
  ally:hasObligationType <https://w3id.org/openalliances/vocab/obligation-type/defence> .
mission:m a ally:Operation, ally:Activity .
mandate:m ally:isMandateOf mission:m ; ally:startDate "2025-11-17"^^xsd:date .
contribution:m a ally:Contribution ; ally:isContributionTo mission:m ; ally:contributedBy state:a .
"""


def test_what_has_no_start_is_no_older_than_what_it_belongs_to() -> None:
    first = {
        row["id"]: (row.get("start", ""), row["start_status"], row.get("start_earliest", ""))
        for name in ("organizations", "arrangements", "memberships", "obligations", "missions")
        for row in (*table(name, UNBEGUN), *table("contributions", UNBEGUN))
    }
    assert first == {
        "organization/old": ("1949-08", "known", "1949-08-01"),
        "organization/founded": ("", "not-known", "1991-12-20"),
        "organization/undated": ("", "not-known", ""),
        "membership/old": ("", "not-known", "1949-08-01"),
        "membership/founded": ("", "not-known", "1991-12-20"),
        "membership/undated": ("", "not-known", ""),
        "membership/dated": ("2003", "known", "2003-01-01"),
        "obligation/founded": ("", "not-known", "1991-12-20"),
        "mission/m": ("", "not-known", "2025-11-17"),
        "contribution/m": ("", "not-known", "2025-11-17"),
    }
