"""Since when and until when, in words: cells of tables and short forms for sentences."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from openalliances.facts.days import Spell
from openalliances.facts.receipts import Citation
from openalliances.pages.markup import filled
from openalliances.pages.view import View

STARTS = {
    "accession": "accession",
    "admission": "admission",
    "authorization": "authorisation",
    "deployment": "deployment",
    "entry-into-force": "entry into force",
    "establishment": "establishment",
    "founding": "founding",
    "independence": "independence",
    "launch": "launch",
    "listed-from": "first day listed",
    "observed-from": "first seen",
    "signature": "signature",
    "succession": "succession",
    "transfer": "transfer of authority",
}
"""What happened on the first day, by the last part of the kind's IRI."""
ENDS = {
    "closure": "closure",
    "denunciation": "denunciation",
    "dissolution": "dissolution",
    "expiry": "expiry",
    "expulsion": "expulsion",
    "listed-to": "last day listed",
    "mandate-end": "end of the mandate",
    "observed-to": "last seen",
    "state-ceased": "the state ceased to exist",
    "succession": "succession",
    "suspension": "suspension",
    "termination": "termination",
    "transfer": "transfer of authority",
    "withdrawal": "withdrawal",
}
"""What happened on the last day."""

_KIND = ' <span class="kind">{}</span>'
_MISSING = '<span class="missing">{}</span>'
_OTHER = ' <span class="other">{}</span>'


def since(view: View, spell: Spell, citations: Iterable[Citation] = ()) -> Markup:
    """Return the cell of the start: the date in words, its kind, and what sources say otherwise."""
    others = _others(view, spell.start, [(c.other_start, c) for c in citations])
    if not spell.start:
        return filled(_MISSING, view.say("Not stated")) + others
    return view.date(spell.start) + _kind(view, STARTS, spell.start_kind) + others


def until(view: View, spell: Spell, citations: Iterable[Citation] = ()) -> Markup:
    """Return the cell of the end: the date in words, or that none is stated.

    What has no end was last known to go on at some day, which is said.
    """
    others = _others(view, spell.end, [(c.other_end, c) for c in citations])
    if spell.end:
        return view.date(spell.end) + _kind(view, ENDS, spell.end_kind) + others
    if spell.has_ended:
        return filled(_MISSING, view.say("Ended, nobody says when")) + others
    if not spell.known_until:
        return filled(_MISSING, view.say("No end stated")) + others
    text = "known until {date}" if spell.is_lately_known else "last known {date}"
    known = view.say(text, date=view.date(spell.known_until))
    return filled(_MISSING, view.say("No end stated")) + filled(_KIND, known) + others


def years(view: View, spell: Spell) -> Markup:
    """Return the years of a spell for a sentence: 1992–1993, since 2025, from 2012."""
    start, end = spell.start[:4], spell.end[:4]
    if start and end:
        return (
            escape(start) if start == end else filled('<span class="nb">{}–{}</span>', start, end)
        )
    if end:
        return view.say("until {year}", year=end)
    if not start:
        return view.say("not dated")
    if spell.is_lately_known:
        return view.say("since {year}", year=start)
    return view.say("from {year}", year=start)


def in_years(view: View, spell: Spell) -> Markup:
    """Return the years of a spell in brackets, nothing if it has no dates."""
    if not (spell.start or spell.end):
        return Markup("")
    return filled(' <span class="kind">({})</span>', years(view, spell))


def _kind(view: View, words: dict[str, str], kind: str) -> Markup:
    return filled(_KIND, view.say(words.get(kind, kind))) if kind else Markup("")


def is_other(date: str, published: str) -> bool:
    """Return whether a source gives another date than is published, not the same less exactly."""
    return bool(date) and not (date.startswith(published or "?") or published.startswith(date))


def _others(view: View, published: str, given: list[tuple[str, Citation]]) -> Markup:
    """Return what sources say otherwise, those that give the same date in one line."""
    by_date: dict[str, list[Markup]] = {}
    for date, citation in given:
        if is_other(date, published):
            who = view.foreign(citation.publisher or citation.title)
            names = by_date.setdefault(date, [])
            if who not in names:
                names.append(who)
    return Markup("").join(
        filled(
            _OTHER,
            view.say("{date} in {sources}", date=view.date(date), sources=view.listed(names)),
        )
        for date, names in by_date.items()
    )
