"""Names of states in many languages: those of the Unicode CLDR, by ISO 3166 code.

CLDR (https://cldr.unicode.org/) has the name of each territory in each language; Babel brings its
files along. The codes are those of today's states, so that states of the past get none. They
are names as CLDR prefers them, one in each language that we do not name the state in ourselves.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from babel import Locale

from openalliances.builder.dataset import Dataset
from openalliances.rdf.prefixes import ALLY, ID, NAMES_GRAPH
from openalliances.rdf.vocabulary import DCTERMS, RDFS, SKOS

LANGUAGES = ("am", "ar", "de", "es", "ln", "pt", "rn", "ru", "rw", "so", "sw", "zh")
"""Languages of the regions that missions work in, and those of the United Nations, beside English
and French, in which we name the states ourselves."""

_SOURCE = ID + "source/unicode-cldr"
_CODE = ox.NamedNode(ALLY + "isoAlpha2")


def language_names(dataset: Dataset) -> Iterator[ox.Triple]:
    """Yield the names of the states of *dataset*, and where all of them are from.

    Nothing where no state has a code.
    """
    codes = sorted(
        (quad.subject, quad.object.value)
        for quad in dataset.store.quads_for_pattern(None, _CODE, None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    )
    if not codes:
        return
    yield ox.Triple(ox.NamedNode(NAMES_GRAPH), DCTERMS.source, ox.NamedNode(_SOURCE))
    for language in LANGUAGES:
        names = Locale.parse(language).territories
        for state, code in codes:
            if code in names and not _is_named(dataset, state, language):
                yield ox.Triple(state, SKOS.prefLabel, ox.Literal(names[code], language=language))


def _is_named(dataset: Dataset, state: ox.NamedNode, language: str) -> bool:
    """Return whether we name *state* in *language* ourselves."""
    labels = dataset.store.quads_for_pattern(state, RDFS.label, None, ox.DefaultGraph())
    return any(
        isinstance(quad.object, ox.Literal) and quad.object.language == language for quad in labels
    )
