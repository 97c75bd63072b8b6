"""The site that the app publishes, for its views."""

from __future__ import annotations

from flask import current_app

from openalliances.pages.site import Site

__all__ = ["EXTENSION", "Site", "current_site"]

EXTENSION = "openalliances"
"""Name under which the site is kept in ``app.extensions``."""


def current_site() -> Site:
    """Return the site of the app that answers the current request."""
    site = current_app.extensions[EXTENSION]
    assert isinstance(site, Site)  # noqa: S101  set by create_app
    return site
