"""The report says how much was looked at and what was found."""

from openalliances.builder.checks.check import CheckReport, CheckRun
from openalliances.builder.checks.problems import Problem
from openalliances.builder.checks.shacl_results import ValidationResult as Result
from openalliances.builder.outputs.report import as_text, figures, shacl_report
from openalliances.builder.read_files import parse
from openalliances.rdf.prefixes import ALLY
from openalliances.rdf.turtle import canonical_turtle
from openalliances.rdf.vocabulary import SH

REPORT = CheckReport(
    1,
    (CheckRun("reading", 1), CheckRun("queries", 0, "none were given")),
    (Problem("a.ttl", 2, "warning", "Odd."),),
)


def test_text_has_problems_and_what_was_checked():
    assert as_text(REPORT) == (
        "a.ttl:2  WARNING  Odd.\n"
        "reading: 1 looked at\n"
        "queries: not run: none were given\n"
        "0 errors, 1 warning in 1 file\n"
    )


def test_findings_are_a_shacl_report():
    one = Result("http://a", "http://p", "http://b", "violation", "No.", "http://s", "Class")
    two = Result("http://a", "", "x", "info", "", "", "SPARQL")
    both, second = list(shacl_report((one, two))), list(shacl_report((two,)))
    assert [t.object for t in both].count(SH.ValidationResult) == 2
    assert [t.object.value for t in both if t.predicate == SH.conforms] == ["false"]
    assert canonical_turtle(both) == canonical_turtle(shacl_report((two, one)))
    assert [t.object.value for t in second if t.predicate == SH.conforms] == ["true"]


def test_things_are_counted_once():
    graph = parse(f"<http://a> a <{ALLY}State> . <http://b> a <{ALLY}State>, <http://c> .", "x")
    found = figures(REPORT, {"http://g": graph, "http://h": graph})
    assert found["things"] == {"ally:State": 2}
    assert found["warnings"] == 1
