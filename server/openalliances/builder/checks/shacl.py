"""Check a graph against shapes: the only file that imports pySHACL.

SPARQL-based constraints are asked by
:mod:`openalliances.builder.checks.sparql_constraints`, all else by pySHACL.

pySHACL passes without a word where a shape targets a superclass and it is not
given the ontology; here the data always have it with them. It changes global state of rdflib while
it runs; here that is put back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyshacl
import pyshacl.shape
import rdflib
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Node, _toPythonMapping

from openalliances.builder.checks.sparql_constraints import Broken, broken, message_of, severity_of
from openalliances.errors import CheckError

SEVERITIES = ("violation", "warning", "info")
"""The severities of SHACL (section 2.1.4), the gravest first."""

_LOGGER = "pyshacl-validate"
_DEPTH = 30
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_CLASSES = (RDFS.Class, OWL.Class)
_SUFFIX = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A result of SHACL (section 3.6.2), as text.

    ``path`` is the IRI of a property or a path in SPARQL's syntax; it and
    ``value`` are empty where there is none or it is a blank node. ``value`` is
    an IRI or a lexical form. ``message`` is what the shape says, empty if it
    says nothing. ``shape`` is the IRI of the shape or of the one around it.
    ``component`` is the name of the constraint component, such as ``MinCount``.
    """

    focus: str
    path: str
    value: str
    severity: str
    message: str
    shape: str
    component: str = ""


