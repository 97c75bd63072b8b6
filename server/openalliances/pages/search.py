"""The page of what a search has found."""

from __future__ import annotations

from collections.abc import Sequence

from openalliances.linking.search import Hit
from openalliances.pages.render import render
from openalliances.pages.site import Site


def page(site: Site, text: str, hits: Sequence[Hit], limit: int) -> str:
    """Return the page of the *hits* for *text*, of which there are at most *limit*."""
    return render("search.html", site, text=text, hits=hits, limit=limit)
