"""What a person writes for the parameters of an example, read as terms.

A thing is given by its path (``state/kenya``), its IRI or that of another publisher, a prefixed
name, a code with its scheme (``cow:501``) or alone (``KEN``), or a name that surely means it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from openalliances.errors import BadRequestError, OpenAlliancesError
from openalliances.linking.codes import lookup, only
from openalliances.linking.index import NameIndex
from openalliances.linking.match import Asked, match
from openalliances.linking.resolve import explicit_iri, is_explicit
from openalliances.rdf.prefixes import ALLY, BASE
from openalliances.release.examples import Example, Parameter, ParameterType
from openalliances.sparql.parameters import Term, default_of, term_of
from openalliances.tabular.faults import shown, unknown

LONGEST = 200
"""Characters of a value."""
_NEAR = 4
_MOST_DIGITS = 9
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_YEAR = re.compile(r"[0-9]{1,4}")

_KINDS: dict[ParameterType, tuple[str, ...]] = {
    ParameterType.STATE: ("State", "GeopoliticalEntity"),
    ParameterType.ORGANIZATION: ("Organization",),
    ParameterType.ARRANGEMENT: ("Organization", "SecurityArrangement"),
    ParameterType.MISSION: ("Operation",),
    ParameterType.PLACE: ("Place", "State", "GeopoliticalEntity", "Region"),
    ParameterType.SOURCE: ("Source",),
    ParameterType.THING: (),
}
"""Classes of which a thing has to be an instance of one; none where anything will do."""


def read_values(
    index: NameIndex, example: Example, given: Iterable[tuple[str, str]]
) -> Mapping[str, Term]:
    """Return the terms that *given* pairs of names and values stand for; empty ones are left out.

    :raises BadRequestError: if there is no such parameter, or it cannot have that value; the hint
        says what there is.
    """
    known = {parameter.name: parameter for parameter in example.parameters}
    texts: dict[str, str] = {}
    for name, text in given:
        if name not in known:
            raise _no_parameter(example, name)
        if texts.setdefault(name, text.strip()) != text.strip():
            raise BadRequestError(f"The parameter {name} is given with different values.")
    terms = {
        name: _literal(known[name], text)
        for name, text in texts.items()
        if text and not known[name].type.is_thing
    }
    year = _year(example, terms)
    for name, text in texts.items():
        if text and known[name].type.is_thing:
            terms[name] = term_of(known[name], _thing(index, known[name], text, year))
    return terms


def _no_parameter(example: Example, name: str) -> BadRequestError:
    names = [parameter.name for parameter in example.parameters]
    if names:
        return unknown("parameter", name, names)
    return BadRequestError(
        f"There is no parameter {shown(name)}: this example takes none.",
        "Change its query, and ask /sparql.",
    )


def _literal(parameter: Parameter, text: str) -> Term:
    kind = parameter.type
    if kind is ParameterType.DATE:
        return term_of(parameter, _date(parameter.name, text))
    if kind is ParameterType.TEXT:
        if len(text) > LONGEST or not text.isprintable():
            raise _refused(parameter.name, text, f"a text of at most {LONGEST} characters")
        return term_of(parameter, text)
    wanted = _YEAR if kind is ParameterType.YEAR else _NUMBER
    if not wanted.fullmatch(text):
        example = "a year, such as 1990" if wanted is _YEAR else "a whole number, such as 516"
        raise _refused(parameter.name, text, example)
    return term_of(parameter, str(int(text)))


def _date(name: str, text: str) -> str:
    if _DATE.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text).isoformat()
    raise _refused(name, text, "a date, such as 1990-01-01")


def _refused(name: str, text: str, right: str) -> BadRequestError:
    return BadRequestError(f"{shown(text)} cannot be the value of {name}.", f"Write {right}.")


def _year(example: Example, terms: Mapping[str, Term]) -> int | None:
    """Return the year that is asked about: codes are used again, and names as well."""
    for parameter in example.parameters:
        if parameter.type in (ParameterType.DATE, ParameterType.YEAR):
            return int(terms.get(parameter.name, default_of(parameter)).value[:4])
    return None


def _thing(index: NameIndex, parameter: Parameter, text: str, year: int | None) -> str:
    """Return the IRI of the thing that *text* means."""
    if len(text) > LONGEST:
        raise _refused(parameter.name, text, f"at most {LONGEST} characters")
    kinds = tuple(ALLY + name for name in _KINDS[parameter.type])
    classes = [number for kind in kinds for number in index.classes_called(kind)]
    for iri in _iris(index, text, year):
        number = index.number_of(iri)
        if number is not None and (not classes or index.is_of(number, classes)):
            return iri
    for when in dict.fromkeys((year, None)):
        for one in match(index, Asked(text, kinds, when, limit=1)):
            if one.sure:
                return one.entry.iri
    raise _not_found(index, parameter, text, kinds)


def _iris(index: NameIndex, text: str, year: int | None) -> Iterator[str]:
    """Yield the IRIs that *text* may be, or stand for as a path or a code."""
    if is_explicit(text):
        yield explicit_iri(text)
    path = text.removeprefix("id:")
    yield from (BASE + path, f"{BASE}id/{path}")
    if ":" in text:
        for when in dict.fromkeys((year, None)):
            # No such scheme, or nothing of that code: it may yet be a name.
            with suppress(OpenAlliancesError):
                if found := only(lookup(index, text, when)):
                    yield found.entry.iri


def _not_found(
    index: NameIndex, parameter: Parameter, text: str, kinds: tuple[str, ...]
) -> BadRequestError:
    near = [
        one.entry.iri.removeprefix(f"{BASE}id/").removeprefix(BASE)
        for one in match(index, Asked(text, kinds, limit=_NEAR))
    ]
    default = f"Write an id such as {parameter.default}, an IRI, a code (cow:501) or a name."
    return BadRequestError(
        f"{shown(text)} is no {parameter.type} that is known here, or may be several.",
        f"Did you mean {' or '.join(near)}? {default}" if near else default,
    )
