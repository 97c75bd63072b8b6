"""Which of the answers under one address a client gets: what of its Accept header matters.

Pages and documents are kept, and sent to whoever asks the same. Accept is worded in as many
ways as there are programs, but there are few outcomes: one for each list of formats that the
pages negotiate. They negotiate only what stands in :data:`OFFERS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from openalliances.errors import NotAcceptableError
from openalliances.http.negotiation import negotiate, parameter
from openalliances.http.problems import PROBLEM_JSON
from openalliances.http.profiles import accepted_profile
from openalliances.http.urls import DOCUMENT_FORMATS, THING_FORMATS
from openalliances.rdf.formats import (
    GEOJSON,
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    PLAIN_JSON,
    RESULTS_CSV,
    RESULTS_TSV,
    SUGGESTIONS,
    TURTLE,
    Format,
)
from openalliances.rdf.json_ld.options import DEFAULT_FORM, Form, form_of_profile

PAGE_FIRST = (HTML, *GRAPH_FORMATS)
"""The forms of what is a page in the first place."""
TABLE_FIRST = (RESULTS_CSV, HTML, RESULTS_TSV, PLAIN_JSON)
"""The forms of a table whose address names none."""
LIST_FIRST = (HTML, RESULTS_CSV, PLAIN_JSON, GEOJSON)
"""The forms of a list of things: a page, or its rows."""
SERVICE_FIRST = (PLAIN_JSON, HTML)
"""The forms of a service for programs that has a page for people."""
SUGGESTION_FORMATS = (SUGGESTIONS, PLAIN_JSON)
"""The forms of suggestions."""
LINK_FIRST = (HTML, *GRAPH_FORMATS, PLAIN_JSON, RESULTS_TSV, RESULTS_CSV)
"""The forms of what an identifier leads to: the thing itself, or a table of what is known of it."""
ROWS_FIRST = (PLAIN_JSON, HTML, RESULTS_TSV, RESULTS_CSV)
"""The forms of what several identifiers lead to."""
PREFIX_FORMATS = (HTML, TURTLE, PLAIN_JSON)
"""The forms of the prefixes."""
PROBLEM_FORMATS = (PROBLEM_JSON, HTML)
"""The forms of what went wrong."""

OFFERS: tuple[tuple[Format, ...], ...] = (
    *(DOCUMENT_FORMATS, THING_FORMATS, PAGE_FIRST, TABLE_FIRST, LINK_FIRST, ROWS_FIRST),
    *(LIST_FIRST, SERVICE_FIRST, SUGGESTION_FORMATS),
    PREFIX_FORMATS,
    PROBLEM_FORMATS,
)
"""All lists of formats that pages negotiate."""

_LONGEST = 512
"""Characters of an Accept header that is looked at here; programs send far less."""


def variant(accept: str | None, accept_profile: str | None = None) -> str | None:
    """Return words that are equal for all Accept and Accept-Profile headers with the same outcomes.

    None for a header that is too long to be looked at.
    """
    if len(accept or "") > _LONGEST or len(accept_profile or "") > _LONGEST:
        return None
    if not accept_profile:
        return _variant(accept)
    profile = accepted_profile(accept_profile)
    return f"{_variant(accept)} {profile.value if profile else ''}"


@lru_cache(1024)
def _variant(accept: str | None) -> str:
    return " ".join((*(_outcome(accept, offers) for offers in OFFERS), *_parameters(accept)))


def _parameters(accept: str | None) -> tuple[str, ...]:
    """Return what a thing's formats are asked for by parameters of their media types."""
    if accept is None or ";" not in accept:
        return ()
    chosen = _chosen(accept, THING_FORMATS)
    if chosen is None:
        return ()
    form = json_ld_form(accept, chosen)
    return (rdf_version(accept, chosen), "" if form is DEFAULT_FORM else form.value)


def rdf_version(accept: str | None, form: Format) -> str:
    """Return 1.2 where *form* is asked for in that version of RDF (RDF 1.2 Turtle, section 7).

    Empty for who says nothing, or takes no triple terms, as in version 1.2-basic.
    """
    version = parameter(accept, form, "version") if accept and ";" in accept else ""
    return version if version == "1.2" else ""


def json_ld_form(accept: str | None, form: Format) -> Form:
    """Return in which form JSON-LD is asked for (JSON-LD 1.1, section C); else the usual one."""
    asked = parameter(accept, form, "profile") if accept and ";" in accept else ""
    return form_of_profile(asked) if form is JSON_LD else DEFAULT_FORM


def _chosen(accept: str | None, offers: Sequence[Format]) -> Format | None:
    try:
        return negotiate(accept, offers)
    except NotAcceptableError:
        return None


def _outcome(accept: str | None, offers: Sequence[Format]) -> str:
    chosen = _chosen(accept, offers)
    return chosen.extension if chosen else "-"
