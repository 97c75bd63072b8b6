"""The documentation of the model, as values: what the build writes down and what the pages show.

Terms, shapes, questions, vocabularies and diagrams are gathered once, when a
release is built (:mod:`openalliances.builder.documentation.gather`), so that no page of the
documentation asks the store row by row. This module is all that the two share.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from openalliances.errors import ReleaseDamagedError

DOCUMENTATION = "documentation.json"
"""Name of the file below the release's ``indexes`` folder."""


@dataclass(frozen=True, slots=True)
class Name:
    """A thing and what it is called; ``iri`` is empty where there are only words."""

    iri: str
    label: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a term relates to one of another vocabulary, and which file says so."""

    relation: Name
    target: Name
    source: Name


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of the ontology.

    ``kind`` is class, datatype, object property, datatype property, annotation property, or
    property where that is all that is known. ``language`` is that of the label.
    ``domain`` and ``range`` are axioms, the hints are schema:domainIncludes and
    schema:rangeIncludes; ``domain_of`` and ``range_of`` are the same read from the
    side of a class. ``uses`` counts instances or statements, inferred ones too;
    ``samples`` are some of them: one name for an instance, two for a statement.
    ``shapes`` are IRIs of constraints, ``questions`` their codes.
    """

    iri: str
    label: str
    french: str
    kind: str
    module: str
    status: str
    definition: str
    also: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    parents: tuple[Name, ...] = ()
    children: tuple[Name, ...] = ()
    disjoint: tuple[Name, ...] = ()
    equivalents: tuple[str, ...] = ()
    domain: tuple[Name, ...] = ()
    domain_hints: tuple[Name, ...] = ()
    range: tuple[Name, ...] = ()
    range_hints: tuple[Name, ...] = ()
    inverse: tuple[Name, ...] = ()
    traits: tuple[str, ...] = ()
    needs_source: bool = False
    domain_of: tuple[Name, ...] = ()
    domain_of_hints: tuple[Name, ...] = ()
    range_of: tuple[Name, ...] = ()
    range_of_hints: tuple[Name, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    uses: int = 0
    samples: tuple[tuple[Name, ...], ...] = ()
    shapes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    language: str = "en"
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a shape asks of one property, or of the whole thing if ``paths`` is empty.

    ``required`` is how many values there must be, in words. ``fault`` says what
    is wrong where the constraint is broken, ``mend`` what to do. ``terms`` are the IRIs
    of the terms of ours that it speaks of.
    """

    iri: str
    name: str
    paths: tuple[Name, ...]
    required: str
    expects: tuple[Name, ...]
    severity: str
    fault: str
    mend: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """The constraints for all things of a class; ``about`` says which things if not by class."""

    iri: str
    title: str
    group: str
    targets: tuple[Name, ...]
    about: str
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the data must answer: in words, as a query, and where it comes from."""

    code: str
    title: str
    text: str
    basis: str
    expected: str
    reasoning: str
    query: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept in its place in the tree; ``depth`` is 0 for a top concept.

    ``uses`` counts the statements of the data that point at it. ``hidden`` is how many
    narrower concepts are not shown below it. ``language`` is that of the label.
    """

    iri: str
    label: str
    french: str
    definition: str
    depth: int
    also: tuple[str, ...] = ()
    uses: int = 0
    notation: tuple[str, ...] = ()
    hidden: int = 0
    language: str = "en"
    french_definition: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary; ``classes`` are the classes of its concepts, ``size`` is how many it has."""

    iri: str
    title: str
    french: str
    description: str
    notes: tuple[str, ...]
    classes: tuple[Name, ...]
    concepts: tuple[Concept, ...]
    size: int = 0
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Relation:
    """A line of a diagram in words."""

    subject: Name
    property: Name
    object: Name


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing of classes, and the same in words: its boxes and its relations."""

    slug: str
    title: str
    description: str
    svg: str
    boxes: tuple[Name, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the ontology that can be loaded alone with what it imports."""

    iri: str
    slug: str
    title: str
    description: str
    version: str
    imports: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What the ontology says of itself; all but the title is empty where there is none."""

    iri: str
    title: str
    french: str
    abstract: str
    description: str
    version: str
    version_iri: str
    license: str
    modified: str
    citation: str
    prefix: str
    namespace: str
    notes: tuple[str, ...]
    imports: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Documentation:
    """The whole documentation. Everything is in the order in which it is shown.

    ``more_terms`` is how many terms there are that are not described.
    """

    head: Head
    modules: tuple[Module, ...]
    terms: tuple[Term, ...]
    shapes: tuple[Shape, ...]
    questions: tuple[Question, ...]
    schemes: tuple[Scheme, ...]
    diagrams: tuple[Diagram, ...]
    more_terms: int = 0


def known_iris(documentation: Documentation) -> tuple[str, ...]:
    """Return every IRI of ours in it: ontology, modules, terms, schemes, concepts."""
    known = (
        *(documentation.head.iri, documentation.head.version_iri),
        *(module.iri for module in documentation.modules),
        *(term.iri for term in documentation.terms),
        *(scheme.iri for scheme in documentation.schemes),
        *(concept.iri for scheme in documentation.schemes for concept in scheme.concepts),
    )
    return tuple(iri for iri in known if iri)


def write_documentation(folder: Path, documentation: Documentation) -> None:
    """Write *documentation* into the ``indexes`` folder of a release."""
    text = json.dumps(
        asdict(documentation), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    (folder / DOCUMENTATION).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_documentation(folder: Path) -> Documentation | None:
    """Return the documentation in *folder*, or None if the release has none (a user's files).

    :raises ReleaseDamagedError: if the file is not what the build writes.
    """
    path = folder / DOCUMENTATION
    if not path.is_file():
        return None
    try:
        documentation = _value(Documentation, json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseDamagedError(
            f"{path} cannot be read ({error}).", "Build again with: openalliances build"
        ) from None
    assert isinstance(documentation, Documentation)  # noqa: S101  what _value returns for that type
    return documentation


def _value(type_: Any, raw: Any) -> Any:
    """Return what :func:`dataclasses.asdict` and JSON made of a value of *type_*."""
    if isinstance(type_, type) and is_dataclass(type_):
        hints = _hints(type_)
        return type_(
            **{
                field.name: _value(hints[field.name], raw[field.name])
                for field in fields(type_)
                if field.name in raw
            }
        )
    if get_origin(type_) is tuple:
        return tuple(_value(get_args(type_)[0], item) for item in raw)
    if not isinstance(raw, type_):
        raise TypeError(f"{raw!r} is not of type {type_.__name__}")
    return raw


@cache
def _hints(type_: type) -> Mapping[str, Any]:
    return get_type_hints(type_)
