"""What a request asks of a document beside its format: profile, version of RDF, page."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from openalliances.errors import BadRequestError
from openalliances.http.profiles import Profile, accepted_profile, profile_named
from openalliances.http.variants import json_ld_form, rdf_version
from openalliances.rdf.formats import JSON_LD, RDF_XML, Format
from openalliances.rdf.json_ld.options import DEFAULT_FORM, Form
from openalliances.things.document import RDF_11, RDF_12, Asked

_VERSIONS = (RDF_11, RDF_12)
_WITHOUT_TRIPLE_TERMS = (JSON_LD, RDF_XML)
_MOST_DIGITS = 9


def asked_of(form: Format, default: Profile, parameters: Mapping[str, str]) -> Asked:
    """Return what the request asks for; *parameters* of its address win over headers.

    :raises BadRequestError: if there is no such profile, version, page or form.
    """
    return Asked(
        _profile(default, parameters),
        _version(form, parameters),
        page_of(parameters),
        _form(form, parameters),
    )


def parameters_of(asked: Asked, default: Profile) -> dict[str, str]:
    """Return the parameters of the address that asks for *asked* without any header."""
    return {
        **({"_profile": asked.profile.value} if asked.profile is not default else {}),
        **({"version": asked.version} if asked.version != RDF_11 else {}),
        **({"page": str(asked.page)} if asked.page != 1 else {}),
        **({"form": asked.json_ld.value} if asked.json_ld is not DEFAULT_FORM else {}),
    }


def _profile(default: Profile, parameters: Mapping[str, str]) -> Profile:
    name = parameters.get("_profile")
    if name is not None:
        return profile_named(name)
    return accepted_profile(request.headers.get("Accept-Profile")) or default


def _version(form: Format, parameters: Mapping[str, str]) -> str:
    given = parameters.get("version")
    if given is None:
        wished = rdf_version(request.headers.get("Accept"), form)
        return wished if wished and form not in _WITHOUT_TRIPLE_TERMS else RDF_11
    if given not in _VERSIONS or (given == RDF_12 and form in _WITHOUT_TRIPLE_TERMS):
        raise BadRequestError(
            f"There is no {form.name} of RDF {given[:20]} here.",
            "Versions are 1.1, and 1.2 in Turtle, TriG, N-Triples and N-Quads.",
        )
    return given


def _form(form: Format, parameters: Mapping[str, str]) -> Form:
    given = parameters.get("form")
    if given is None or form is not JSON_LD:
        return json_ld_form(request.headers.get("Accept"), form)
    found = next((one for one in Form if one.value == given), None)
    if found is None:
        raise BadRequestError(
            f"There is no JSON-LD of the form {given[:20]} here.",
            f"Forms are {', '.join(one.value for one in Form)}.",
        )
    return found


def page_of(parameters: Mapping[str, str]) -> int:
    """Return the number of the page that is asked for, counted from 1.

    :raises BadRequestError: if it is no number.
    """
    given = parameters.get("page", "1")
    if not given.isascii() or not given.isdigit() or len(given) > _MOST_DIGITS or not int(given):
        raise BadRequestError(f"{given[:20]} is no number of a page.", "Count pages from 1.")
    return int(given)
