"""What is documented of a partnership, what speaks against it, and what was sought in vain.

A finding that contradicts a claim speaks against it, and so does an event that strains or breaks
what two states do together (``Finding.speaks_against``); all else that is reported is documented.
Key facts, leads, chips and lists count by this one rule. Both are told from the latest on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from openalliances.facts.claims import Claim, Finding, claims_about, findings_about
from openalliances.facts.listings import Search, searches
from openalliances.facts.partnerships import Strand, strands
from openalliances.facts.receipts import Citation, citations
from openalliances.pages import glossary
from openalliances.pages.composed.disagreement import finding_receipt
from openalliances.pages.composed.model import Column, Group, Row, Section, Table, Way
from openalliances.pages.composed.reported import remarks
from openalliances.pages.composed.speaking import Told, in_english, says, shortened
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_STRETCHES = 3
"""Stretches of years that are told one by one; of more the first and last year are."""


def evidence_sections(
    view: View, reader: Reader, thing: str, said: Sequence[Claim], leading: str = ""
) -> Iterator[Section]:
    """Yield what is documented of *thing* and of the claims about it, and what speaks against it.

    For a day that is asked for, the events that had begun by then.
    """
    documented, against = split(_shown(view, findings_about(reader, thing, said)), thing, said)
    reported = (*documented, *against)
    cited = citations(reader, (one.id for one in reported))
    names = {claim.id: shortened(claim.name, leading).rstrip(".") for claim in said}
    told = Told.read(reader)
    lede = view.say("Events and reports, the latest first, each with its sources.")
    if view.day:
        lede = view.say("Events that had begun by {day}.", day=view.date(view.day.text))
    for slug, title, found in (
        ("reported", view.say("What is documented"), documented),
        ("against", view.say("What speaks against it"), against),
    ):
        if found:
            yield Section(
                slug,
                title,
                (_table(view, told, title, found, names, cited),),
                count=view.wording.plural(len(found), "{n} finding", "{n} findings"),
                lede=lede,
                ways=_ways(view, thing) if any(thing in one.about for one in found) else (),
                jump=str(len(found)),
            )


def strands_section(
    view: View, reader: Reader, whole: str, said: Sequence[Claim], leading: str = ""
) -> Section | None:
    """Return each strand of *whole* with what speaks for and against it, or the vain search."""
    every = strands(reader, whole)
    if not every:
        return None
    sought = {key: one for key, one in searches(reader).items() if key in {s.id for s in every}}
    # One search for many lines is told once, above them.
    times = Counter(map(_told_of, sought.values()))
    told = Told.read(reader)
    grades = {claim.id: claim.grade for claim in said}
    rows = tuple(
        _strand(view, told, one, grades, _searched(view, sought.get(one.id), times), leading)
        for one in every
    )
    heads = ("Line of cooperation", "Speaks for it", "Speaks against it", "Evidence")
    title = view.say("Line by line")
    bare = len(sought)
    aside = tuple(_strains(view, reader, whole))
    lede = view.wording.plural(
        bare,
        "For {n} of them a search found nothing; that is no proof that there is nothing.",
        "For {n} of them a search found nothing; that is no proof that there is nothing.",
    )
    often = [in_english(view, words) for words, number in times.items() if number > 1]
    return Section(
        "strands",
        title,
        (Table(title, tuple(Column(view.say(head)) for head in heads), (Group(rows),)),),
        count=view.wording.plural(len(rows), "{n} line", "{n} lines"),
        lede=Markup(" ").join((*((lede, *often) if bare else ()), *aside)),
        jump=str(len(rows)),
    )


def _strains(view: View, reader: Reader, whole: str) -> Iterator[Markup]:
    """Yield that events strain the whole, where they do, which no line shows."""
    found = [one for one in findings_about(reader, whole) if one.speaks_against(whole, ())]
    if found:
        yield view.wording.plural(
            len(found),
            "One event strains the whole, and no line of it alone; it stands above.",
            "{n} events strain the whole, and no line of it alone; they stand above.",
        )


def tallies(
    view: View, reader: Reader, partnerships: Sequence[str]
) -> dict[str, tuple[Markup, Markup]]:
    """Return how many findings tell of each partnership, and how many of these speak against it."""
    found = {}
    for thing in partnerships:
        said = claims_about(reader, thing)
        documented, against = split(findings_about(reader, thing, said), thing, said)
        found[thing] = (_tally(view, documented), _tally(view, against))
    return found


def search_section(view: View, reader: Reader, thing: str) -> Section | None:
    """Return the search for events of *thing* that found nothing; None if there was none."""
    found = searches(reader).get(thing)
    if found is None:
        return None
    title = view.say("Searched, nothing found")
    heads = ("Searched on", "Where and for what")
    row = Row((view.date(found.searched_on), _where(view, found)))
    return Section(
        "searched",
        title,
        (Table(title, tuple(Column(view.say(head)) for head in heads), (Group((row,)),)),),
        lede=view.say("That nothing was found is no proof that there is nothing."),
        jump="0",
    )


def split(
    reported: Iterable[Finding], thing: str, said: Sequence[Claim]
) -> tuple[list[Finding], list[Finding]]:
    """Return what documents *thing*, and what speaks against it, each from the latest on."""
    ordered = sorted(reported, key=_latest_first)
    against = [one for one in ordered if one.speaks_against(thing, said)]
    return [one for one in ordered if one not in against], against


def in_years(view: View, found: Iterable[Finding]) -> Markup:
    """Return the years of findings, those that follow one another as one stretch."""
    stretches: list[tuple[int, int]] = []
    for year in sorted({int(one.date[:4]) for one in found if one.date}):
        if stretches and stretches[-1][1] == year - 1:
            stretches[-1] = (stretches[-1][0], year)
        else:
            stretches.append((year, year))
    if len(stretches) > _STRETCHES:
        stretches = [(stretches[0][0], stretches[-1][1])]
    return view.listed(
        [
            view.date(str(first))
            if first == last
            else Markup('<span class="nb">{}–{}</span>').format(
                view.date(str(first)), view.date(str(last))
            )
            for first, last in stretches
        ]
    )


def when(view: View, finding: Finding) -> Markup:
    """Return when the event of a finding took place; without one, that no date is stated."""
    if finding.start and finding.end and finding.start != finding.end:
        return view.say(
            "{start} to {end}", start=view.date(finding.start), end=view.date(finding.end)
        )
    if finding.date:
        return view.date(finding.date)
    return Markup('<span class="missing">{}</span>').format(view.say("Not stated"))


def _shown(view: View, found: Sequence[Finding]) -> list[Finding]:
    if view.day is None:
        return list(found)
    return [one for one in found if one.date and one.date <= view.day.last]


def _latest_first(finding: Finding) -> tuple[bool, tuple[int, ...], str]:
    """Return what puts the latest event first; those without a date come last."""
    digits = (int(part) for part in finding.date.split("-")) if finding.date else ()
    return (not finding.date, tuple(-number for number in digits), finding.id)


def _table(
    view: View,
    told: Told,
    title: Markup,
    found: Sequence[Finding],
    names: Mapping[str, str],
    cited: Mapping[str, tuple[Citation, ...]],
) -> Table:
    rows = tuple(
        Row(
            (_what(view, one), when(view, one), remarks(view, told, one, names)),
            finding_receipt(one, cited),
        )
        for one in found
    )
    heads = ("What", "When", "For the claims")
    return Table(title, tuple(Column(view.say(head)) for head in heads), (Group(rows),))


def _what(view: View, finding: Finding) -> Markup:
    said = says(view, finding.id, finding.name)
    if not finding.event:
        return said
    kind = glossary.term(view, f"vocab/event-kind/{finding.event}")
    return Markup('{}<span class="sub">{}</span>').format(said, kind)


def _strand(
    view: View,
    told: Told,
    strand: Strand,
    grades: Mapping[str, str],
    sought: Markup,
    leading: str,
) -> Row:
    heard = [told.heard(claim) for claim in strand.claims]
    support = {one.id: one for each in heard for one in each.support}
    against = {one.id: one for each in heard for one in each.against}
    name = strand.name.partition(": ")[2] or shortened(strand.name, leading)
    cells = (
        view.link(strand.id, name),
        _dates(view, tuple(support.values())) if support or not sought else sought,
        _dates(view, tuple(against.values())),
        _grade(view, [grades[claim] for claim in strand.claims if grades.get(claim)]),
    )
    return Row(cells)


def _tally(view: View, found: Sequence[Finding]) -> Markup:
    years = sorted(one.date[:4] for one in found if one.date)
    if not found:
        return Markup('<span class="missing">{}</span>').format(view.say("Nothing here"))
    number = view.wording.plural(len(found), "{n} finding", "{n} findings")
    if not years:
        return number
    if years[0] == years[-1]:
        return view.say("{findings}, {year}", findings=number, year=view.date(years[0]))
    first, last = view.date(years[0]), view.date(years[-1])
    return view.say("{findings}, {first}–{last}", findings=number, first=first, last=last)


def _dates(view: View, found: Sequence[Finding]) -> Markup:
    """Return the years of findings, each leading to its own, from the earliest on."""
    if not found:
        return Markup('<span class="missing">{}</span>').format(view.say("Nothing here"))
    ordered = sorted(found, key=lambda one: (one.date or "9", one.id))
    return Markup(", ").join(
        view.link(one.id, view.date(one.date[:4]) if one.date else view.say("Not dated"))
        for one in ordered
    )


def _searched(view: View, search: Search | None, times: Mapping[str, int]) -> Markup:
    """Return when a search found nothing, and where if only one line was sought so; empty if none.

    *times* says how many lines were sought in the same way.
    """
    if search is None:
        return Markup("")
    day = view.date(search.searched_on)
    said = view.say("Searched on {day}, nothing found", day=day)
    head = Markup('<span class="missing">{}</span>').format(said)
    if times[_told_of(search)] > 1:
        return head
    return head + Markup('<span class="sub">{}</span>').format(_where(view, search))


def _told_of(search: Search) -> str:
    return " ".join(filter(None, (search.searched_in, search.note)))


def _where(view: View, search: Search) -> Markup:
    return in_english(view, _told_of(search))


def _grade(view: View, found: Sequence[str]) -> Markup:
    every = (glossary.term(view, f"vocab/evidence-grade/{one}") for one in dict.fromkeys(found))
    return Markup(", ").join(every)


def _ways(view: View, thing: str) -> tuple[Way, ...]:
    of = view.say("of what is reported")
    return tuple(Way(kind.upper(), f"/data/findings.{kind}?about={thing}", of) for kind in FORMATS)


FORMATS = ("csv", "json")
"""In which formats the findings of a section can be downloaded."""
