"""The queries of figures: SPARQL that a reader can run at ``/sparql``.

They are read from ``queries/``. A value gets into one as a term alone: an IRI or a date, written
by the store's own types, so that no text of a stranger becomes part of the query.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

from pyoxigraph import Literal, NamedNode

from openalliances.facts.days import Day
from openalliances.pages.view import iri_of

_FOLDER = Path(__file__).parent / "queries"
_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")


def query(
    name: str,
    *,
    thing: str = "",
    ids: tuple[str, ...] = (),
    day: Day | None = None,
    is_now: bool = False,
) -> str:
    """Return ``queries/<name>.rq`` with the ids of things and the day in it.

    *is_now* says that the day stands for now, on which what is known lately holds.

    :raises ValueError: if an id is no part of an IRI.
    """
    values = {
        "thing": str(NamedNode(iri_of(thing))) if thing else "",
        "ids": " ".join(str(NamedNode(iri_of(one))) for one in ids),
        "now": "true" if is_now else "false",
        "first": _date(day.first) if day else "",
        "last": _date(day.last) if day else "",
    }
    return _template(name).substitute(values)


def _date(text: str) -> str:
    return str(Literal(text, datatype=_DATE)).replace(f"<{_DATE.value}>", "xsd:date")


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / f"{name}.rq").read_text(encoding="utf-8"))
