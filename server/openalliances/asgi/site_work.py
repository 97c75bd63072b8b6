"""What takes its time in Python, done beside the event loop: pages, documents, long queries.

Python computes in one thread at a time, and the event loop is one of them. So what is made for
a site is made by processes of their own (:mod:`openalliances.asgi.site_processes`); where a
test wants to look inside, by whoever asks (:class:`WorkHere`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from openalliances.engine.calls import calling
from openalliances.engine.interface import Call
from openalliances.pages.preparation import prepare
from openalliances.pages.site import Site

WSGIApp: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""The app of the pages (PEP 3333)."""

Mount: TypeAlias = Callable[[Site], WSGIApp]
"""What makes the WSGI app with the pages of a site; the two doors know of each other so much.

A function of a module: another process finds it by its name."""

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Workplace:
    """What work is done with: the site, and the app of its pages."""

    site: Site
    app: WSGIApp


class SiteWork(Protocol):
    """Does work over a site. Safe for many threads."""

    def prepare(self) -> None:
        """Read what the first page would have to wait for.

        :raises ReleaseError: if the release is damaged.
        """
        ...

    def run(
        self,
        call: Call,
        function: Callable[Concatenate[Workplace, P], T],
        *values: P.args,
        **named: P.kwargs,
    ) -> T:
        """Return what *function* makes of the workplace and *values*; its queries are of *call*.

        It is a function of a module, and all that goes in and comes out can be pickled.
        """
        ...

    def close(self) -> None:
        """End the processes."""
        ...


@dataclass(frozen=True, slots=True)
class WorkHere:
    """Work in the thread that asks for it."""

    place: Workplace

    def prepare(self) -> None:
        """See :meth:`SiteWork.prepare`."""
        prepare(self.place.site)

    def run(
        self,
        call: Call,
        function: Callable[Concatenate[Workplace, P], T],
        *values: P.args,
        **named: P.kwargs,
    ) -> T:
        """See :meth:`SiteWork.run`."""
        with calling(call):
            return function(self.place, *values, **named)

    def close(self) -> None:
        """Do nothing; there are no processes."""
