"""Names of states, missions and organizations as data sets of others write them, with their codes.

Each row of those files has a name beside a code, so that the code says what the name means.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATASETS = Path(__file__).parents[3] / "shared" / "datasets"


class Named(NamedTuple):
    """A name in a column of a data set; ``code`` of ``scheme`` says in ``year`` what it means."""

    where: str
    text: str
    kind: str
    scheme: str
    code: str
    year: int | None = None
    context: str = ""


def named() -> Iterator[Named]:
    """Yield the names of all columns, many of them several times."""
    yield from cow_states()
    yield from cow_members()
    yield from cow_wars()
    yield from cow_organizations()
    yield from atop_members()
    yield from ucdp_conflicts()
    yield from ucdp_actors()
    yield from pax_countries()
    yield from ipi()
    yield from geo_pko()
    yield from un_casualties()
    yield from un_operations()
    yield from countries()


def rows(name: str, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    """Yield the rows of a table, whatever its lines end with."""
    raw = (DATASETS / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode(encoding, "replace")
    yield from csv.DictReader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")))


def cow_states() -> Iterator[Named]:
    """Correlates of War, State System Membership v2016: in the middle of each stretch."""
    for row in rows("cow/states2016.csv", "latin-1"):
        year = (int(row["styear"]) + int(row["endyear"])) // 2
        yield Named("cow-states", row["statenme"], "State", "cow", row["ccode"], year)


def cow_members() -> Iterator[Named]:
    """Correlates of War, Formal Alliances v4.1."""
    for row in rows("cow/alliance_v4.1_by_member.csv", "latin-1"):
        year = int(row["mem_st_year"])
        yield Named("cow-alliances", row["state_name"], "State", "cow", row["ccode"], year)


def cow_wars() -> Iterator[Named]:
    """Correlates of War, Inter-State War v4.0."""
    for row in rows("cow/Inter-StateWarData_v4.0.csv", "latin-1"):
        year = int(row["StartYear1"])
        yield Named("cow-wars", row["StateName"], "State", "cow", row["ccode"], year)


def cow_organizations() -> Iterator[Named]:
    """Correlates of War, Intergovernmental Organizations v2.3, as normalised by others."""
    for row in rows("cow/cow_igo_v2.3_normalised_igo.csv"):
        for column in ("igoLongName", "igoShortName", "igoAbbr"):
            where = f"cow-igo {column}"
            yield Named(where, row[column], "Organization", "cow-igo", row["igoID"])


def atop_members() -> Iterator[Named]:
    """Alliance Treaty Obligations and Provisions 4.01: it has no names, only codes."""
    for row in rows("atop/atop4_01_member_level.csv"):
        code, year = row["member"], int(row["yrent"])
        yield Named("atop-members", f"cow:{code}", "State", "cow", code, year)


def ucdp_conflicts() -> Iterator[Named]:
    """UCDP/PRIO Armed Conflict Dataset 20.1: places of conflicts and governments in them."""
    for row in rows("ucdp/ucdp-prio-acd-201.csv"):
        year = int(row["year"])
        if row["gwno_loc"].isdigit():
            yield Named("ucdp-acd", row["location"], "State", "gw", row["gwno_loc"], year)
        for side in ("a", "b"):
            name, code = row[f"side_{side}"], row[f"gwno_{side}"]
            if code.isdigit() and name.startswith("Government of "):
                yield Named(f"ucdp-acd side_{side}", name, "State", "gw", code, year)


def ucdp_actors() -> Iterator[Named]:
    """UCDP Actor Dataset 22.1: governments, by the number of the actor."""
    for row in rows("ucdp/ucdp-actor-221.csv"):
        if row["Org"] == "4":
            yield Named("ucdp-actor", row["NameData"], "State", "ucdp-actor", row["ActorId"])


def pax_countries() -> Iterator[Named]:
    """PA-X Peace Agreements v9: countries of agreements that concern one alone."""
    for row in rows("pax/pax_v9.csv"):
        country, _, part = row["Con"].partition("/")
        alone = row["Loc1ISO"] and not row["Loc2ISO"] and (not part or part.startswith("("))
        if alone and country.strip("()") == country:
            yield Named("pa-x", country, "State", "iso3", row["Loc1ISO"], int(row["Dat"][:4]))


def ipi() -> Iterator[Named]:
    """IPI Peacekeeping Database: contributors, missions, and where they are."""
    for row in rows("ipi/Gender.Full.csv", "latin-1"):
        year, code = int(row["Date"][:4]), row["Contributor ISO-3"]
        yield Named("ipi contributor", row["Contributor"], "State", "iso3", code, year)
    for row in rows("ipi/data_mission.csv"):
        year, host = int(row["Date"][:4]), row["Country of Mission"].strip("'")
        mission = row["Mission"]
        yield Named("ipi mission", mission, "Activity", "ipi", mission, year, host)
        code = row["Country of Mission ISO-3"]
        yield Named("ipi host", host, "State", "iso3", code, year)


def geo_pko() -> Iterator[Named]:
    """Geo-PKO 2.0: missions and their hosts."""
    for row in rows("geopko/geopko_v2.0_raw_from_RData.csv.gz"):
        mission, year = row["mission"], int(row["year"]) if row["year"].isdigit() else None
        yield Named(
            "geo-pko mission", mission, "Activity", "geo-pko", mission, year, row["country"]
        )
        yield Named("geo-pko host", row["country"], "State", "gw", row["gnwo"], year)


def un_casualties() -> Iterator[Named]:
    """UN Peace and Security Data Hub, fatalities: nationalities and missions."""
    for row in rows("un/DPPADPOSS-FATALITIES_2025-04-04.csv"):
        year, nationality = int(row["incident_date"][:4]), row["casualty_nationality"]
        yield Named("un nationality", nationality, "State", "iso3", row["isocode3"])
        mission = row["mission_acronym"]
        yield Named("un casualties", mission, "Activity", "un-fatalities-code", mission, year)


def un_operations() -> Iterator[Named]:
    """UN Peace and Security Data Hub, peacekeeping operations: names and acronyms."""
    for row in rows("un/DPPADPOSS-PKO.csv"):
        year = int(row["start_date"][:4]) if row["start_date"] else None
        for column in ("mission_name", "mission_acronym"):
            yield Named(f"un {column}", row[column], "Activity", "un-psdh", row["id"], year)


def countries() -> Iterator[Named]:
    """The countries of mledoze, with names in the languages that we have names in."""
    path = DATASETS / "codes" / "mledoze_countries.json"
    for country in json.loads(path.read_text(encoding="utf-8")):
        names = {"eng": country["name"], **country["translations"]}
        for language in ("eng", "fra", "spa", "por", "deu", "rus", "zho"):
            form = names[language]["common"]
            yield Named(f"countries {language}", form, "State", "iso3", country["cca3"])
        for language in ("eng", "fra"):
            official = names[language]["official"]
            yield Named(f"countries {language}", official, "State", "iso3", country["cca3"])
