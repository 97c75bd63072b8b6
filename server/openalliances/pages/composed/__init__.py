"""Pages that answer: one composer for each kind of thing, by the first segment of its id.

A composer is given what the reader asks for, the tables of the release, and the id of a thing; it
gives the values of its page (:mod:`openalliances.pages.composed.model`), or None where the tables
say nothing of the thing. What has no composer has the page of its statements
(:mod:`openalliances.pages.thing`), which composed pages lead to at ``?view=data``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from openalliances.pages.alternates import formats_of
from openalliances.pages.composed import (
    claim,
    concept,
    conflicts,
    contributions,
    grading,
    instruments,
    mandates,
    missions,
    organizations,
    partnership,
    records,
    regions,
    source,
    statement,
    states,
)
from openalliances.pages.composed.model import Composed, Name
from openalliances.pages.render import render
from openalliances.pages.view import View
from openalliances.rdf.prefixes import BASE
from openalliances.tabular.database import Reader

Composer: TypeAlias = Callable[[View, Reader, str], Composed | None]

COMPOSERS: Mapping[str, Composer] = {
    "armed-force": conflicts.compose_force,
    "arrangement": organizations.compose,
    "claim": claim.compose_claim,
    "conflict": conflicts.compose,
    "contribution": contributions.compose,
    "decision": instruments.compose,
    "framework": partnership.compose_described,
    "initiative": partnership.compose_described,
    "mandate": mandates.compose,
    "membership": records.membership,
    "mission": missions.compose,
    "obligation": records.obligation,
    "organization": organizations.compose,
    "partnership": partnership.compose_partnership,
    "passage": source.compose_passage,
    "peace-agreement": instruments.compose,
    "period": records.period,
    "personnel-count": contributions.compose_count,
    "region": regions.compose,
    "resolution": instruments.compose,
    "section": source.compose_section,
    "source": source.compose_source,
    "state": states.compose,
    "statement": statement.compose_statement,
    "strand": partnership.compose_strand,
    "succession": conflicts.compose_succession,
    "suspension": records.suspension,
    "treaty": instruments.compose,
    "vocab": concept.compose,
}
"""The composers by what follows ``/id/``: ``state``, ``mission`` …; ``vocab``, ``ontology``."""


def page(view: View, iri: str) -> str | None:
    """Return the composed page of the thing *iri*; None if it has none.

    :raises ReleaseDamagedError: if the tables cannot be read.
    :raises QueryTimeoutError: if reading them takes too long.
    """
    site = view.site
    thing = _id(iri)
    composer = COMPOSERS.get(thing.partition("/")[0])
    if composer is None or site.tables is None or not site.has_facts:
        return None
    with site.tables.reading(site.settings.query_timeout) as reader:
        composed = composer(view, reader, thing)
    if composed is None:
        return None
    title, language = view.named(thing, composed.title, composed.language)
    if title != composed.title:
        others = tuple(name for name in composed.also if name.text != title)
        composed = replace(composed, also=(Name(composed.title, composed.language), *others))
    composed = replace(composed, title=title, language=language)
    return render(
        "composed/page.html",
        view,
        page=composed,
        iri=iri,
        formats=formats_of(iri, site.urls),
        grades=grading.MARKS,
        named=grading.named,
    )


def _id(iri: str) -> str:
    """Return what follows ``/id/`` in *iri*, or what begins with ``vocab/``, ``ontology/``."""
    return iri.removeprefix(BASE).removeprefix("id/") if iri.startswith(BASE) else ""
