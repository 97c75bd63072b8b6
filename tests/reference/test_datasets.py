"""The reference data against the data sets that they cite; skipped where those are absent."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from openalliances.tables.publication import published_values
from openalliances.tables.reading import read_tables
from openalliances.tables.rows import TableFile
from openalliances.tabular.database import FILE
from openalliances.tabular.store import FOLDER

DATASETS = Path(__file__).parents[3] / "shared" / "datasets"
UMBRELLAS = {"UNOSOM", "UNEF", "UNAVEM"}
TWICE = {"UNCPSG"}
"""The same operation as UNPSG, under another acronym."""

DISAGREEMENTS = {
    "MINUSMA": "The list of 19 February 2024 calls it active; it was closed on 31 December 2023.",
    "MICAH": "The list has the day of the decision; the mission began three months later.",
    "MONUA": "The list has the day of the decision, which sets the mission up as of the next day.",
    "UNPF": "The list has a day on which its own list of casualties already names the forces.",
    "UNPSG": "The list has the day of the decision, which sets the group up from a later day.",
    "UNFOR": "The list has no dates; the months are those in which its people were counted.",
    "UNPROFOR": "The list ends it when others took over in Croatia and Macedonia, not in Bosnia.",
    "UNSCOB": "The list has day and month of the end changed over, and no start.",
    "UNSMA": "The list has day and month changed over, of the start and of the end.",
    "UNOHCI": "The list has no dates; the months are those of the casualties of the office.",
}

NOT_FOLLOWED = {
    "210": "The depositary of the Rio Treaty does not have all whom the list has as its parties.",
    "218": "The list keeps West Germany in the Brussels Treaty after 1990, beside Germany.",
    "318": "Cabo Verde and Mali did not sign the protocol of ECOWAS.",
    "398": "Rwanda left the Economic Community of Central African States in 2007.",
}
"""The alliances of which the list has pairs that we do not, each with the reason."""

ALLIED = {
    "1914-08-01": (10, 0),
    "1939-09-01": (18, 0),
    "1985-01-01": (882, 247),
    "2012-06-30": (1161, 358),
}
"""How many pairs of states the list has on a day, and how many of them we do not have."""

pytestmark = pytest.mark.skipif(
    not DATASETS.is_dir(), reason=f"the data sets are not at {DATASETS}: nothing was compared"
)


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATASETS / name).open(encoding="utf-8-sig", errors="replace", newline="") as file:
        yield from csv.DictReader(file)


@cache
def files() -> tuple[TableFile, ...]:
    return read_tables(Path(__file__).parents[2])


def things(kind: str) -> list[dict[str, str]]:
    """Return the published cells of each thing of a kind; several values have blanks between."""
    return [
        {column: " ".join(cells) for column, cells in values.items() if cells}
        for _, values in published_values(files(), kind)
    ]


def month(cell: str) -> str:
    return cell[:7]


def test_the_operations_of_the_united_nations_are_there_and_agree_to_the_month() -> None:
    ours = {
        cells["acronym"]: cells
        for cells in things("mission")
        if "acronym" in cells and "united-nations" in cells["lead"]
    }
    wanted = [
        row
        for row in rows("un/DPPADPOSS-PKO.csv")
        if row["mission_acronym"] not in UMBRELLAS | TWICE
    ]
    missing = [r["mission_acronym"] for r in wanted if r["mission_acronym"] not in ours]
    differing = [
        row["mission_acronym"]
        for row in wanted
        if (cells := ours.get(row["mission_acronym"]))
        and (month(row["start_date"]), month(row["end_date"]))
        != (month(cells.get("start", "")), month(cells.get("end", "")))
    ]
    assert len(wanted) == 77
    assert len(missing) <= 0.02 * len(wanted)
    assert sorted(differing) == sorted(DISAGREEMENTS)


def test_each_code_and_each_start_of_the_correlates_of_war_has_a_period() -> None:
    spells: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for cells in things("period"):
        if "cow_code" not in cells:  # a period of which these lists know nothing
            continue
        spells[int(cells["cow_code"])].append((cells["start"], cells.get("end", "9999")))
    for row in rows("cow/states2016.csv"):
        start = f"{int(row['styear']):04}-{int(row['stmonth']):02}-{int(row['stday']):02}"
        inside = [s for s in spells[int(row["ccode"])] if s[0] <= start <= s[1]]
        assert len(inside) == 1, (row["ccode"], start)


def held_alliances() -> set[str]:
    """Return the numbers of the alliances of the Correlates of War that we hold."""
    return {
        number
        for cells in things("organization")
        for number in cells.get("cow_alliance", "").split()
    }


def cited_rows(source: str) -> set[str]:
    """Return the places where a source says who is a member, also where we do not follow it."""
    return {
        row.cells.get("place", "")
        for file in files()
        for row in file.rows
        if row.cells.get("source") == source
        and (file.table.name == "membership" or "reports_member" in row.cells)
    }


def test_each_member_of_our_alliances_in_the_correlates_of_war_is_cited() -> None:
    held = held_alliances()
    places = " ".join(sorted(cited_rows("source/cow-alliances-4-1")))
    alliances = [r for r in rows("cow/alliance_v4.1_by_member.csv") if r["version4id"] in held]
    missing = {
        (row["version4id"], row["ccode"])
        for row in alliances
        if f"version4id={row['version4id']}, ccode={row['ccode']}" not in places
    }
    assert len(held) > 100
    assert {alliance for alliance, _ in missing} <= {"388"}


def cow_date(row: dict[str, str], head: str) -> str:
    """Return a date of the list, which has its parts in three columns; that of no end is late."""
    parts = [row[f"{head}_{part}"].zfill(2) for part in ("year", "month", "day")]
    return "-".join(parts) if row[f"{head}_year"] else "9999"


def holds(cells: dict[str, str], day: str) -> bool:
    """Return whether something holds on a day; a year or a month that ends it is whole."""
    return cells.get("start", "") <= day <= cells.get("end", "9999") + "~"


def allied(day: str) -> set[frozenset[str]]:
    """Return the pairs of codes of the states that share a promise of defence on a day."""
    codes = {
        cells["state"]: cells["cow_code"]
        for cells in things("period")
        if "cow_code" in cells and holds(cells, day)
    }
    members: dict[str, list[str]] = defaultdict(list)
    for cells in things("membership"):
        if cells["kind"] == "full" and holds(cells, day) and cells["member"] in codes:
            members[cells["arrangement"]].append(codes[cells["member"]])
    promises = [cells for cells in things("obligation") if cells["type"] == "defence"]
    bound = {cells["arrangement"] for cells in promises if holds(cells, day)}
    return {frozenset(pair) for one in bound for pair in combinations(members[one], 2)}


@pytest.mark.parametrize("day", ALLIED)
def test_who_was_allied_with_whom_is_what_the_correlates_of_war_have(day: str) -> None:
    ours = allied(day)
    theirs: dict[frozenset[str], str] = {
        frozenset((row["ccode1"], row["ccode2"])): row["version4id"]
        for row in rows("cow/alliance_v4.1_by_dyad.csv")
        if row["defense"] == "1" and cow_date(row, "dyad_st") <= day <= cow_date(row, "dyad_end")
    }
    missing = {pair: alliance for pair, alliance in theirs.items() if pair not in ours}
    assert set(missing.values()) <= set(NOT_FOLLOWED)
    assert (len(theirs), len(missing)) == ALLIED[day]
    if day < "1945":  # later there are alliances that the list does not have, or ends otherwise
        assert ours == set(theirs)


def test_each_alliance_of_the_correlates_of_war_is_held() -> None:
    listed = {row["version4id"] for row in rows("cow/alliance_v4.1_by_member.csv")}
    assert len(listed) == 414
    assert not listed - held_alliances()


def test_the_codes_of_states_are_those_of_the_list_of_countries() -> None:
    with (DATASETS / "codes" / "mledoze_countries.json").open(encoding="utf-8") as file:
        countries = {c["cca3"]: c for c in json.load(file)}
    coded = [cells for cells in things("state") if "iso_alpha3" in cells]
    assert len(coded) > 190
    for cells in coded:
        country = countries[cells["iso_alpha3"]]
        assert cells["iso_alpha2"] == country["cca2"]
        assert cells["iso_numeric"] == country["ccn3"]


def test_the_state_system_by_year_is_that_of_the_correlates_of_war(shipped_release) -> None:
    counted = {
        (int(row["ccode"]), year)
        for row in rows("cow/states2016.csv")
        for year in range(int(row["styear"]), int(row["endyear"]) + 1)
    }
    address = f"{(shipped_release.folder / FOLDER / FILE).as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        ours = {
            (code, year)
            for code, year in database.execute(
                "SELECT ccode, year FROM state_years "
                "WHERE in_system AND ccode IS NOT NULL AND year <= 2016"
            )
        }
    # Germany has two codes in the year in which it was united, and one row.
    assert counted ^ ours == {(255, 1990)}
