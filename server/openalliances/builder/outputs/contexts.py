"""The JSON-LD contexts of a release: made from the ontology, and those published before.

``ontology/contexts`` keeps what releases have published. A file there is never changed: its name
has a digest of its content, which is compared.
"""

from __future__ import annotations

from pathlib import Path

from openalliances.builder.dataset import Dataset
from openalliances.builder.read_files import CONTEXTS
from openalliances.errors import CheckError
from openalliances.rdf.json_ld.ontology_context import (
    PublishedContext,
    digest_of,
    published_context,
)


def context_of(dataset: Dataset) -> PublishedContext:
    """Return the context of the ontology and the shapes of *dataset*."""
    return published_context(dataset.triples("ontology", "shapes"))


def published_contexts(root: Path) -> dict[str, bytes]:
    """Return the contexts that releases have published, by name.

    :raises CheckError: if one is not what was published under its name.
    """
    found = {path.stem: path.read_bytes() for path in sorted((root / CONTEXTS).glob("*.jsonld"))}
    for name, text in found.items():
        if not name.endswith(f"-{digest_of(text)}"):
            raise CheckError(
                f"The JSON-LD context {name} is not what was published under that name.",
                "Take it back: documents that name it would change their meaning. What is new "
                "gets a name of its own when a release is built.",
            )
    return found
