"""Problems in the forms that other tools read: JSON, SARIF for editors, JUnit for CI."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from xml.etree import ElementTree as ET

from openalliances.builder.checks.problems import Problem
from openalliances.version import __version__

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def to_json(problems: Iterable[Problem]) -> str:
    """Return the problems as a JSON array."""
    return json.dumps([asdict(p) for p in problems], ensure_ascii=False, indent=2) + "\n"


def to_sarif(problems: Sequence[Problem]) -> str:
    """Return the problems as a SARIF 2.1.0 log (OASIS, 2020-03-27), which editors show in place."""
    rules = sorted({p.rule for p in problems if p.rule})
    log = {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "openalliances check",
                        "version": __version__,
                        "rules": [{"id": rule} for rule in rules],
                    }
                },
                "results": [_result(p) for p in problems],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def to_junit(problems: Sequence[Problem], files: int) -> str:
    """Return the problems as JUnit XML: a test case a problem, or one that passed if there is none.

    *files* is the number of files looked at; it names the suite.
    """
    suite = ET.Element(
        "testsuite",
        name=f"openalliances check, {files} files",
        tests=str(max(len(problems), 1)),
        failures=str(len(problems)),
    )
    for problem in problems:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        case = ET.SubElement(suite, "testcase", classname=problem.rule or "check", name=place)
        failure = ET.SubElement(case, "failure", type=problem.severity, message=problem.sentence)
        failure.text = problem.to_text()
    if not problems:
        ET.SubElement(suite, "testcase", classname="check", name="no problem")
    ET.indent(suite)
    return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _result(problem: Problem) -> dict[str, object]:
    said = (problem.sentence, problem.expected, f"Try: {problem.mend}" if problem.mend else "")
    region = {"startLine": problem.line} if problem.line else {}
    # SARIF counts characters; in a table the column is that of the cell.
    if problem.line and problem.column and not problem.path.endswith(".csv"):
        region["startColumn"] = problem.column
    location: dict[str, object] = {"artifactLocation": {"uri": problem.path}}
    if region:
        location["region"] = region
    result: dict[str, object] = {
        "level": problem.severity,
        "message": {"text": " ".join(part for part in said if part)},
        "locations": [{"physicalLocation": location}],
    }
    return result | ({"ruleId": problem.rule} if problem.rule else {})
