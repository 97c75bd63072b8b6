"""What the first page would wait for: read and compiled before anybody asks."""

from __future__ import annotations

import contextlib

from openalliances.errors import OpenAlliancesError
from openalliances.pages.render import compile_templates
from openalliances.pages.site import Site


def prepare(site: Site) -> None:
    """Read the indexes of *site* and compile the templates.

    What cannot be had now, as the engine is busy or an index is missing, is told to whoever asks
    for a page that needs it.
    """
    compile_templates()
    names = ("documents", "documentation", "copies", "described", "style_version", "names")
    for name in (*names, "inverses"):
        with contextlib.suppress(OpenAlliancesError):
            getattr(site, name)
