"""Where a reader reports an error: a mail or a form that is filled with what was seen where.

Mail follows RFC 6068 (section 5: what is not allowed in a URI is percent-encoded, and a line ends
with ``%0D%0A``). Where the operator gives no address there is no link; the settings ``contact``
and ``tracker`` (``openalliances settings``) say how to give one.
"""

from __future__ import annotations

from urllib.parse import quote

from openalliances.pages.view import View

_LONGEST = 300
"""Characters of a value that a report repeats."""


def report(view: View, iri: str, value: str = "") -> str:
    """Return the address by which an error is reported; empty where the operator takes no reports.

    *value* is what the page says of the thing *iri*, as plain text.
    """
    settings = view.site.settings
    if not takes_reports(view):
        return ""
    title, lines = _title(view, iri), _lines(view, iri, " ".join(value.split())[:_LONGEST])
    if settings.tracker:
        filled = {"{title}": quote(title, safe=""), "{body}": quote("\n".join(lines), safe="")}
        address = settings.tracker
        for name, text in filled.items():
            address = address.replace(name, text)
        return address
    if settings.contact.lower().startswith("mailto:"):
        body = quote("\r\n".join(lines), safe="")
        return f"{settings.contact}?subject={quote(title, safe='')}&body={body}"
    return settings.contact


def takes_reports(view: View) -> bool:
    """Return whether the operator has an address for reports."""
    return bool(view.site.settings.tracker or view.site.settings.contact)


def _title(view: View, iri: str) -> str:
    return view.wording.text("Error in {thing}", thing=view.site.prefixes.shorten(iri))


def _lines(view: View, iri: str, value: str) -> list[str]:
    say = view.wording.text
    manifest = view.site.release.manifest
    found = [say("Address: {iri}", iri=iri)]
    if value:
        found.append(say("What the page says: {value}", value=value))
    found.append(say("Release: {version}", version=manifest.version))
    return [*found, "", say("What is wrong, and which source says so:"), ""]
