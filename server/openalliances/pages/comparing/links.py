"""Links that lead to comparisons, for the pages of things."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup

from openalliances.facts.sides import KINDS
from openalliances.pages.comparing.asked import SEPARATOR
from openalliances.pages.view import View

PATH = "/compare"


def compare_path(ids: Iterable[str], extension: str = "") -> str:
    """Return the path of the comparison of the things *ids*; with an extension that of a file."""
    asked = quote(SEPARATOR.join(_short(id_) for id_ in ids), safe="~/")
    return f"{PATH}{'.' if extension else ''}{extension}?ids={asked}"


def compare_link(view: View, thing: str) -> Markup:
    """Return the link "Compare with another" for the page of *thing*; empty if it has none."""
    if thing.partition("/")[0] not in KINDS:
        return Markup("")
    href = view.href(compare_path([thing]))
    return Markup('<a href="{}">{}</a>').format(href, view.say("Compare with another"))


def _short(id_: str) -> str:
    """Return how an address names a thing: a state by its last part alone."""
    return id_.removeprefix("state/")
