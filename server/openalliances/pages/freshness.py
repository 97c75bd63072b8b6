"""The page that says how lately things are known, and what is oldest."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.pages.links import Links
from openalliances.pages.models import Anchor
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import VOCAB
from openalliances.things.page_queries import ask
from openalliances.things.solution import node, number, value

STATUSES = ("known-lately", "known-earlier", "not-observed", "ended")
"""The observation statuses by the last parts of their IRIs, in the order of the columns."""

_SCHEME = VOCAB + "observation-status/"


@dataclass(frozen=True, slots=True)
class KindRow:
    """How many things of a class have each of :data:`STATUSES`."""

    kind: Anchor
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OldRow:
    """What has ``spells`` that nothing shows lately, last known between two days (or on none)."""

    thing: Anchor
    spells: int
    oldest: str
    latest: str


def freshness_page(site: Site) -> str:
    """Return the page: statuses by class, and what was last known longest ago.

    :raises RequestError: if the engine cannot answer.
    """
    links = Links(site.urls, not site.is_dataset)
    timeout = site.settings.query_timeout
    kinds: dict[str, tuple[Anchor, dict[str, int]]] = {}
    for row in ask(site.engine, "statuses", timeout):
        kind = node(row, "kind")
        known = kinds.setdefault(kind.iri, (links.anchor(kind), {}))
        known[1][value(row, "status").removeprefix(_SCHEME)] = number(row, "things")
    counted = tuple(
        KindRow(kind, tuple(counts.get(status, 0) for status in STATUSES))
        for kind, counts in kinds.values()
    )
    old = tuple(
        OldRow(
            links.anchor(node(row, "thing")),
            number(row, "spells"),
            value(row, "oldest"),
            value(row, "latest"),
        )
        for row in ask(site.engine, "oldest", timeout)
        if row.get("thing") is not None
    )
    return render("freshness.html", site, kinds=counted, old=old)
