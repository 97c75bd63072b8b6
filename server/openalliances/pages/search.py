"""The page of what a search has found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from openalliances.linking.search import Hit
from openalliances.pages.render import render
from openalliances.pages.site import Site


def page(site: Site, text: str, hits: Sequence[Hit], limit: int, kind: str = "") -> str:
    """Return the page of the *hits* for *text*, of which there are at most *limit*.

    With *kind*, only things of that kind were looked for.
    """
    counts = Counter(hit.entry.kind for hit in hits if hit.entry.kind)
    return render(
        "search.html",
        site,
        text=text,
        hits=hits,
        limit=limit,
        kind=kind,
        kinds=counts.most_common(),
    )
