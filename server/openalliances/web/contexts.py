"""JSON-LD contexts: what the names in a JSON-LD document mean (JSON-LD 1.1, section 3.1).

The name of a context has a digest of its content, so it may be kept for ever (RFC 8246).
"""

from __future__ import annotations

from flask import Blueprint, Response

from openalliances.errors import NotFoundError
from openalliances.rdf.formats import JSON_LD
from openalliances.release.contexts import ALIAS, context_text, current_context, path_of
from openalliances.web import resources
from openalliances.web.conditional import conditional
from openalliances.web.responses import fresh
from openalliances.web.site import current_site

bp = Blueprint("contexts", __name__, url_prefix="/context")

_FOR_EVER = "public, max-age=31536000, immutable"


@bp.get("/<name>.jsonld")
def context(name: str) -> Response:
    """Send a context, or lead to the one that documents are written with."""
    site = current_site()
    current = current_context(site.release.folder)
    if not current:
        return resources.thing(f"context/{name}.jsonld")
    if name == ALIAS:
        place = site.absolute(path_of(current))
        response = Response(status=302, headers={"Location": place})
        return fresh(response, site.etag("context", current), vary=False)
    text = context_text(site.release.folder, name)
    if not text:
        raise NotFoundError(
            f"There is no context {name}.", f"The one in use is at {path_of(ALIAS)}."
        )
    response = conditional(
        name, lambda: Response(text, content_type=JSON_LD.content_type), vary=False
    )
    response.headers["Cache-Control"] = _FOR_EVER
    return response
