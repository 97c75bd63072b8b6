"""The head of a release of our own set: what the catalogue says and what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from openalliances.builder.dataset import Dataset, Node
from openalliances.builder.inputs import built_with
from openalliances.errors import CheckError
from openalliances.rdf.prefixes import (
    BASE,
    DATASET,
)
from openalliances.rdf.vocabulary import DCAT, DCTERMS
from openalliances.release import RELEASE_FORMAT, FileEntry, GraphEntry, Manifest, PartEntry

_DATASET = ox.NamedNode(DATASET)


def make_manifest(
    dataset: Dataset,
    graphs: Sequence[GraphEntry],
    parts: Sequence[PartEntry],
    files: Sequence[FileEntry],
    *,
    quads: int,
    digest: str,
    inputs: str,
    engines: Mapping[str, str],
) -> Manifest:
    """Return the manifest; version and title are those of the catalogue.

    :raises CheckError: if the catalogue gives no version.
    """
    version = version_of(dataset)
    titles = dataset.statements().objects(_DATASET, DCTERMS.title)
    return Manifest(
        format=RELEASE_FORMAT,
        kind="dataset",
        version=version,
        title=_english(titles) or "OpenAlliances",
        base=BASE,
        digest=digest,
        inputs=inputs,
        quads=quads,
        graphs=tuple(graphs),
        parts=tuple(parts),
        files=tuple(files),
        built_with=built_with(),
        engines=dict(engines),
    )


def version_of(dataset: Dataset) -> str:
    """Return the version that the catalogue gives.

    :raises CheckError: if it gives none, or several.
    """
    versions = sorted({v.value for v in dataset.statements().objects(_DATASET, DCAT.version)})
    if len(versions) != 1:
        raise CheckError(
            f"The data set has {len(versions)} versions.",
            "Write one dcat:version for the data set into data/catalog.ttl.",
        )
    return versions[0]


def _english(texts: Iterable[Node]) -> str:
    """Return the English text, or the one without a language, or any; empty if there is none."""
    literals = [text for text in texts if isinstance(text, ox.Literal)]
    literals.sort(key=lambda t: (t.language != "en", bool(t.language), t.value))
    return literals[0].value if literals else ""
