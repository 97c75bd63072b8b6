"""What a request asks of a page for people: its language, a day, a part of it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from openalliances.facts.days import Day
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.web.asked import page_of
from openalliances.web.spoken import is_asked, language


def view_of(site: Site) -> View:
    """Return the view that the current request asks for.

    :raises BadRequestError: if ``at`` is no date, or ``page`` no number.
    """
    at = request.args.get("at", "").strip()
    return View(
        site,
        language(),
        is_language_asked=is_asked(),
        day=Day.of(at) if at else None,
        number=page_of(request.args),
    )


def tag_of(view: View) -> tuple[str, ...]:
    """Return what the validator of a page depends on beside its address without parameters."""
    day = view.day.text if view.day else ""
    return (view.language, str(view.is_language_asked), day, str(view.number))


def seen_parameters(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of a page that an address without an ending hands on to it."""
    return {name: asked[name] for name in ("at", "lang", "view") if asked.get(name)}
