"""What the checks found, as files beside the data: Turtle, JSON, text, and figures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.checks.check import CheckReport
from openalliances.builder.checks.shacl_results import Finding
from openalliances.builder.dataset import Node, Triples
from openalliances.rdf.prefixes import ALLY, shorten
from openalliances.rdf.turtle import canonical_turtle
from openalliances.rdf.vocabulary import RDF, SH, XSD

_SEVERITIES = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}


def write_report(
    folder: Path,
    report: CheckReport,
    findings: tuple[Finding, ...],
    graphs: Mapping[str, Triples],
) -> None:
    """Write ``validation.ttl``, ``.json``, ``.txt`` and ``figures.json`` into *folder*."""
    folder.mkdir()
    _write(folder / "validation.ttl", canonical_turtle(shacl_report(findings)))
    _write(folder / "validation.json", _json(asdict(report)))
    _write(folder / "validation.txt", as_text(report))
    _write(folder / "figures.json", _json(figures(report, graphs)))


def as_text(report: CheckReport) -> str:
    """Return the problems and what was checked, for people."""
    lines = [problem.to_text() for problem in report.problems]
    for run in report.runs:
        how = f"not run: {run.skipped}" if run.skipped else f"{run.looked_at} looked at"
        lines.append(f"{run.name}: {how}")
    errors, warnings = _counted(report.errors, "error"), _counted(report.warnings, "warning")
    lines.append(f"{errors}, {warnings} in {_counted(report.files, 'file')}")
    return "\n".join(lines) + "\n"


def shacl_report(findings: tuple[Finding, ...]) -> Iterator[ox.Triple]:
    """Yield the findings as a SHACL validation report (SHACL, section 3.6)."""
    report = ox.BlankNode()
    conforms = "false" if any(f.severity == "violation" for f in findings) else "true"
    yield ox.Triple(report, RDF.type, SH.ValidationReport)
    yield ox.Triple(report, SH.conforms, ox.Literal(conforms, datatype=XSD.boolean))
    for finding in findings:
        result = ox.BlankNode()
        yield ox.Triple(report, SH.result, result)
        for predicate, value in _result(finding):
            yield ox.Triple(result, predicate, value)


def figures(report: CheckReport, graphs: Mapping[str, Triples]) -> dict[str, object]:
    """Return counts: triples of each graph, things of each of our classes, problems."""
    classes = {
        (t.subject, t.object.value)
        for triples in graphs.values()
        for t in triples
        if t.predicate == RDF.type and isinstance(t.object, ox.NamedNode)
    }
    counts = Counter(shorten(class_) for _, class_ in classes if class_.startswith(ALLY))
    return {
        "checks": {run.name: run.looked_at for run in report.runs},
        "errors": report.errors,
        "warnings": report.warnings,
        "things": dict(sorted(counts.items())),
        "triples": {shorten(name): len(triples) for name, triples in graphs.items()},
    }


def _result(finding: Finding) -> list[tuple[ox.NamedNode, Node]]:
    rows: list[tuple[ox.NamedNode, Node]] = [
        (RDF.type, SH.ValidationResult),
        (SH.resultSeverity, _SEVERITIES[finding.severity]),
        (SH.sourceConstraintComponent, SH[f"{finding.component}ConstraintComponent"]),
    ]
    if finding.focus:
        rows.append((SH.focusNode, _node(finding.focus)))
    if finding.path.startswith("http"):
        rows.append((SH.resultPath, ox.NamedNode(finding.path)))
    if finding.value:
        rows.append((SH.value, _node(finding.value)))
    if finding.shape:
        rows.append((SH.sourceShape, ox.NamedNode(finding.shape)))
    if finding.message:
        rows.append((SH.resultMessage, ox.Literal(finding.message, language="en")))
    return rows


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _node(text: str) -> Node:
    return ox.NamedNode(text) if text.startswith(("http://", "https://")) else ox.Literal(text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
