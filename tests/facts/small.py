"""A few states, alliances and operations as the tables of a release have them."""

import json
import sqlite3
from calendar import monthrange
from contextlib import closing
from pathlib import Path

from openalliances.tabular.database import FILE, quoted
from openalliances.tabular.definitions import FILE as DEFINITIONS

TABLES = Path(__file__).parents[2] / "ontology" / "tables" / "tables.json"
HOSTILE = '<script>alert("1")</script>'
_FIRST = {4: "-01-01", 7: "-01", 10: ""}


def spell(start="", end="", known="", start_kind="", end_kind="", status=""):
    """Return the cells of a spell; without an end it goes on, as far as is known lately."""
    status = status or ("known" if end else "known-lately")
    cells = {
        "start": start,
        "start_earliest": start and start + _FIRST[len(start)],
        "start_latest": _last(start),
        "start_kind": start_kind,
        "end": end,
        "end_earliest": end and end + _FIRST[len(end)],
        "end_latest": _last(end),
        "end_kind": end_kind,
        "end_status": status,
        "known_until": known,
    }
    return {name: cell for name, cell in cells.items() if cell}


def _last(date):
    if len(date) == 7:
        return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date + "-12-31" if len(date) == 4 else date


def membership(body, member, *, kind="full", names=None, **cells):
    """Return a membership of a member in a body, both without the first part of their ids."""
    id_ = f"membership/{body.partition('/')[2]}/{member}"
    return {
        "id": id_,
        "organization": body,
        "organization_name": NAMES[body],
        "member": f"state/{member}",
        "member_name": NAMES[f"state/{member}"],
        "kind": kind,
        "grade": "single-source",
        **spell(**cells),
    }


NAMES = {
    "state/aland": "Aland",
    "state/beland": "Beland",
    "state/celand": "Celand",
    "state/deland": HOSTILE,
    "organization/league": "League of Lands",
    "arrangement/pact": "Pact of Lands",
    "arrangement/old-pact": "Old Pact",
    "arrangement/forum": "Forum of Lands",
    "mission/first": "First Mission",
    "mission/second": "Second Mission",
    "mission/third": "Third Mission",
    "mission/never": "Mission That Never Was",
    "treaty/pact": "Treaty of Lands",
    "region/north": "The North",
}
KINDS = {"state": "states", "organization": "organizations", "arrangement": "arrangements"}

