"""What the checks found, as files beside the data: Turtle, JSON, text, and figures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.checks.check import CheckReport
from openalliances.builder.checks.shacl_results import ValidationResult
from openalliances.builder.dataset import Node, Triples
from openalliances.builder.statements.unsourced import Unsourced
from openalliances.rdf.prefixes import ALLY, shorten
from openalliances.rdf.turtle import canonical_turtle
from openalliances.rdf.vocabulary import RDF, SH, XSD

_SEVERITIES = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}


def write_report(
    folder: Path,
    report: CheckReport,
    results: tuple[ValidationResult, ...],
    graphs: Mapping[str, Triples],
) -> None:
    """Write ``validation.ttl``, ``.json``, ``.txt`` and ``figures.json`` into *folder*."""
    folder.mkdir()
    _write(folder / "validation.ttl", canonical_turtle(shacl_report(results)))
    _write(folder / "validation.json", _json(asdict(report)))
    _write(folder / "validation.txt", as_text(report))
    _write(folder / "figures.json", _json(figures(report, graphs)))


def write_unsourced(folder: Path, statements: Sequence[Unsourced]) -> None:
    """Write the published statements without a source into ``unsourced.txt``: IRI and reason."""
    lines = (f"{one.iri}\t{one.reason}\n" for one in statements)
    _write(folder / "unsourced.txt", "".join(lines))


def as_text(report: CheckReport) -> str:
    """Return the problems and what was checked, for people."""
    lines = [problem.to_text() for problem in report.problems]
    for run in report.runs:
        how = f"not run: {run.skipped}" if run.skipped else f"{run.looked_at} looked at"
        lines.append(f"{run.name}: {how}")
    errors, warnings = _counted(report.errors, "error"), _counted(report.warnings, "warning")
    lines.append(f"{errors}, {warnings} in {_counted(report.files, 'file')}")
    return "\n".join(lines) + "\n"


def shacl_report(results: tuple[ValidationResult, ...]) -> Iterator[ox.Triple]:
    """Yield the results as a SHACL validation report (SHACL, section 3.6)."""
    report = ox.BlankNode()
    conforms = "false" if any(f.severity == "violation" for f in results) else "true"
    yield ox.Triple(report, RDF.type, SH.ValidationReport)
    yield ox.Triple(report, SH.conforms, ox.Literal(conforms, datatype=XSD.boolean))
    for result in results:
        node = ox.BlankNode()
        yield ox.Triple(report, SH.result, node)
        for predicate, value in _result(result):
            yield ox.Triple(node, predicate, value)


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


def _result(result: ValidationResult) -> list[tuple[ox.NamedNode, Node]]:
    rows: list[tuple[ox.NamedNode, Node]] = [
        (RDF.type, SH.ValidationResult),
        (SH.resultSeverity, _SEVERITIES[result.severity]),
        (SH.sourceConstraintComponent, SH[f"{result.component}ConstraintComponent"]),
    ]
    if result.focus:
        rows.append((SH.focusNode, _node(result.focus)))
    if result.path.startswith("http"):
        rows.append((SH.resultPath, ox.NamedNode(result.path)))
    if result.value:
        rows.append((SH.value, _node(result.value)))
    if result.shape:
        rows.append((SH.sourceShape, ox.NamedNode(result.shape)))
    if result.message:
        rows.append((SH.resultMessage, ox.Literal(result.message, language="en")))
    return rows


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _node(text: str) -> Node:
    return ox.NamedNode(text) if text.startswith(("http://", "https://")) else ox.Literal(text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
