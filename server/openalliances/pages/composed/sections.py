"""What sections of several kinds of page have alike: the ways out."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from openalliances.pages.composed.model import Way
from openalliances.pages.view import View


def ways(view: View, table: str, of: Markup, **selected: str) -> tuple[Way, ...]:
    """Return the ways out of a section: the same rows as CSV and JSON, and how they are asked."""
    asked = "&".join(f"{name}={quote(value, safe='/')}" for name, value in selected.items())
    forms = (("CSV", ".csv"), ("JSON", ".json"), (str(view.say("Query")), ""))
    return tuple(Way(name, f"/data/{table}{ending}?{asked}", of) for name, ending in forms)
