"""How good the data are: grades, how citations were checked, what the build checked, gaps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from openalliances.errors import ReleaseDamagedError
from openalliances.pages.cited import CHECKS
from openalliances.pages.composed.grading import MARKS
from openalliances.pages.composed.model import Section, Way
from openalliances.pages.standing.sheet import (
    bullets,
    linked,
    paragraphs,
    plain_table,
    share,
    sheet,
)
from openalliances.pages.view import View
from openalliances.tabular.database import Reader, quoted
from openalliances.tabular.store import Tables

_GRADED = (
    *("states", "organizations", "arrangements", "memberships", "obligations", "suspensions"),
    *("missions", "mandates", "contributions", "counts", "treaties", "conflicts", "agreements"),
    *("claims", "findings"),
)
"""The tables of which grades are told, in their order."""
_GAPS = (
    ("missions", '"start" IS NULL', "Operations without a start"),
    (
        "missions",
        "\"end\" IS NULL AND end_status = 'known-earlier'",
        "Operations of which it is not known lately whether they go on",
    ),
    ("missions", "hosts IS NULL", "Operations without a place"),
    (
        "missions",
        "id NOT IN (SELECT mission FROM mandates WHERE mission IS NOT NULL)",
        "Operations without a decision on them",
    ),
    (
        "missions",
        "id NOT IN (SELECT mission FROM contributions WHERE mission IS NOT NULL)",
        "Operations of which no contributor is recorded",
    ),
    ("memberships", '"start" IS NULL', "Memberships without a start"),
    (
        "memberships",
        "end_status = 'known-earlier'",
        "Memberships of which it is not known lately whether they last",
    ),
    ("mandates", "tasks_complete = 0", "Mandates whose tasks are not recorded in full"),
    ("treaties", "text_address IS NULL", "Legal instruments without an address of their text"),
    ("states", "ccode IS NULL", "States and territories without a code of COW"),
    ("sources", "address IS NULL AND copy_address IS NULL", "Sources without an address"),
)
"""What is missing: a table, a condition, and what it is called."""
_FIGURES = "report/figures.json"
_CHECKED = {
    "reading": "Files read",
    "canonical form": "Files in their one canonical form",
    "shapes": "Groups of shapes (SHACL)",
    "queries": "Queries that look for faults",
    "questions": "Questions with known answers",
    "contradictions": "Statements searched for contradictions (OWL 2 RL)",
}
"""What the build checked, as its report names it, in words."""


def page(view: View) -> str:
    """Return the page.

    :raises ReleaseDamagedError: if the tables or the report cannot be read.
    """
    tables = view.site.tables
    assert tables is not None  # noqa: S101  its route is of the data set alone
    with tables.reading(view.site.settings.query_timeout) as reader:
        sections = [
            _grades(view, tables, reader),
            _checks_of_citations(view, reader),
            _gaps(view, tables, reader),
            _checks_of_the_build(view),
            _more(view),
        ]
        cited = reader.number("SELECT count(*) FROM citations")
        sources = reader.number("SELECT count(*) FROM sources")
    return sheet(
        view,
        view.say("How good the data are"),
        view.say(
            "{citations} citations of {sources} sources bear out what is published; what rests on "
            "one source, was not checked, or is disputed is counted here.",
            citations=view.number_of(cited),
            sources=view.number_of(sources),
        ),
        sections,
    )


def _grades(view: View, tables: Tables, reader: Reader) -> Section:
    grades = tuple(MARKS)

    def rows() -> Iterator[list[Markup | str]]:
        for name in _GRADED:
            table = tables.definitions.get(name)
            if table is None:
                continue
            sql = f"SELECT grade, count(*) FROM {quoted(name)} GROUP BY grade"  # noqa: S608
            counted = Counter({str(g or ""): int(n or 0) for g, n in reader.rows(sql)})
            cells: list[Markup | str] = [linked(view, f"/data/{name}.html", view.say(table.title))]
            for grade in grades:
                number = view.number_of(counted[grade])
                path = f"/data/{name}.html?grade={grade}"
                cells.append(linked(view, path, number) if counted[grade] else number)
            yield [*cells, share(counted["single-source"], sum(counted.values()))]

    heads = [view.say("Table"), *(view.say(MARKS[grade].label) for grade in grades)]
    table = plain_table(
        view.say("Rows of each table by grade"),
        [*heads, view.say("Share of one source alone")],
        rows(),
    )
    return Section(
        "grades",
        view.say("Grades"),
        (table,),
        lede=view.say(
            "Corroborated: two sources of different families were seen to say it. Single source: "
            "one was. Not checked: it is cited, and nobody has looked it up here."
        ),
        ways=(Way(view.say("Definitions"), "/vocab/evidence-grade.html"),),
        jump="-",
    )


def _checks_of_citations(view: View, reader: Reader) -> Section:
    found = list(reader.rows('SELECT "check", count(*) FROM citations GROUP BY 1 ORDER BY 2 DESC'))
    whole = sum(int(n or 0) for _, n in found)
    rows = [
        [
            linked(view, f"/data/citations.html?check={check}", view.say(CHECKS[str(check)])),
            view.number_of(int(n or 0)),
            share(int(n or 0), whole),
        ]
        for check, n in found
        if str(check) in CHECKS
    ]
    return Section(
        "checked",
        view.say("How citations were checked"),
        (
            plain_table(
                view.say("Citations by check"),
                [view.say("Check"), view.say("Citations"), view.say("Share")],
                rows,
            ),
        ),
        ways=(Way("CSV", "/data/citations.csv", view.say("of all citations")),),
        jump="-",
    )


def _gaps(view: View, tables: Tables, reader: Reader) -> Section:
    def rows() -> Iterator[list[Markup | str]]:
        for name, condition, words in _GAPS:
            if name in tables.definitions:
                all_of = reader.number(f"SELECT count(*) FROM {quoted(name)}")  # noqa: S608
                sql = f"SELECT count(*) FROM {quoted(name)} WHERE {condition}"  # noqa: S608
                missing = reader.number(sql)
                yield [
                    view.say(words),
                    view.number_of(missing),
                    view.number_of(all_of),
                    share(missing, all_of),
                ]

    heads = ("What is missing", "Missing", "Of", "Share")
    return Section(
        "gaps",
        view.say("What is not known"),
        (plain_table(view.say("Gaps"), [view.say(head) for head in heads], rows()),),
        lede=Markup("{} {}").format(
            view.say("Missing here is not absent there."),
            linked(view, "/coverage", view.say("Coverage by kind, region and decade")),
        ),
        jump="-",
    )


def _checks_of_the_build(view: View) -> Section:
    figures = _figures(view)
    checks = figures.get("checks", {})
    rows = [
        [view.say(words), view.number_of(int(checks[name]))]
        for name, words in _CHECKED.items()
        if name in checks
    ]
    engines = view.site.release.manifest.engines
    return Section(
        "build",
        view.say("What was checked when this release was built"),
        (
            plain_table(
                view.say("Checks of the build"), [view.say("What"), view.say("How many")], rows
            ),
            paragraphs(
                view.say(
                    "A release with a single error is not written; this one has {errors}. "
                    "Conclusions were drawn by {reasoner}, shapes checked by {validator}.",
                    errors=view.number_of(int(figures.get("errors", 0))),
                    reasoner=view.own(engines.get("reasoner", "–")),
                    validator=view.own(engines.get("validator", "–")),
                )
            ),
        ),
        jump="-",
    )


def _more(view: View) -> Section:
    places: Iterable[tuple[str, str]] = (
        ("/about/freshness", "How lately things are known"),
        ("/links/", "How much is linked to other data sets, and what was sought and not found"),
        ("/ontology/questions", "Questions that each release answers exactly"),
        ("/shapes", "The shapes that all data must have"),
        ("/dumps/", "All files with their checksums"),
    )
    return Section(
        "more",
        view.say("More"),
        (bullets(linked(view, path, view.say(words)) for path, words in places),),
    )


def _figures(view: View) -> dict[str, Any]:
    path = view.site.release.folder / _FIGURES
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ReleaseDamagedError(
            f"{path} cannot be read ({error}).",
            "Delete the folder of the release and build again with: openalliances build",
        ) from None
    assert isinstance(found, dict)  # noqa: S101  written by the build
    return found
