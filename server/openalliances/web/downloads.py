"""The page that lists the dumps; the files are sent by :mod:`openalliances.asgi.files`."""

from __future__ import annotations

from flask import Blueprint, Response

from openalliances.errors import NotFoundError
from openalliances.pages import downloads
from openalliances.pages.signposts import part_links
from openalliances.things.dataset_files import GRAPHS
from openalliances.web.conditional import conditional
from openalliances.web.site import current_site

bp = Blueprint("downloads", __name__, url_prefix="/dumps")


@bp.get("/")
def index() -> Response:
    """Show what can be downloaded."""
    site = current_site()
    links = part_links(site, GRAPHS)
    return conditional(
        site.etag("downloads"), lambda: downloads.page(site), vary=False, links=links
    )


@bp.get("/<path:name>")
def missing(name: str) -> Response:
    """Say where the files are listed: whatever there is has been sent before."""
    raise NotFoundError(f"There is no file {name}.", "All files are listed at /dumps/.")
