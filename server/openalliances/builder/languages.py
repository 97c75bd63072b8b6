"""Names of states in many languages: those of the Unicode CLDR, by ISO 3166 code.

CLDR (https://cldr.unicode.org/) has the name of each territory in each language; Babel brings its
files along, without their short and variant forms. The codes are those of today's states, so
that states of the past get none. They are names as CLDR prefers them, one in each language that
we do not name the state in ourselves; another where it differs from ours or by region or script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pyoxigraph as ox
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from openalliances.builder.dataset import Dataset
from openalliances.rdf.prefixes import ALLY, ID, NAMES_GRAPH
from openalliances.rdf.vocabulary import DCTERMS, RDFS, SKOS

LANGUAGES = ("am", "ar", "de", "es", "ln", "pt", "rn", "ru", "rw", "so", "sw", "zh")
"""Languages of the regions that missions work in, and those of the United Nations, beside English
and French, in which we name the states ourselves. Each state is named in its own as well."""

FORMS = ("en", "fr", "pt-PT", "zh-Hant")
"""Languages in which CLDR may have another name than we have, or than it has in Brazil's Portuguese
and in simplified Chinese."""

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
    for state, code in codes:
        ours = _labels(dataset, state)
        for language in sorted({*LANGUAGES, *_spoken(code)}):
            name = _names(language).get(code)
            if name and language not in ours:
                yield ox.Triple(state, SKOS.prefLabel, ox.Literal(name, language=language))
        for form in FORMS:
            language, name = form.partition("-")[0], _names(form).get(code)
            if name and name not in {ours.get(language), _other(form, code)}:
                yield ox.Triple(state, SKOS.altLabel, ox.Literal(name, language=form))


def _other(form: str, code: str) -> str | None:
    """Return the name in a language without the region or script; None if there is none."""
    language, _, part = form.partition("-")
    return _names(language).get(code) if part else None


def _spoken(code: str) -> Iterator[str]:
    """Yield the official languages of a territory, as CLDR has them, without their scripts."""
    for language in get_official_languages(code, de_facto=True):
        yield language.partition("_")[0]


@cache
def _names(language: str) -> Mapping[str, str]:
    """Return the names of territories in *language* by code; none where CLDR lacks it."""
    try:
        return Locale.parse(language, sep="-").territories
    except UnknownLocaleError:
        return {}


def _labels(dataset: Dataset, state: ox.NamedNode) -> dict[str, str]:
    """Return what we call *state* ourselves, by language."""
    labels = dataset.store.quads_for_pattern(state, RDFS.label, None, ox.DefaultGraph())
    return {
        quad.object.language: quad.object.value
        for quad in labels
        if isinstance(quad.object, ox.Literal) and quad.object.language
    }
