"""Do the passages stand where the data say? Checked against the documents themselves.

A passage is a stretch of text given by code points (Web Annotation Data Model,
section 4.2.5, TextPositionSelector: from 0, the end not included) and the
SHA-256 of that stretch in UTF-8. The documents are not part of the project;
whoever has them can check.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import Node, Statements
from openalliances.builder.read_files import read_text
from openalliances.errors import SourceError
from openalliances.rdf.turtle import canonical_turtle
from openalliances.rdf.vocabulary import ALLY, RDF, RDFS, XSD

Stretch = tuple[int, int]
"""Start and end in code points, from 0, the end not included."""


@dataclass(frozen=True, slots=True)
class PassageProblem:
    """What does not fit: the IRI of the passage, section or document, and what was expected."""

    iri: str
    sentence: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How much was looked at, and what does not fit."""

    documents: int
    passages: int
    problems: tuple[PassageProblem, ...]


def verify(sources_folder: Path, graph: Statements) -> VerifyReport:
    """Return whether all documents and passages of *graph* fit the files in *sources_folder*.

    No document and no passage is a problem too: then nothing was checked.

    :raises SourceError: if there is no such folder.
    """
    if not sources_folder.is_dir():
        raise SourceError(
            str(sources_folder), "There is no such folder.", "Name the one with the documents."
        )
    problems: list[PassageProblem] = []
    texts: dict[Node, str] = {}
    documents = sorted(graph.subjects(RDF.type, _ally("SourceDocument")), key=_iri)
    for document in documents:
        text, found = _document(graph, document, sources_folder)
        problems.extend(found)
        if text is not None:
            texts[document] = text
    sections = {
        section: document
        for section, document in graph.pairs(ALLY.isSectionOf)
        if document in texts
    }
    for section in sorted(sections, key=_iri):
        problems.extend(_section(graph, section, texts[sections[section]]))
    passages = sorted(graph.subjects(RDF.type, _ally("Passage")), key=_iri)
    for passage in passages:
        problems.extend(_passage(graph, passage, sections, texts))
    if not documents:
        problems.append(PassageProblem("", "There is no source document in the data."))
    if not passages:
        problems.append(PassageProblem("", "There is no passage in the data."))
    return VerifyReport(len(documents), len(passages), tuple(problems))


def _document(
    graph: Statements, document: Node, folder: Path
) -> tuple[str | None, list[PassageProblem]]:
    """Return the text of a document, if it could be read, and what does not fit."""
    iri = document.value
    name = _value(graph, document, "fileName")
    if not name or Path(name).name != name:
        said = f'"{name}"' if name else "nothing"
        return None, [
            PassageProblem(iri, f"Its file name is {said}.", "A plain name, without a folder.")
        ]
    try:
        text = read_text(folder / name, name)
    except SourceError as error:
        return None, [PassageProblem(iri, str(error), f"The document as {folder / name}.")]
    return text, [*_length(graph, document, text), *_digest(graph, document, text)]


def _length(graph: Statements, document: Node, text: str) -> Iterator[PassageProblem]:
    said = _number(graph, document, "characterCount")
    if said != len(text):
        expected = f"{said} characters." if said is not None else "A number of characters."
        yield PassageProblem(document.value, f"The file has {len(text)} characters.", expected)


def _digest(graph: Statements, thing: Node, stretch: str) -> Iterator[PassageProblem]:
    said = _value(graph, thing, "textDigest")
    found = hashlib.sha256(stretch.encode("utf-8")).hexdigest()
    if said != found:
        yield PassageProblem(
            thing.value, f"The SHA-256 of the text there is {found}.", said or "A digest."
        )


def _section(graph: Statements, section: Node, text: str) -> Iterator[PassageProblem]:
    place = place_of(graph, section)
    if place is None or not 0 <= place[0] < place[1] <= len(text):
        yield PassageProblem(section.value, "It has no place in its document.", _within(text))
    elif graph.value(section, _ally("textDigest")) is not None:
        yield from _digest(graph, section, text[slice(*place)])


def _passage(
    graph: Statements, passage: Node, sections: dict[Node, Node], texts: dict[Node, str]
) -> Iterator[PassageProblem]:
    section = graph.value(passage, _ally("inSection"))
    if section is None or section not in sections:
        named = section.value if section else None
        yield PassageProblem(
            passage.value, f"Its section ({named}) is in no document that could be read."
        )
        return
    text, around = texts[sections[section]], place_of(graph, section)
    place = place_of(graph, passage)
    if place is None or around is None or not 0 <= place[0] < place[1] <= len(text):
        yield PassageProblem(passage.value, "It has no place in its document.", _within(text))
        return
    yield from _digest(graph, passage, text[slice(*place)])
    if not around[0] <= place[0] < place[1] <= around[1]:
        yield PassageProblem(
            passage.value,
            f"Characters {_shown(place)} are not within its section.",
            f"A place within {_shown(around)}.",
        )
        return
    yield from _paragraph(graph, passage, place, paragraphs(text, around))


