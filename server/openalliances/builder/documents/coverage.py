"""How much of the documents the claims cover, sentence by sentence.

Counted are the sentences of the sections, so that headings between sections,
which make no statement, are left out. What a passage marks as boilerplate
(``ally:isBoilerplate``) is left out as well: the rule of what that is stands
with the property. Whether the passages fit the
documents at all is the question of :mod:`openalliances.builder.documents.passages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.builder.documents.passages import Stretch, paragraphs, place_of, sentences
from openalliances.builder.read_files import read_text
from openalliances.errors import SourceError
from openalliances.rdf.vocabulary import ALLY, RDF, XSD

_TRUE = ox.Literal("true", datatype=XSD.boolean)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a section and how much of it is used.

    ``section`` is the number of the section, ``paragraph`` that of the paragraph
    in it and ``number`` that of the sentence there, from 1. ``characters`` are the
    code points that are no boilerplate and no blanks around them, ``covered`` those
    of them in a passage of a claim, and ``claims`` the number of claims with such a
    passage.
    """

    document: str
    section: str
    paragraph: int
    number: int
    characters: int
    covered: int
    claims: int

    @property
    def has_content(self) -> bool:
        """Whether there is anything that could be claimed."""
        return self.characters > 0

    @property
    def share(self) -> float:
        """The covered part, from 0 to 1; 1 if there is nothing to cover."""
        return self.covered / self.characters if self.characters else 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """All sentences, in the order of the documents."""

    sentences: tuple[Sentence, ...]

    @property
    def with_content(self) -> tuple[Sentence, ...]:
        """The sentences that are not all boilerplate."""
        return tuple(s for s in self.sentences if s.has_content)

    @property
    def share(self) -> float:
        """The covered part of all characters with content; 1 if there are none."""
        characters = sum(s.characters for s in self.sentences)
        return sum(s.covered for s in self.sentences) / characters if characters else 1.0

    @property
    def missed(self) -> tuple[Sentence, ...]:
        """The sentences with content from which no claim was taken."""
        return tuple(s for s in self.with_content if not s.claims)


def coverage(folder: Path, graph: Statements) -> Coverage:
    """Return how much of the documents in *folder* the claims of *graph* cover.

    :raises SourceError: if a document cannot be read, or a section or passage
        has no place in it.
    """
    documents = sorted(
        graph.subjects(RDF.type, _ally("SourceDocument")), key=lambda document: document.value
    )
    return Coverage(
        tuple(
            sentence for document in documents for sentence in _of_document(graph, document, folder)
        )
    )


def _of_document(graph: Statements, document: Node, folder: Path) -> Iterator[Sentence]:
    name = Path((graph.value(document, _ally("fileName")) or document).value).name
    text = read_text(folder / name, name)
    sections = graph.subjects(_ally("isSectionOf"), document)
    for place, section in sorted(
        ((_place(graph, section, name), section) for section in sections),
        key=lambda pair: (pair[0], pair[1].value),
    ):
        claimed = _claimed(graph, section, name)
        boilerplate = _boilerplate(graph, section, name)
        number = (graph.value(section, _ally("sectionNumber")) or section).value
        for count, line in enumerate(paragraphs(text, place), start=1):
            for nth, sentence in enumerate(sentences(text, line), start=1):
                content = _blanks_off(text, _inside(sentence) - boilerplate)
                used = {claim for claim, points in claimed if points & content}
                covered = content & set().union(*(points for _, points in claimed))
                yield Sentence(name, number, count, nth, len(content), len(covered), len(used))


def _claimed(graph: Statements, section: Node, name: str) -> list[tuple[Node, set[int]]]:
    """Return each claim with a passage in the section, and the code points of the passage."""
    return [
        (claim, _inside(_place(graph, passage, name)))
        for passage in graph.subjects(_ally("inSection"), section)
        for claim in graph.subjects(_ally("hasPassage"), passage)
    ]


def _boilerplate(graph: Statements, section: Node, name: str) -> set[int]:
    marked = set(graph.subjects(_ally("isBoilerplate"), _TRUE))
    passages = marked.intersection(graph.subjects(_ally("inSection"), section))
    return set().union(*(_inside(_place(graph, passage, name)) for passage in passages))


def _blanks_off(text: str, points: Iterable[int]) -> set[int]:
    """Return *points* without the blanks at both ends."""
    solid = [point for point in points if not text[point].isspace()]
    return set(points) & _inside((min(solid), max(solid) + 1)) if solid else set()


def _inside(place: Stretch) -> set[int]:
    return set(range(*place))


def _place(graph: Statements, thing: Node, name: str) -> Stretch:
    place = place_of(graph, thing)
    if place is None:
        raise SourceError(
            name,
            f"{thing.value} has no place in it.",
            "Give it one ally:startPosition and one ally:endPosition, as whole numbers.",
        )
    return place


def _ally(name: str) -> ox.NamedNode:
    return ALLY[name]
