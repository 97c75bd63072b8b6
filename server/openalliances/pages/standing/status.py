"""The state of this server, for people; programs ask ``/healthz``, ``/readyz`` and ``/metrics``."""

from __future__ import annotations

from datetime import UTC, datetime

from openalliances.pages.composed.model import Section
from openalliances.pages.standing.sheet import bullets, linked, plain_table, sheet
from openalliances.pages.view import View
from openalliances.version import __version__


def page(view: View) -> str:
    """Return the page; that it is made says that the server and its pages work."""
    site = view.site
    manifest = site.release.manifest
    written = datetime.fromtimestamp(site.modified, UTC).date().isoformat()
    rows = [
        (view.say("Release"), f"{manifest.version} · {manifest.digest[:12]}"),
        (view.say("Written on"), view.date(written)),
        (view.say("Statements"), view.number_of(manifest.quads)),
        (view.say("Named graphs"), view.number_of(len(manifest.graphs))),
        (view.say("Program"), f"openalliances {__version__}"),
        (
            view.say("Deadline of a query"),
            view.say("{n} seconds", n=f"{site.settings.query_timeout:g}"),
        ),
    ]
    places = (
        ("/healthz", "Whether the process lives, as JSON"),
        ("/readyz", "Whether it answers queries now, as JSON"),
        (
            "/metrics",
            "Numbers for monitoring, in the form of Prometheus, where the operator opens them",
        ),
        ("/about/limits", "All limits and settings of this server"),
        ("/quality", "How good the data are"),
        ("/changes", "What changed"),
    )
    sections = [
        Section(
            "release",
            view.say("What is served"),
            (
                plain_table(
                    view.say("The release and the program"),
                    (view.say("What"), view.say("Value")),
                    rows,
                    numbers=False,
                ),
            ),
        ),
        Section(
            "programs",
            view.say("For programs"),
            (bullets(linked(view, path, view.say(words)) for path, words in places),),
        ),
    ]
    return sheet(
        view,
        view.say("Status"),
        view.say("This server works: it made this page from its release just now, or keeps it."),
        sections,
    )
