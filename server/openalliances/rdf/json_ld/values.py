"""Terms as JSON-LD values: with the short names of a context, or in full.

JSON-LD 1.1 API, section 8.2 (Object to RDF Conversion) says what a reader makes of them. Native
numbers are used for integers only, in their canonical form and within the range of a double:
what else JSON has as a number, readers write in another way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeAlias

import pyoxigraph as ox

from openalliances.rdf.json_ld.context import Context, Name
from openalliances.rdf.vocabulary import RDF, XSD

Node: TypeAlias = ox.NamedNode | ox.BlankNode
Term: TypeAlias = Node | ox.Literal
OfNode: TypeAlias = Callable[[Node], "dict[str, Any] | list[Term] | str"]
"""Gives a node as it stands within another: an object, the items of a list, or its identifier."""

_TYPE = RDF.type.value
_INTEGER, _BOOLEAN, _STRING = XSD.integer.value, XSD.boolean.value, XSD.string.value
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NONE = "@none"


class Style(Protocol):
    """How a node is filled with the values of a property."""

    def identifier(self, node: Node) -> str:
        """Return what stands for an IRI after ``@id``."""
        ...

    def key(self, predicate: str) -> str:
        """Return the key of a property whose values are nodes."""
        ...

    def add(self, to: dict[str, Any], predicate: str, terms: list[Term], of: OfNode) -> None:
        """Put the values of *predicate* into *to*."""
        ...


class Compacted:
    """Writes with the names of a context, and notes which of them and which prefixes it used."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.used: set[str] = set()
        self._written: dict[str, str] = {}

    def identifier(self, node: Node) -> str:
        """Return the short form of an IRI."""
        return self.iri(node.value)

    def key(self, predicate: str) -> str:
        """Return the name of a property, or its short form."""
        name = self.context.names.get(predicate)
        if name is None or name.languages:
            return self.iri(predicate)
        self.used.add(name.name)
        return name.name

    def iri(self, iri: str) -> str:
        """Return ``prefix:name`` or the IRI, and note what a reader needs to know for it."""
        known = self._written.get(iri)
        if known is not None:
            return known
        short = self.context.shorten(iri)
        if short != iri:
            self.used.add(short.partition(":")[0])
        self._written[iri] = short
        return short

    def add(self, to: dict[str, Any], predicate: str, terms: list[Term], of: OfNode) -> None:
        """Put the values under the name of the property, and under its IRI what does not fit."""
        if predicate == _TYPE:
            terms = self._add_types(to, terms)
            if not terms:
                return
        name = self.context.names.get(predicate)
        if name is None:
            _put(to, self.iri(predicate), [self._value(t, "", of) for t in terms], many=False)
            return
        if name.languages:
            terms = self._add_texts(to, name, terms)
        if not terms:
            return
        if name.languages:
            values = [self._value(term, "", of) for term in terms]
            _put(to, self.iri(predicate), values, many=False)
            return
        self.used.add(name.name)
        _put(to, name.name, [self._value(t, name.type, of) for t in terms], many=name.many)

    def _add_types(self, to: dict[str, Any], terms: list[Term]) -> list[Term]:
        """Put the IRIs of types under ``@type``; return what is none."""
        types = [self._class(term.value) for term in terms if isinstance(term, ox.NamedNode)]
        if types:
            to["@type"] = types if len(types) > 1 else types[0]
        return [term for term in terms if not isinstance(term, ox.NamedNode)]

    def _class(self, iri: str) -> str:
        name = self.context.names.get(iri)
        if name is None:
            return self.iri(iri)
        self.used.add(name.name)
        return name.name

    def _add_texts(self, to: dict[str, Any], name: Name, terms: list[Term]) -> list[Term]:
        """Put texts into a map by language (JSON-LD 1.1, section 4.6.2); return what is none."""
        by_language: dict[str, list[str]] = {}
        others: list[Term] = []
        for term in terms:
            language = _language_key(term)
            if language:
                by_language.setdefault(language, []).append(term.value)
            else:
                others.append(term)
        if by_language:
            self.used.add(name.name)
            to[name.name] = {
                language: texts if name.many or len(texts) > 1 else texts[0]
                for language, texts in sorted(by_language.items())
            }
        return others

    def _value(self, term: Term, type_: str, of: OfNode) -> Any:
        if isinstance(term, ox.Literal):
            return self._literal(term, type_)
        found = of(term)
        if isinstance(found, str):
            return found if type_ == "@id" else {"@id": found}
        if isinstance(found, list):
            return {"@list": [self._value(item, type_, of) for item in found]}
        return found

    def _literal(self, literal: ox.Literal, type_: str) -> Any:
        text, datatype = literal.value, literal.datatype.value
        if literal.language:
            return _language_value(literal)
        if datatype == type_:
            return text
        native = _native(text, datatype)
        if native is not None:
            return {"@value": native} if type_ else native
        if datatype == _STRING:
            return {"@value": text} if type_ else text
        return {"@type": self.iri(datatype), "@value": text}


class Expanded:
    """Writes each IRI in full and each value as an object in an array (section 9.5 to 9.7)."""

    def identifier(self, node: Node) -> str:
        """Return the IRI."""
        return node.value

    def key(self, predicate: str) -> str:
        """Return the IRI of the property."""
        return predicate

    def add(self, to: dict[str, Any], predicate: str, terms: list[Term], of: OfNode) -> None:
        """Put the values under the IRI of the property."""
        if predicate == _TYPE:
            types = [term.value for term in terms if isinstance(term, ox.NamedNode)]
            terms = [term for term in terms if not isinstance(term, ox.NamedNode)]
            if types:
                to["@type"] = types
        if terms:
            to[predicate] = [self._value(term, of) for term in terms]

    def _value(self, term: Term, of: OfNode) -> Any:
        if isinstance(term, ox.Literal):
            return _expanded_literal(term)
        found = of(term)
        if isinstance(found, list):
            return {"@list": [self._value(item, of) for item in found]}
        return {"@id": found} if isinstance(found, str) else found


def _expanded_literal(literal: ox.Literal) -> dict[str, Any]:
    text, datatype = literal.value, literal.datatype.value
    if literal.language:
        return _language_value(literal)
    native = _native(text, datatype)
    if native is not None:
        return {"@value": native}
    if datatype == _STRING:
        return {"@value": text}
    return {"@type": datatype, "@value": text}


def _language_value(literal: ox.Literal) -> dict[str, str]:
    """Return a text with its language, and its base direction (section 4.2.4)."""
    found = {"@language": str(literal.language), "@value": literal.value}
    if literal.direction is not None:
        found["@direction"] = str(literal.direction)
    return found


def _language_key(term: Term) -> str:
    """Return the key of a text in a map by language; nothing for what has no place there."""
    if not isinstance(term, ox.Literal):
        return ""
    if term.language:
        return term.language if term.direction is None else ""
    return _NONE if term.datatype.value == _STRING else ""


def _native(text: str, datatype: str) -> int | bool | None:
    """Return the JSON value from which every reader makes this very literal, if there is one."""
    if datatype == _INTEGER and _CANONICAL_INTEGER.fullmatch(text):
        return int(text)
    if datatype == _BOOLEAN and text in ("true", "false"):
        return text == "true"
    return None


def _put(to: dict[str, Any], key: str, values: Iterable[Any], *, many: bool) -> None:
    found = list(values)
    to[key] = found if many or len(found) > 1 else found[0]
