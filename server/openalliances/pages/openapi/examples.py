"""The example queries, each an address that takes its parameters."""

from __future__ import annotations

from collections.abc import Mapping

from openalliances.pages.examples import forms_of
from openalliances.pages.openapi.parts import (
    TEXT,
    Paths,
    Schema,
    content,
    operation,
    query,
    segment,
)
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML
from openalliances.release.examples import Example, Parameter, ParameterType, examples

_TAG = "Examples"
_SCHEMAS: Mapping[ParameterType, Schema] = {
    ParameterType.DATE: {"type": "string", "format": "date"},
    ParameterType.YEAR: {"type": "integer", "minimum": 0, "maximum": 9999},
    ParameterType.INTEGER: {"type": "integer"},
    ParameterType.TEXT: {"type": "string", "maxLength": 200},
}


def paths(site: Site) -> Paths:
    """Return the paths of the examples."""
    slug = segment("slug", "The name of an example.", {"type": "string", "pattern": "^[a-z0-9-]+$"})
    found: Paths = {
        "/examples/": {"get": operation(_TAG, "List the examples", content([HTML]))},
        "/example/{slug}.html": {"get": operation(_TAG, "Show an example", content([HTML]), slug)},
    }
    for example in examples(site.release.manifest.kind):
        found |= _example(example)
    return found


def _example(example: Example) -> Paths:
    forms = {**forms_of(example), HTML.extension: HTML}
    endings = {"type": "string", "enum": list(forms)}
    return {
        f"/examples/{example.slug}.{{form}}": {
            "get": operation(
                _TAG,
                example.title,
                content(forms.values()),
                segment("form", "The form, as the ending.", endings),
                *map(_parameter, example.parameters),
                about=example.about,
            )
        }
    }


def _parameter(parameter: Parameter) -> object:
    schema = _SCHEMAS.get(parameter.type, TEXT)
    thing = "" if parameter.type in _SCHEMAS else f" ({parameter.type}: its id, IRI, code or name)"
    default = {**schema, "default": _typed(parameter)}
    return query(
        parameter.name, f"{parameter.about[0].upper()}{parameter.about[1:]}{thing}.", default
    )


def _typed(parameter: Parameter) -> str | int:
    numbers = (ParameterType.YEAR, ParameterType.INTEGER)
    return int(parameter.default) if parameter.type in numbers else parameter.default
