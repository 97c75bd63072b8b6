"""What readers expect, check by check: each has a test that is there, or says why it has none."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEAST = 58
"""Checks that have a test."""


def rows():
    with (Path(__file__).parent / "checks.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_all_checks_are_told_and_most_are_tested():
    counts = {"1": 11, "2": 10, "3": 11, "4": 9, "5": 9, "6": 8, "7": 6}
    expected = [f"P{p}-{n}" for p, most in counts.items() for n in range(1, most + 1)]
    assert [row["check"] for row in rows()] == expected
    assert sum(bool(row["test"]) for row in rows()) >= LEAST
    assert all(bool(row["test"]) != bool(row["why"]) for row in rows())


@pytest.mark.parametrize(
    "row", [row for row in rows() if row["test"]], ids=lambda row: row["check"]
)
def test_the_test_of_a_check_is_there(row):
    file, _, name = row["test"].partition("::")
    path = ROOT / file
    if not name:
        assert any(path.glob("test_*.py"))
        return
    assert re.search(rf"^(async )?def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE)
