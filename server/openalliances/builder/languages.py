"""Names of states in many languages: those of the Unicode CLDR, by ISO 3166 code.

CLDR (https://cldr.unicode.org/) has the name of each territory in each language; Babel brings its
files along, without the short and variant forms. The codes are those of today's states, so that
states of the past get none. A state has a name in each of :data:`LANGUAGES`, and in those that
CLDR lists as its own (UTS #35, Territory-Language Information), so that Norge is Norway.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox
from babel import Locale
from babel.languages import get_official_languages
from babel.localedata import exists

from openalliances.builder.dataset import Dataset
from openalliances.rdf.prefixes import ALLY, ID, NAMES_GRAPH
from openalliances.rdf.vocabulary import DCTERMS, RDFS, SKOS

LANGUAGES = ("am", "ar", "de", "es", "ln", "pt", "rn", "ru", "rw", "so", "sw", "zh")
"""Languages of the regions that missions work in, and those of the United Nations, beside English
and French, in which we name the states ourselves."""

FORMS = ("en", "fr", "pt-PT", "zh-Hant")
"""Languages in which CLDR may have another name than we have, or than its :data:`LANGUAGES`."""

_SOURCE = ID + "source/unicode-cldr"
_CODE = ox.NamedNode(ALLY + "isoAlpha2")


def language_names(dataset: Dataset) -> Iterator[ox.Triple]:
    """Yield the names of the states of *dataset*, and where all of them are from.

    Nothing where no state has a code.
    """
    codes = sorted(
        {
            (quad.subject.value, quad.object.value)
            for quad in dataset.store.quads_for_pattern(None, _CODE, None, ox.DefaultGraph())
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        }
    )
    if not codes:
        return
    yield ox.Triple(ox.NamedNode(NAMES_GRAPH), DCTERMS.source, ox.NamedNode(_SOURCE))
    for iri, code in codes:
        state = ox.NamedNode(iri)
        ours = _labels(dataset, state)
        names = {tag: name for tag in _preferred(code) if (name := _name(tag, code))}
        for tag, name in names.items():
            if tag.lower() not in ours:
                yield ox.Triple(state, SKOS.prefLabel, ox.Literal(name, language=tag))
        for tag in FORMS:
            name = _name(tag, code)
            if name and name not in (
                ours.get(tag.lower()),
                names.get(tag),
                names.get(tag.split("-")[0]),
            ):
                yield ox.Triple(state, SKOS.altLabel, ox.Literal(name, language=tag))


def _preferred(code: str) -> list[str]:
    """Return the languages in which CLDR names a state, and each state in its own."""
    own = (tag.replace("_", "-") for tag in get_official_languages(code, de_facto=True))
    return sorted({*LANGUAGES, *own} - set(FORMS))


def _name(tag: str, code: str) -> str:
    """Return the name that CLDR prefers, empty if it has none in that language."""
    return _territories(tag).get(code, "")


@cache
def _territories(tag: str) -> dict[str, str]:
    name = tag.replace("-", "_")
    return dict(Locale.parse(name).territories) if exists(name) else {}


def _labels(dataset: Dataset, state: ox.NamedNode) -> dict[str, str]:
    """Return what we call *state* ourselves, by language."""
    labels = dataset.store.quads_for_pattern(state, RDFS.label, None, ox.DefaultGraph())
    return {
        quad.object.language: quad.object.value
        for quad in labels
        if isinstance(quad.object, ox.Literal) and quad.object.language
    }
