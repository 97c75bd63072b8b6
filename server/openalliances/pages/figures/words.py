"""What figures say of days and spells, as plain text: a picture is no HTML."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from openalliances.errors import BadRequestError
from openalliances.facts.days import Day, Holds, Spell
from openalliances.facts.spans import name_of
from openalliances.pages.description import work_of
from openalliances.pages.figures.model import Cell
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.pictures.timeline import Bar
from openalliances.tabular.database import Reader


def released(site: Site) -> str:
    """Return the day of the release, as far as it is known: a day, or the month of its version."""
    return work_of(site).date


def last_day(site: Site) -> Day:
    """Return the day that the release is of; if only the month is known, the last of it."""
    try:
        return Day.of(Day.of(released(site)).last)
    except BadRequestError:
        # A release whose version is no date: the day on which it was written.
        return Day.of(date.fromtimestamp(site.modified).isoformat())


def shown_day(view: View) -> Day:
    """Return the day that is asked for, or that of the release."""
    return view.day or last_day(view.site)


def ordinal(text: str, *, last: bool = False) -> int:
    """Return the first day of a day, month or year, or its *last*, as an ordinal number."""
    year, month, day = (int(part) for part in (*text.split("-"), "0", "0")[:3])
    month = month or (12 if last else 1)
    return date(year, month, day or (monthrange(year, month)[1] if last else 1)).toordinal()


def bar_of(view: View, name: str, spell: Spell, tone: str = "") -> Bar:
    """Return the bar of a spell; its title says the same in words."""
    start = end = None
    if spell.start:
        start = (ordinal(spell.start_earliest), ordinal(spell.start_latest, last=True))
    if spell.end:
        end = (ordinal(spell.end_earliest), ordinal(spell.end_latest, last=True))
    known = ordinal(spell.known_until, last=True) if spell.known_until else None
    return Bar(
        view.wording.text("{name}: {spell}", name=name, spell=spell_words(view, spell)),
        start,
        end,
        known,
        spell.is_lately_known,
        tone,
    )


def spell_words(view: View, spell: Spell) -> str:
    """Return from when to when, in words."""
    return f"{start_words(view, spell)} – {end_words(view, spell)}"


def start_words(view: View, spell: Spell) -> str:
    """Return the start in words, or that none is stated."""
    return view.wording.date_text(spell.start) if spell.start else view.wording.text("Not stated")


def end_words(view: View, spell: Spell) -> str:
    """Return the end in words, or what is known instead of it."""
    text = view.wording.text
    if spell.end:
        return view.wording.date_text(spell.end)
    if spell.end_status == "ended":
        return text("ended, it is not stated when")
    if spell.known_until:
        return text(
            "no end stated, known until {date}", date=view.wording.date_text(spell.known_until)
        )
    return text("no end stated")


def day_words(view: View, day: Day) -> str:
    """Return a day in words: 1 August 1914, or the month or year that was asked for."""
    return view.wording.date_text(day.text)


def name_cell(view: View, thing: str, name: str) -> Cell:
    """Return the name of *thing* in the language of the reader, as a link to its page."""
    said, language = view.named(thing, name)
    return Cell(str(said), href=view.href(view.path(thing)), language=language)


def counts_now(view: View, spell: Spell) -> bool:
    """Return whether a spell counts on the day that is asked for; without one, as far as known.

    What had begun and is not known to hold so late does not count.
    """
    return spell.holds(view.day) in (Holds.YES, Holds.MAYBE)


def when_words(view: View) -> str:
    """Return the day that is asked for in words, or that it is about now."""
    return day_words(view, view.day) if view.day else view.wording.text("as far as known lately")


def called(view: View, reader: Reader, thing: str) -> str:
    """Return the name of *thing* in the language of the reader; empty if there is no such thing."""
    name = name_of(reader, thing)
    return str(view.named(thing, name)[0]) if name else ""
