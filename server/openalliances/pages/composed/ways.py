"""The ways out of a section: its rows as a table, as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from openalliances.pages.composed.model import Way
from openalliances.pages.view import View
from openalliances.tabular.times import has_times


def ways(view: View, table: str, filters: Mapping[str, str], of: Markup) -> tuple[Way, ...]:
    """Return the ways out: a selection of a published table, whose page shows its query.

    *of* says of what, for those who listen. A day that is asked for is asked of the table, too,
    if its rows have times.
    """
    known = view.site.tables.definitions.get(table) if view.site.tables else None
    is_dated = view.day and known and has_times(known)
    asked = {**filters, **({"at": view.day.text} if view.day and is_dated else {})}
    forms = (("CSV", "csv"), ("JSON", "json"), (view.say("Query"), "html"))
    return tuple(
        Way(str(name), view.at(None).href(f"/data/{table}.{form}", **asked), of)
        for name, form in forms
    )
