"""A few tables of our own: missions and their hosts, states with codes, years, sources."""

import csv
import gzip
import hashlib
import io
import json
import sqlite3
from contextlib import closing

ID = "https://w3id.org/openalliances/id/"

COLUMNS = {
    "states": {
        "id": "string",
        "name": "string",
        "iso3c": "string",
        "ccode": "integer",
        "gwcode": "integer",
        "source_ids": "string;",
    },
    "state_codes": {
        "id": "string",
        "state": "string",
        "scheme": "string",
        "code": "string",
        "source_ids": "string;",
    },
    "things": {"id": "string", "name": "string"},
    "missions": {
        "id": "string",
        "name": "string",
        "lead": "string;",
        "partners": "string;",
        "kind": "string",
        "start": "string",
        "start_earliest": "string",
        "start_latest": "string",
        "end": "string",
        "end_earliest": "string",
        "end_latest": "string",
        "known_until": "string",
        "troops": "integer",
        "is_armed": "boolean",
        "source_ids": "string;",
    },
    "mission_hosts": {"mission": "string", "host": "string", "source_ids": "string;"},
    "dyad_years": {
        "state1": "string",
        "state2": "string",
        "year": "integer",
        "source_ids": "string;",
    },
    "sources": {
        "id": "string",
        "title": "string",
        "publisher": "string",
        "date": "string",
        "address": "string",
        "kind": "string",
        "source_ids": "string;",
    },
}
KEYS = {
    "states": ["id"],
    "state_codes": ["id"],
    "things": ["id"],
    "missions": ["id"],
    "mission_hosts": ["mission", "host"],
    "dyad_years": ["state1", "state2", "year"],
    "sources": ["id"],
}
TARGETS = {
    ("missions", "lead"): "states",
    ("missions", "partners"): "things",
    ("mission_hosts", "mission"): "missions",
    ("mission_hosts", "host"): "states",
    ("dyad_years", "state1"): "states",
    ("dyad_years", "state2"): "states",
}
HOSTILE = 'A {title} with 100 % & "quotes" \\ #1_~^ }\u202e and Ünïcødé \u0001\n of two lines'
ROWS = {
    "states": [
        ("state/germany", "Germany", "DEU", 255, 260, "source/one"),
        ("state/kenya", "Kenya", "KEN", 501, 501, "source/one"),
        ("state/somalia", "Somalia", "SOM", 520, 520, "source/two"),
        ("state/west-germany", "West Germany", "", 260, 260, "source/one"),
    ],
    "state_codes": [
        ("germany/1", "state/germany", "cow", "255", "source/one"),
        ("germany/2", "state/germany", "iso3c", "DEU", "source/one"),
        ("germany/3", "state/germany", "gleditsch-ward", "260", "source/one"),
        ("kenya/1", "state/kenya", "cow", "501", "source/one"),
        ("somalia/1", "state/somalia", "cow", "520", "source/one"),
        ("somalia/2", "state/somalia", "iso3c", "SOM", "source/one"),
        ("somalia/3", "state/somalia", "gleditsch-ward", "0520", "source/one"),
        ("west-germany/1", "state/west-germany", "cow", "260", "source/one"),
    ],
    "things": [
        ("region/germany", "A region"),
        ("region/kenya", "A region"),
        ("state/germany", "Germany"),
        ("state/kenya", "Kenya"),
    ],
    "missions": [
        # A day, a year, and what has no end.
        (
            *("mission/amisom", "AMISOM", "state/kenya;state/germany"),
            *("state/kenya;state/germany", "peace", "2007-03-06"),
            *("2007-03-06", "2007-03-06", "2022-04-01", "2022-04-01", "2022-04-01"),
            *(None, 22126, 1, "source/one;source/two"),
        ),
        (
            *("mission/old", 'Old, and of "one" year\nin two lines', None, "state/kenya"),
            *("peace", "1993"),
            *("1993-01-01", "1993-12-31", "1994", "1994-01-01", "1994-12-31", None, None, 0),
            "source/hostile",
        ),
        (
            *("mission/open", "Open", None, None, "police", None, None, None, None, None, None),
            *("2024", 0, None, ""),
        ),
    ],
    "mission_hosts": [
        ("mission/amisom", "state/somalia", "source/two"),
        ("mission/old", "state/kenya", "source/one"),
        ("mission/old", "state/somalia", "source/one"),
    ],
    "dyad_years": [
        ("state/germany", "state/kenya", 1999, "source/one"),
        ("state/kenya", "state/germany", 2000, "source/two"),
        ("state/somalia", "state/germany", 2000, "source/two"),
    ],
    "sources": [
        ("source/hostile", HOSTILE, "A and B", "2019-07", "https://example.org/a{b}", "press", ""),
        ("source/one", "One", "First", "1999-12-31", "https://example.org/1?a=b&c=%20", "", ""),
        ("source/two", "Zwei", "", "", "", "primary-law", ""),
        ("source/unused", "Nobody rests on it", "", "2001", "", "press", ""),
    ],
}
QUERY = "# # Missions\nSELECT ?id WHERE { ?id a <http://example.org/Mission> }\n"
TRUTH = {"base": "boolean", "format": "TRUE|FALSE"}
SQL = "-- Pairs\nSELECT 1\n"


