"""The tables said what release 2026.11.0 said of things, or something else for a reason."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.tables import differences


@cache
def published() -> tuple[differences.Triples, set[str]]:
    with TemporaryDirectory() as folder:
        try:
            return differences.published(differences.tables_then(Path(folder)))
        except LookupError as error:
            pytest.skip(f"nothing was compared with release 2026.11.0: {error}")


def test_each_kind_of_thing_says_what_it_said() -> None:
    found = {name: [name, str(n), digest] for name, (n, digest) in same().items()}
    known = {row[0]: row for row in differences.read("same.csv")}
    assert found == known


def test_what_differs_is_of_a_pattern_with_a_count_and_a_reason() -> None:
    rows = differences.read("differences.csv")
    assert len(rows) <= 30
    assert all(why == differences.WHY[name] for name, _, _, _, why in rows)
    now = {(name, said): int(n) for name, said, _, n, _ in rows if int(n)}
    assert now == dict(differences.counts(*published()))


def test_the_patterns_account_for_each_triple_of_both() -> None:
    triples, _ = published()
    rows = differences.read("differences.csv")
    alike = sum(int(row[1]) for row in differences.read("same.csv"))
    assert alike + sum(int(row[3]) for row in rows) == len(triples)
    assert alike + sum(int(row[2]) for row in rows) == 95_346


def test_a_triple_that_is_lost_is_noticed() -> None:
    triples, further = published()
    lost = next(t for t in sorted(triples) if t[1].endswith("/startDate"))
    before, after = same(), differences.same(triples - {lost}, further)
    kind = differences.kind(lost[0])
    assert {name for name in before if before[name] != after.get(name)} == {kind}


def same() -> dict[str, tuple[int, str]]:
    return differences.same(*published())
