"""What is wrong in tables is told by check as for Turtle: file, line, column, how to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openalliances.builder.checks.check import check
from openalliances.builder.checks.formats import to_sarif

from ..tables.small import BASE, METADATA, column, write_small

STATE = "data/tables/state.csv"
SHAPES = f"""\
@prefix ally: <{BASE}ontology/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

<{BASE}shapes/Code>
    a sh:NodeShape ;
    rdfs:label "codes"@en ;
    sh:property <{BASE}shapes/Code-m49> ;
    sh:targetSubjectsOf ally:m49 ;
.

<{BASE}shapes/Code-m49>
    a sh:PropertyShape ;
    sh:message "A code is below 500. Look it up."@en ;
    sh:path ally:m49 ;
    sh:pattern "^[0-4]" ;
.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_small(tmp_path)
    (root / "shapes").mkdir()
    (root / "shapes" / "codes.ttl").write_text(SHAPES)
    return root


def found(root: Path) -> list[tuple[str, int, int]]:
    problems = check([root / STATE], root=root).problems
    return [(problem.path, problem.line, problem.column) for problem in problems]


def test_every_fault_of_a_table_is_a_problem_with_line_and_column(root):
    path = root / STATE
    path.write_text(path.read_text().replace("004", "4").replace("300", "Apr-49"))
    assert found(root) == [(STATE, 2, 4), (STATE, 4, 4)]


def test_editors_are_pointed_to_the_line_since_they_count_characters(root):
    path = root / STATE
    path.write_text(path.read_text().replace("004", "4"))
    (run,) = json.loads(to_sarif(check([path], root=root).problems))["runs"]
    (place,) = run["results"][0]["locations"]
    assert place["physicalLocation"]["region"] == {"startLine": 2}


def test_what_a_shape_finds_is_shown_at_the_cell(root):
    path = root / STATE
    path.write_text(path.read_text().replace("300", "900"))
    told = check([path], root=root).problems
    (problem,) = [problem for problem in told if "below 500" in problem.expected]
    assert (problem.path, problem.line, problem.column) == (STATE, 4, 4)
    assert problem.to_text().startswith(f"{STATE}:4:4  ERROR  ")


def test_a_table_that_is_not_canonical_says_so_with_the_line(root):
    path = root / STATE
    head, first, *rest = path.read_text().splitlines()
    path.write_text("\n".join([head, *rest, first, ""]))
    told = check([path], root=root).problems
    (problem,) = [problem for problem in told if "canonical" in problem.sentence]
    assert (problem.path, problem.line) == (STATE, 2)
    assert problem.mend == f"openalliances fmt {STATE}"


def test_a_byte_order_mark_is_no_canonical_form(root):
    path = root / STATE
    path.write_text("\ufeff" + path.read_text())
    told = check([path], root=root).problems
    assert [problem.line for problem in told if "canonical" in problem.sentence] == [1]


def test_a_table_that_publishes_nothing_is_looked_at_too(root):
    described = {**METADATA["count"], "url": "aside.csv"}
    for key in [key for key in described if key.endswith(("#graph", "#idPrefix"))]:
        del described[key]
    described["tableSchema"] = {
        "aboutUrl": BASE + "id/aside/{+id}",
        "primaryKey": ["id"],
        "columns": [column("id", "editorial", suppressOutput=True, required=True)],
    }
    (root / "data/tables/aside.csv-metadata.json").write_text(json.dumps(described))
    path = root / "data/tables/aside.csv"
    path.write_text("id\nstate/turkey\nstate/greece\n")
    (problem,) = [p for p in check([path], root=root).problems if p.path.endswith("aside.csv")]
    assert (problem.line, problem.sentence) == (2, "The file is not in canonical form.")
