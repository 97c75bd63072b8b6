"""What a SHACL engine reports, and what is made of it: results as plain text.

Engines differ in how they say it; what a shape says of itself (path, message, severity, name)
is read from the shapes here, so that all engines say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

SEVERITIES = ("violation", "warning", "info")
"""The severities of SHACL (section 2.1.4), the gravest first."""

_SUFFIX = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


@dataclass(frozen=True, slots=True)
class ValidationResult:
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


@dataclass(frozen=True, slots=True)
class EngineResult:
    """What an engine reports: of which node, by which shape and component.

    ``focus`` and ``value`` are an IRI or a lexical form, empty for a blank node or none.
    ``path`` is that of the result, which ``sh:closed`` gives; that of a property shape is
    known. ``speaker`` has the message: the constraint, or the shape if None.
    """

    focus: str
    value: str
    shape: Node
    component: str
    path: Node | None = None
    speaker: Node | None = None


def validation_result(shapes: Graph, result: EngineResult) -> ValidationResult:
    """Return what the *shapes* say of a result of an engine."""
    severity = _local_name(shapes.value(result.shape, SH.severity)).lower()
    speakers = (result.speaker, result.shape) if result.speaker is not None else (result.shape,)
    messages = [list(shapes.objects(speaker, SH.message)) for speaker in speakers]
    path = result.path if result.path is not None else shapes.value(result.shape, SH.path)
    return ValidationResult(
        focus=result.focus,
        path=path_text(shapes, path),
        value=result.value,
        severity=severity if severity in SEVERITIES else "violation",
        message=_message(next(filter(None, messages), [])),
        shape=_named(shapes, result.shape),
        component=result.component.removesuffix("ConstraintComponent"),
    )


def in_order(results: Iterable[ValidationResult]) -> tuple[ValidationResult, ...]:
    """Return the results, each once, the gravest first, always in the same order."""
    return tuple(sorted(set(results), key=_order))


def text_of(node: Node | None) -> str:
    """Return an IRI or a lexical form; nothing for a blank node, whose name says nothing."""
    return "" if node is None or isinstance(node, BNode) else str(node)


def path_text(shapes: Graph, node: Node | None) -> str:
    """Return a property path (section 2.3.1) in SPARQL's syntax; a plain IRI without brackets."""
    return str(node) if isinstance(node, URIRef) else _step(shapes, node)


def _step(shapes: Graph, node: Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if (node, RDF.first, None) in shapes:
        return "/".join(_step(shapes, step) for step in Collection(shapes, node))
    if (inverse := shapes.value(node, SH.inversePath)) is not None:
        return "^" + _step(shapes, inverse)
    if (choices := shapes.value(node, SH.alternativePath)) is not None:
        return "(" + "|".join(_step(shapes, step) for step in Collection(shapes, choices)) + ")"
    for predicate, suffix in _SUFFIX.items():
        if (repeated := shapes.value(node, predicate)) is not None:
            return f"({_step(shapes, repeated)}){suffix}"
    return ""


def _named(shapes: Graph, shape: Node | None) -> str:
    """Return the IRI of the shape, or of the nearest shape around it that has one."""
    seen: set[Node | None] = set()
    while isinstance(shape, BNode) and shape not in seen:
        seen.add(shape)
        shape = next(iter(sorted(shapes.subjects(None, shape), key=str)), None)
    return text_of(shape)


def _message(messages: Iterable[Node]) -> str:
    """Return the English message, or the one without a language, or any."""
    literals = [m for m in messages if isinstance(m, Literal)]
    languages = {"en": 0, None: 1}
    ordered = sorted(literals, key=lambda m: (languages.get(m.language, 2), str(m)))
    return str(ordered[0]) if ordered else ""


def _local_name(node: Node | None) -> str:
    return str(node or "").rpartition("#")[2]


def _order(result: ValidationResult) -> tuple[int, str, str, str, str, str, str]:
    return (
        SEVERITIES.index(result.severity),
        result.focus,
        result.path,
        result.shape,
        result.value,
        result.message,
        result.component,
    )
