"""What things are called, of the names that statements give them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from openalliances.release.names import NAMING, NameKind
from openalliances.things.description import Text

NAME_PROPERTIES = tuple(iri for iri, kind in NAMING.items() if kind is NameKind.PREFERRED)
"""Properties that name a thing, the best first."""


def names_of(quads: Iterable[Quad]) -> dict[str, Text]:
    """Return the best name of each thing that *quads* name."""
    found: dict[str, list[Text]] = {}
    for quad in quads:
        subject, name = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(name, Literal):
            continue
        if quad.predicate.value in NAME_PROPERTIES:
            found.setdefault(subject.value, []).append(Text(name.value, name.language or ""))
    return {iri: best(texts) for iri, texts in found.items()}


def best(texts: Sequence[Text]) -> Text:
    """Return the text to show: English, then without language, then the first by tag."""
    return min(
        texts, key=lambda text: (text.language not in ("en", "en-gb"), text.language, text.value)
    )
