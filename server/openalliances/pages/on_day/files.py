"""The tables of a time as files: CSV, JSON with what is said of them, the query."""

from __future__ import annotations

from openalliances.facts.days import Day
from openalliances.pages.on_day import when
from openalliances.pages.on_day.tables import TABLES, query_of
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import LICENSE
from openalliances.tabular.formats import CSV, JSON, QUERY
from openalliances.tabular.serialization import csv_bytes, json_bytes
from openalliances.tabular.store import Tables

EXTENSIONS = {form.extension: form.content_type for form in (CSV, JSON, QUERY)}
"""The media types of the files by their endings."""


def file_of(site: Site, tables: Tables, day: Day, name: str, extension: str) -> bytes:
    """Return the table *name* of the time *day* in the form with that *extension*.

    :raises TooLongError: if it is longer than what is sent at once.
    :raises QueryTimeoutError: if reading the tables takes too long.
    """
    if extension == QUERY.extension:
        return query_of(name, day).encode()
    table, most = TABLES[name], site.settings.client_unread
    with tables.reading(site.settings.query_timeout) as reader:
        rows = table.rows(reader, day)
        if extension == CSV.extension:
            return csv_bytes(table.columns, rows, most)
        head = {
            "title": table.title,
            "at": day.text,
            "address": f"{site.address}{when.path_of(day)}/{name}.json",
            "release": site.release.manifest.version,
            "license": LICENSE,
        }
        return json_bytes(head, table.columns, rows, most)
