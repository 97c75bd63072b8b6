"""The data set described for programs: VoID, DCAT, its versions, how it is cited, all its links.

The descriptions are documents, no things: they answer 200 themselves, by Accept or by suffix, and
say with ``Content-Location`` which form was taken. All are made of :attr:`Site.dataset`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Blueprint, Response
from pyoxigraph import Triple

from openalliances.errors import NotFoundError
from openalliances.http.urls import DOCUMENT_FORMATS, split_suffix
from openalliances.pages import description as pages
from openalliances.pages.signposts import dataset_linkset, description_links
from openalliances.pages.site import Site
from openalliances.pages.standing import changes
from openalliances.rdf.formats import HTML, LINKSET, Format
from openalliances.things import dcat, void
from openalliances.things.dataset import VOID_PATH
from openalliances.things.writing import write_triples
from openalliances.web import resources
from openalliances.web.accepted import accepted
from openalliances.web.conditional import conditional
from openalliances.web.responses import see_other
from openalliances.web.site import current_site

bp = Blueprint("description", __name__)

_VERSION = re.compile(r"v?[0-9]+\.[0-9][0-9A-Za-z.+-]*")
"""What the name of a version looks like; parts of the data set have other names."""
_CITATION = "application/yaml"
"""CITATION.cff is YAML (RFC 9512)."""


@bp.get(f"/{VOID_PATH}")
def well_known() -> Response:
    """Send what is in the data set, in numbers and files."""
    site = current_site()
    return _negotiated(site, f"/{VOID_PATH}", lambda: _void(site))


@bp.get("/catalog", defaults={"suffix": ""})
@bp.get("/catalog.<suffix>")
def catalogue(suffix: str) -> Response:
    """Send the catalogue of what is published here, or with a suffix one form of it."""
    site = current_site()
    path = f"/catalog.{suffix}" if suffix else "/catalog"
    if not site.is_dataset:
        return resources.thing(path.removeprefix("/"))
    if suffix == LINKSET.extension:
        return conditional(site.etag("linkset"), lambda: _linkset(site), vary=False)
    return _negotiated(site, path, lambda: dcat.catalogue(site.dataset))


@bp.get("/dataset/<version>")
def of_version(version: str) -> Response:
    """Lead from a version of the data set to what is said of it, or send that.

    Only what this server holds answers; of an earlier one people are told what it changed, and
    programs that it is not kept.
    """
    site, path = current_site(), f"/dataset/{version}"
    stem, form = split_suffix(path)
    name = stem.rpartition("/")[2]
    if not site.is_dataset or not _VERSION.fullmatch(name):
        return resources.thing(path.removeprefix("/"))
    known = site.dataset.version
    wanted = form or accepted(DOCUMENT_FORMATS)
    if name != known:
        if wanted is HTML and (place := changes.place_of(name)):
            return see_other(site.absolute(place))
        raise NotFoundError(
            f"Version {name} of the data set is not kept here.",
            f"This server has version {known}, at /dataset/{known}; all files are at /dumps/.",
        )
    if form is None:
        place = f"{path}.{wanted.extension}"
        response = see_other(site.absolute(place))
        response.vary.add("Accept")
        return response
    return _negotiated(site, path, lambda: dcat.of_version(site.dataset))


@bp.get("/CITATION.cff")
def citation() -> Response:
    """Send how this release is cited (https://citation-file-format.github.io)."""
    site = current_site()
    if not site.is_dataset:
        return resources.thing("CITATION.cff")
    text = pages.citation(site)
    return conditional(
        site.etag("citation"), lambda: Response(text, content_type=_CITATION), vary=False
    )


def _negotiated(site: Site, path: str, made: Callable[[], list[Triple]]) -> Response:
    """Send a description in the form that the suffix of *path* names, or Accept."""
    stem, named = split_suffix(path)
    if named is not None and named not in DOCUMENT_FORMATS:
        raise NotFoundError(f"There is nothing at {path}.", f"Ask for {stem}.ttl or {stem}.html.")
    if named is None and "." in path.removeprefix(f"/{VOID_PATH}").rpartition("/")[2]:
        raise NotFoundError(f"There is nothing at {path}.", "Ask for Turtle with the ending .ttl.")
    form = named or accepted(DOCUMENT_FORMATS)
    links = description_links(site, stem)
    tag = site.etag("description", stem, form.extension)
    return conditional(
        tag, lambda: _written(site, stem, form, made), vary=named is None, links=links
    )


def _written(site: Site, stem: str, form: Format, made: Callable[[], list[Triple]]) -> Response:
    if form is HTML:
        response = Response(pages.page(site, stem), content_type=HTML.content_type)
    else:
        content = write_triples(made(), form, site.prefixes)
        response = Response(content, content_type=form.content_type)
    if stem != f"/{VOID_PATH}":
        response.headers["Content-Location"] = site.absolute(f"{stem}.{form.extension}")
    return response


def _void(site: Site) -> list[Triple]:
    if site.is_dataset:
        return void.our_description(site.dataset, site.described)
    return void.users_description(site.dataset, site.counted)


def _linkset(site: Site) -> Response:
    return Response(dataset_linkset(site), content_type=LINKSET.content_type)
