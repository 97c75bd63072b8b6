"""What follows from the data: what the rules derive, and the OWL 2 RL closure.

The entailments of :mod:`~openalliances.builder.inference.owl_rl` are asked in a store of
Oxigraph: two seconds where owlrl takes a minute. owlrl is the reference
(:mod:`~openalliances.builder.inference.owlrl_engine`): the tests compare both on the real
data and entailment by entailment, and whoever builds can do so with ``--reasoner owlrl``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal

from openalliances.builder.inference.owl_rl import contradictions, materialize
from openalliances.builder.inference.receipts import entailed, split
from openalliances.builder.rdflib_terms import from_oxigraph
from openalliances.errors import CheckError, SourceError
from openalliances.rdf.query_file import read_query_file
from openalliances.rdf.vocabulary import OWL, RDF, RDFS, XSD
from openalliances.version import __version__

RULES = "rules"
OWLRL = "owlrl"
REASONERS = (RULES, OWLRL)
"""The reasoners: ours, in SPARQL (the default), and the reference."""

_REFLEXIVE = frozenset(
    (OWL.sameAs, RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty)
)
_SAYS_NOTHING = frozenset((OWL.Thing, RDFS.Resource, RDFS.Literal))
_AXIOMATIC = tuple(vocabulary.base for vocabulary in (RDF, RDFS, OWL, XSD))
_PROPERTY_AXIOMS = frozenset(
    (
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
        OWL.equivalentProperty,
        OWL.propertyDisjointWith,
        OWL.inverseOf,
        OWL.propertyChainAxiom,
    )
)
_ANY_TEXT = (XSD.string, RDF.langString)
_NAMING = frozenset((OWL.onProperty, RDF.first))
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """Something that cannot be true with the rest: about *focus*, by way of *terms* (IRIs).

    ``sentence`` names all of them by IRI; whoever shows it may put labels in.
    ``value`` is the literal that cannot be read, if that is what is wrong; then
    *terms* are the thing, the property and the datatype.
    """

    focus: str
    sentence: str
    terms: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """What OWL 2 RL adds to a graph, noise aside, and where it finds contradictions.

    ``reasoner`` made it (name and version); ``compared_with`` is the reasoner that was found
    to entail the same of the same triples, empty if none was asked. ``given`` is the digest
    of what the reasoner was given, ``entailed`` that of ``inferred``.
    """

    inferred: tuple[ox.Triple, ...]
    contradictions: tuple[Contradiction, ...]
    reasoner: str = ""
    compared_with: str = ""
    given: str = ""
    entailed: str = ""


def infer(triples: Iterable[ox.Triple], reasoner: str = RULES) -> Closure:
    """Return the OWL 2 RL closure of *triples* without them, minus noise, and contradictions.

    Rules: OWL 2 Profiles, section 4.3. Annotations take no part: a literal is given to
    the reasoner only if an axiom is about its property. Whether literals fit their
    datatypes is looked at here. Receipts are kept apart (see
    :mod:`~openalliances.builder.inference.receipts`). With *reasoner* ``owlrl`` its closure
    is taken, after a comparison with that of our own rules.

    :raises CheckError: if owlrl and our own rules do not entail the same.
    """
    everything = frozenset(triples)
    parts = split(everything)
    given = tuple(what_counts(parts.core))
    closed, denied = closed_by_rules(given)
    of_receipts = entailed(parts, closed)
    if of_receipts is None:
        given, of_receipts = tuple(what_counts(everything)), frozenset()
        closed, denied = closed_by_rules(given)
    if reasoner == OWLRL:
        closed = _compared(given, closed, denied)
    known = everything.__contains__
    inferred = tuple(t for t in closed | of_receipts if not known(t) and not is_noise(t))
    merged = {_merged(triple) for triple in inferred if triple.predicate == OWL.sameAs}
    return Closure(
        inferred,
        tuple(sorted(denied | merged | set(_ill_typed(everything)))),
        _engine(reasoner),
        _engine(RULES if reasoner == OWLRL else ""),
        digest(given),
        digest(inferred),
    )


def digest(triples: Iterable[ox.Triple]) -> str:
    """Return the SHA-256 of the sorted lines of the *triples* as N-Triples."""
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return hashlib.sha256(b"".join(sorted(text.splitlines(keepends=True)))).hexdigest()


def closed_by_rules(
    given: Iterable[ox.Triple],
) -> tuple[frozenset[ox.Triple], set[Contradiction]]:
    """Return the closure of *given* by our own rules, it included, and contradictions."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in given)
    materialize(store)
    found = {_contradiction(name, solution) for name, solution in contradictions(store)}
    return frozenset(quad.triple for quad in store), found


