"""The figures: each kind with its parameters."""

from __future__ import annotations

from typing import Any

from openalliances.pages.figures import are_drawn
from openalliances.pages.figures.kinds import KINDS, Kind
from openalliances.pages.openapi.parts import MOMENT, Paths, operation, query, segment, typed
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML

_TAG = "Figures"
_FORMS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8; header=present",
    "rq": "application/sparql-query; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
_ABOUT = {
    "thing": "The id of a thing, as state/kenya.",
    "ids": "Ids of things, with ~ between them.",
    "role": "What the thing is to the operations: place, leader or contributor.",
    "state": "The id of a state, whose people alone are counted.",
    "region": "The map: world, africa, americas, asia, europe or oceania.",
}


def paths(site: Site) -> Paths:
    """Return the paths of the figures; nothing for a release of which none can be drawn."""
    if not are_drawn(site):
        return {}
    page = typed([HTML.content_type])
    found: Paths = {"/figure/": {"get": operation(_TAG, "List the kinds of figures", page)}}
    for name, kind in KINDS.items():
        found |= _kind(name, kind)
    return found


def _kind(name: str, kind: Kind) -> Paths:
    given = [_parameter(one, required=one in kind.required) for one in kind.parameters]
    form = segment("form", "The form, as the ending.", {"type": "string", "enum": [*_FORMS]})
    path = f"/figure/{name}"
    return {
        path: {"get": operation(_TAG, kind.title, typed([HTML.content_type]), *given)},
        f"{path}.{{form}}": {
            "get": operation(_TAG, f"{kind.title}, in a form", typed(_FORMS.values()), form, *given)
        },
    }


def _parameter(name: str, *, required: bool) -> Any:
    if name == "at":
        return query("at", "The day, month or year that is shown.", MOMENT)
    return query(name, _ABOUT[name], required=required)
