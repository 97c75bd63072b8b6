"""What is told beside an answer: what the query may not have meant.

A query with a misspelt term is legal and has an answer, usually an empty one, which
says nothing about why. So nothing is refused here; the answer comes with hints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import quote

from openalliances.rdf.prefixes import ALLY, PREFIXES, VOCAB, shorten
from openalliances.sparql.judge import Judged, iri_of
from openalliances.sparql.lexer import Token
from openalliances.sparql.spelling import nearest_key

HEADER = "Query-Hint"
"""The header that carries hints: a list of strings (RFC 9651, section 3.1)."""

MOST = 5
"""Hints that one answer carries."""

_OURS = re.compile(
    rf"{re.escape(ALLY)}[^/0-9][^/]*\Z|{re.escape(VOCAB)}[^/]+(?:/[^/]+)?\Z", re.DOTALL
)
"""IRIs of terms, schemes and concepts: all that there are are known. Versions are none."""

_DOCUMENT = re.compile(r"\.(?:html|ttl|jsonld|json|rdf|nt|nq|trig)\Z")
_LONGEST = 200
_LONGEST_HEADER = 3_000
_READ = 8_000
"""Characters of a query up to which its terms are looked at."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The IRIs that the data set knows: terms of the ontology, concepts, things.

    ``by_key`` finds them by what is left of an IRI without what people get wrong:
    http or https, www, capitals, # or / before the name, an extension.
    ``by_folder`` has, for what stands before the name, the names in small letters by IRI.
    """

    iris: frozenset[str]
    by_key: Mapping[str, str]
    by_folder: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, iris: Iterable[str]) -> Vocabulary:
        """Return the vocabulary of these IRIs."""
        found = frozenset(iris)
        folders: dict[str, dict[str, str]] = {}
        for iri in sorted(found):
            folder, _, name = iri.rpartition("/")
            folders.setdefault(folder, {})[iri] = name.casefold()
        return cls(found, {_key(iri): iri for iri in sorted(found)}, folders)


@dataclass(frozen=True, slots=True)
class Hint:
    """What may be wrong, where (both count from 1, 0 is unknown), and what would be right."""

    message: str
    line: int = 0
    column: int = 0
    suggestion: str = ""


def hints(
    judged: Judged, vocabulary: Vocabulary, empty_graphs: Iterable[str] = ()
) -> tuple[Hint, ...]:
    """Return what *judged* may have meant otherwise, each thing once, at most :data:`MOST`.

    *empty_graphs* are the graphs of the request that do not exist.
    """
    graphs = (
        Hint(f"This data set has no graph <{iri[:_LONGEST]}>; it counts as empty.")
        for iri in empty_graphs
    )
    return tuple(islice(chain(graphs, _of_prefixes(judged), _of_terms(judged, vocabulary)), MOST))


def misspells(judged: Judged, vocabulary: Vocabulary) -> bool:
    """Return whether :func:`hints` has to look for what is spelt alike, which takes its time."""
    return any(not meant for _, _, meant, is_ours in _unknown(judged, vocabulary) if is_ours)


def header_value(found: Iterable[Hint]) -> str:
    """Return *found* as the value of :data:`HEADER`; what is not ASCII is percent-encoded.

    A hint is left out where the header would get longer than proxies take.
    """
    value = ""
    for hint in found:
        text = quote(hint.message, safe="".join(map(chr, range(0x20, 0x7F))))
        text = '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
        if len(value) + len(text) <= _LONGEST_HEADER:
            value += f", {text}" if value else text
    return value


def _of_prefixes(judged: Judged) -> Iterator[Hint]:
    """Yield a hint for each prefix whose namespace is nearly one that we use."""
    for prefix, namespace in judged.prefixes.items():
        common, right = _meant(namespace) if len(namespace) <= _LONGEST else ("", namespace)
        if namespace != right:
            yield Hint(
                f"The prefix {prefix}: is declared as <{namespace}>; "
                f"the data use {common}: <{right}>.",
                suggestion=right,
            )


def _of_terms(judged: Judged, vocabulary: Vocabulary) -> Iterator[Hint]:
    """Yield a hint for each IRI that we do not have and should have, or nearly have."""
    for token, iri, equal, is_ours in _unknown(judged, vocabulary):
        meant = equal or (_nearest(iri, vocabulary) if is_ours else "")
        if meant or is_ours:
            advice = f" Did you mean {_shown(meant)}?" if meant else ""
            message = f"There is no {_shown(iri)} here.{advice}"
            yield Hint(message, token.line, token.column, meant)


def _unknown(judged: Judged, vocabulary: Vocabulary) -> Iterator[tuple[Token, str, str, bool]]:
    """Yield each IRI that we do not have, where it stands, once.

    With it come the one that has the same key, or "", and whether it should be one of ours.
    """
    if not vocabulary.iris or len(judged.text) > _READ:
        return
    seen: set[str] = set()
    for token in judged.names:
        iri = iri_of(token, judged.prefixes, judged.base)
        if iri not in vocabulary.iris and iri not in seen:
            seen.add(iri)
            yield token, iri, vocabulary.by_key.get(_key(iri), ""), bool(_OURS.match(iri))


def _nearest(iri: str, vocabulary: Vocabulary) -> str:
    """Return the term of the same namespace whose name looks most like that of *iri*, or ""."""
    folder, _, name = iri.rpartition("/")
    return nearest_key(name.casefold(), vocabulary.by_folder.get(folder, {}))


def _key(iri: str) -> str:
    bare = re.sub(r"\A(?:https?://)?(?:www\.)?", "", iri.casefold())
    return _DOCUMENT.sub("", bare).replace("#", "/").rstrip("/")


_NAMESPACES = {_key(namespace): (prefix, namespace) for prefix, namespace in PREFIXES.items()}
"""Prefix and namespace by what is left of a namespace without what people get wrong."""


@lru_cache(1024)
def _meant(namespace: str) -> tuple[str, str]:
    """Return the prefix and the namespace that *namespace* means; itself where none is near."""
    return _NAMESPACES.get(_key(namespace), ("", namespace))


def _shown(iri: str) -> str:
    short = shorten(iri)
    is_name = short != iri and short.partition(":")[0] in PREFIXES
    return short if is_name else f"<{iri[:_LONGEST]}>"
