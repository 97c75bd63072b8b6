"""Binding of parameters: a query with other terms in the place of the defaults that it holds.

Pre-binding of variables (SHACL, section 5.3.2) without variables: the query runs as it stands, and
where the default of a parameter stands as a term, another term is put. Terms are found among the
tokens of the query, so that what stands in a comment or within a text stays; they are written by
the writer of N-Triples, which escapes what it must, so that no value becomes anything but a term.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from openalliances.rdf.prefixes import ID
from openalliances.rdf.vocabulary import XSD
from openalliances.release.examples import Example, Parameter, ParameterType
from openalliances.sparql.lexer import LANGUAGE, Token, tokenize

Term = Literal | NamedNode
"""What can be bound."""

_DATATYPES = {
    ParameterType.DATE: XSD.date,
    ParameterType.YEAR: XSD.integer,
    ParameterType.INTEGER: XSD.integer,
    ParameterType.TEXT: XSD.string,
}
"""Datatypes of literals; years are numbers in the data, so that one can reckon with them."""


def term_of(parameter: Parameter, value: str) -> Term:
    """Return the term that *value* is: of a thing its IRI, else the literal with that form."""
    if parameter.type.is_thing:
        return NamedNode(value)
    return Literal(value, datatype=_DATATYPES[parameter.type])


def default_of(parameter: Parameter) -> Term:
    """Return the term that stands in the query."""
    is_thing = parameter.type.is_thing
    return term_of(parameter, ID + parameter.default if is_thing else parameter.default)


def bound(example: Example, terms: Mapping[str, Term]) -> str:
    """Return the query of *example* with *terms* by the names of parameters.

    What is not among them keeps its default; with defaults alone it is the query as it stands.
    """
    changed = {
        tuple(token.text for token in tokenize(_written(parameter))): str(terms[parameter.name])
        for parameter in example.parameters
        if parameter.name in terms and terms[parameter.name] != default_of(parameter)
    }
    return "".join(_rewritten(example.query, changed))


def places(example: Example, parameter: Parameter) -> int:
    """Return in how many places of the query the default of *parameter* stands."""
    wanted = tuple(token.text for token in tokenize(_written(parameter)))
    tokens = tokenize(example.query)
    return sum(_stands(wanted, tokens, at) for at in range(len(tokens)))


def _rewritten(query: str, changed: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    """Yield the parts of *query*, with what the tokens are *changed* to."""
    tokens = tokenize(query)
    at = done = 0
    while at < len(tokens):
        found = next((wanted for wanted in changed if _stands(wanted, tokens, at)), None)
        if found is None:
            at += 1
            continue
        yield query[done : tokens[at].at]
        yield changed[found]
        at += len(found)
        last = tokens[at - 1]
        done = last.at + len(last.text)
    yield query[done:]


def _stands(wanted: Sequence[str], tokens: Sequence[Token], at: int) -> bool:
    """Return whether *wanted* stands there as a whole term: no text in a language, say."""
    there = tokens[at : at + len(wanted) + 1]
    if [token.text for token in there[: len(wanted)]] != [*wanted]:
        return False
    after = there[len(wanted) :]
    return not (wanted[-1][0] == '"' and after and _goes_on(after[0]))


def _goes_on(token: Token) -> bool:
    """Return whether a text before *token* has a language or a datatype."""
    return token.kind == LANGUAGE or token.text == "^^"


def _written(parameter: Parameter) -> str:
    """Return the default as the query writes it."""
    if parameter.type.is_thing:
        return f"<{ID}{parameter.default}>"
    if parameter.type is ParameterType.DATE:
        return f'"{parameter.default}"^^xsd:date'
    return f'"{parameter.default}"' if parameter.type is ParameterType.TEXT else parameter.default
