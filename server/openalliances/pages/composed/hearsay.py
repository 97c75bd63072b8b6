"""What documents claim and reports say of a thing, at the end of its page."""

from __future__ import annotations

from openalliances.facts.claims import claims_about
from openalliances.pages.composed.claims import claims_section
from openalliances.pages.composed.model import Section
from openalliances.pages.composed.reported import findings_section
from openalliances.pages.view import View
from openalliances.tabular.database import Reader


def what_is_said(
    view: View, reader: Reader, thing: str, leading: str = ""
) -> tuple[Section | None, Section | None]:
    """Return the sections of claims and of findings about a thing; None where there are none.

    *leading* is the name with which sentences about it begin.
    """
    found = claims_about(reader, thing)
    said = claims_section(view, reader, thing, leading) if found else None
    return said, findings_section(view, reader, thing, found, leading)