ROWS = {
    "things": [
        {"id": id_, "name": name, "kind": id_.partition("/")[0]} for id_, name in NAMES.items()
    ],
    "states": [
        {
            "id": "state/aland",
            "name": "Aland",
            "official_name": "Republic of Aland",
            "kind": "state",
            "ccode": 7,
            "gwcode": 8,
            "iso3c": "ALD",
            "iso3n": 4,
            "m49": 4,
            "cow_abbreviation": "ALA",
            "grade": "corroborated",
            "regions": "region/north",
        },
        {"id": "state/beland", "name": "Beland", "kind": "state", "regions": "region/north"},
        {"id": "state/celand", "name": "Celand", "kind": "former-state"},
        {"id": "state/deland", "name": HOSTILE, "kind": "territory", "official_name": HOSTILE},
    ],
    "regions": [{"id": "region/north", "name": "The North", "m49": 3, "states": 2}],
    "organizations": [
        {
            "id": "organization/league",
            "name": "League of Lands",
            "acronym": "LL",
            "kind": "regional",
            "members_complete": 1,
            **spell("1950-01-02", known="2025-01-01", start_kind="founding"),
        },
    ],
    "arrangements": [
        {
            "id": "arrangement/pact",
            "name": "Pact of Lands",
            "kinds": "collective-defence-alliance",
            "obligations": "consultation;defence",
            "founded_by": "treaty/pact",
            **spell("1960-03-04", known="2024-05-06", start_kind="signature"),
        },
        {
            "id": "arrangement/old-pact",
            "name": "Old Pact",
            "kinds": "collective-defence-alliance",
            "obligations": "defence",
            **spell("1900", "1918-11-03", end_kind="listed-to"),
        },
        {
            "id": "arrangement/forum",
            "name": "Forum of Lands",
            "kinds": "security-forum",
            **spell("1994", known="2022-08", status="known-earlier"),
        },
    ],
    "treaties": [{"id": "treaty/pact", "name": "Treaty of Lands", "adopted": "1960-03-04"}],
    "obligations": [
        {
            "id": "obligation/pact/defence",
            "name": "defence obligation of Pact of Lands",
            "arrangement": "arrangement/pact",
            "kind": "defence",
            "treaty": "treaty/pact",
            "article": "Article 5",
            "grade": "corroborated",
            **spell(known="2024-05-06"),
        },
        {
            "id": "obligation/pact/consultation",
            "name": "consultation obligation of Pact of Lands",
            "arrangement": "arrangement/pact",
            "kind": "consultation",
            **spell(known="2024-05-06"),
        },
    ],
    "memberships": [
        membership("organization/league", "aland", start="1950-01-02", start_kind="founding"),
        membership("organization/league", "beland", start="1950-01-02", start_kind="founding"),
        membership(
            "organization/league", "celand", start="1950-01-02", end="1970", start_kind="founding"
        ),
        membership(
            "organization/league", "deland", start="1980-06", start_kind="accession", known="2025"
        ),
        membership("arrangement/pact", "aland", start="1960-03-04", known="2024-05-06"),
        membership("arrangement/pact", "beland", start="1960-03-04", known="2024-05-06"),
        membership("arrangement/pact", "deland", start="1999-01-01", known="2024-05-06"),
        membership("arrangement/old-pact", "aland", start="1900", end="1918-11-03"),
        membership("arrangement/old-pact", "celand", start="1900", end="1918-11-03"),
        membership(
            "arrangement/forum",
            "aland",
            kind="participant",
            start="1994",
            known="2022-08",
            status="known-earlier",
        ),
    ],
    "suspensions": [
        {
            "id": "suspension/league/beland",
            "membership": "membership/league/beland",
            "organization": "organization/league",
            "member": "state/beland",
            "member_name": "Beland",
            "kind": "imposed",
            **spell("2001-02-03", "2003-04-05"),
        }
    ],
    "missions": [
        {
            "id": "mission/first",
            "name": "First Mission",
            "acronym": "FM",
            "lead": "organization/league",
            "hosts": "state/celand",
            **spell("1961-05", "1964-01-01", start_kind="deployment"),
        },
        {
            "id": "mission/second",
            "name": "Second Mission",
            "lead": "organization/league",
            "hosts": "state/celand",
            "follows": "mission/first",
            **spell("1964-01-02", "1999-12-31"),
        },
        {
            "id": "mission/third",
            "name": "Third Mission",
            "acronym": "TM",
            "lead": "state/aland;state/beland",
            "hosts": "state/celand",
            "regions": "region/north",
            **spell("2000-02-03", known="2025-06-07"),
        },
        {
            "id": "mission/never",
            "name": "Mission That Never Was",
            "lead": "organization/league",
            "hosts": "state/celand",
            "deployment": "never-deployed",
            **spell(status="ended"),
        },
    ],
    "mission_hosts": [
        {"mission": f"mission/{name}", "host": "state/celand", "host_name": "Celand"}
        for name in ("first", "second", "third", "never")
    ],
    "contributions": [
        {
            "id": "contribution/second/aland",
            "mission": "mission/second",
            "state": "state/aland",
            "kind": "troop-deployment",
            "personnel": 1234,
            "personnel_date": "1970-05",
            **spell("1965", "1971"),
        },
        {
            "id": "contribution/third/aland",
            "mission": "mission/third",
            "state": "state/aland",
            "kind": "personnel-provision",
            **spell(known="2025-06-07"),
        },
    ],
    "counts": [
        {"id": f"count/{date}", "contribution": "contribution/third/aland", "date": date,
         "state": "state/aland", "mission": "mission/third", "total": total}
        for date, total in (("2024-01-31", 10), ("2025-01-31", 20))
    ],
    "state_periods": [
        {
            "id": "period/aland",
            "name": "Aland from 1900",
            "state": "state/aland",
            "kind": "existence",
            "ccode": 7,
            **spell("1900-01-01", known="2026-02-01", start_kind="listed-from"),
        }
    ],
    "sources": [{"id": "source/list", "title": "List", "publisher": "A Publisher"}],
    "citations": [
        {
            "id": "citation/membership/league/aland/1",
            "thing": "membership/league/aland",
            "number": 1,
            "source": "source/list",
            "place": "row 7",
            "check": "seen-in-source",
            "checked_on": "2026-01-02",
            "properties": "start",
        },
        {
            "id": "citation/membership/league/aland/2",
            "thing": "membership/league/aland",
            "number": 2,
            "source": "source/list",
            "check": "seen-in-source",
            "reported_start": "1949",
        },
    ],
    "links": [
        {
            "id": "state/aland exactMatch http://www.wikidata.org/entity/Q1",
            "thing": "state/aland",
            "relation": "exactMatch",
            "target": "http://www.wikidata.org/entity/Q1",
        }
    ],
    "statements": [
        {"statement": "1", "subject": "state/aland", "predicate": "locatedIn",
         "value": "region/north", "label": "The North"},
        {"statement": "2", "subject": "mission/first", "predicate": "supportsAgreement",
         "value": "peace-agreement/truce", "label": "Truce"},
    ],
}  # fmt: skip


def write_small(folder, rows=ROWS):
    """Write the tables into *folder*: all of them, most without rows."""
    folder.mkdir(parents=True, exist_ok=True)
    content = TABLES.read_bytes()
    (folder / DEFINITIONS).write_bytes(content)
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        connection.execute("CREATE TABLE _tables (name, title, definition, rows, sha256, query)")
        for table in json.loads(content)["tables"]:
            name = table["url"].removesuffix(".csv")
            columns = [quoted(column["name"]) for column in table["tableSchema"]["columns"]]
            connection.execute(f"CREATE TABLE {quoted(name)} ({', '.join(columns)})")
            for row in rows.get(name, ()):
                names = ", ".join(map(quoted, row))
                marks = ", ".join("?" * len(row))
                connection.execute(
                    f"INSERT INTO {quoted(name)} ({names}) VALUES ({marks})", list(row.values())
                )
    return folder
