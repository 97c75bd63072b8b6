"""To what an operation responds: a conflict, none, or what sources leave open."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from openalliances.facts.listings import listings
from openalliances.pages.composed.model import Receipt
from openalliances.pages.composed.recorded import Recorded
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_OPEN = "left open by the sources"
_SHORT = {"complete": "none, as we read its mandate"}
"""What is said in short of a list of conflicts on which nothing stands."""


@dataclass(frozen=True, slots=True)
class Response:
    """To what an operation responds, in short and in full; empty where nobody has looked.

    ``by`` says who says so where it is not what is recorded of the operation itself.
    """

    short: Markup
    text: Markup
    by: Receipt | None = None


def to_what(view: View, reader: Reader, operation: str, recorded: Recorded) -> Response:
    """Return to what the *operation* responds, of which *recorded* is what is recorded."""
    found = recorded.values.get("respondsTo", ())
    if found:
        named = view.listed([view.link(one.value, one.name) for one in found])
        return Response(named, named)
    lists = (one for one in listings(reader, operation) if one.kind == "conflicts")
    empty = next(lists, None)
    if empty is None:
        return Response(Markup(), Markup())
    by = Recorded.of(reader, empty.id).receipt("hasCompleteness")
    return Response(view.say(_SHORT.get(empty.completeness, _OPEN)), view.own(empty.note), by)
