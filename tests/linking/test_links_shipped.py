"""The links of the shipped set: how much they cover, and that each identifier leads back."""

import csv
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from openalliances.linking.codes import by_code, by_iri
from openalliances.linking.index import open_names
from openalliances.rdf.prefixes import BASE, ID
from openalliances.release.links import FOLDER, read_links_index
from openalliances.release.names import NAMES
from openalliances.tabular.database import FILE as TABLES

from ..builder.links.sssom import faults

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow

PUBLISHERS = (f"{ID}organization/openalliances", f"{ID}organization/total-military-insight")
"""Organizations that are there as the authors of something, and of no interest elsewhere."""


@pytest.fixture(scope="module")
def index(shipped_release):
    return open_names(shipped_release)


@pytest.fixture(scope="module")
def links(shipped_release):
    """Return the rows of all links: thing, target, code, IRI there, relation."""
    with closing(sqlite3.connect(shipped_release.indexes / NAMES)) as database:
        return database.execute(
            """SELECT things.iri, target, code, links.iri, predicate
               FROM links JOIN things ON things.id = thing"""
        ).fetchall()


def sought(target: str = "") -> set[str]:
    """Return what was looked for in vain, in *target* or anywhere."""
    with (ROOT / "data/links/notfound.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["subject_id"].replace("openalliances:", BASE)
            for row in csv.DictReader(file)
            if target in ("", row["target"])
        }


def linked_share(links, shipped_release, table: str) -> float:
    """Return how many of those that were looked for were found."""
    things = {iri for iri, *_ in links}
    looked = things | sought()
    with closing(sqlite3.connect(shipped_release.folder / "tables" / TABLES)) as database:
        rows = [iri for (iri,) in database.execute(f"SELECT iri FROM {table}")]
    rows = [iri for iri in rows if iri not in PUBLISHERS and iri in looked]
    return sum(iri in things for iri in rows) / len(rows)


@pytest.mark.parametrize(
    ("table", "least"),
    [("organizations", 0.85), ("arrangements", 0.8), ("missions", 0.5), ("states", 0.95)],
)
def test_most_things_have_a_link(links, shipped_release, table, least):
    share = linked_share(links, shipped_release, table)
    print(f"{table}: {share:.1%}")
    assert share >= least


def test_the_states_of_today_have_many_targets(links):
    targets = defaultdict(set)
    for iri, target, *_ in links:
        targets[iri].add(target)
    today = {iri for iri, target, *_ in links if target == "iso3"}
    assert len(today) > 190
    assert min(len(targets[iri]) for iri in today) >= 8


def test_every_peace_agreement_and_conflict_is_linked(shipped_release):
    """Or it was looked for in vain, and a row says where."""
    covered = {one.kind: one for one in read_links_index(shipped_release.indexes).coverage}
    for kind, target in (("conflict", "ucdp-conflict"), ("peace agreement", "pa-x")):
        found = covered[kind]
        in_vain = len(sought(target) & of_kind(shipped_release, kind))
        assert found.by_target[target] + in_vain == found.things


def of_kind(release, kind: str) -> set[str]:
    table, ids = {
        "conflict": ("conflicts", "conflict/%"),
        "peace agreement": ("agreements", "peace-agreement/%"),
    }[kind]
    with closing(sqlite3.connect(release.folder / "tables" / TABLES)) as database:
        rows = database.execute(f"SELECT iri FROM {table} WHERE id LIKE ?", (ids,))
        return {iri for (iri,) in rows}


def test_exact_matches_are_one_to_one(links):
    exact = [(t, target, code) for t, target, code, _, p in links if p == "skos:exactMatch"]
    assert len(exact) > 6000
    for key in ((0, 1), (1, 2)):
        twice = Counter((row[key[0]], row[key[1]]) for row in exact)
        assert [pair for pair, number in twice.items() if number > 1] == []


def test_every_identifier_is_looked_up(index, links):
    for iri, target, code, there, _ in links:
        if code.startswith("eli/"):
            continue
        assert iri in {known.entry.iri for known in by_code(index, target, code)}, (target, code)
        if there:
            assert iri in {known.entry.iri for known in by_iri(index, there)}, there


def test_all_sets_are_sssom(shipped_release):
    files = sorted((shipped_release.folder / FOLDER).glob("*.sssom.tsv"))
    assert len(files) > 50
    for file in files:
        assert list(faults(file.read_text(encoding="utf-8")))[:3] == [], file.name
