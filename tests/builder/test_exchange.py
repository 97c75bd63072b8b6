"""Problems in the forms of other tools."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from openalliances.builder.checks.formats import to_json, to_junit, to_sarif
from openalliances.builder.checks.problems import Problem

FULL = Problem(
    "data/a.ttl", 9, "error", 'The label is "Ä" <b>.', "One label.", "Add it.", "rule:1", 4
)
BARE = Problem("data/b.ttl", 0, "warning", "Odd.")


def test_json_keeps_every_field() -> None:
    row = json.loads(to_json([FULL]))[0]
    assert Problem(**row) == FULL
    assert "Ä" in to_json([FULL])
    assert json.loads(to_json([])) == []


def test_sarif_says_where_and_what() -> None:
    run = json.loads(to_sarif([FULL, BARE]))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["rule:1"]
    first, second = run["results"]
    assert (first["level"], first["ruleId"]) == ("error", "rule:1")
    assert first["message"]["text"] == 'The label is "Ä" <b>. One label. Try: Add it.'
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/a.ttl"
    assert place["region"] == {"startLine": 9, "startColumn": 4}
    assert "ruleId" not in second
    assert "region" not in second["locations"][0]["physicalLocation"]


@pytest.mark.parametrize(
    ("problems", "tests", "failures"), [([], 1, 0), ([FULL], 1, 1), ([FULL, BARE], 2, 2)]
)
def test_junit_counts_and_is_never_empty(
    problems: list[Problem], tests: int, failures: int
) -> None:
    suite = ET.fromstring(to_junit(problems, 3))
    assert (suite.get("tests"), suite.get("failures")) == (str(tests), str(failures))
    assert len(suite.findall("testcase")) == tests
    assert [f.get("message") for f in suite.iter("failure")] == [p.sentence for p in problems]
