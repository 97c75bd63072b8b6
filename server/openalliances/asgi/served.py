"""A release while it is served."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from openalliances.asgi.site_work import SiteWork
from openalliances.asgi.table_files import table_files
from openalliances.pages.signposts import file_links
from openalliances.pages.site import Site
from openalliances.release import FileEntry
from openalliances.release.integrity import Checksum
from openalliances.sparql.hints import Vocabulary


@dataclass(eq=False)
class ServedRelease:
    """A release with its engine and those who work on its pages.

    ``users`` are the requests that it answers now.

    ``vocabulary`` is what the hints know of the release, None until it has been read. ``damage``
    says what is wrong with its files, ``refused`` why another release was not put in its place.
    """

    site: Site
    work: SiteWork
    users: int = 0
    retired: bool = False
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    vocabulary: Vocabulary | None = None
    damage: str = ""
    refused: str = ""
    dumps: dict[str, FileEntry] = field(init=False)
    """The files to download by their paths, each under that of what is in it as well."""
    tables: dict[str, Checksum] = field(init=False)
    """The files of tables by their names."""
    rows: dict[str, int] = field(init=False)
    """The number of rows of each table."""
    links: tuple[tuple[str, str], ...] = field(init=False)
    """The Link headers of all files."""

    def __post_init__(self) -> None:
        """Look once through the list of files, and not with each request."""
        files = self.site.release.manifest.files
        self.tables = table_files(self.site.release.folder)
        tables, timeout = self.site.tables, self.site.settings.query_timeout
        counted = tables.counted(timeout) if tables else {}
        self.rows = {name: number for name, (number, _) in counted.items()}
        self.links = tuple(("Link", value) for value in file_links(self.site))
        self.dumps = {path: entry for entry in files for path in (entry.plain_path, entry.path)}

    def close(self) -> None:
        """End the processes of work and engine."""
        self.work.close()
        self.site.engine.close()