def _compared(
    given: Sequence[ox.Triple], ours: frozenset[ox.Triple], denied: set[Contradiction]
) -> frozenset[ox.Triple]:
    """Return owlrl's closure of *given*.

    :raises CheckError: if it has not the triples of *ours*, noise aside, or contradictions
        where our rules find none.
    """
    from openalliances.builder.inference import owlrl_engine

    theirs = owlrl_engine.entail(given)
    known = frozenset(given)
    missing = [t for t in ours - theirs.triples - known if not is_noise(t)]
    added = [t for t in theirs.triples - ours - known if not is_noise(t)]
    if missing or added:
        raise CheckError(
            f"owlrl and the rules of this program do not entail the same: {len(missing):,} "
            f"triples only by the rules, {len(added):,} only by owlrl, such as "
            f"{min(map(str, (*missing, *added)))}.",
            "One of the two is wrong; until it is known which, build with: --reasoner rules",
        )
    if theirs.errors and not denied:
        raise CheckError(
            f"owlrl finds a contradiction that the rules of this program do not: "
            f"{theirs.errors[0]}",
            "Look at that statement; see also: openalliances check",
        )
    return theirs.triples


def _engine(reasoner: str) -> str:
    """Return the name and the version of a reasoner."""
    if reasoner == RULES:
        return f"{RULES} of openalliances {__version__}"
    return f"{reasoner} {version(reasoner)}" if reasoner else ""


def is_noise(triple: ox.Triple) -> bool:
    """Return whether an entailed triple tells nobody anything.

    That is: a thing related to itself by identity or order; a literal or a
    blank node where a reader could not follow it; what holds of the terms of
    RDF, RDFS, OWL and XSD; that something is a thing; the type of a value.
    """
    subject, predicate, term = triple.subject, triple.predicate, triple.object
    if not isinstance(subject, ox.NamedNode) or isinstance(term, ox.BlankNode):
        return True
    if subject == term and predicate in _REFLEXIVE:
        return True
    if subject.value.startswith(_AXIOMATIC) or term in _SAYS_NOTHING:
        return True
    value = term.value if isinstance(term, ox.NamedNode) else ""
    return predicate == RDF.type and value.startswith(XSD.base)


def derive(store: ox.Store, rules: Sequence[Path]) -> tuple[ox.Triple, ...]:
    """Return what the CONSTRUCT queries in *rules* add to the default graph of *store*.

    All rules run over that graph and what they have added, again and again until
    nothing new comes; so a rule may build on another, in any order. What is
    added stays in the default graph.

    :raises SourceError: if a rule does not parse, makes blank nodes, or they
        never come to an end.
    """
    derived: set[ox.Triple] = set()
    for _ in range(_MOST_ROUNDS):
        found = {triple for rule in rules for triple in _construct(store, rule)}
        new = [quad for t in found if (quad := _in_default_graph(t)) not in store]
        if not new:
            return tuple(derived)
        derived.update(quad.triple for quad in new)
        store.extend(new)
    raise SourceError(
        str(rules[0].parent), "The rules never come to an end.", "One of them makes new values."
    )


def _in_default_graph(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object)


