"""The data set in schema.org, as JSON-LD inside of pages: what search engines for data read.

It is a data block (HTML, section 4.12.1), which no browser runs and no policy for scripts forbids.
The properties are those of https://schema.org/Dataset.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from openalliances.pages.site import Site
from openalliances.rdf.vocabulary import DCAT, DCTERMS, FOAF
from openalliances.things.dataset import DataSet
from openalliances.things.dataset_files import GZIP, File

_CONTEXT = "https://schema.org/"
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
_MAIN = ("text/turtle", "text/csv")
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
"""What could end the element, or begin another within it (HTML, section 4.12.1.3)."""


def structured_data(site: Site, kind: str = "") -> str:
    """Return the data set as text for a data block, with the files of all of it.

    With a *kind* of part it has these parts, each with one of its files: the page has to be light,
    and the catalogue has all.
    """
    return as_data_block(dataset_node(site.dataset, kind))


def as_data_block(node: dict[str, Any]) -> str:
    """Return *node* as JSON that has none of the signs that mean something in HTML."""
    return json.dumps(node, ensure_ascii=False).translate(_ESCAPED)


def dataset_node(dataset: DataSet, kind: str = "") -> dict[str, Any]:
    """Return the data set as schema.org has it; what is not known is left out."""
    manifest = dataset.manifest
    said = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": dataset.iri,
        "name": manifest.title,
        "description": dataset.text(DCTERMS.description) or manifest.description,
        "url": dataset.root,
        "version": manifest.version,
        "license": dataset.licence,
        "isAccessibleForFree": True if dataset.own else None,
        "identifier": dataset.text(DCTERMS.identifier),
        "keywords": sorted(v.value for v in dataset.objects(DCAT.keyword)),
        "inLanguage": sorted(_languages(dataset)),
        "datePublished": dataset.text(DCTERMS.issued),
        "dateModified": dataset.text(DCTERMS.modified),
        "temporalCoverage": f"{dataset.first}/.." if dataset.first else "",
        "spatialCoverage": [{"@type": "Place", "@id": v.value} for v in _places(dataset)],
        "creditText": dataset.text(DCTERMS.bibliographicCitation),
        "publisher": _publisher(dataset),
        "creator": _publisher(dataset),
        "distribution": _downloads(dataset, dataset.files),
        "hasPart": [
            {
                "@type": "Dataset",
                "@id": part.iri,
                "name": part.titles.get("en", ""),
                "url": dataset.address(part.page),
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "contentUrl": dataset.address(file.path),
                        "encodingFormat": file.media_type,
                    }
                    for file in _main(part.files)
                ],
            }
            for part in dataset.parts
            if part.kind == kind
        ],
    }
    return {name: value for name, value in said.items() if value}


def _downloads(dataset: DataSet, files: Iterable[File]) -> list[dict[str, Any]]:
    return [
        {
            "@type": "DataDownload",
            "@id": file.iri,
            "name": file.name,
            "contentUrl": dataset.address(file.path),
            "encodingFormat": file.media_type,
            "contentSize": f"{file.size} B",
            "sha256": file.sha256,
        }
        for file in files
        if file.packed != GZIP
    ]


def _main(files: Iterable[File]) -> list[File]:
    """Return the file of a part that most will take: its Turtle, or its CSV."""
    plain = [file for file in files if file.packed != GZIP]
    chosen = [file for file in plain if file.media_type.startswith(_MAIN)]
    return (chosen or plain)[:1]


def _publisher(dataset: DataSet) -> list[dict[str, str]]:
    return [
        {
            "@type": "Organization",
            "@id": value.value,
            "name": dataset.text(FOAF.name, value.value) or value.value,
        }
        for value in dataset.objects(DCTERMS.publisher)
    ]


def _languages(dataset: DataSet) -> list[str]:
    found = (value.value for value in dataset.objects(DCTERMS.language))
    return [iri.removeprefix(_LANGUAGES) for iri in found]


def _places(dataset: DataSet) -> list[Any]:
    return dataset.objects(DCTERMS.spatial)
