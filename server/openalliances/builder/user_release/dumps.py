"""The files to download of a user's files: the whole in all formats, or a large one as N-Quads.

Written is what was read, with each literal as its file has it; the store would change the
spelling of some. A format that cannot say what is in the data is left out, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.canonical import Canonical
from openalliances.builder.named_graphs import Part
from openalliances.builder.outputs.dumps import is_xml_name, write_dumps, write_one_dump
from openalliances.rdf.formats import GRAPH_FORMATS, JSON_LD, N_TRIPLES, RDF_XML, Format
from openalliances.rdf.prefixes import Prefixes
from openalliances.release import FileEntry, PartEntry

NAME = "data"
"""What the files are called, without their endings."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not have (section 2.2)."""


def write_user_dumps(
    release: Path, quads: Iterable[ox.Quad], prefixes: Prefixes, *, small: bool
) -> tuple[PartEntry, list[FileEntry], list[str]]:
    """Write the dumps below *release*; return the part, its files, and notices.

    *small* says that all formats are wanted: then the quads are held in memory.

    :raises OSError: if a file cannot be written.
    """
    if not small:
        entry = write_one_dump(release, NAME, quads)
        notice = (
            "So large a set can be downloaded as N-Quads only; the setting dump_quads says from "
            "when on. Each graph can be had in every format at /graphs."
        )
        return _part((), entry.statements), [entry], [notice]
    held = list(dict.fromkeys(quads))
    lines = (ox.serialize(held, format=ox.RdfFormat.N_QUADS) or b"").split(b"\n")
    whole = Canonical(tuple(held), tuple(lines[: len(held)]))
    graphs = whole.by_graph()
    part = Part(NAME, tuple(sorted(graphs)), "", "", "", "")
    formats, notices = _formats(held)
    used = prefixes.used(_iris(held))
    files = write_dumps(release, [part], graphs, formats=formats, prefixes=used)
    triples = next(f.statements for f in files if f.format == N_TRIPLES.name)
    return _part(part.graphs, triples), files, notices


def _part(graphs: tuple[str, ...], triples: int) -> PartEntry:
    return PartEntry(
        NAME,
        "All data",
        "Toutes les données",
        "What the files say, all of it.",
        "Ce que disent les fichiers, en entier.",
        graphs,
        triples,
    )


def _formats(quads: Iterable[ox.Quad]) -> tuple[list[Format], list[str]]:
    """Return the formats that can say what *quads* say, and why others cannot."""
    left_out: dict[Format, str] = {}
    for quad in quads:
        term = quad.object
        if isinstance(term, ox.Triple):
            left_out[JSON_LD] = "JSON-LD cannot say triple terms (RDF 1.2)"
        elif isinstance(term, ox.Literal) and _NOT_XML.search(term.value):
            left_out[RDF_XML] = "a text has a character that XML does not have"
        if not is_xml_name(quad.predicate.value):
            left_out[RDF_XML] = f"RDF/XML cannot name the property {quad.predicate.value}"
    formats = [form for form in GRAPH_FORMATS if form not in left_out]
    return formats, [f"There is no {form.name} file: {why}." for form, why in left_out.items()]


def _iris(quads: Iterable[ox.Quad]) -> Iterator[str]:
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                yield term.value
            elif isinstance(term, ox.Literal):
                yield term.datatype.value
