"""Write a graph as Turtle that is the same whenever the graph is the same.

The layout is that of rdflib's ``longturtle`` (one predicate a line, the closing
full stop alone). The order is our own, for rdflib puts subjects in the order of
how often they are mentioned, so that an edit in one block moves others. Here a
block is placed by what it is and by its IRI, and a blank node by what it says,
so that one edit changes one block. Prefixes are written as ``@prefix``, since
OWL API's parser, and with it Protégé, refuses ``PREFIX`` (owlcs/owlapi#1149).
Grammar: https://www.w3.org/TR/turtle/.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias, cast

import pyoxigraph as ox

from openalliances.rdf.prefixes import PREFIXES
from openalliances.rdf.vocabulary import OWL, RDF, RDFS, SKOS, XSD

Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Statements = dict[str, set[Node]]
"""Predicate IRI to objects."""

_SECTIONS: dict[Node, int] = {
    OWL.Ontology: 0,
    OWL.Class: 1,
    RDFS.Class: 1,
    OWL.ObjectProperty: 2,
    OWL.DatatypeProperty: 3,
    OWL.AnnotationProperty: 4,
    SKOS.ConceptScheme: 5,
}
_REST = 6
_STRING = XSD.string.value

_TYPE, _FIRST, _NEXT = RDF.type.value, RDF.first.value, RDF.rest.value
_FIRST_PREDICATES = {
    iri.value: place
    for place, iri in enumerate(
        (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.definition)
    )
}

_INDENT = "    "
_NAMESPACES = {namespace: prefix for prefix, namespace in PREFIXES.items()}

# The simple half of PN_LOCAL; what needs an escape is written as a whole IRI.
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
# Forms that every reader keeps as they are; 01 and 1e0 are quoted, for readers
# that take numbers as values (rdflib does) would change them.
_BARE = {
    XSD.integer.value: re.compile(r"0|-?[1-9][0-9]*"),
    XSD.decimal.value: re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+"),
    XSD.boolean.value: re.compile(r"true|false"),
}
# Beside what the grammar asks for: what an editor may change without showing it.
_NOT_IN_STRING = re.compile(r"[\x00-\x09\x0b-\x1f\\\x7f-\x9f\u2028\u2029\ufeff]|\x20(?=\n)")
_NAMED_ESCAPES = {"\t": "\\t", "\b": "\\b", "\r": "\\r", "\f": "\\f", "\\": "\\\\"}


def canonical_turtle(triples: Iterable[ox.Triple | ox.Quad]) -> str:
    """Return the canonical Turtle text of a set of *triples*; none give no text.

    The same triples give the same text, whatever their order and the names of
    their blank nodes, and reading the text gives the same triples. Lexical forms
    stay as they are. The graph names of quads are left out.
    """
    statements = _statements(triples)
    writer = _Writer(statements)
    if writer.labels:
        # Rare: their names have to come from the graph, so it gets canonical ones first.
        writer = _Writer(_statements(_canonical(statements)))
    return writer.document()


def _canonical(statements: dict[Node, Statements]) -> Iterator[ox.Quad]:
    """Return the statements with the names that RDFC-1.0 gives to blank nodes."""
    dataset = ox.Dataset(
        ox.Quad(cast("ox.NamedNode | ox.BlankNode", subject), ox.NamedNode(predicate), term)
        for subject, said in statements.items()
        for predicate, objects in said.items()
        for term in objects
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return iter(dataset)


@dataclass(slots=True)
class _Writer:
    """The texts of the terms of one graph, and the prefixes that they use."""

    statements: dict[Node, Statements]
    labels: dict[Node, str] = field(init=False)
    roots: set[Node] = field(init=False)
    names: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        mentions, parents = _mentions(self.statements)
        named = sorted(_named(mentions, parents), key=_value)
        self.labels = {node: f"_:b{number}" for number, node in enumerate(named, start=1)}
        self.roots = {node for node in self.statements if _is_blank(node) and not mentions[node]}

    def document(self) -> str:
        """Return the prefixes, then the blocks, with an empty line between them."""
        blocks = list(self.blocks())
        if not blocks:
            return ""
        lines = [f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in sorted(self.used)]
        return "\n".join((["".join(lines)] if lines else []) + blocks)

    def blocks(self) -> Iterator[str]:
        """Yield the blocks: things with an IRI, named blank nodes, then the others."""
        iris = [node for node in self.statements if not _is_blank(node)]
        for node in sorted(iris, key=lambda n: (_section(self.statements[n]), n.value)):
            yield self.block(self.iri(node.value), node)
        for node, label in self.labels.items():
            if node in self.statements:
                yield self.block(label, node)
        yield from sorted(self.block("[]", node) for node in self.roots)

    def block(self, name: str, node: Node) -> str:
        """Return all that is said of *node*, under its *name*."""
        return f"{name}\n{self.predicates(node, _INDENT)}.\n"

    def predicates(self, node: Node, indent: str) -> str:
        """Return a line for each predicate of *node*, its objects with it."""
        said = self.statements[node]
        return "".join(
            f"{indent}{self.predicate(iri)}{self.objects(said[iri], indent)} ;\n"
            for iri in sorted(said, key=_predicate_place)
        )

    def predicate(self, iri: str) -> str:
        """Return the text of a predicate."""
        return "a" if iri == _TYPE else self.iri(iri)

    def objects(self, objects: set[Node], indent: str) -> str:
        """Return one object on the same line, or several on a line each."""
        if len(objects) == 1:
            return " " + self.term(next(iter(objects)), indent)
        inner = indent + _INDENT
        placed = [(_object_place(node), self.term(node, inner)) for node in objects]
        return "\n" + inner + f" ,\n{inner}".join(text for _, text in sorted(placed))

    def term(self, node: Node, indent: str) -> str:
        """Return the text of an object; what it contains is indented below it."""
        if isinstance(node, ox.Literal):
            return self.literal(node)
        if isinstance(node, ox.BlankNode):
            return self.labels.get(node) or self.content(node, indent)
        return "()" if node == RDF.nil else self.iri(node.value)

    def content(self, node: Node, indent: str) -> str:
        """Return a blank node as a list, or as what is said of it."""
        if node not in self.statements:
            return "[]"
        inner = indent + _INDENT
        items = self.items(node)
        if items is None:
            return f"[\n{self.predicates(node, inner)}{indent}]"
        return "(\n" + "".join(f"{inner}{self.term(i, inner)}\n" for i in items) + f"{indent})"

    def items(self, node: Node) -> list[Node] | None:
        """Return the items of a well-formed list without a name inside, else None."""
        items: list[Node] = []
        while node != RDF.nil:
            said = self.statements.get(node, {})
            if said.keys() != {_FIRST, _NEXT} or node in self.labels:
                return None
            if len(said[_FIRST]) > 1 or len(said[_NEXT]) > 1:
                return None
            items.extend(said[_FIRST])
            (node,) = said[_NEXT]
        return items

    def literal(self, literal: ox.Literal) -> str:
        """Return the text of a literal, without quotes where no reader changes it."""
        text, language = literal.value, literal.language
        if language:
            return f"{_quoted(text)}@{language}"
        datatype = literal.datatype.value
        if datatype == _STRING:
            return _quoted(text)
        if datatype in _BARE and _BARE[datatype].fullmatch(text):
            return text
        return f"{_quoted(text)}^^{self.iri(datatype)}"

    def iri(self, iri: str) -> str:
        """Return ``prefix:name`` where the table has the namespace, else ``<iri>``."""
        known = self.names.get(iri)
        if known is None:
            known = self.names[iri] = self.shortened(iri)
        return known

    def shortened(self, iri: str) -> str:
        """Return the text of an IRI and note the prefix that it uses."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix, name = _NAMESPACES.get(iri[:cut]), iri[cut:]
        if prefix is None or not _LOCAL_NAME.fullmatch(name):
            return "<" + _NOT_IN_IRI.sub(_code_point, iri) + ">"
        self.used.add(prefix)
        return f"{prefix}:{name}"


