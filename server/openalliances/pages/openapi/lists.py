"""The lists of things: each a selection of a table, as a page or as rows."""

from __future__ import annotations

from typing import Any

from openalliances.http.variants import LIST_FIRST
from openalliances.pages.kinds import KINDS
from openalliances.pages.openapi.parts import Paths, Schema, content, operation, query, segment
from openalliances.pages.site import Site
from openalliances.tabular.filters import PARAMETERS

_ABOUT = """A list is a selection of a published table: it takes the filters of that table, which
are described at `/data/`, several values of one being any of them, and its rows are those that
`/data/` gives for the same parameters."""


def paths(site: Site) -> Paths:
    """Return the paths of the lists of the data set; a user's files have lists by class alone."""
    if not site.is_dataset:
        return {}
    kind = segment("kind", "It.", {"type": "string", "enum": [kind.slug for kind in KINDS]})
    number = query("page", "A part of it, of 100 rows.", {"type": "integer", "minimum": 1})
    endings: Schema = {"type": "string", "enum": [form.extension for form in LIST_FIRST]}
    form = segment("form", "The form, as the ending.", endings)
    return {
        "/browse/{kind}": {"get": _list(site, kind, number)},
        "/browse/{kind}.{form}": {"get": _list(site, kind, form)},
    }


def _list(site: Site, *own: Any) -> dict[str, Any]:
    words: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
    filters = query(
        "filters", "Filters of the table, each a parameter: `lead=african-union`.", words
    )
    common = [{"$ref": f"#/components/parameters/table.{name}"} for name in PARAMETERS]
    return operation(
        "Pages",
        "The things of a kind",
        content(LIST_FIRST, {}),
        *own,
        *([{**filters, "style": "form", "explode": True}, *common] if site.tables else []),
        about=_ABOUT,
    )
