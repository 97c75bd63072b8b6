"""A source of a row as an item of its list: what it is, where it says it, how it was checked.

A page has hundreds of them, so that this is no template.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from openalliances.facts.receipts import Citation
from openalliances.pages.view import View

CHECKS = {
    "seen-in-source": "Seen in the source",
    "seen-in-public-copy": "Seen in a public copy",
    "not-checked": "Not checked",
}
"""What is said of how a citation was checked."""


def cited(view: View, one: Citation) -> Markup:
    """Return the item of the list of sources that tells of a citation."""
    source = escape(view.href(view.path(one.source)))
    parts = [f'<li><cite><a href="{source}">{view.foreign(one.title or one.source)}</a></cite>']
    if one.publisher:
        parts.append(f". {view.foreign(one.publisher)}")
    if one.date:
        parts.append(f", {view.date(one.date)}")
    if one.kind:
        parts.append(f" · {view.say(one.kind.replace('-', ' '))}")
    parts.append("\n")
    if one.place:
        place = view.own(one.place)
        parts.append(f'<span class="place">{view.say("There:")} {place}</span>\n')
    parts.append(f'<span class="seen">{_seen(view, one)}</span>\n')
    parts += _more(view, one)
    parts.append("</li>\n")
    return Markup("".join(parts))  # noqa: S704  all its parts are escaped


def _seen(view: View, one: Citation) -> str:
    """Return how it was checked and where it can be opened."""
    said = str(view.say(CHECKS.get(one.check, "Not checked")))
    if one.checked_on:
        said += f", {view.date(one.checked_on)}"
    for address, name in ((one.address, "at its publisher"), (one.copy, "public copy")):
        if address:
            said += f' · <a rel="external" href="{escape(address)}">{view.say(name)}</a>'
    return said


def _more(view: View, one: Citation) -> list[str]:
    """Return of which day it speaks, what it says otherwise, what is noted of it."""
    said = []
    if one.observed_on:
        day = view.say("Shows it for {date}.", date=view.date(one.observed_on))
        said.append(f'<span class="place">{day}</span>\n')
    for date, text in (
        (one.other_start, "gives another start: {date}"),
        (one.other_end, "gives another end: {date}"),
    ):
        if date:
            other = view.say(text, date=view.date(date))
            said.append(f'<span class="other">{other}</span>\n')
    if one.other:
        other = view.say("says instead: {value}", value=view.own(one.other))
        said.append(f'<span class="other">{other}</span>\n')
    if one.note:
        said.append(f'<span class="place">{view.own(one.note)}</span>\n')
    return said