def _statements(triples: Iterable[ox.Triple | ox.Quad]) -> dict[Node, Statements]:
    """Return the triples by subject and predicate."""
    statements: dict[Node, Statements] = {}
    for triple in triples:
        subject, term = triple.subject, triple.object
        if isinstance(subject, ox.Triple) or isinstance(term, ox.Triple):
            raise TypeError("Triple terms (RDF 1.2) have no place in this data set.")
        said = statements.setdefault(subject, {})
        said.setdefault(triple.predicate.value, set()).add(term)
    return statements


def _mentions(statements: dict[Node, Statements]) -> tuple[Counter[Node], dict[Node, Node]]:
    """Return how often each blank node is an object, and a subject that mentions it."""
    counts: Counter[Node] = Counter()
    parents: dict[Node, Node] = {}
    for subject, said in statements.items():
        for objects in said.values():
            for term in objects:
                if isinstance(term, ox.BlankNode):
                    counts[term] += 1
                    parents[term] = subject
    return counts, parents


def _named(mentions: Counter[Node], parents: dict[Node, Node]) -> set[Node]:
    """Return the blank nodes that cannot stand where they are mentioned.

    Those are the ones mentioned twice, and the ones of a circle.
    """
    shared = {node for node, count in mentions.items() if count > 1}
    return shared | _circles(parents, shared)


def _circles(parents: dict[Node, Node], ends: set[Node]) -> set[Node]:
    """Return the blank nodes that mention themselves by way of others."""
    done = set(ends)
    circles: set[Node] = set()
    for start in parents:
        path: dict[Node, int] = {}
        node = start
        while node in parents and node not in done and node not in path:
            path[node] = len(path)
            node = parents[node]
        if node in path:
            circles.update(list(path)[path[node] :])
        done.update(path)
    return circles


def _value(node: Node) -> str:
    return node.value


def _is_blank(node: Node) -> bool:
    return isinstance(node, ox.BlankNode)


def _section(said: Statements) -> int:
    """Return the place of a block by the types of its subject."""
    return min((_SECTIONS.get(kind, _REST) for kind in said.get(_TYPE, ())), default=_REST)


def _predicate_place(iri: str) -> tuple[int, str]:
    return _FIRST_PREDICATES.get(iri, len(_FIRST_PREDICATES)), iri


def _object_place(node: Node) -> tuple[int, str, str, str]:
    """Return IRIs first, then literals by language, then blank nodes by their text."""
    if isinstance(node, ox.Literal):
        language = node.language or ""
        datatype = node.datatype.value
        return 1, language, node.value, "" if language or datatype == _STRING else datatype
    return (2, "", "", "") if _is_blank(node) else (0, "", node.value, "")


def _quoted(text: str) -> str:
    """Return a string in quotes; three where it has several lines (Turtle 2.5.1)."""
    text = _NOT_IN_STRING.sub(_escaped, text)
    if "\n" not in text:
        return '"' + text.replace('"', '\\"') + '"'
    text = text.replace('"""', '\\"\\"\\"')
    return '"""' + (text[:-1] + '\\"' if text.endswith('"') else text) + '"""'


def _escaped(match: re.Match[str]) -> str:
    return _NAMED_ESCAPES.get(match[0]) or _code_point(match)


def _code_point(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04X}"