def definitions():
    """Return ``tables.json``."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "Tables",
        "tables": [_table(name) for name in COLUMNS],
    }


def _table(name):
    keys = [
        {
            "columnReference": column,
            "reference": {"resource": f"{target}.csv", "columnReference": "id"},
        }
        for (table, column), target in TARGETS.items()
        if table == name
    ]
    return {
        "url": f"{name}.csv",
        "dc:title": name.replace("_", " ").capitalize(),
        "dc:description": f"One row of {name}.",
        "tableSchema": {
            "columns": [_column(name, column, kind) for column, kind in COLUMNS[name].items()],
            "primaryKey": KEYS[name],
            "foreignKeys": keys,
        },
    }


def _column(table, name, kind):
    said = {
        "name": name,
        "titles": name,
        "dc:title": name.capitalize(),
        "dc:description": f"What {name} means.",
        "datatype": TRUTH if kind == "boolean" else kind.rstrip(";"),
        "skos:example": "an example",
    }
    return said | ({"separator": ";"} if kind.endswith(";") else {})


def write_tables(folder):
    """Write the tables into *folder* below a release, and return it."""
    folder.mkdir(parents=True)
    (folder / "tables.json").write_text(json.dumps(definitions()), encoding="utf-8")
    (folder / "dyad_years.sql").write_text(SQL, encoding="utf-8")
    (folder / "missions.rq").write_text(QUERY, encoding="utf-8")
    with closing(sqlite3.connect(folder / "openalliances.sqlite")) as base, base:
        base.execute("CREATE TABLE _tables (name TEXT, rows INTEGER, sha256 TEXT)")
        for name, columns in COLUMNS.items():
            types = ", ".join(
                f'"{column}" {"TEXT" if kind.startswith("string") else "INTEGER"}'
                for column, kind in columns.items()
            )
            base.execute(f'CREATE TABLE "{name}" ({types})')
            marks = ", ".join("?" * len(columns))
            base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', ROWS[name])
            content = _csv(name)
            (folder / f"{name}.csv.gz").write_bytes(gzip.compress(content, mtime=0))
            counted = (name, len(ROWS[name]), hashlib.sha256(content).hexdigest())
            base.execute("INSERT INTO _tables VALUES (?, ?, ?)", counted)
    return folder


def _csv(name):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS[name])
    truths = [kind == "boolean" for kind in COLUMNS[name].values()]
    for row in ROWS[name]:
        cells = zip(truths, row, strict=True)
        writer.writerow(
            [
                ["FALSE", "TRUE"][cell] if is_truth and cell in (0, 1) else cell
                for is_truth, cell in cells
            ]
        )
    return text.getvalue().encode()
