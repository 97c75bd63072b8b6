"""The pages about the server: its settings and limits, other engines, what a problem means."""

from __future__ import annotations

from openalliances.http.problems import TITLES, meanings
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.settings import describe_settings

_PRIVATE = frozenset(
    (
        *("cache_dir", "host", "port", "operator_token", "operator_networks", "hosts"),
        *("engine", "engine_user", "engine_password"),
    )
)
"""Settings that say something about the machine and nothing to a user, and secrets."""


def limits_page(site: Site) -> str:
    """Return the page of every setting and limit of this server."""
    rows = [
        (name, getattr(site.settings, name), default, unit, text)
        for name, default, unit, text in describe_settings()
        if name not in _PRIVATE
    ]
    return render("limits.html", site, rows=rows, services=sorted(site.settings.allowed_hosts))


def engines_page(site: Site) -> str:
    """Return the page about stores of others that may answer the queries."""
    return render("engines.html", site)


def problem_page(site: Site, kind: str) -> str:
    """Return the page of a type of problem (RFC 9457, 3.1.1), a key of ``meanings()``."""
    title, meaning, status = meanings()[kind]
    return render(
        "problem.html",
        site,
        kind=kind,
        title=title,
        meaning=meaning,
        status=status,
        titles=TITLES,
    )
