"""Which file a record goes to, and how it gets there without losing what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, VOID, XSD

from openalliances.atomic import replace_text
from openalliances.builder.read_files import Source, bundle_files, read_file
from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ALLY, GRAPH, ID
from openalliances.rdf.turtle import canonical_turtle
from openalliances.records.statements import to_graph, to_records
from openalliances.records.tables import Record
from openalliances.records.templates import TEMPLATES, Template

_LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
_CITATION = ID + "citation/"


@dataclass(frozen=True, slots=True)
class Written:
    """What an import did to one file."""

    path: Path
    added: int
    replaced: int
    unchanged: int


class Library:
    """The data files as they are now: names of things, and where each thing stands."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = bundle() if root is None else root
        self.sources = [read_file(p, self.root) for p in bundle_files(self.root)]
        self._names: dict[str, str] = {}
        self._places: dict[str, Source] = {}
        for source in self.sources:
            for subject in set(source.graph.subjects(RDF.type)):
                self._places[str(subject)] = source
            for property_ in (SKOS.prefLabel, RDFS.label):
                self._learn(source.graph, property_)

    def _learn(self, graph: Graph, property_: URIRef) -> None:
        for subject, label in graph.subject_objects(property_):
            if isinstance(label, Literal) and label.language == "en":
                self._names[str(subject)] = str(label)

    def learn(self, records: Iterable[Record]) -> None:
        """Take in the names of things that are about to be written."""
        for record in records:
            if "name_en" in record.cells:
                self._names[ID + record.id] = record.cells["name_en"]

    def name_of(self, iri: str) -> str:
        """Return the English name of a thing.

        :raises SourceError: if no file describes it.
        """
        if iri not in self._names:
            raise SourceError(
                "",
                f"{iri.removeprefix(ID)} is not described in any file.",
                "Look at the spelling, or import that thing first.",
            )
        return self._names[iri]

    def names(self) -> dict[str, str]:
        """Return the English names of all things by IRI."""
        return dict(self._names)

    def place_of(self, iri: str) -> Source | None:
        """Return the file that a thing is described in, if there is one."""
        return self._places.get(iri)

    def records(self, template: Template) -> list[Record]:
        """Return all records of a kind, from all files, in the order of their ids."""
        found = [r for source in self.sources for r in to_records(source.graph, template)]
        return sorted(found, key=lambda record: record.id)


def put(
    records: Sequence[Record],
    template: Template,
    library: Library,
    table: str,
    new: Path | None = None,
) -> tuple[Written, ...]:
    """Write the records into the data files; each replaces the one with its id.

    What is in no file yet goes to the file *new*, or to the one that the template names.

    All records are read before the first file is written.

    :raises SourceError: if a record cannot be used.
    :raises MachineError: if a file cannot be written.
    """
    library.learn(records)
    graphs: dict[Path, Graph] = {}
    counts: dict[Path, list[int]] = {}
    for record in records:
        said = to_graph(record, template, table, library.name_of)
        path = _path(record, template, library, new)
        if path not in graphs:
            graphs[path] = _read(path, template, library)
            counts[path] = [0, 0, 0]
        old = _about(graphs[path], record.id)
        same, known = set(old) == set(said), len(old) > 0
        counts[path][2 if same else 1 if known else 0] += 1
        graphs[path] -= old
        graphs[path] += said
    for path, graph in graphs.items():
        if counts[path] != [0, 0, counts[path][2]]:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_text(path, canonical_turtle(graph))
    return tuple(Written(path, *counts[path]) for path in graphs)


def _path(record: Record, template: Template, library: Library, new: Path | None) -> Path:
    """Return the file that has the record now, the new one, or the one that its template names."""
    known = library.place_of(ID + record.id)
    if known is not None:
        return known.path
    if new is not None:
        return new.resolve()
    parts = {name: cell.split()[0].rpartition("/")[2] for name, cell in record.cells.items()}
    return library.root / template.file.format_map(parts)


def _read(path: Path, template: Template, library: Library) -> Graph:
    """Return a copy of what stands in the file, or the header of a new one."""
    for source in library.sources:
        if source.path == path:
            return Graph() + source.graph
    graph = Graph()
    head = URIRef(GRAPH + _below(path, library.root).removeprefix("data/").removesuffix(".ttl"))
    title = f"{template.name.capitalize()} records: {path.stem.replace('-', ' ')}"
    today = Literal(date.today().isoformat(), datatype=XSD.date)
    graph.add((head, RDF.type, VOID.Dataset))
    graph.add((head, DCTERMS.title, Literal(title, lang="en")))
    described = f"Records of the kind {template.name}, each with its citations."
    graph.add((head, DCTERMS.description, Literal(described, lang="en")))
    graph.add((head, DCTERMS.license, _LICENCE))
    graph.add((head, DCTERMS.created, today))
    graph.add((head, DCTERMS.modified, today))
    return graph


def _below(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else f"file/{path.name}"


def _about(graph: Graph, id_: str) -> Graph:
    """Return the statements about a thing and about its citations."""
    found = Graph()
    thing = URIRef(ID + id_)
    own = {thing} | {
        citation
        for citation in graph.objects(thing, URIRef(ALLY + "hasCitation"))
        if str(citation).startswith(_CITATION)
    }
    for subject in own:
        for triple in graph.triples((subject, None, None)):
            found.add(triple)
    return found


def template_named(name: str) -> Template:
    """Return the template of that name.

    :raises SourceError: if there is none.
    """
    if name not in TEMPLATES:
        raise SourceError(name, "There is no such template.", f"Those are: {', '.join(TEMPLATES)}.")
    return TEMPLATES[name]
