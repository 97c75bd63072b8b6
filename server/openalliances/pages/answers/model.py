"""What the answer to a question is made of: values for the template, which works nothing out."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from openalliances.pages.composed.model import Receipt, Table, Way


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence, the rows behind it, who says so, and where there is more.

    A sentence that no rows stand behind has its own ``receipt``.
    """

    sentence: Markup
    table: Table | None = None
    receipt: Receipt | None = None
    ways: tuple[Way, ...] = ()