def validate(
    data: Graph, shapes: Graph, ontology: Graph, focus_nodes: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Return what breaks the *shapes*, the gravest first, always in the same order.

    *ontology* gives the subclasses that targets and ``sh:class`` need; no other
    inference is made. With *focus_nodes*, only those things are looked at.

    :raises CheckError: if the shapes themselves cannot be used.
    """
    whole = _whole(data, ontology)
    if focus_nodes:
        shapes = _aimed(shapes, whole, frozenset(focus_nodes))
    targets = {shape: frozenset(_targets(whole, shapes, shape)) for shape in _targeted(shapes)}
    asked, shapes_left = broken(whole, shapes, targets)
    before = rdflib.NORMALIZE_LITERALS, dict(_toPythonMapping)
    _speed_up()
    try:
        _, report, text = pyshacl.validate(
            Graph(bind_namespaces="none") + whole,
            shacl_graph=shapes_left,
            inference="none",
            advanced=False,
            max_validation_depth=_DEPTH,
        )
    except (pyshacl.errors.ReportableRuntimeError, NotImplementedError) as error:
        raise CheckError(
            f"The shapes cannot be used: {error}", "Look at the files in shapes."
        ) from (error)
    finally:
        _restore(before)
    if not isinstance(report, Graph):
        raise CheckError(f"The shapes cannot be used: {text}", "Look at the files in shapes.")
    results = report.objects(None, SH.result)
    findings = {_finding(report, shapes, node) for node in results}
    findings |= {_asked(shapes, result) for result in asked}
    return tuple(sorted(findings, key=_order))


def _whole(data: Graph, ontology: Graph) -> Graph:
    return data if all(triple in data for triple in ontology) else data + ontology


def _speed_up() -> None:
    """Let pySHACL look up a parameter in a set where it walks through a list.

    It asks for each triple of a shape and each focus node whether the predicate is a
    parameter, which took half of its time here. What it finds stays the same.
    """
    pyshacl.shape.CONSTRAINT_PARAMS = (  # type: ignore[attr-defined]
        frozenset(ALL_CONSTRAINT_PARAMETERS),
        CONSTRAINT_PARAMETERS_MAP,
    )


def focus_counts(data: Graph, shapes: Graph, ontology: Graph) -> dict[str, int]:
    """Return how many focus nodes each targeted shape has in *data* (SHACL, section 2.1.3).

    A shape with none checks nothing, whatever it says.
    """
    union = _whole(data, ontology)
    return {
        str(shape): len(_targets(union, shapes, shape))
        for shape in sorted(_targeted(shapes), key=str)
    }


def _aimed(shapes: Graph, data: Graph, nodes: frozenset[str]) -> Graph:
    """Return a copy of the *shapes* whose targets are those of their targets that are *nodes*.

    pySHACL's own option for this also leaves out the values that a nested shape
    (sh:or, sh:node, sh:qualifiedValueShape) would look at, and so passes what is wrong.
    """
    aimed = Graph(bind_namespaces="none") + shapes
    for shape in _targeted(shapes):
        for target in _TARGETS:
            aimed.remove((shape, target, None))
        for kind in _CLASSES:
            aimed.remove((shape, RDF.type, kind))
        for node in _targets(data, shapes, shape):
            if str(node) in nodes:
                aimed.add((shape, SH.targetNode, node))
    return aimed


def _targeted(shapes: Graph) -> set[Node]:
    explicit = {s for predicate in _TARGETS for s in shapes.subjects(predicate)}
    return explicit | {s for s in shapes.subjects(RDF.type, SH.NodeShape) if _is_class(shapes, s)}


def _is_class(shapes: Graph, shape: Node) -> bool:
    """Return whether the shape is its own target class (section 2.1.3.3)."""
    return any((shape, RDF.type, kind) in shapes for kind in _CLASSES)


def _targets(data: Graph, shapes: Graph, shape: Node) -> set[Node]:
    classes = set(shapes.objects(shape, SH.targetClass))
    if _is_class(shapes, shape):
        classes.add(shape)
    found: set[Node] = set(shapes.objects(shape, SH.targetNode))
    for class_ in classes:
        for sub in data.transitive_subjects(RDFS.subClassOf, class_):
            found.update(data.subjects(RDF.type, sub))
    for predicate in shapes.objects(shape, SH.targetSubjectsOf):
        found.update(data.subjects(predicate))
    for predicate in shapes.objects(shape, SH.targetObjectsOf):
        found.update(data.objects(None, predicate))
    return found


def _finding(report: Graph, shapes: Graph, result: Node) -> Finding:
    severity = _name(report.value(result, SH.resultSeverity)).lower()
    component = _name(report.value(result, SH.sourceConstraintComponent))
    shape = report.value(result, SH.sourceShape)
    # Where a shape has no message, pySHACL makes one up in terms of SHACL.
    spoken = component == "SPARQLConstraintComponent" or (shape, SH.message, None) in shapes
    return Finding(
        focus=_text(report.value(result, SH.focusNode)),
        path=_path(report, report.value(result, SH.resultPath)),
        value=_text(report.value(result, SH.value)),
        severity=severity if severity in SEVERITIES else "violation",
        message=_message(report.objects(result, SH.resultMessage)) if spoken else "",
        shape=_named(shapes, shape),
        component=component.removesuffix("ConstraintComponent"),
    )


def _asked(shapes: Graph, result: Broken) -> Finding:
    """Return the finding for a solution of a SPARQL-based constraint."""
    severity = _name(severity_of(shapes, result)).lower()
    return Finding(
        focus=_text(result.focus),
        path=_path(shapes, result.path),
        value=_text(result.value),
        severity=severity if severity in SEVERITIES else "violation",
        message=_message(message_of(shapes, result)),
        shape=_named(shapes, result.shape),
        component="SPARQL",
    )


def _named(shapes: Graph, shape: Node | None) -> str:
    """Return the IRI of the shape, or of the nearest shape around it that has one."""
    seen: set[Node | None] = set()
    while isinstance(shape, BNode) and shape not in seen:
        seen.add(shape)
        shape = next(iter(sorted(shapes.subjects(None, shape), key=str)), None)
    return _text(shape)


def _message(messages: Iterable[Node]) -> str:
    """Return the English message, or the one without a language, or any."""
    literals = [m for m in messages if isinstance(m, Literal)]
    languages = {"en": 0, None: 1}
    ordered = sorted(literals, key=lambda m: (languages.get(m.language, 2), str(m)))
    return str(ordered[0]) if ordered else ""


def _text(node: Node | None) -> str:
    """Return an IRI or a lexical form; nothing for a blank node, whose name says nothing."""
    return "" if node is None or isinstance(node, BNode) else str(node)


def _name(node: Node | None) -> str:
    return str(node or "").rpartition("#")[2]


def _path(report: Graph, node: Node | None) -> str:
    """Return a property path (section 2.3.1) in SPARQL's syntax; a plain IRI without brackets."""
    return str(node) if isinstance(node, URIRef) else _step(report, node)


def _step(report: Graph, node: Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if (node, RDF.first, None) in report:
        return "/".join(_step(report, step) for step in Collection(report, node))
    if (inverse := report.value(node, SH.inversePath)) is not None:
        return "^" + _step(report, inverse)
    if (choices := report.value(node, SH.alternativePath)) is not None:
        return "(" + "|".join(_step(report, step) for step in Collection(report, choices)) + ")"
    for predicate, suffix in _SUFFIX.items():
        if (repeated := report.value(node, predicate)) is not None:
            return f"({_step(report, repeated)}){suffix}"
    return ""


def _order(finding: Finding) -> tuple[int, str, str, str, str, str, str]:
    return (
        SEVERITIES.index(finding.severity),
        finding.focus,
        finding.path,
        finding.shape,
        finding.value,
        finding.message,
        finding.component,
    )


def _restore(state: tuple[bool, dict[Any, Any]]) -> None:
    """Put back rdflib's global state, and take away the handler that pySHACL has added."""
    rdflib.NORMALIZE_LITERALS = state[0]
    _toPythonMapping.clear()
    _toPythonMapping.update(state[1])
    logger = logging.getLogger(_LOGGER)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
