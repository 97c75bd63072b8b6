"""The kinds of figures: what each takes, and the function that makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from openalliances.pages.figures import counts, maps, networks, timelines
from openalliances.pages.figures.model import Figure
from openalliances.pages.view import View
from openalliances.tabular.database import Reader


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of figure: what it shows, the parameters that it needs and takes, an address.

    ``is_dated`` says that it shows one day, so that a strip of years belongs to it.
    """

    title: str
    make: Callable[[View, Reader, Mapping[str, str]], Figure | None]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    example: str = ""
    is_dated: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the names of all parameters."""
        return (*self.required, *self.optional)


KINDS: Mapping[str, Kind] = {
    "operations-timeline": Kind(
        "Operations in a place, of a leader, or with personnel of a state, in order",
        timelines.operations,
        ("thing",),
        ("role", "at"),
        "/figure/operations-timeline?thing=state/somalia",
    ),
    "memberships-timeline": Kind(
        "What a state belonged to, and from when to when",
        timelines.memberships,
        ("thing",),
        ("at",),
        "/figure/memberships-timeline?thing=state/kenya",
    ),
    "members-timeline": Kind(
        "Members in the order in which they joined",
        timelines.members,
        ("thing",),
        ("at",),
        "/figure/members-timeline?thing=organization/nato",
    ),
    "chain": Kind(
        "What came before and after a mission",
        timelines.chain,
        ("thing",),
        ("at",),
        "/figure/chain?thing=mission/amisom",
    ),
    "partners-map": Kind(
        "With how many others each state shares a defence alliance, or who with one state",
        maps.partners,
        (),
        ("thing", "region", "at"),
        "/figure/partners-map?at=1955",
        is_dated=True,
    ),
    "members-map": Kind(
        "Members of an organisation or alliance on a day",
        maps.members,
        ("thing",),
        ("region", "at"),
        "/figure/members-map?thing=organization/nato",
        is_dated=True,
    ),
    "operations-map": Kind(
        "Where operations ran on a day",
        maps.operations,
        (),
        ("region", "at"),
        "/figure/operations-map?at=1993-06-30",
        is_dated=True,
    ),
    "network": Kind(
        "Who was allied with whom on a day, as a network",
        networks.network,
        (),
        ("at",),
        "/figure/network?at=1914-08-01",
        is_dated=True,
    ),
    "matrix": Kind(
        "Which state belonged to what on a day",
        networks.matrix,
        (),
        ("ids", "at"),
        "/figure/matrix?ids=state/kenya~state/uganda",
        is_dated=True,
    ),
    "size": Kind(
        "How many members an organisation or alliance had",
        counts.size,
        ("thing",),
        (),
        "/figure/size?thing=organization/nato",
    ),
    "personnel": Kind(
        "How many people were counted in a mission",
        counts.personnel,
        ("thing",),
        ("state",),
        "/figure/personnel?thing=mission/monusco",
    ),
    "components-by-decade": Kind(
        "Components of peacebuilding in mandates, by decade",
        counts.components,
        (),
        (),
        "/figure/components-by-decade",
    ),
}
"""All kinds by name, in the order in which they are listed."""
