"""The ladder: from what a page shows to the query behind it, its rows as files, lines for programs.

Whoever shows rows of a query, as a table or a picture, links it by :func:`shown` (SPARQL) or
:func:`shown_sql` (SQL over the published tables). There stands the query as text, with its answer
or how to get it, its forms, and lines for R and Python. A title for the answer goes in front of
the query by :func:`titled`; a view by its name::

    query = titled("Operations in Somalia", text)
    Section("operations", "Operations", blocks, ways=ways_of(query, "of the operations in Somalia"))
    shown(query, "timeline")
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from openalliances.pages.composed.model import Way

SPARQL, SQL = "/sparql", "/data/sql"

LONGEST_TITLE = 160
"""Characters of a title."""

_TITLE = re.compile(r"\s*#[ \t]*title:[ \t]*(?P<title>[^\r\n]+)", re.IGNORECASE)
_VIEW = re.compile(r"^[ \t]*#[ \t]*(?:default)?view:[ \t]*(?P<view>[a-z]+)\b", re.I | re.M)


def shown(query: str, view: str = "") -> str:
    """Return the path at which *query* (SPARQL) is answered on a page, and can be changed."""
    return f"{SPARQL}?{urlencode({'query': query, **({'view': view} if view else {})})}"


def rows(query: str, extension: str) -> str:
    """Return the path of the answer to *query* (SPARQL) in a form such as csv, srj or ttl."""
    return f"{SPARQL}?{urlencode({'query': query, 'format': extension})}"


def ways_of(query: str, of: str) -> tuple[Way, ...]:
    """Return the ways out of what *query* (SPARQL, SELECT) gave: CSV, JSON, the query itself.

    *of* says of what, as in "of the operations in Somalia".
    """
    return (
        Way("CSV", rows(query, "csv"), of),
        Way("JSON", rows(query, "srj"), of),
        Way("Query", shown(query), of),
    )


def shown_sql(query: str) -> str:
    """Return the path of the page that has *query* (SQL over the tables), and how it is run."""
    return f"{SQL}?{urlencode({'query': query})}"


def titled(title: str, query: str) -> str:
    """Return *query* with the title that the page of its answer has."""
    one_line = " ".join(title.split())[:LONGEST_TITLE]
    return f"# title: {one_line}\n{query}"


def title_of(query: str) -> str:
    """Return the title that *query* begins with; empty where it has none."""
    found = _TITLE.match(query)
    return found["title"].strip()[:LONGEST_TITLE] if found else ""


def view_of(query: str) -> str:
    """Return the view that a comment of *query* asks for (``#view: chart``); empty for none."""
    found = _VIEW.search(query)
    return found["view"].lower() if found else ""
