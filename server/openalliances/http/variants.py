"""Which of the answers under one address a client gets: what of its Accept header matters.

Pages and documents are kept, and sent to whoever asks the same. Accept is worded in as many
ways as there are programs, but there are few outcomes: one for each list of formats that the
pages negotiate. They negotiate only what stands in :data:`OFFERS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from openalliances.errors import NotAcceptableError
from openalliances.http.negotiation import negotiate
from openalliances.http.problems import PROBLEM_JSON
from openalliances.http.urls import DOCUMENT_FORMATS
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    HTML,
    PLAIN_JSON,
    RESULTS_CSV,
    RESULTS_TSV,
    Format,
)

PAGE_FIRST = (HTML, *GRAPH_FORMATS)
"""The forms of what is a page in the first place."""
TABLE_FIRST = (RESULTS_CSV, HTML, RESULTS_TSV, PLAIN_JSON)
"""The forms of a table whose address names none."""
PROBLEM_FORMATS = (PROBLEM_JSON, HTML)
"""The forms of what went wrong."""

OFFERS: tuple[tuple[Format, ...], ...] = (
    *(DOCUMENT_FORMATS, PAGE_FIRST, TABLE_FIRST),
    PROBLEM_FORMATS,
)
"""All lists of formats that pages negotiate."""

_LONGEST = 512
"""Characters of an Accept header that is looked at here; programs send far less."""


def variant(accept: str | None) -> str | None:
    """Return a word that is equal for all Accept headers with the same outcomes.

    None for a header that is too long to be looked at.
    """
    if accept is not None and len(accept) > _LONGEST:
        return None
    return _variant(accept)


@lru_cache(1024)
def _variant(accept: str | None) -> str:
    return " ".join(_outcome(accept, offers) for offers in OFFERS)


def _outcome(accept: str | None, offers: Sequence[Format]) -> str:
    try:
        return negotiate(accept, offers).extension
    except NotAcceptableError:
        return "-"
