"""What is held, known to be missing, and not looked for: by kind, region and decade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.errors import BadRequestError
from openalliances.pages.composed.model import Section, Strip, Table
from openalliances.pages.standing.sheet import linked, paragraphs, plain_table, sheet
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_EARLIEST = 1940
"""The first decade of its own; all before are told together."""
_OPERATIONS = "operations"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is counted: its name in the address, what it is called, what the numbers say.

    ``sql`` gives of each thing its regions, its start, and one of :data:`_STATES`.
    """

    slug: str
    title: str
    says: str
    sql: str


def _of_lists(name: str) -> str:
    """Return the statement that says of each operation whether its list called *name* is whole."""
    return f"""
        SELECT m.regions, m.start,
          CASE
            WHEN sum(l.completeness = 'complete') > 0 THEN 'held'
            WHEN count(l.id) > 0 OR {_RECORDED[name]} THEN 'missing'
            ELSE 'unsearched'
          END
        FROM missions m
        LEFT JOIN mandates d ON d.mission = m.id AND '{name}' = 'tasks'
        LEFT JOIN listings l ON l.list = '{name}' AND l.subject IN (m.id, d.id)
        GROUP BY m.id
    """  # noqa: S608  names of ours


_RECORDED = {
    "contributors": "m.id IN (SELECT mission FROM contributions)",
    "decisions": "m.id IN (SELECT mission FROM mandates)",
    "tasks": "m.id IN (SELECT mission FROM mandate_tasks)",
}
"""When something of a list is recorded although no source gives the whole of it."""

KINDS = (
    Kind(
        _OPERATIONS,
        "Operations",
        "How many operations are recorded. Of which organisations all operations are known is "
        "said below; elsewhere there may be others.",
        "SELECT regions, start, 'held' FROM missions",
    ),
    Kind(
        "contributors",
        "Contributors of operations",
        "Operations of which a complete list of contributors is held for some day; of which "
        "some are recorded and others missing; and for which none is recorded.",
        _of_lists("contributors"),
    ),
    Kind(
        "decisions",
        "Decisions on operations",
        "Operations of which all decisions are held; of which some are; and of which none is.",
        _of_lists("decisions"),
    ),
    Kind(
        "tasks",
        "Tasks of mandates",
        "Operations of which a decision has all its tasks recorded; of which some tasks are; "
        "and whose texts were not read for tasks.",
        _of_lists("tasks"),
    ),
    Kind(
        "memberships",
        "Memberships of states",
        "How many memberships of states are recorded, by the region of the member. Which lists of "
        "members are complete is said below.",
        "SELECT regions, start, 'held' FROM memberships",
    ),
    Kind(
        "treaties",
        "Arrangements",
        "How many alliances and partnerships are recorded, by the region of their members.",
        "SELECT group_concat(DISTINCT p.regions) AS regions, a.start, 'held' FROM arrangements a "
        "LEFT JOIN memberships p ON p.organization = a.id GROUP BY a.id",
    ),
)
_STATES = ("held", "missing", "unsearched")


def page(view: View, slug: str) -> str:
    """Return the page for the kind *slug*; an empty one is that of operations.

    :raises BadRequestError: if there is no such kind.
    """
    kind = next((kind for kind in KINDS if kind.slug == (slug or _OPERATIONS)), None)
    if kind is None:
        known = ", ".join(kind.slug for kind in KINDS)
        raise BadRequestError(f"There is no coverage of {slug[:40]}.", f"There is {known}.")
    tables = view.site.tables
    assert tables is not None  # noqa: S101  its route is of the data set alone
    with tables.reading(view.site.settings.query_timeout) as reader:
        matrix, whole = _matrix(view, kind, reader)
        lists = _lists(view, reader)
    strip = Strip(
        view.say("What is counted"),
        tuple((view.wording.text(k.title), view.href("/coverage", kind=k.slug)) for k in KINDS),
        view.wording.text(kind.title),
    )
    section = Section(
        "matrix",
        view.say(kind.title),
        (strip, matrix),
        count=view.number_of(whole),
        lede=view.say(kind.says),
    )
    answer = view.say(
        "What is held here, what is known to be missing, and what nobody has looked for. "
        "Nothing is complete that is not said to be."
    )
    return sheet(view, view.say("Coverage"), answer, [section, lists])