def _construct(store: ox.Store, rule: Path) -> list[ox.Triple]:
    try:
        result = store.query(read_query_file(rule).text)
    except SyntaxError as error:
        raise SourceError(
            str(rule), f"The rule does not parse: {error.msg}.", line=error.lineno or 0
        ) from None
    if not isinstance(result, ox.QueryTriples):
        raise SourceError(str(rule), "The rule is not a CONSTRUCT query.")
    triples = list(result)
    if any(
        isinstance(t, ox.BlankNode) for triple in triples for t in (triple.subject, triple.object)
    ):
        raise SourceError(str(rule), "The rule makes blank nodes.", "Derive only what has a name.")
    return triples


def what_counts(triples: Collection[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield all but the literals that no axiom is about, for they only cost time."""
    about: set[object] = set()
    for triple in triples:
        if triple.predicate in _PROPERTY_AXIOMS:
            about.add(triple.subject)
        elif triple.predicate in _NAMING:
            about.add(triple.object)
    for triple in triples:
        if not isinstance(triple.object, ox.Literal) or _takes_part(triple.predicate, about):
            yield triple


def _takes_part(predicate: ox.NamedNode, about: set[object]) -> bool:
    if predicate in (RDFS.label, RDFS.comment):
        return predicate in about
    return predicate in about or predicate.value.startswith(_AXIOMATIC)


def _contradiction(rule: str, solution: ox.QuerySolution) -> Contradiction:
    """Return what a rule that entails ``false`` has found, in a sentence with IRIs."""
    x, y, z, w = (
        str(from_oxigraph(solution[name])) if solution[name] is not None else "" for name in "xyzw"
    )
    if rule in ("cax-dw", "cax-adc", "cls-com"):
        first, second = sorted((x, y))
        return Contradiction(z, f"{z} cannot be both {first} and {second}.", (first, second, z))
    terms, sentence = {
        "prp-irp": ((y, x), f"{y} has itself for {x}, which relates nothing to itself."),
        "prp-asyp": ((x, y, z), f"{y} and {z} have each other for {x}, which goes one way only."),
        "prp-pdw": ((x, w, y, z), f"{y} has {z} both for {x} and for {w}, which share nothing."),
        "prp-adp": ((x, w, y, z), f"{y} has {z} both for {x} and for {w}, which share nothing."),
        "cls-nothing2": ((x,), f"{x} is of a class that can have no member."),
        "cls-maxc1": ((z, x, y), f"{z} has {y} for {x}, of which it can have none."),
        "eq-diff1": ((x, y), f"{x} and {y} are said to be the same and not to be the same."),
    }.get(rule, ((x, y, z), f"{y} has {z} for {x}, which is denied elsewhere."))
    return Contradiction(terms[0] if rule in ("prp-irp", "eq-diff1") else y or x, sentence, terms)


def _merged(triple: ox.Triple) -> Contradiction:
    first, second = sorted((_iri(triple.subject), _iri(triple.object)))
    return Contradiction(
        first, f"{first} and {second} would be one and the same thing.", (first, second)
    )


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode) else ""


def _ill_typed(triples: Iterable[ox.Triple]) -> Iterator[Contradiction]:
    """Yield what is said with a literal that its datatype does not have, as rdflib knows them."""
    right: dict[ox.Literal, bool] = {}
    for triple in triples:
        literal = triple.object
        if not isinstance(literal, ox.Literal) or literal.datatype in _ANY_TEXT:
            continue
        if literal not in right:
            read = from_oxigraph(literal)
            right[literal] = not (isinstance(read, Literal) and read.ill_typed)
        if not right[literal]:
            subject, predicate = _iri(triple.subject), triple.predicate.value
            datatype = literal.datatype.value
            sentence = (
                f'{subject} has "{literal.value}" for {predicate}, which is not a {datatype}.'
            )
            terms = (subject, predicate, datatype)
            yield Contradiction(subject, sentence, terms, literal.value)
