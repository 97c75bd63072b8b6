"""A few states, alliances and missions in all tables of the codebook, to draw figures of."""

import json
import sqlite3
from calendar import monthrange
from contextlib import closing
from pathlib import Path

from openalliances.tabular.database import FILE

CODEBOOK = Path(__file__).parents[2] / "ontology" / "tables" / "tables.json"
EVIL = '<script>alert("x")</script> & Co'

STATES = (
    ("kenya", "Kenya", 404),
    ("uganda", "Uganda", 800),
    ("france", "France", 250),
    ("kosovo", "Kosovo", None),
    ("soviet-union", "Soviet Union", None),
    ("evil", EVIL, 999),
)
MISSIONS = (
    # Id, acronym, start, end, end status, known until, follows, hosts.
    ("one", "ONE", "1992-04-24", "1993", "known", "", "", ("state/kenya",)),
    ("two", "TWO", "1993-03-26", "1995-03-31", "known", "", "mission/one", ("state/kenya",)),
    ("three", "", "2010", "", "known-lately", "2026-01-01", "mission/two", ("state/kenya",)),
    ("four", "FOUR", "2012-01", "", "known-earlier", "2016-12-31", "", ("state/evil",)),
    ("five", "FIVE", "", "", "ended", "", "", ("state/kosovo",)),
)
MEMBERSHIPS = (
    # Arrangement, state, kind, start, end, end status, known until.
    ("arrangement/pact", "kenya", "full", "1963-11-22", "", "known-lately", "2026-01-01"),
    ("arrangement/pact", "uganda", "full", "1967", "1977", "known", ""),
    ("arrangement/pact", "uganda", "full", "1990-06-01", "", "known-lately", "2026-01-01"),
    ("arrangement/pact", "evil", "full", "1970-01-01", "", "known-earlier", "2010-12-31"),
    ("arrangement/pact", "soviet-union", "full", "1970", "1991-12-26", "known", ""),
    ("arrangement/pact", "kosovo", "observer", "2008", "", "known-lately", "2026-01-01"),
    ("organization/club", "kenya", "full", "2000-07-07", "", "known-lately", "2026-01-01"),
    ("organization/club", "france", "full", "1999-01-01", "2005-12-31", "known", ""),
)
COUNTS = (("kenya", "2010-12-31", 100), ("uganda", "2010-12-31", 50), ("kenya", "2011-12-31", 90))


def bounds(written):
    """Return the first and last day of a date as it is written."""
    if not written:
        return None, None
    year, month, day = (*map(int, written.split("-")), 0, 0)[:3]
    last = monthrange(year, month or 12)[1]
    return (
        f"{year:04}-{month or 1:02}-{day or 1:02}",
        f"{year:04}-{month or 12:02}-{day or last:02}",
    )


def spell(start, end, status, known):
    """Return the columns of a spell."""
    (first, last), (ends_first, ends_last) = bounds(start), bounds(end)
    found = {
        "start": start,
        "start_earliest": first,
        "start_latest": last,
        "end": end,
        "end_earliest": ends_first,
        "end_latest": ends_last,
        "end_status": status,
        "known_until": known,
    }
    return {name: value or None for name, value in found.items()}


def rows():
    """Yield the name of a table and a row of it."""
    for id_, name, code in STATES:
        yield "states", {"id": f"state/{id_}", "name": name, "iso3n": code}
        yield "things", {"id": f"state/{id_}", "name": name}
    for id_, name, kinds in (("arrangement/pact", "The Pact", "collective-defence-alliance"),):
        yield "arrangements", {"id": id_, "name": name, "kinds": kinds, "acronym": "TP"}
        yield "things", {"id": id_, "name": name}
        yield (
            "obligations",
            {"id": "obligation/pact", "arrangement": id_, "kind": "defence"},
        )
    yield "organizations", {"id": "organization/club", "name": "The Club"}
    yield "things", {"id": "organization/club", "name": "The Club"}
    for number, (body, member, kind, start, end, status, known) in enumerate(MEMBERSHIPS):
        names = {id_: name for id_, name, _ in STATES}
        yield (
            "memberships",
            {
                "id": f"membership/{number}",
                "organization": body,
                "organization_name": "The Pact" if body.endswith("pact") else "The Club",
                "member": f"state/{member}",
                "member_name": names[member],
                "kind": kind,
                **spell(start, end, status, known),
            },
        )
    for id_, acronym, start, end, status, known, follows, hosts in MISSIONS:
        name = f"Mission {id_}"
        yield "things", {"id": f"mission/{id_}", "name": name}
        yield (
            "missions",
            {
                "id": f"mission/{id_}",
                "name": name,
                "acronym": acronym or None,
                "lead": "organization/club",
                "follows": follows or None,
                "is_collective": 0,
                **spell(start, end, status, known),
            },
        )
        for host in hosts:
            names = {f"state/{key}": value for key, value, _ in STATES}
            yield (
                "mission_hosts",
                {"mission": f"mission/{id_}", "host": host, "host_name": names[host]},
            )
    for number, (state, day, total) in enumerate(COUNTS):
        yield (
            "counts",
            {
                "id": f"count/{number}",
                "mission": "mission/one",
                "state": f"state/{state}",
                "date": day,
                "total": total,
            },
        )
    for mission, year in (("one", 1992), ("two", 1993), ("three", 2011)):
        yield (
            "mission_components",
            {
                "mission": f"mission/{mission}",
                "component": "mediation",
                "component_name": "mediation",
                "year": year,
            },
        )
    yield (
        "contributions",
        {
            "id": "contribution/one",
            "mission": "mission/one",
            "state": "state/france",
            **spell("", "", "ended", ""),
        },
    )


def write_tables(folder):
    """Write all tables of the codebook, with these rows, into the SQLite file in *folder*."""
    folder.mkdir(parents=True)
    group = json.loads(CODEBOOK.read_bytes())
    with closing(sqlite3.connect(folder / FILE)) as connection:
        for table in group["tables"]:
            columns = [column["name"] for column in table["tableSchema"]["columns"]]
            listed = ", ".join(f'"{name}"' for name in columns if name)
            connection.execute(f'CREATE TABLE "{table["url"].removesuffix(".csv")}" ({listed})')
        connection.execute("CREATE TABLE _tables (name, title, definition, rows, sha256, query)")
        for table, row in rows():
            names = ", ".join(f'"{name}"' for name in row)
            holes = ", ".join("?" * len(row))
            connection.execute(
                f'INSERT INTO "{table}" ({names}) VALUES ({holes})', list(row.values())
            )
        connection.commit()
