"""The world on a day, and things side by side."""

from __future__ import annotations

from typing import Any

from openalliances.pages.comparing.asked import MOST
from openalliances.pages.comparing.files import EXTENSIONS as COMPARISONS
from openalliances.pages.on_day.files import EXTENSIONS
from openalliances.pages.on_day.tables import TABLES
from openalliances.pages.openapi.parts import (
    ANY_OBJECT,
    MOMENT,
    TEXT,
    Paths,
    operation,
    query,
    segment,
    typed,
)
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML

_TAG = "Days"
_LANGUAGE = query("lang", "The language of the page: en or fr.")
_DAY = segment("day", "A day, a month or a year, as 1914-08-01, 1914-08, 1914.", MOMENT)
_IDS = query(
    "ids",
    f"Two to {MOST} things of a kind, with ~ between them: ids, names, acronyms or codes.",
    TEXT,
    required=True,
)


def paths(site: Site) -> Paths:
    """Return the paths of days and comparisons; nothing for a release without tables."""
    if site.tables is None:
        return {}
    page = typed([HTML.content_type])
    number = query("page", "A page of the pairs.", {"type": "integer", "minimum": 1})
    of = query("of", "The id of a state, whose allies alone are shown.")
    at = query("at", "What is so at this time: a year, a month or a day.", MOMENT)
    return {
        "/at/": {
            "get": operation(
                _TAG, "Ask for a day", page, at, _LANGUAGE, leads={303: "The page of that day."}
            )
        },
        "/at/{day}": {
            "get": operation(
                _TAG, "Who was allied with whom on a day", page, _DAY, of, number, _LANGUAGE
            )
        },
        "/at/{day}/{table}.{form}": {
            "get": operation(
                _TAG,
                "A table of what was so on a day",
                _files(EXTENSIONS),
                _DAY,
                segment("table", "What it has.", {"type": "string", "enum": list(TABLES)}),
                segment("form", "The form.", {"type": "string", "enum": list(EXTENSIONS)}),
            )
        },
        "/compare": {
            "get": operation(
                _TAG,
                "Things of a kind side by side",
                page,
                {**_IDS, "required": False},
                at,
                _LANGUAGE,
            )
        },
        "/compare.{form}": {
            "get": operation(
                _TAG,
                "What things share, a row a spell",
                _files(COMPARISONS),
                segment("form", "The form.", {"type": "string", "enum": list(COMPARISONS)}),
                _IDS,
            )
        },
    }


def _files(extensions: dict[str, str]) -> dict[str, Any]:
    return typed(extensions.values(), ANY_OBJECT)
