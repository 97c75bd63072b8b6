"""What sections of several kinds of page have alike: the ways out."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from openalliances.pages.composed.model import Way
from openalliances.pages.view import View
from openalliances.tabular.times import has_times


def ways(view: View, table: str, of: Markup, **selected: str) -> tuple[Way, ...]:
    """Return the ways out of a section: the same rows as CSV and JSON, and how they are asked.

    The day of the view is asked of the table, too, if its rows have times.
    """
    known = view.site.tables.definitions.get(table) if view.site.tables else None
    if view.day and known and has_times(known):
        selected = {**selected, "at": view.day.text}
    asked = "&".join(f"{name}={quote(value, safe='/')}" for name, value in selected.items())
    forms = (("CSV", ".csv"), ("JSON", ".json"), (str(view.say("Query")), ""))
    return tuple(Way(name, f"/data/{table}{ending}?{asked}", of) for name, ending in forms)
