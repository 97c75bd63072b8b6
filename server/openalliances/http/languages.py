"""Languages of answers: what an Accept-Language header wishes (RFC 9110, section 12.5.4).

Pages are in English or French, with the names of things in those or in Swahili; ``lang`` in the
address wins over the header. What names things for programs (reconciliation, suggestions) speaks
any language that the names are in. Documents for programs have all their languages in one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from openalliances.rdf import formats

ENGLISH = "en"
PAGES = (ENGLISH, "fr", "sw")
"""Languages in which pages can be asked for; in the last the names of things alone are."""
PARAMETER = "lang"
"""The parameter of an address that asks for one of them."""

_SPEAKING = frozenset(("reconcile", "suggest"))
"""First path segments of what is answered in any language of the client."""
_FORMS = frozenset(
    form.extension
    for form in vars(formats).values()
    if isinstance(form, formats.Format) and form is not formats.HTML
)
"""Endings of documents that have all languages in one."""
_LONGEST = 512
_MOST = 4
"""Languages of a header that are looked at."""
_RANGE = re.compile(
    r"\s*([A-Za-z]{2,3}|\*)(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?))?\s*"
)


def speaks(path: str) -> bool:
    """Return whether the answer at *path* may depend on the language of the client."""
    first, _, ending = path.split("/")[1:2], *path.rpartition("/")[2].rpartition(".")[1:]
    return not _SPEAKING.isdisjoint(first) or ending not in _FORMS


def heard(path: str, header: str | None) -> str:
    """Return all that the answer at *path* depends on of a header, as a header that says no more.

    Pages have few languages, so that few answers are kept of each, however headers are worded.
    """
    if not _SPEAKING.isdisjoint(path.split("/")[1:2]):
        return wished(header)
    return page_language(header) if speaks(path) else ""


def page_language(header: str | None, asked: str = "") -> str:
    """Return the language of a page: *asked* for by its address, else as a header wishes.

    The language of an address that there is not is none.
    """
    return asked_language(asked) or chosen(header, PAGES, ENGLISH)


def asked_language(asked: str) -> str:
    """Return the language of pages that the tag *asked* means (RFC 4647, 3.4), or nothing."""
    short = asked.split("-")[0].lower()
    return short if short in PAGES else ""


def wished(header: str | None) -> str:
    """Return the languages that a header wishes, the best first, with commas between them.

    Regions do not count, nor does what cannot be read.
    """
    return _wished(header[:_LONGEST]) if header else ""


@lru_cache(1024)
def _wished(header: str) -> str:
    ranges = [match for part in header.split(",") if (match := _RANGE.fullmatch(part))]
    weights: dict[str, float] = {}
    for match in ranges:
        weights.setdefault(match[1].lower(), float(match[2] or 1))
    liked = sorted((name for name in weights if weights[name] > 0), key=lambda name: -weights[name])
    return ",".join(liked[:_MOST])


def chosen(header: str | None, offered: Collection[str], default: str) -> str:
    """Return the language of *offered* that the client likes best, else the default."""
    names = wished(header).split(",")
    # With "*" any other will do.
    return next(
        (default if name == "*" else name for name in names if name in (*offered, "*")), default
    )