def _paragraph(
    graph: Statements, passage: Node, place: Stretch, lines: list[Stretch]
) -> Iterator[PassageProblem]:
    number = _number(graph, passage, "paragraphNumber")
    found = [n for n, line in enumerate(lines, start=1) if line[0] <= place[0] < line[1]]
    inside = bool(found) and place[1] <= lines[found[0] - 1][1]
    if not inside:
        yield PassageProblem(
            passage.value,
            f"Characters {_shown(place)} are not within one paragraph.",
            "A stretch of one line of the section.",
        )
    elif number != found[0]:
        yield PassageProblem(
            passage.value, f"It stands in paragraph {found[0]}.", f"Paragraph {number}."
        )


def locate(document: Path, words: str, graph: Statements) -> str:
    """Return, as Turtle to paste, the passage of *document* that consists of *words*.

    *graph* says which documents and sections there are.

    :raises SourceError: if the document is not one of ours, or does not have
        these words just once within one paragraph.
    """
    text = read_text(document, document.name)
    source = next(iter(graph.subjects(ALLY.fileName, ox.Literal(document.name))), None)
    if source is None:
        raise SourceError(
            document.name, "This is no document of this data set.", "Add it to data/sources first."
        )
    times = text.count(words) if words else 0
    if times != 1:
        raise SourceError(
            document.name,
            f"It has these words {times} times.",
            "Give words as they stand there (mind ’ and '), enough to be found once.",
        )
    start = text.index(words)
    return _pasted(graph, source, text, (start, start + len(words)))


def _pasted(graph: Statements, source: Node, text: str, place: Stretch) -> str:
    for section in graph.subjects(_ally("isSectionOf"), source):
        stretch = place_of(graph, section)
        for number, (start, end) in enumerate(paragraphs(text, stretch) if stretch else (), 1):
            if start <= place[0] and place[1] <= end:
                return _turtle(graph, source, section, number, text, place)
    raise SourceError(
        _value(graph, source, "fileName"),
        "It has these words outside of its sections, or across two paragraphs.",
        "Give words of one paragraph.",
    )


def _turtle(
    graph: Statements, source: Node, section: Node, number: int, text: str, place: Stretch
) -> str:
    start, end = place
    iri = ox.NamedNode(source.value.replace("/id/source/", "/id/passage/") + f"/{start}-{end}")
    name = _value(graph, section, "sectionNumber")
    label = f"Section {name}, paragraph {number}, characters {start}–{end}"
    digest = hashlib.sha256(text[start:end].encode()).hexdigest()
    said: list[tuple[ox.NamedNode, Node]] = [
        (RDF.type, ALLY.Passage),
        (RDFS.label, ox.Literal(label, language="en")),
        (ALLY.inSection, section),
        (ALLY.paragraphNumber, _integer(number)),
        (ALLY.startPosition, _integer(start)),
        (ALLY.endPosition, _integer(end)),
        (ALLY.textDigest, ox.Literal(digest)),
    ]
    return canonical_turtle(ox.Triple(iri, predicate, term) for predicate, term in said)


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=XSD.integer)


def paragraphs(text: str, section: Stretch) -> list[Stretch]:
    """Return the non-empty lines of a section, as places in the whole text."""
    found, start = [], section[0]
    for line in text[slice(*section)].split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


_SENTENCE_END = re.compile(r"(?<=[.!?…])[”’)]*\s+(?=[A-ZÀ-Þ“‘(])")
_LIST_MARK = re.compile(r"\s*(?:[-•*]|\d+[.)])\s+")


def sentences(text: str, paragraph: Stretch) -> list[Stretch]:
    """Return the sentences of a paragraph, as places in the whole text.

    A sentence ends at a full stop, question mark or exclamation mark before a
    blank and a capital letter; the number or mark of a list item ends none.
    """
    mark = _LIST_MARK.match(text, *paragraph)
    start = mark.end() if mark else paragraph[0]
    ends = [found.end() for found in _SENTENCE_END.finditer(text, start, paragraph[1])]
    bounds = [paragraph[0], *ends, paragraph[1]]
    return list(pairwise(bounds))


def place_of(graph: Statements, thing: Node) -> Stretch | None:
    """Return where a section or passage stands, or ``None`` if that is not said just once."""
    start, end = (_number(graph, thing, name) for name in ("startPosition", "endPosition"))
    return None if start is None or end is None else (start, end)


def _number(graph: Statements, thing: Node, name: str) -> int | None:
    text = _value(graph, thing, name)
    return int(text) if text.isdecimal() else None


def _value(graph: Statements, thing: Node, name: str) -> str:
    """Return the lexical form, empty if there is not exactly one."""
    values = [value.value for value in graph.objects(thing, _ally(name))]
    return values[0] if len(values) == 1 else ""


def _iri(term: Node) -> str:
    return term.value


def _ally(name: str) -> ox.NamedNode:
    return ALLY[name]


def _within(text: str) -> str:
    return f"A start below the end, both from 0 to {len(text)}."


def _shown(place: Stretch) -> str:
    return f"{place[0]}–{place[1]}"
