"""A comparison as a file: CSV, and JSON with what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openalliances.errors import BadRequestError
from openalliances.facts.comparison import Shared, contributors_of, members_of, memberships_of
from openalliances.facts.comparison import operations_of as operations_of_states
from openalliances.facts.sides import BODIES, KINDS, STATES
from openalliances.pages.comparing.asked import Asked, is_of_one_kind
from openalliances.pages.comparing.links import compare_path
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import LICENSE
from openalliances.tabular.database import Reader, Row
from openalliances.tabular.definitions import Column
from openalliances.tabular.formats import CSV, JSON
from openalliances.tabular.serialization import csv_bytes, json_bytes
from openalliances.tabular.store import Tables

EXTENSIONS = {form.extension: form.content_type for form in (CSV, JSON)}
"""The media types of the files by their endings."""
_COLUMNS = tuple(
    Column(name)
    for name in (
        *("id", "name", "acronym", "side", "kind", "start", "end", "known_until", "grade", "row"),
        *("is_shared",),
    )
)


def file_of(site: Site, tables: Tables, asked: tuple[Asked, ...], extension: str) -> bytes:
    """Return the spells of all sides in the form with that *extension*, a row a spell.

    :raises BadRequestError: if there is less than two, or one is not known for certain.
    """
    ids = [one.id for one in asked if one.id]
    if len(ids) < 2 or len(ids) < len(asked) or not is_of_one_kind(asked):
        raise BadRequestError(
            "There are not two things of one kind to compare.", "Look at /compare for choices."
        )
    with tables.reading(site.settings.query_timeout) as reader:
        rows = list(_rows(_shared(reader, ids), ids))
    most = site.settings.client_unread
    if extension == CSV.extension:
        return csv_bytes(_COLUMNS, rows, most)
    head = {
        "compared": ids,
        "address": site.address + compare_path(ids, extension),
        "release": site.release.manifest.version,
        "license": LICENSE,
    }
    return json_bytes(head, _COLUMNS, rows, most)


def _shared(reader: Reader, ids: Sequence[str]) -> tuple[Shared, ...]:
    kind = KINDS[ids[0].partition("/")[0]]
    if kind == STATES:
        return (*memberships_of(reader, ids), *operations_of_states(reader, ids))
    return members_of(reader, ids) if kind == BODIES else contributors_of(reader, ids)


def _rows(shared: Sequence[Shared], ids: Sequence[str]) -> Iterator[Row]:
    for one in shared:
        for side, spells in zip(ids, one.held, strict=True):
            for held in spells:
                spell = held.spell
                yield (
                    *(one.id, one.name, one.acronym, side, held.kind),
                    *(spell.start or None, spell.end or None, spell.known_until or None),
                    *(held.grade, held.id, str(one.is_shared).lower()),
                )