def _matrix(view: View, kind: Kind, reader: Reader) -> tuple[Table, int]:
    """Return the table of regions and decades, and how many things are in it, each once."""
    names = _regions(reader)
    counts: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    whole = 0
    for regions, start, state in reader.rows(kind.sql):
        whole += 1
        places = [part for part in str(regions or "").replace(",", ";").split(";") if part in names]
        decade = _decade(str(start or ""))
        for region in dict.fromkeys(places) or [""]:
            counts[region, decade][str(state)] += 1
    decades = sorted({decade for _, decade in counts})
    is_parted = len({state for cell in counts.values() for state in cell}) > 1

    def rows() -> Iterator[list[Markup | str]]:
        for region, name in (*sorted(names.items(), key=lambda pair: pair[1]), ("", "")):
            cells = [counts.get((region, decade), {}) for decade in decades]
            if any(cells):
                head = view.link(region, name) if region else view.say("No region")
                yield [head, *(_cell(view, cell, is_parted=is_parted) for cell in cells)]

    heads: list[Markup | str] = [view.say("Region")]
    heads += [_decade_name(view, decade) for decade in decades]
    said = (
        view.say("Held, in part, not looked for: by region and decade of their start")
        if is_parted
        else view.say("Held: by region and decade of their start")
    )
    return plain_table(said, heads, rows()), whole


def _cell(view: View, counted: dict[str, int], *, is_parted: bool) -> Markup | str:
    if not counted:
        return Markup('<span class="missing">0</span>')
    if not is_parted:
        return view.number_of(counted["held"])
    words = (view.say("held"), view.say("in part"), view.say("not looked for"))
    parts = [
        Markup('{}<span class="unseen"> {}</span>').format(
            view.number_of(counted.get(state, 0)), word
        )
        for state, word in zip(_STATES, words, strict=True)
    ]
    return Markup(" · ").join(parts)


def _regions(reader: Reader) -> dict[str, str]:
    """Return the names of the regions that hold no other, by their ids."""
    found = list(reader.rows("SELECT id, name, within FROM regions WHERE m49 IS NOT NULL"))
    holding = {part for _, _, within in found for part in str(within or "").split(";")}
    return {str(id_): str(name) for id_, name, _ in found if id_ not in holding}


def _decade(start: str) -> int:
    """Return the decade of a date; 0 for all before the first of its own, -1 without a date."""
    if not start[:4].isdigit():
        return -1
    year = int(start[:4])
    return year // 10 * 10 if year >= _EARLIEST else 0


def _decade_name(view: View, decade: int) -> Markup | str:
    if decade < 0:
        return view.say("No date")
    if not decade:
        return view.say("before {year}", year=str(_EARLIEST))
    return view.say("{decade}s", decade=str(decade))


_COMPLETENESS = {
    "complete": "Complete",
    "incomplete": "Incomplete",
    "unknown": "Not known",
    "none-found": "Searched, nothing found",
}
"""What lists can be, as to completeness, and what that is called."""


def _lists(view: View, reader: Reader) -> Section:
    """Return which lists are known to be complete on some day, by kind of list."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sql = "SELECT list, coalesce(completeness, 'unknown'), count(DISTINCT subject) FROM listings"
    for name, state, number in reader.rows(f"{sql} GROUP BY 1, 2"):
        found[str(name)][str(state)] = int(number or 0)
    rows = [
        [
            linked(view, f"/data/listings.html?list={name}", view.say(name.replace("-", " "))),
            *(view.number_of(states[state]) for state in _COMPLETENESS),
        ]
        for name, states in sorted(found.items())
    ]
    heads = [view.say(head) for head in ("List of", *_COMPLETENESS.values())]
    return Section(
        "lists",
        view.say("Lists that are known to be complete, or not"),
        (
            plain_table(view.say("Things by whether their lists are complete"), heads, rows),
            paragraphs(
                view.say(
                    "A list is complete on the day of the source that counts it, when it was read "
                    "and the number agrees with what is recorded here."
                )
            ),
        ),
    )
