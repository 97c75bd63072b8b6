"""Pacts as they are now: with the members who are known lately, where no day is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from openalliances.facts.allies import Pact
from openalliances.pages.view import View


def with_lately(view: View, found: Iterable[Pact]) -> list[Pact]:
    """Return pacts of the day of the release with those members too who are known lately.

    Where a day is asked for, they are returned as they are.
    """
    if view.day:
        return list(found)
    return [
        replace(
            pact,
            members=(*pact.members, *(m for m in pact.unknown if m.spell.is_lately_known)),
        )
        for pact in found
    ]
