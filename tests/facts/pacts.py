"""A few pacts and members in a database of our own, in the form of the published tables."""

import sqlite3
from calendar import monthrange
from contextlib import contextmanager

from openalliances.facts.days import SPELL
from openalliances.tabular.database import reading

MEMBERS = (
    # Pact, state, start, end, known until: a day, a month, a year, an open end, two spells.
    ("arrangement/dual", "germany", "1879-10-07", "1918-11-03", ""),
    ("arrangement/dual", "austria", "1879-10-07", "1918-11-03", ""),
    ("arrangement/triple", "germany", "1882-05-20", "1918-11", ""),
    ("arrangement/triple", "austria", "1882-05-20", "1918-11", ""),
    ("arrangement/triple", "italy", "1882-05", "1915", ""),
    ("arrangement/entente", "france", "1904-04-08", "", "1920-06-30"),
    ("arrangement/entente", "britain", "1904-04-08", "", "1920-06-30"),
    ("arrangement/twice", "greece", "1900-01-01", "1905-03-31", ""),
    ("arrangement/twice", "greece", "1905-10-01", "1910-12-31", ""),
    ("arrangement/twice", "serbia", "1905-05-01", "1910-12-31", ""),
    ("arrangement/late", "spain", "1900-01-01", "1930-12-31", ""),
    ("arrangement/late", "portugal", "1900-01-01", "1930-12-31", ""),
)
PROMISES = (
    ("arrangement/dual", "defence", ""),
    ("arrangement/dual", "neutrality", ""),
    ("arrangement/triple", "defence", ""),
    ("arrangement/entente", "consultation", ""),
    ("arrangement/twice", "defence", ""),
    ("arrangement/late", "defence", "1912-01-01"),
)


def bounds(written):
    """Return the first and the last day of a date as it is written; nothing for none."""
    if not written:
        return None, None
    year, month, day = (*map(int, written.split("-")), 0, 0)[:3]
    last = monthrange(year, month or 12)[1]
    return (
        f"{year:04}-{month or 1:02}-{day or 1:02}",
        f"{year:04}-{month or 12:02}-{day or last:02}",
    )


def spell(start, end, known):
    """Return the cells of a spell."""
    status = "known" if end else "known-earlier"
    return (
        *(start or None, *bounds(start), None),
        *(end or None, *bounds(end), None, status, known or None),
    )


@contextmanager
def open_pacts(folder):
    """Write the tables into *folder*, and open them."""
    file = folder / "pacts.sqlite"
    names = ", ".join(f'"{name}"' for name in SPELL)
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE memberships (id, organization, organization_name, member, member_name, "
            f"kind, grade, {names})"
        )
        database.execute(f"CREATE TABLE arrangements (id, name, acronym, grade, {names})")
        database.execute(
            "CREATE TABLE obligations (id, arrangement, kind, treaty, article, start_earliest, "
            "end_latest)"
        )
        for number, (pact, state, *dates) in enumerate(MEMBERS):
            row = (
                f"m{number}",
                pact,
                pact,
                f"state/{state}",
                state.title(),
                "full",
                "corroborated",
            )
            _insert(database, "memberships", (*row, *spell(*dates)))
        for pact in dict.fromkeys(pact for pact, *_ in MEMBERS):
            _insert(
                database, "arrangements", (pact, pact, "", "", *spell("1800", "", "2000-01-01"))
            )
        for number, (pact, kind, start) in enumerate(PROMISES):
            _insert(
                database, "obligations", (f"o{number}", pact, kind, "", "", start or None, None)
            )
    with reading(file, 5) as reader:
        yield reader


def _insert(database, table, row):
    marks = ", ".join("?" * len(row))
    database.execute(f"INSERT INTO {table} VALUES ({marks})", row)
