"""The page that lists the dumps; the files are sent by :mod:`openalliances.asgi.files`."""

from __future__ import annotations

from flask import Blueprint, Response

from openalliances.errors import NotFoundError
from openalliances.pages import downloads
from openalliances.web.site import current_site

bp = Blueprint("downloads", __name__, url_prefix="/dumps")


@bp.get("/")
def index() -> Response:
    """Show what can be downloaded."""
    return Response(downloads.page(current_site()))


@bp.get("/<path:name>")
def missing(name: str) -> Response:
    """Say where the files are listed: whatever there is has been sent before."""
    raise NotFoundError(f"There is no file {name}.", "All files are listed at /dumps/.")
