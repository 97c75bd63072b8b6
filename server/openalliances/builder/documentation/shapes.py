"""The shapes for the documentation: the constraints for each class, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.builder.documentation.labels import label, name, names, text
from openalliances.rdf.prefixes import ALLY, shorten
from openalliances.rdf.vocabulary import DCTERMS, RDF, RDFS, SH, XSD
from openalliances.release.documentation import Constraint, Name, Shape

_TARGETS = {
    SH.targetClass: "",
    SH.targetSubjectsOf: "Whatever has",
    SH.targetObjectsOf: "Whatever is named by",
    SH.targetNode: "Only",
}
_TRUE = ox.Literal("true", datatype=XSD.boolean)
_VALUE_WORDS: dict[Node, str] = {
    SH.IRI: "a thing with an IRI",
    SH.Literal: "a literal",
    SH.BlankNodeOrIRI: "a thing",
}
_DATATYPES: dict[Node, str] = {
    XSD.string: "text",
    XSD.integer: "a whole number",
    XSD.boolean: "true or false",
    RDF.langString: "text with a language",
}
_LIMITS = {
    SH.minInclusive: "at least",
    SH.maxInclusive: "at most",
    SH.minExclusive: "more than",
    SH.maxExclusive: "less than",
    SH.lessThan: "less than",
    SH.lessThanOrEquals: "not more than",
    SH.hasValue: "exactly:",
    SH.disjoint: "other than",
    SH.equals: "the same as",
}
_TERM = re.compile(r"\bally:(\w+)")


def shapes(graph: Statements, vocabulary: Statements) -> tuple[Shape, ...]:
    """Return the node shapes that have a target, with their constraints, by title.

    *graph* holds the shapes, *vocabulary* the labels of what they speak of.
    """
    found = {s for predicate in _TARGETS for s in graph.subjects(predicate)}
    made = [_shape(graph, vocabulary, s) for s in found if isinstance(s, ox.NamedNode)]
    return tuple(sorted(made, key=lambda s: (s.group, s.title.casefold(), s.iri)))


def _shape(graph: Statements, vocabulary: Statements, iri: ox.NamedNode) -> Shape:
    targets = [(p, t) for p in _TARGETS for t in graph.objects(iri, p)]
    about = next((_TARGETS[p] for p, _ in targets if _TARGETS[p]), "")
    group = graph.value(iri, RDFS.isDefinedBy)
    own = {t.value for _, t in targets if t.value.startswith(ALLY)}
    parts = [p for p in graph.objects(iri, SH.property) if _is_active(graph, p)]
    constraints = [_constraint(graph, vocabulary, part, own) for part in parts]
    if graph.value(iri, SH.message) is not None:
        constraints.append(_constraint(graph, vocabulary, iri, own))
    return Shape(
        iri=iri.value,
        title=label(graph, iri),
        group=text(graph, group, DCTERMS.title) if group is not None else "",
        targets=names(vocabulary, (t for _, t in targets)),
        about=about,
        constraints=tuple(
            sorted(constraints, key=lambda r: (not r.paths, _first(r.paths), r.name, r.iri))
        ),
    )


def _constraint(
    graph: Statements, vocabulary: Statements, shape: Node, targets: set[str]
) -> Constraint:
    fault, mend = _message(graph, shape)
    return Constraint(
        iri=shape.value if isinstance(shape, ox.NamedNode) else "",
        name=text(graph, shape, SH.name) or label(graph, shape),
        paths=_paths(graph, vocabulary, shape),
        required=_required(graph, shape),
        expects=tuple(_expects(graph, vocabulary, shape)),
        severity=_severity(graph, shape),
        fault=fault,
        mend=mend,
        terms=tuple(sorted(targets | _spoken_of(graph, shape))),
    )


def _is_active(graph: Statements, shape: Node) -> bool:
    return graph.value(shape, SH.deactivated) != _TRUE


def _message(graph: Statements, shape: Node) -> tuple[str, str]:
    """Return the first sentence of the message, and what comes after it."""
    asked = (shape, *graph.objects(shape, SH.sparql))
    said = next((found for node in asked if (found := text(graph, node, SH.message))), "")
    fault, dot, mend = said.partition(". ")
    return fault + ("." if dot else ""), mend


def _severity(graph: Statements, shape: Node) -> str:
    """Return error, warning or note; a shape without one has sh:Violation (SHACL, 2.1.4)."""
    found = graph.value(shape, SH.severity)
    return "warning" if found == SH.Warning else "note" if found == SH.Info else "error"


def _required(graph: Statements, shape: Node) -> str:
    """Return how many values there must be, in words."""
    low = _number(graph, shape, SH.minCount, SH.qualifiedMinCount)
    high = _number(graph, shape, SH.maxCount, SH.qualifiedMaxCount)
    if high == 0:
        return "none"
    if low and low == high:
        return f"exactly {_word(low)}"
    if low and high:
        return f"{_word(low)} to {_word(high)}"
    if low:
        return f"at least {_word(low)}"
    return f"at most {_word(high)}" if high else "if given"


def _number(graph: Statements, shape: Node, *predicates: ox.NamedNode) -> int | None:
    found = (graph.value(shape, predicate) for predicate in predicates)
    return next((int(value.value) for value in found if isinstance(value, ox.Literal)), None)


def _word(number: int) -> str:
    return {1: "one", 2: "two", 3: "three"}.get(number, str(number))


def _expects(graph: Statements, vocabulary: Statements, shape: Node) -> Iterator[Name]:
    """Yield what a value must be; words where there is nothing to link."""
    yield from names(vocabulary, graph.objects(shape, SH["class"]))
    for datatype in graph.objects(shape, SH.datatype):
        yield _words(_DATATYPES.get(datatype) or shorten(datatype.value))
    for kind in graph.objects(shape, SH.nodeKind):
        yield _words(_VALUE_WORDS.get(kind) or shorten(kind.value))
    for limit, word in _LIMITS.items():
        for value in graph.objects(shape, limit):
            yield _words(f"{word} {name(vocabulary, value).label}")
    for pattern in graph.objects(shape, SH.pattern):
        yield _words(f"of the form {pattern.value}")
    if graph.value(shape, SH.uniqueLang) is not None:
        yield _words("one for each language")
    for languages in graph.objects(shape, SH.languageIn):
        yield _words(f"in {_listed(tag.value for tag in graph.members(languages))}")
    for values in graph.objects(shape, SH["in"]):
        listed = (name(vocabulary, v).label for v in graph.members(values))
        yield _words(f"one of {_listed(listed)}")
    for other in (*graph.objects(shape, SH.node), *graph.objects(shape, SH.qualifiedValueShape)):
        yield _words(_of_shape(graph, vocabulary, other))
    for word, operator in (("one of:", SH["or"]), ("exactly one of:", SH.xone)):
        for parts in graph.objects(shape, operator):
            said = (_of_shape(graph, vocabulary, part) for part in graph.members(parts))
            yield _words(f"{word} {_listed(said)}")
    if graph.value(shape, SH.sparql) is not None:
        yield _words("checked with a query")


def _of_shape(graph: Statements, vocabulary: Statements, shape: Node) -> str:
    """Return what a shape used by another asks for, by its name or its constraints."""
    own = text(graph, shape, RDFS.label) or text(graph, shape, SH.name)
    if own:
        return own
    said = [n.label for n in _expects(graph, vocabulary, shape)]
    if said:
        return " and ".join(said)
    slug = shape.value.rpartition("/")[2] if isinstance(shape, ox.NamedNode) else "another shape"
    return slug.replace("-", " ")


def _paths(graph: Statements, vocabulary: Statements, shape: Node) -> tuple[Name, ...]:
    """Return the properties on the path (SHACL, 2.3.1); a sequence is given in its order."""
    path = graph.value(shape, SH.path)
    if path is None or isinstance(path, ox.NamedNode):
        return () if path is None else (name(vocabulary, path),)
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return (Name(inverse.value, f"is {label(vocabulary, inverse)} of"),)
    members = graph.value(path, SH.alternativePath) or path
    return tuple(name(vocabulary, step) for step in graph.members(members))


def _spoken_of(graph: Statements, shape: Node) -> set[str]:
    """Return the terms of ours that a constraint names, also inside its queries."""
    linked = (SH.path, SH["class"], SH.lessThan, SH.hasValue)
    named = {o.value for p in linked for o in graph.objects(shape, p)}
    queries = " ".join(
        q.value for c in graph.objects(shape, SH.sparql) for q in graph.objects(c, SH.select)
    )
    found = {iri for iri in named if iri.startswith(ALLY)}
    return found | {ALLY + local for local in _TERM.findall(queries)}


def _words(words: str) -> Name:
    return Name("", words)


def _first(found: tuple[Name, ...]) -> str:
    return found[0].label.casefold() if found else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
