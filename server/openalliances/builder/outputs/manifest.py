"""The head of a release of our own set: what the catalogue says and what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from openalliances.builder.canonical import Canonical
from openalliances.builder.inputs import built_with
from openalliances.errors import CheckError
from openalliances.rdf.prefixes import BASE, DATASET, PREFIXES
from openalliances.release import (
    RELEASE_FORMAT,
    FileEntry,
    GraphEntry,
    Manifest,
    PartEntry,
)

_DATASET = URIRef(DATASET)
_VERSION = URIRef(PREFIXES["dcat"] + "version")


def make_manifest(
    graphs: Mapping[str, Graph],
    entries: Sequence[GraphEntry],
    parts: Sequence[PartEntry],
    whole: Canonical,
    files: Sequence[FileEntry],
    inputs: str,
) -> Manifest:
    """Return the manifest; version and title are those of the catalogue.

    :raises CheckError: if the catalogue gives no version.
    """
    versions = sorted(
        {str(v) for graph in graphs.values() for v in graph.objects(_DATASET, _VERSION)}
    )
    if len(versions) != 1:
        raise CheckError(
            f"The data set has {len(versions)} versions.",
            "Write one dcat:version for the data set into data/catalog.ttl.",
        )
    titles = [t for graph in graphs.values() for t in graph.objects(_DATASET, DCTERMS.title)]
    return Manifest(
        format=RELEASE_FORMAT,
        kind="dataset",
        version=versions[0],
        title=_english(titles) or "OpenAlliances",
        base=BASE,
        digest=whole.digest,
        inputs=inputs,
        quads=len(whole.quads),
        graphs=tuple(entries),
        parts=tuple(parts),
        files=tuple(files),
        built_with=built_with(),
    )


def _english(texts: Iterable[Node]) -> str:
    """Return the English text, or the one without a language, or any; empty if there is none."""
    literals = [text for text in texts if isinstance(text, Literal)]
    literals.sort(key=lambda t: (t.language != "en", bool(t.language), str(t)))
    return str(literals[0]) if literals else ""
