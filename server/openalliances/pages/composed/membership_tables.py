"""The tables of memberships: what a state belongs to, and who belongs to something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from openalliances.facts.bodies import Period
from openalliances.facts.days import Holds
from openalliances.facts.memberships import (
    ARREARS,
    BY_THE_MEMBER,
    Membership,
    Suspension,
    Wave,
)
from openalliances.facts.partners import Pact, Partnership
from openalliances.facts.receipts import Citation
from openalliances.pages import glossary
from openalliances.pages.composed.grading import MARKS
from openalliances.pages.composed.model import Column, Group, Receipt, Row, Table
from openalliances.pages.composed.operation_tables import Cited, is_shown, place_of
from openalliances.pages.composed.spells import is_other, since, until
from openalliances.pages.markup import filled
from openalliances.pages.view import View

SPECIAL = {
    "observer": "Observers",
    "associate": "Associate members",
    "participant": "Participants",
    "signatory": "Signatories",
    "seated-government": "Seated governments",
}
"""What those are called who belong to something without all rights, by kind."""
_SUSPENDED = {
    "past": "suspended from {start} to {end}",
    "lately": "suspended since {start}",
    "known": "suspended on {start}",
}
_BY_ITSELF = {
    "past": "its own participation suspended from {start} to {end}",
    "lately": "its own participation suspended since {start}",
    "known": "its own participation suspended on {start}",
}
"""When rights rested, by what is known of the end: by the body, or by the member itself."""
TITLES = {"full": "Members", **SPECIAL}
"""What all are called who belong to something, by kind."""
_BELONGING = {
    "observer": "observer",
    "associate": "associate member",
    "participant": "participant",
    "signatory": "signatory",
    "seated-government": "seated government",
}
DUTIES = {
    "defence": "to defend one another",
    "offence": "to join in attack",
    "neutrality": "to stay neutral",
    "non-aggression": "not to attack one another",
    "consultation": "to consult one another",
}
"""What members oblige themselves to, the strongest first."""
_SUB = ' <span class="sub">{}</span>'
_KIND = ' <span class="kind">{}</span>'


def of_member(
    view: View,
    title: Markup,
    memberships: Sequence[Membership],
    suspensions: Iterable[Suspension],
    cited: Cited,
) -> Table:
    """Return what a state or organisation belongs to: pacts, organisations, what has ended."""
    columns = _columns(view, ("Alliance or organisation", "Since", "Until"))
    suspended, places = _by_membership(suspensions), places_of(memberships)
    groups = []
    for name, part in _parts(view, memberships):
        rows = tuple(
            replace(
                _belonging(view, one, suspended.get(one.id, ()), cited.get(one.id, ())),
                place=places[one.id],
            )
            for one in part
        )
        if rows:
            groups.append(Group(rows, view.say(name)))
    return Table(title, columns, tuple(groups))


def places_of(memberships: Iterable[Membership]) -> dict[str, str]:
    """Return the place of the row of each membership of a state: that of the body.

    Who belonged to a body twice has the place of the spell that goes on or began last; the other
    spells have places of their own.
    """
    found: dict[str, str] = {}
    order = sorted(
        memberships, key=lambda one: (not one.spell.has_ended, one.spell.start), reverse=True
    )
    for one in order:
        place = place_of(one.body)
        found[one.id] = place_of(one.id) if place in found.values() else place
    return found


def _parts(
    view: View, memberships: Sequence[Membership]
) -> Iterable[tuple[str, Sequence[Membership]]]:
    """Yield the groups of what a state belongs to, each with its heading.

    On a day those that held then are shown, and those that are not known to have held so late.
    """
    held = [(one, one.spell.holds(view.day)) for one in memberships]
    here = [one for one, how in held if how in (Holds.YES, Holds.MAYBE)]
    unknown = [one for one, how in held if how is Holds.UNKNOWN]
    full = [one for one in here if one.is_full]
    yield "Bound to defence", [one for one in full if one.obliges_to_defend]
    yield "Organisations", [one for one in full if not one.obligations]
    yield "Other pacts", [one for one in full if one.obligations and not one.obliges_to_defend]
    title = "Not known to have lasted so late" if view.day else "Last known some time ago"
    dated = [one for one in unknown if one.is_full and (one.spell.start or not view.day)]
    yield title, dated
    yield "Not known since when", [one for one in unknown if one.is_full and one not in dated]
    others = [one for one in (*here, *unknown) if not one.is_full]
    yield "In another role", others
    if view.day is None:
        ended = [one for one, how in held if how is Holds.NO]
        yield "Ended", sorted(ended, key=lambda one: one.spell.end, reverse=True)


def _belonging(
    view: View,
    one: Membership,
    suspensions: Sequence[Suspension],
    citations: tuple[Citation, ...],
) -> Row:
    head = view.link(one.body, one.body_name)
    if one.acronym:
        head += filled(_KIND, one.acronym)
    told = []
    if not one.is_full:
        told.append(view.say("as {kind}", kind=view.say(_BELONGING.get(one.kind, one.kind))))
    if one.obligations and one.kind != "signatory":
        told.append(view.say("obliges {duties}", duties=duties(view, one.obligations)))
    if one.size and is_shown(view, one.spell):
        told.append(view.wording.plural(one.size, "{n} member", "{n} members"))
    for suspension in suspensions:
        told.append(suspended(view, suspension))
    if told:
        head += filled(_SUB, Markup(" · ").join(told))
    cells = (head, since(view, one.spell, citations), until(view, one.spell, citations))
    receipt = Receipt.of(citations, one.grade)
    return Row(cells, receipt, is_past=one.spell.has_ended)


def suspended(view: View, one: Suspension) -> Markup:
    """Return during which time a membership was suspended, with a link to who says so."""
    shape = "past" if one.spell.end else "lately" if one.spell.is_lately_known else "known"
    texts = _BY_ITSELF if one.kind == BY_THE_MEMBER else _SUSPENDED
    words = view.say(texts[shape], start=view.date(one.spell.start), end=view.date(one.spell.end))
    if one.kind == ARREARS:
        words = view.say("{suspended} for unpaid contributions", suspended=words)
    return filled('<a href="{}">{}</a>', view.href(view.path(one.id)), words)


def duties(view: View, obligations: Sequence[str]) -> Markup:
    """Return obligations in words, the strongest first: to defend one another."""
    return view.listed([view.say(words) for kind, words in DUTIES.items() if kind in obligations])


def waves_table(
    view: View, caption: Markup, waves: Sequence[Wave], left: set[str], cited: Cited
) -> Table:
    """Return who joined when; *left* are the ids of the spells that have ended since."""
    columns = (
        Column(view.say("Since")),
        Column(view.say("Members")),
        Column(view.say("New"), is_number=True),
        Column(view.say("In all"), is_number=True),
    )
    rows = tuple(_wave(view, wave, left, cited) for wave in waves)
    return Table(caption, columns, (Group(rows),))


def _wave(view: View, wave: Wave, left: set[str], cited: Cited) -> Row:
    citations = _together(cited.get(one.id, ()) for one in wave.members)
    first = wave.members[0]
    linked = [
        view.link(one.member, one.member_name) + (_left(view, one) if one.id in left else "")
        for one in wave.members
    ]
    grade = Counter(one.grade for one in wave.members).most_common(1)[0][0]
    others = _otherwise_known(view, wave.members, grade) + _differing(view, wave.members, cited)
    cells = (
        since(view, first.spell),
        view.listed(linked) + others,
        view.wording.number(len(wave.members)),
        view.wording.number(wave.total),
    )
    return Row(cells, Receipt.of(citations, grade))


def _left(view: View, one: Membership) -> Markup:
    if not one.spell.end:
        return filled(' <span class="gone">({})</span>', view.say("ended"))
    year = one.spell.end[:4]
    return filled(' <span class="gone">({})</span>', view.say("until {year}", year=year))


def _otherwise_known(view: View, members: Sequence[Membership], grade: str) -> Markup:
    """Return the names of those whose membership has another grade than that of the row."""
    by_grade: dict[str, list[Markup]] = {}
    for one in members:
        if one.grade != grade and one.grade in MARKS:
            by_grade.setdefault(one.grade, []).append(view.name(one.member, one.member_name))
    return Markup("").join(
        filled(
            _SUB,
            view.say(
                "{grade}: {states}",
                grade=view.say(MARKS[other].label),
                states=view.listed(names),
            ),
        )
        for other, names in by_grade.items()
    )


def _differing(view: View, members: Sequence[Membership], cited: Cited) -> Markup:
    """Return what sources give as other days of joining, with the names of those concerned."""
    dates: dict[str, tuple[list[Markup], list[Markup]]] = {}
    for one in members:
        for citation in cited.get(one.id, ()):
            if is_other(citation.other_start, one.spell.start):
                who, states = dates.setdefault(citation.other_start, ([], []))
                _add(who, view.foreign(citation.publisher or citation.title))
                _add(states, view.name(one.member, one.member_name))
    lines = []
    for date, (who, states) in sorted(dates.items()):
        sources = view.listed(who)
        if len(states) == len(members):
            line = view.say("{date} in {sources}", date=view.date(date), sources=sources)
        else:
            line = view.say(
                "{states}: {date} in {sources}",
                states=view.listed(states),
                date=view.date(date),
                sources=sources,
            )
        lines.append(filled(' <span class="other">{}</span>', line))
    return Markup("").join(lines)


def _add(values: list[Markup], value: Markup) -> None:
    if value not in values:
        values.append(value)


def of_body(
    view: View,
    caption: Markup,
    groups: Sequence[tuple[Markup | str, Sequence[Membership]]],
    suspensions: Iterable[Suspension],
    cited: Cited,
    *,
    is_folded: bool = False,
) -> Table:
    """Return members one a row, in groups."""
    columns = _columns(view, ("Member", "Since", "Until"))
    suspended_ = _by_membership(suspensions)
    made = tuple(
        Group(
            tuple(
                _member(view, one, suspended_.get(one.id, ()), cited.get(one.id, ()))
                for one in part
            ),
            title,
        )
        for title, part in groups
        if part
    )
    return Table(caption, columns, made, is_folded)


def _member(
    view: View,
    one: Membership,
    suspensions: Sequence[Suspension],
    citations: tuple[Citation, ...],
) -> Row:
    head = view.link(one.member, one.member_name)
    if suspensions:
        head += filled(_SUB, Markup(" · ").join(suspended(view, each) for each in suspensions))
    cells = (head, since(view, one.spell, citations), until(view, one.spell, citations))
    receipt = Receipt.of(citations, one.grade)
    return Row(cells, receipt, place_of(one.id), one.spell.has_ended)


def suspensions_table(
    view: View,
    caption: Markup,
    found: Sequence[Suspension],
    cited: Cited,
    *,
    is_of_one_member: bool = False,
) -> Table:
    """Return suspensions one a row, newest first; those of one member by where they were."""
    rows = tuple(
        Row(
            (
                _suspended_member(view, one, is_of_one_member=is_of_one_member),
                since(view, one.spell, cited.get(one.id, ())),
                until(view, one.spell, cited.get(one.id, ())),
            ),
            Receipt.of(cited.get(one.id, ()), one.grade),
            place_of(one.id),
            one.spell.has_ended,
        )
        for one in sorted(found, key=lambda each: each.spell.start, reverse=True)
    )
    head = "Suspended from" if is_of_one_member else "Member"
    return Table(caption, _columns(view, (head, "Since", "Until")), (Group(rows),))


def _suspended_member(view: View, one: Suspension, *, is_of_one_member: bool) -> Markup:
    """Return the member, or the body, and below it the decision, if it is known.

    Where none was, as the member suspended itself or did not pay, that is said.
    """
    told = []
    if one.kind in (BY_THE_MEMBER, ARREARS):
        told.append(glossary.term(view, f"vocab/suspension-kind/{one.kind}"))
    if one.decision:
        told.append(view.link(one.decision, one.decision_name))
    head = view.link(one.member, one.member_name)
    if is_of_one_member:
        head = view.link(one.body, one.body_name)
    return head + filled(_SUB, Markup(" · ").join(told)) if told else head


def pacts_table(view: View, caption: Markup, pacts: Sequence[Pact], cited: Cited) -> Table:
    """Return the defence alliances of a state with the partners that each gives it."""
    columns = (
        Column(view.say("Pact")),
        Column(view.say("Partners")),
        Column(view.say("Number"), is_number=True),
    )
    rows = []
    for pact in pacts:
        told = [since(view, pact.own)]
        if not is_shown(view, pact.own) and pact.own.known_until:
            told.append(view.say("last known {date}", date=view.date(pact.own.known_until)))
        links = {one.id: view.link(one.id, one.name) for one in pact.partners}
        bound = [links.pop(one.id) for one in pact.bound]
        partners = view.listed(bound)
        if links:
            seen = view.say("when last seen: {partners}", partners=view.listed([*links.values()]))
            partners += filled(_SUB, seen)
        cells = (
            view.link(pact.id, pact.name) + filled(_SUB, Markup(" · ").join(told)),
            partners,
            view.wording.number(len(bound)),
        )
        rows.append(Row(cells, Receipt.of(cited.get(pact.membership, ()), pact.grade)))
    return Table(caption, columns, (Group(tuple(rows)),))


def _together(citations: Iterable[tuple[Citation, ...]]) -> tuple[Citation, ...]:
    """Return the citations of several things, each source once."""
    found: dict[tuple[str, str], Citation] = {}
    for part in citations:
        for one in part:
            found.setdefault((one.source, one.check), one)
    return tuple(found.values())


def _by_membership(suspensions: Iterable[Suspension]) -> Mapping[str, tuple[Suspension, ...]]:
    found: dict[str, tuple[Suspension, ...]] = {}
    for one in suspensions:
        found[one.membership] = (*found.get(one.membership, ()), one)
    return found


def _columns(view: View, titles: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(view.say(title)) for title in titles)


def periods_table(view: View, caption: Markup, periods: Sequence[Period], cited: Cited) -> Table:
    """Return the periods that lists of states give."""
    rows = tuple(
        Row(
            (
                view.link(one.id, one.name),
                Markup(" · ").join(
                    filter(
                        None,
                        (
                            one.cow and f"COW {one.cow}",
                            one.gleditsch_ward and f"GW {one.gleditsch_ward}",
                        ),
                    )
                ),
                since(view, one.spell, cited.get(one.id, ())),
                until(view, one.spell, cited.get(one.id, ())),
            ),
            Receipt.of(cited.get(one.id, ()), one.grade),
            place_of(one.id),
            one.spell.has_ended,
        )
        for one in periods
    )
    return Table(caption, _columns(view, ("Period", "Code", "Since", "Until")), (Group(rows),))


def partnerships_table(
    view: View,
    caption: Markup,
    found: Sequence[Partnership],
    tallies: Mapping[str, tuple[Markup, Markup]],
) -> Table:
    """Return partnerships with who else is party; *tallies* of what speaks for and against each."""
    rows = tuple(
        Row(
            (
                view.link(one.id, one.name),
                view.listed([view.link(id_, name) for id_, name in one.others]),
                *tallies[one.id],
            )
        )
        for one in found
    )
    heads = ("Partnership", "With", "Documented", "Speaks against it")
    return Table(caption, _columns(view, heads), (Group(rows),))
