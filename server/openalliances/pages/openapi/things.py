"""The things and the documents about them, and what is said of the whole data set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openalliances.http.profiles import Profile
from openalliances.http.urls import DOCUMENT_FORMATS, THING_FORMATS
from openalliances.pages.openapi.parts import IRI, Paths, content, operation, query, segment, typed
from openalliances.pages.site import Site
from openalliances.rdf.formats import HTML, JSON_LD, LINKSET, Format
from openalliances.things.dataset import VOID_PATH

_TAG = "Things"
_DATASET = "The data set"
_ASKED = (
    query("_profile", "A profile.", {"type": "string", "enum": [p.value for p in Profile]}),
    query("version", "The version of RDF.", {"type": "string", "enum": ["1.1", "1.2"]}),
    query("page", "A page of what leads here.", {"type": "integer", "minimum": 1}),
)
_LEADS = {303: "The document in the form that Accept wants."}


def paths(site: Site) -> Paths:
    """Return the paths of things, of the model, and of the descriptions of the whole."""
    answer = content(THING_FORMATS)
    ending = _ending(THING_FORMATS)
    iri = query("iri", "An IRI, percent-encoded.", IRI, required=True)
    suffix = query("format", "An ending; wins over Accept.", ending["schema"])
    name, kind = segment("name", "The rest of its path."), segment("kind", "As in id/state/kenya.")
    found: Paths = {
        "/resource": {"get": operation(_TAG, "Describe any IRI", answer, iri, suffix, *_ASKED)},
        **_described("/{kind}/{name}", "a thing by its path", kind, name),
        f"/{VOID_PATH}": {
            "get": operation(
                _DATASET,
                "The data set in numbers (VoID)",
                content(DOCUMENT_FORMATS),
                leads={303: "Where that stands."},
            )
        },
    }
    if site.is_dataset:
        found |= _of_the_dataset()
        found |= _described("/id/{kind}/{name}", "a thing", kind, name)
    if site.is_documented:
        found |= _of_the_model()
    return found


def _described(path: str, what: str, *segments: object) -> Paths:
    answer, ending = content(THING_FORMATS), _ending(THING_FORMATS)
    return {
        path: {
            "get": operation(
                _TAG, f"Lead from {what} to its document", None, *segments, *_ASKED, leads=_LEADS
            )
        },
        f"{path}.{{form}}": {
            "get": operation(
                _TAG,
                f"The document about {what}",
                answer,
                *segments,
                ending,
                *_ASKED,
                leads=_LEADS,
            )
        },
    }


def _ending(forms: Sequence[Format]) -> dict[str, Any]:
    known = {"type": "string", "enum": [form.extension for form in forms]}
    given: dict[str, Any] = segment("form", "The form, as the ending.", known)
    return given


def _of_the_dataset() -> Paths:
    answer = content(DOCUMENT_FORMATS)
    version = segment("version", "A version of the data set.")
    catalogue = content((*DOCUMENT_FORMATS, LINKSET))
    name = segment("name", "latest, or the name of a context.")
    return {
        "/catalog": {"get": operation(_DATASET, "The catalogue (DCAT 3)", answer)},
        "/catalog.{form}": {
            "get": operation(
                _DATASET,
                "The catalogue in one form",
                catalogue,
                _ending((*DOCUMENT_FORMATS, LINKSET)),
            )
        },
        "/dataset/{version}": {
            "get": operation(
                _DATASET,
                "Lead to what is said of a version",
                answer,
                version,
                leads=_LEADS,
            )
        },
        "/CITATION.cff": {
            "get": operation(_DATASET, "How to cite this release", typed(["application/yaml"]))
        },
        "/context/{name}.jsonld": {
            "get": operation(
                _DATASET,
                "A JSON-LD context",
                content([JSON_LD]),
                name,
                leads={302: "The context that documents are written with."},
            )
        },
    }


def _of_the_model() -> Paths:
    page = content([HTML])
    name = segment("name", "The name of a term.")
    shapes = content(DOCUMENT_FORMATS)
    questions = "/ontology/questions"
    return {
        "/ontology": {"get": operation(_TAG, "Lead to the ontology", None, leads=_LEADS)},
        "/ontology.html": {"get": operation(_TAG, "The ontology", page)},
        "/ontology/{name}.html": {"get": operation(_TAG, "A term", page, name)},
        "/vocab/{name}.html": {"get": operation(_TAG, "A vocabulary", page, name)},
        "/ontology/diagram/{slug}.svg": {
            "get": operation(
                _TAG, "A class diagram", typed(["image/svg+xml"]), segment("slug", "Its name.")
            )
        },
        "/shapes": {"get": operation(_TAG, "The constraints", shapes)},
        "/shapes.{form}": {
            "get": operation(_TAG, "The constraints in one form", shapes, _ending(DOCUMENT_FORMATS))
        },
        questions: {"get": operation(_TAG, "What the data must answer", page, leads=_LEADS)},
        questions + "/{code}": {
            "get": operation(
                _TAG, "A question with its answer", page, segment("code", "Its code."), leads=_LEADS
            )
        },
    }
