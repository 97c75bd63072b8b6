"""What changed: in words, from the log of changes, and in numbers, from the statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape as escaped

from markupsafe import Markup, escape

from openalliances.bundle import changelog
from openalliances.pages.composed.model import Section, Text, Way
from openalliances.pages.standing.sheet import linked, plain_table, sheet
from openalliances.pages.view import View

_HEAD = re.compile(r"## \[(?P<name>[^\]]+)\](?: - (?P<date>\d{4}-\d\d-\d\d))?")
_CODE = re.compile(r"`([^`]*)`")
UNRELEASED = "Unreleased"


@dataclass(slots=True)
class Version:
    """A section of the log: its name, its day if it has one, its parts with their lines."""

    name: str
    date: str = ""
    parts: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def lines(self) -> Iterator[str]:
        """Yield all its lines."""
        for _, lines in self.parts:
            yield from lines


@cache
def versions() -> tuple[Version, ...]:
    """Return the sections of the log of changes, the newest first."""
    found: list[Version] = []
    for line in changelog().splitlines():
        head = _HEAD.match(line)
        if head:
            found.append(Version(head["name"], head["date"] or ""))
        elif found and line.startswith("### "):
            found[-1].parts.append((line.removeprefix("### "), []))
        elif found and line.startswith("- "):
            if not found[-1].parts:
                found[-1].parts.append(("", []))
            found[-1].parts[-1][1].append(line.removeprefix("- "))
        elif found and found[-1].parts and line.startswith("  ") and found[-1].parts[-1][1]:
            found[-1].parts[-1][1][-1] += " " + line.strip()
    return tuple(found)


def place_of(name: str) -> str:
    """Return the path of what is told of the version *name*; empty where nothing is."""
    return f"/changes#{_slug(name)}" if any(v.name == name for v in versions()) else ""


def page(view: View) -> str:
    """Return the page."""
    sections = [_new(view), *(_told(view, version) for version in versions())]
    answer = view.say(
        "This is version {version}. What was added, mended and withdrawn, the newest first.",
        version=view.site.release.manifest.version,
    )
    return sheet(view, view.say("Changes"), answer, sections)


def feed(view: View) -> str:
    """Return the versions as an Atom feed (RFC 4287)."""
    root = view.site.address
    updated = next((v.date for v in versions() if v.date), "") or "2026-11-01"
    entries = "".join(
        f"<entry><id>{escaped(root)}/changes#{escaped(v.name)}</id>"
        f"<title>{escaped(v.name)}</title><updated>{v.date or updated}T00:00:00Z</updated>"
        f'<link href="{escaped(root)}/changes#{_slug(v.name)}"/>'
        f"<summary>{escaped(' '.join(v.lines)[:2000])}</summary></entry>"
        for v in versions()
    )
    title = escaped(view.site.release.manifest.title)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{escaped(root)}/changes</id><title>{title}</title>"
        f"<updated>{updated}T00:00:00Z</updated><author><name>{title}</name></author>"
        f'<link rel="self" href="{escaped(root)}/changes.atom"/>{entries}</feed>\n'
    )


def _new(view: View) -> Section:
    """Return how many statements this release publishes first, by kind of thing."""
    version = view.site.release.manifest.version
    tables = view.site.tables
    assert tables is not None  # noqa: S101  its route is of the data set alone
    sql = (
        "SELECT substr(subject, 1, instr(subject, '/') - 1), count(*) FROM statements "
        "WHERE first_release = ? GROUP BY 1 ORDER BY 2 DESC"
    )
    with tables.reading(view.site.settings.query_timeout) as reader:
        counted = [(str(kind), int(n or 0)) for kind, n in reader.rows(sql, (version,))]
    rows = [[view.say(kind.replace("-", " ")), view.number_of(n)] for kind, n in counted]
    heads = (view.say("Kind of thing"), view.say("Statements"))
    path = f"/data/statements.csv?first_release={version}"
    return Section(
        "statements",
        view.say("Statements first published in this version"),
        (plain_table(view.say("New statements by kind of thing"), heads, rows),),
        count=view.number_of(sum(n for _, n in counted)),
        lede=Markup("{} {}").format(
            view.say("Receipts of statements are kept since 2026.11.1."),
            linked(view, "/data/statements.html", view.say("All statements as a table")),
        ),
        ways=(Way("CSV", path, view.say("of the new statements")), Way("Atom", "/changes.atom")),
    )


def _told(view: View, version: Version) -> Section:
    is_next = version.name == UNRELEASED
    title = view.say("Since the last release") if is_next else Markup("{}").format(version.name)
    markup = Markup()
    for head, lines in version.parts:
        items = Markup().join(Markup("<li>{}</li>").format(_inline(line)) for line in lines)
        markup += Markup("<h3>{}</h3>").format(head) if head else ""
        markup += Markup("<ul>{}</ul>").format(items)
    return Section(
        _slug(version.name),
        title,
        (Text(Markup('<div lang="en">{}</div>').format(markup)),),
        count=view.date(version.date) if version.date else "",
    )


def _slug(name: str) -> str:
    return "v" + re.sub(r"[^a-z0-9]+", "-", name.lower())


def _inline(text: str) -> Markup:
    """Return a line of the log with its code as code; other marks stay as they are."""
    parts = _CODE.split(text)
    return Markup().join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )
