"""All published statements with what speaks for them: from tables, essays and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset
from openalliances.builder.read_tables import PublishedFile
from openalliances.builder.statements.evidence import Evidence, supported_things
from openalliances.errors import CheckError
from openalliances.rdf.prefixes import VOCAB
from openalliances.rdf.vocabulary import ALLY, RDF, RDFS
from openalliances.statements.iris import has_statements, of_triple
from openalliances.tables.receipts import Receipt

RULES = VOCAB + "derivation-rule/"
"""What the IRIs of the rules begin with by which statements follow from others."""
YEAR = RULES + "year-of-date"
_KINDS = ("reference", "claims")
"""The graphs whose statements claims may make."""
_NO_FACTS = frozenset((ALLY.isSupportedBy, RDFS.label, RDF.type))
"""What is said of a thing that claims support, and is not what they say."""


@dataclass(slots=True)
class Stated:
    """A statement: what it stands for, and what speaks for it.

    ``triples`` are the one that its IRI is made of and those made as one with it. What follows
    from others has a ``rule`` and what it ``rests_on``, as IRIs.
    """

    triples: dict[ox.Triple, None] = field(default_factory=dict)
    citations: dict[ox.NamedNode, None] = field(default_factory=dict)
    otherwise: dict[ox.NamedNode, None] = field(default_factory=dict)
    claims: dict[ox.NamedNode, None] = field(default_factory=dict)
    lasting: bool = False
    contested: bool = False
    rule: str = ""
    rests_on: dict[str, None] = field(default_factory=dict)

    @property
    def triple(self) -> ox.Triple:
        """The triple that its IRI is made of."""
        return next(iter(self.triples))

    @property
    def is_sourced(self) -> bool:
        """Whether somebody says so, or it follows from what somebody says."""
        return bool(self.citations or self.claims or self.rests_on)


class Statements:
    """The published statements, by their IRIs."""

    def __init__(self) -> None:
        self._found: dict[str, Stated] = {}
        self._of: dict[ox.Triple, str] = {}

    def __iter__(self) -> Iterator[tuple[str, Stated]]:
        """Yield each with its IRI."""
        return iter(self._found.items())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    def of(self, triple: ox.Triple) -> str:
        """Return the IRI of the statement that stands for *triple*, or nothing."""
        return self._of.get(triple, "")

    def at(self, triple: ox.Triple) -> Stated:
        """Return the statement of *triple*, which is made if it is not there.

        :raises CheckError: if another triple has the same IRI.
        """
        iri = self._of.get(triple) or of_triple(triple)
        stated = self._found.setdefault(iri, Stated())
        self._take(iri, stated, triple)
        if stated.triple != triple and self._of[stated.triple] == of_triple(triple):
            raise CheckError(
                f"Two statements have the IRI <{iri}>: {stated.triple} and {triple}.",
                "Let statements/iris.py take more digits of the digest.",
            )
        return stated

    def derived(self, triple: ox.Triple, rule: str, from_: Iterable[ox.Triple]) -> None:
        """Take a statement that follows by *rule* from others, unless somebody says it himself."""
        known = self._found.get(self.of(triple))
        if known is not None and not known.rule:
            return
        stated = self.at(triple)
        stated.rule = rule
        stated.rests_on |= dict.fromkeys(filter(None, (self.of(t) for t in from_)))

    def beside(self, triple: ox.Triple, first: ox.Triple) -> None:
        """Let the statement of *first* stand for *triple* as well, if nothing else does."""
        if triple not in self._of:
            self._take(self._of[first], self._found[self._of[first]], triple)

    def _take(self, iri: str, stated: Stated, triple: ox.Triple) -> None:
        stated.triples[triple] = None
        self._of[triple] = iri


def collect(dataset: Dataset, evidence: Evidence) -> Statements:
    """Return the statements that *dataset* publishes and that have receipts.

    Those are the facts, names and texts of the tables; what the claims of the essays say; and
    what follows from a date.
    """
    found = Statements()
    for file in dataset.files:
        for receipt in file.published.receipts if isinstance(file, PublishedFile) else ():
            _take(found, receipt)
    _take_claims(found, dataset, evidence)
    return found


def _take(found: Statements, receipt: Receipt) -> None:
    stated = found.at(receipt.triple)
    stated.citations |= dict.fromkeys(receipt.citations)
    stated.otherwise |= dict.fromkeys(receipt.otherwise)
    stated.lasting |= receipt.lasting
    stated.contested |= receipt.contested
    for triple in receipt.beside:
        found.beside(triple, receipt.triple)
    for number, triple in enumerate(receipt.years):
        if number % 2:
            found.beside(triple, receipt.years[number - 1])
        else:
            found.derived(triple, YEAR, (receipt.triple,))


def _take_claims(found: Statements, dataset: Dataset, evidence: Evidence) -> None:
    """Let claims speak for the statements that they make, and for the things that rest on them."""
    for triple in _ours(dataset.triples(*_KINDS)):
        if triple in evidence.claims:
            found.at(triple).claims |= dict.fromkeys(evidence.claims[triple])
    supported = supported_things(dataset.triples("claims"))
    for triple in _ours(dataset.triples("claims")):
        if triple.subject in supported and triple.predicate not in _NO_FACTS:
            found.at(triple).claims |= dict.fromkeys(supported[triple.subject])


def _ours(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    return (t for t in triples if has_statements(t.subject))
