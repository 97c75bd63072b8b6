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


AGENT_TOOLS = (
    ("search", "Things that a name, acronym or code fits, also a misspelt one"),
    ("resolve", "The one thing that a name, a code or an IRI means, and its codes at a time"),
    ("describe", "One thing: facts with their sources, grade, as of, and who says otherwise"),
    ("claims_about", "What documents claim of a thing, and what contradicts or supports it"),
    ("members_at", "Members of an organisation or arrangement, or what a state belonged to"),
    ("missions_of", "Missions in a place, in order, at a time or in all"),
    ("allies_of", "With whom a state was allied, by which arrangements and obligations"),
    ("rows", "Rows of any table: mandates, contributions, obligations, treaties"),
    ("cite", "The sources of a thing or of rows as BibTeX or CSL-JSON"),
    ("list_examples", "Queries that are known to work"),
    ("run_example", "The result of one of them"),
    ("run_query", "The result of a SPARQL query that only reads"),
)
"""The tools of ``openalliances mcp``, and what each answers."""


def agents_page(site: Site) -> str:
    """Return the page about the tools for language models."""
    return render("agents.html", site, tools=AGENT_TOOLS)


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
