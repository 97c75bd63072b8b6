"""What stands behind a blank node, as a person would say it.

Class expressions and data ranges of OWL 2 (Mapping to RDF Graphs, tables 11 to 13), property
chains and keys, paths of SHACL (section 2.3.1) and triple terms are sentences; other lists are
lists, and all else is an indented list of facts. Whatever a sentence does not say follows as
facts, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from openalliances.pages.models import Anchor, Expression, NestedRow
from openalliances.rdf.prefixes import PREFIXES
from openalliances.things.description import Group, Inside, Node

Words = tuple[Anchor | str, ...]
"""A sentence: links and literals, and the words between them with their blanks."""

_OWL, _SH, _XSD = PREFIXES["owl"], PREFIXES["sh"], PREFIXES["xsd"]
_TYPE = PREFIXES["rdf"] + "type"
_DATATYPE = PREFIXES["rdfs"] + "Datatype"
_SAID = frozenset(
    (
        *(_OWL + name for name in ("Class", "Restriction", "DataRange")),
        PREFIXES["rdfs"] + "Datatype",
    )
)
"""Types that a sentence says by being one."""

_FILLERS = {
    _OWL + "someValuesFrom": "some ",
    _OWL + "allValuesFrom": "only ",
    _OWL + "hasValue": "the value ",
}
_CARDINALITIES = {
    _OWL + name: word
    for word, names in (
        ("at least ", ("minCardinality", "minQualifiedCardinality")),
        ("at most ", ("maxCardinality", "maxQualifiedCardinality")),
        ("exactly ", ("cardinality", "qualifiedCardinality")),
    )
    for name in names
}
_JUNCTIONS = {
    _OWL + "unionOf": (" or ", "nothing"),
    _OWL + "disjointUnionOf": (" or ", "nothing"),
    _OWL + "intersectionOf": (" and ", "everything"),
    _SH + "alternativePath": (" or ", "nothing"),
    _SH + "or": (" or ", "nothing"),
    _SH + "and": (" and ", "everything"),
    _SH + "xone": (" or else ", "nothing"),
}
"""Properties of an expression whose list is joined by a word, and what an empty one means."""
_BEFORE = {
    _OWL + "complementOf": "not ",
    _OWL + "datatypeComplementOf": "not ",
    _OWL + "inverseOf": "the inverse of ",
    _SH + "inversePath": "the inverse of ",
    _SH + "not": "not ",
}
_BEHIND = {
    _SH + "zeroOrMorePath": " any number of times",
    _SH + "oneOrMorePath": " one or more times",
    _SH + "zeroOrOnePath": " once or not at all",
}
_FACETS = {
    _XSD + "minInclusive": "at least ",
    _XSD + "minExclusive": "more than ",
    _XSD + "maxInclusive": "at most ",
    _XSD + "maxExclusive": "less than ",
    _XSD + "length": "of length ",
    _XSD + "minLength": "of length at least ",
    _XSD + "maxLength": "of length at most ",
    _XSD + "pattern": "of the pattern ",
    _XSD + "totalDigits": "of digits at most ",
    _XSD + "fractionDigits": "of decimal places at most ",
    PREFIXES["rdf"] + "langRange": "in the language ",
}
_LISTS = {
    _OWL + "propertyChainAxiom": ", then ",
    _OWL + "hasKey": " and ",
    _OWL + "disjointUnionOf": " or ",
    _OWL + "unionOf": " or ",
    _OWL + "intersectionOf": " and ",
    _SH + "path": ", then ",
}
"""Properties of a thing with a name whose list is a sentence, and how its items are joined."""


@dataclass(frozen=True, slots=True)
class Expressions:
    """Says what is inside nodes; ``anchor`` links a node with a name, ``whole`` has all of it."""

    anchor: Callable[[Node], Anchor]
    whole: Anchor

    def of(self, node: Node, property_iri: str = "") -> Expression:
        """Return *node* as it is said as a value of the property *property_iri*."""
        inside = node.inside
        if inside is None:
            return Expression((self.anchor(node),))
        if inside.items is not None:
            return self._list(inside, property_iri)
        words, said = self._sentence(inside)
        facts = tuple(self._row(group) for group in inside.groups if group.property.iri not in said)
        if not words and not facts and inside.triple is None:
            return Expression(
                (node.text.value,), whole=self._rest(inside), left_out=inside.left_out
            )
        return Expression(words, (), facts, inside.left_out, self._rest(inside))

    def _list(self, inside: Inside, property_iri: str) -> Expression:
        items = inside.items or ()
        if property_iri in _LISTS and not inside.left_out:
            return Expression(self._joined(items, _LISTS[property_iri]))
        told = tuple(self.of(item) for item in items)
        return Expression((), told, (), inside.left_out, self._rest(inside))

    def _rest(self, inside: Inside) -> Anchor | None:
        return self.whole if inside.left_out else None

    def _row(self, group: Group) -> NestedRow:
        iri = group.property.iri
        values = tuple(self.of(statement.value, iri) for statement in group.statements)
        return NestedRow(self.anchor(group.property), values)

    def _sentence(self, inside: Inside) -> tuple[Words, frozenset[str]]:
        """Return the words for an expression, and the properties that they say; else nothing."""
        if inside.triple is not None:
            subject, predicate, value = (self._inline(part) for part in inside.triple)
            return ("“", *subject, " ", *predicate, " ", *value, "”"), frozenset()
        for kind in (self._restriction, self._facets, self._enumeration, self._simple):
            words, said = kind(inside)
            if words:
                types = {node.iri for node in inside.group(_TYPE)}
                return words, said | ({_TYPE} if types <= _SAID else frozenset())
        return (), frozenset()

    def _restriction(self, inside: Inside) -> tuple[Words, frozenset[str]]:
        """Return the words for a restriction of a property (OWL 2 Mapping, table 13)."""
        on = inside.group(_OWL + "onProperty") or inside.group(_OWL + "onProperties")
        found = [group for group in inside.groups if group.property.iri in _RESTRICTING]
        if len(on) != 1 or len(found) != 1 or len(found[0].statements) != 1:
            return (), frozenset()
        group = found[0]
        iri, value = group.property.iri, group.statements[0].value
        said = {_OWL + "onProperty", _OWL + "onProperties", iri}
        opening: Words = ("those things that have as ", *self._joined(_items(on[0]), " and "), " ")
        if iri in _FILLERS:
            return (*opening, _FILLERS[iri], *self._inline(value)), frozenset(said)
        if iri == _OWL + "hasSelf":
            return (*opening, "themselves"), frozenset(said)
        counted: Words = (*opening, _CARDINALITIES[iri], *self._inline(value))
        for filler in (_OWL + "onClass", _OWL + "onDataRange"):
            for node in inside.group(filler)[:1]:
                said.add(filler)
                counted = (*counted, " ", *self._inline(node))
        return counted, frozenset(said)

    def _facets(self, inside: Inside) -> tuple[Words, frozenset[str]]:
        """Return the words for a datatype with facets (OWL 2 Mapping, table 12)."""
        datatype, lists = inside.group(_OWL + "onDatatype"), inside.group(_OWL + "withRestrictions")
        if len(datatype) != 1 or len(lists) != 1:
            return (), frozenset()
        facets = [g for item in _items(lists[0]) if item.inside for g in item.inside.groups]
        words: list[Anchor | str] = list(self._inline(datatype[0]))
        for place, group in enumerate(facets):
            named = _FACETS.get(group.property.iri) or f"{group.property.text.value} "
            values = [statement.value for statement in group.statements]
            words += [" and " if place else " ", named, *self._joined(values, " and ")]
        return tuple(words), frozenset((_OWL + "onDatatype", _OWL + "withRestrictions"))

    def _enumeration(self, inside: Inside) -> tuple[Words, frozenset[str]]:
        """Return the words for one of several things or literals."""
        values = inside.group(_OWL + "oneOf")
        if len(values) != 1:
            return (), frozenset()
        items = _items(values[0])
        words: Words = ("one of ", *self._joined(items, ", ")) if items else ("nothing",)
        return words, frozenset((_OWL + "oneOf",))

    def _simple(self, inside: Inside) -> tuple[Words, frozenset[str]]:
        """Return the words for an expression that one property makes: "A or B", "not A"."""
        for group in inside.groups:
            iri = group.property.iri
            if len(group.statements) != 1:
                continue
            value = group.statements[0].value
            said = frozenset((iri,))
            if iri in _JUNCTIONS:
                word, none = _JUNCTIONS[iri]
                return self._joined(_items(value), word) or (none,), said
            if iri in _BEFORE:
                return (_BEFORE[iri], *self._part(value)), said
            if iri in _BEHIND:
                return (*self._part(value), _BEHIND[iri]), said
        return (), frozenset()

    def _joined(self, nodes: Sequence[Node], word: str) -> Words:
        """Return the parts with a word between them; a part that has such words is in brackets."""
        if len(nodes) == 1:
            return self._inline(nodes[0])
        words: list[Anchor | str] = []
        for place, node in enumerate(nodes):
            words += [word, *self._part(node)] if place else self._part(node)
        return tuple(words)

    def _part(self, node: Node) -> Words:
        words = self._inline(node)
        return words if len(words) == 1 else ("(", *words, ")")

    def _inline(self, node: Node) -> Words:
        """Return a node within a sentence."""
        inside = node.inside
        if inside is None:
            return (self.anchor(node),)
        if inside.items is not None:
            return ("the list ", *self._joined(inside.items, ", "), *_more(inside))
        words, said = self._sentence(inside)
        rest = [group for group in inside.groups if group.property.iri not in said]
        if not words and not rest:
            return (node.text.value, *_more(inside))
        facts = self._facts(rest)
        if words:
            return (*words, " with ", *facts) if rest else words
        return ("something with ", *facts, *_more(inside))

    def _facts(self, groups: Iterable[Group]) -> Words:
        words: list[Anchor | str] = []
        for place, group in enumerate(groups):
            values = [statement.value for statement in group.statements]
            name = self.anchor(group.property)
            words += [" and " if place else "", name, " ", *self._joined(values, ", ")]
        return tuple(words)


def in_a_line(expression: Expression) -> str:
    """Return an expression as plain text, for where there are no lists and no links."""
    said = (word if isinstance(word, str) else word.text.value for word in expression.words)
    parts = ["".join(said)] if expression.words else []
    if expression.items:
        parts.append(f"({'; '.join(in_a_line(item) for item in expression.items)})")
    for row in expression.facts:
        values = ", ".join(in_a_line(value) for value in row.values)
        parts.append(f"{row.name.text.value}: {values}")
    if expression.left_out:
        parts.append("and more")
    return "; ".join(parts)


_RESTRICTING = frozenset((*_FILLERS, *_CARDINALITIES, _OWL + "hasSelf"))


def _items(node: Node) -> tuple[Node, ...]:
    """Return the items of a list; of the empty list none, and anything else alone."""
    if node.iri == PREFIXES["rdf"] + "nil":
        return ()
    if node.inside is not None and node.inside.items is not None:
        return node.inside.items
    return (node,)


def _more(inside: Inside) -> Words:
    return (" and more",) if inside.left_out else ()
