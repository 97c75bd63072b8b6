"""What each list shows of its rows: columns, facets, order; names are of the codebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

CONTINENTS = (
    *("region/africa", "region/americas", "region/asia", "region/europe", "region/oceania"),
)
"""The regions that a facet shows at once; narrower ones are among all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of a list: the column of the table, and what a reader calls it."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter of the table with its values as links: its name, what a reader calls it.

    ``first`` are values that come first; without them the most frequent do.
    """

    name: str
    title: str
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its columns, the first of which names the row; facets; order; what is always asked.

    ``head`` is what a row is called in words of the interface; ``link`` is the column with the
    id of the page that a row leads to; ``under`` are columns whose words stand under the name.
    """

    head: str
    columns: tuple[Shown, ...]
    facets: tuple[Facet, ...] = ()
    order: str = "name"
    fixed: tuple[tuple[str, str], ...] = ()
    link: str = "id"
    name: str = "name"
    under: tuple[str, ...] = ()


_FROM, _UNTIL = Shown("start", "From"), Shown("end", "Until")
_ADOPTED, _BY = Shown("adopted", "Adopted"), Shown("adopted_by", "Adopted by")
_REGION = Facet("region", "Region", CONTINENTS)
_DECADE, _ADOPTED_IN = Facet("decade", "Began in"), Facet("decade", "Adopted in")
_STATUS, _GRADE = Facet("status", "Status"), Facet("grade", "Evidence")
_SYMBOL, _KIND = Shown("symbol", "Symbol"), Shown("kind", "Kind")
_MEANING = Shown("definition", "What it means")

_ARRANGEMENTS = Listed(
    "Alliance or partnership",
    (Shown("obligations", "Obligations"), Shown("members", "Members"), _FROM, _UNTIL),
    (
        Facet("kinds", "Kind"),
        Facet("obligations", "Obligation"),
        Facet("member", "Member"),
        *(_DECADE, _STATUS, _GRADE),
    ),
    under=("kinds",),
)
_TERMS = Listed(
    "Term",
    (_MEANING, Shown("domains", "Of"), Shown("ranges", "Value"), Shown("module", "Module")),
    (Facet("module", "Module"),),
)

LISTED: Mapping[str, Listed] = {
    "states": Listed(
        "State",
        (
            Shown("regions", "Regions"),
            Shown("iso3c", "ISO 3166"),
            Shown("ccode", "COW"),
            Shown("gwcode", "Gleditsch–Ward"),
        ),
        (_REGION, Facet("kind", "Kind"), Facet("status", "Standing"), _GRADE),
        under=("official_name", "kind"),
    ),
    "organisations": Listed(
        "Organisation",
        (Shown("members", "Members"), _FROM, _UNTIL),
        (Facet("kind", "Kind"), Facet("member", "Member"), _DECADE, _STATUS, _GRADE),
        under=("kind",),
    ),
    "alliances": Listed(
        "Alliance",
        (Shown("members", "Members"), Shown("obligations", "Obligations"), _FROM, _UNTIL),
        (
            Facet("obligations", "Obligation"),
            Facet("member", "Member"),
            *(_DECADE, _STATUS, _GRADE),
        ),
        order="-start",
        fixed=(("kinds", "collective-defence-alliance"),),
    ),
    "partnerships": _ARRANGEMENTS,
    "memberships": Listed(
        "Membership",
        (Shown("member", "Member"), Shown("organization", "In"), _FROM, _UNTIL),
        (
            Facet("organization", "Organisation"),
            Facet("kind", "Kind"),
            _REGION,
            *(Facet("member", "Member"), _DECADE, _STATUS, _GRADE),
        ),
        under=("kind",),
    ),
    "suspensions": Listed(
        "Suspension",
        (
            *(Shown("member", "Member"), Shown("organization", "Suspended from")),
            *(_FROM, _UNTIL, Shown("decision", "Decision")),
        ),
        (
            *(Facet("organization", "Organisation"), Facet("kind", "Kind")),
            *(Facet("member", "Member"), _DECADE, _STATUS, _GRADE),
        ),
        order="-start",
        under=("kind",),
    ),
    "regions": Listed(
        "Region",
        (Shown("within", "Within"), Shown("states", "States"), Shown("m49", "UN M49")),
        (Facet("within", "Within"),),
    ),
    "missions": Listed(
        "Operation",
        (Shown("lead", "Led by"), Shown("hosts", "Where"), _FROM, _UNTIL),
        (
            _REGION,
            Facet("lead", "Led by"),
            Facet("kinds", "Kind"),
            Facet("hosts", "Where"),
            *(_DECADE, _STATUS, Facet("deployment", "Deployment"), _GRADE),
        ),
        order="-start",
        under=("kinds", "deployment"),
    ),
    "mandates": Listed(
        "Mandate",
        (
            Shown("mission", "Operation"),
            Shown("effects", "Effect"),
            _FROM,
            Shown("authorized_until", "Authorised until"),
            Shown("authorized_strength", "Strength"),
        ),
        (
            Facet("effects", "Effect"),
            Facet("mission", "Operation"),
            Facet("decade", "Decided in"),
            Facet("chapter_vii", "Chapter VII"),
            *(_STATUS, _GRADE),
        ),
        order="-start",
    ),
    "tasks": Listed(
        "Task",
        (
            Shown("mission", "Operation"),
            Shown("mandate", "Mandate"),
            Shown("places", "Where it says so"),
        ),
        (Facet("task", "Task"), Facet("mission", "Operation"), _GRADE),
        order="task_name,mission",
        link="mandate",
        name="task_name",
    ),
    "contributions": Listed(
        "Contribution",
        (Shown("state", "Contributor"), Shown("mission", "Operation"), _FROM, _UNTIL),
        (
            Facet("mission", "Operation"),
            Facet("state", "Contributor"),
            Facet("kind", "Kind"),
            *(_DECADE, _STATUS, _GRADE),
        ),
        under=("kind",),
    ),
    "conflicts": Listed(
        "Conflict",
        (Shown("locations", "Where"), _FROM, _UNTIL, Shown("operations", "Operations")),
        (Facet("locations", "Where"), _DECADE, _GRADE),
        order="-start",
    ),
    "decisions": Listed(
        "Decision",
        (_SYMBOL, _ADOPTED, _BY, Shown("missions", "Operations"), Shown("effects", "Effect")),
        (
            Facet("adopted_by", "Adopted by"),
            Facet("effects", "Effect"),
            Facet("kind", "Kind"),
            Facet("mission", "Operation"),
            *(_ADOPTED_IN, _GRADE),
        ),
        order="-adopted",
    ),
    "instruments": Listed(
        "Instrument",
        (_KIND, _SYMBOL, _ADOPTED, _BY),
        (
            Facet("kind", "Kind"),
            Facet("signatory", "Signed by"),
            Facet("adopted_by", "Adopted by"),
            *(_ADOPTED_IN, _GRADE),
        ),
        order="-adopted",
    ),
    "agreements": Listed("Agreement", (_ADOPTED, _SYMBOL), (_ADOPTED_IN, _GRADE), order="-adopted"),
    "frameworks": Listed("Framework", (), fixed=(("kind", "framework"),)),
    "claims": Listed(
        "Claim",
        (Shown("subject", "About"), Shown("section", "Section")),
        (
            Facet("document", "Document"),
            Facet("section", "Section"),
            Facet("kind", "Type"),
            Facet("grade", "Evidence"),
            Facet("subject_kind", "About what"),
        ),
        under=("kind",),
    ),
    "findings": Listed(
        "Finding",
        (
            Shown("event_start", "When"),
            Shown("event", "Event"),
            Shown("about", "About"),
            Shown("contradicts", "Contradicts"),
            Shown("supports", "Supports"),
        ),
        (Facet("kind", "Type"), Facet("event", "Event"), _GRADE),
    ),
    "documents": Listed(
        "Document", (Shown("description", "What it is"), Shown("publisher", "Publisher"))
    ),
    "sources": Listed(
        "Source",
        (
            Shown("date", "Date"),
            _KIND,
            Shown("authority", "How near it stands"),
            Shown("citations", "Citations"),
        ),
        (
            Facet("kind", "Kind"),
            Facet("authority", "How near it stands"),
            Facet("decade", "Published in"),
            Facet("family", "Counts as one with"),
        ),
        order="-citations",
        name="title",
        under=("publisher",),
    ),
    "strands": Listed(
        "Strand",
        (Shown("partnership", "Of"), Shown("activity", "Activity"), Shown("status", "Status")),
        (
            Facet("partnership", "Partnership"),
            Facet("activity", "Activity"),
            Facet("status", "Status"),
            _GRADE,
        ),
    ),
    "components": Listed(
        "Component", (_MEANING,), fixed=(("vocabulary", "vocab/peacebuilding-component"),)
    ),
    "vocabularies": Listed(
        "Vocabulary", (Shown("definition", "What it holds"), Shown("concepts", "Concepts"))
    ),
    "concepts": Listed(
        "Concept",
        (_MEANING, Shown("vocabulary", "Vocabulary"), Shown("broader", "Broader")),
        (Facet("vocabulary", "Vocabulary"),),
    ),
    "classes": Listed(
        "Class",
        (_MEANING, Shown("parents", "Kind of"), Shown("module", "Module")),
        (Facet("module", "Module"),),
        fixed=(("kind", "class"),),
    ),
    "relations": replace(_TERMS, fixed=(("kind", "relation"),)),
    "attributes": replace(_TERMS, fixed=(("kind", "attribute"),)),
}
"""How each list looks, by the slug of its kind."""
